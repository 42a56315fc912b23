// How sessions are found at the computers that keep them: the parameters that name computers, and the question to those.
//
// Rule: a computer that cannot be asked is an error, and the others are asked all the same.

import type { CmdletContext, ParameterDefinition, ParameterSetMembership } from "../../engine/index.js";
import type { ErrorRecord } from "../../objects/index.js";
import type { SessionObject } from "../engine/session-objects.js";
import type { PlainRemotingError, SessionView } from "../services/session-data.js";
import {
  credentialParameter,
  inSets,
  keepOptions,
  openingTerms,
  type SessionCmdletWorld,
  sshParameters,
  uiFacts,
  wsmanParameters,
} from "./connection-parameters.js";
import { computerTargets } from "./targets.js";

type Parameters = Readonly<Record<string, ParameterDefinition>>;

/** Sets that name computers: by name, by address, over SSH. The first of each pair takes -Name, the second -InstanceId. */
const COMPUTER_SETS = ["ComputerName", "ComputerInstanceId"];
const URI_SETS = ["Uri", "UriInstanceId"];
const HOST_SETS = ["SSHHost", "SSHHostInstanceId"];
const HASH_SETS = ["SSHHostHashParam", "SSHHostHashInstanceId"];
const AT_COMPUTERS = [...COMPUTER_SETS, ...URI_SETS, ...HOST_SETS, ...HASH_SETS];
/** Sets that name computers, and sessions there by name. */
export const BY_NAME: readonly string[] = [COMPUTER_SETS[0]!, URI_SETS[0]!, HOST_SETS[0]!, HASH_SETS[0]!];
const BY_INSTANCE = AT_COMPUTERS.filter((set) => !BY_NAME.includes(set));

/** Parameters that name computers, for a cmdlet that asks them what they keep. */
export function atComputers(): Parameters {
  return {
    ComputerName: {
      type: "string[]",
      aliases: ["Cn"],
      sets: inSets(COMPUTER_SETS, { position: 0, mandatory: true, fromPipelineByPropertyName: true }),
      validate: [{ kind: "NotNullOrEmpty" }],
      help: "Computers that are asked what they keep: names of the inventory, or localhost.",
    },
    ConnectionUri: {
      type: "string[]",
      aliases: ["URI", "CU"],
      sets: inSets(URI_SETS, { position: 0, mandatory: true, fromPipelineByPropertyName: true }),
      validate: [{ kind: "NotNullOrEmpty" }],
    },
    Port: {
      type: "int",
      sets: inSets([...COMPUTER_SETS, ...HOST_SETS]),
      validate: [{ kind: "Range", min: 1, max: 65535 }],
    },
    Credential: credentialParameter(AT_COMPUTERS),
    ...wsmanParameters(COMPUTER_SETS, URI_SETS),
    ...sshParameters(HOST_SETS, HASH_SETS),
    ThrottleLimit: { type: "int", help: "Computers at a time; 32." },
  };
}

export const nameAtComputers: Readonly<Record<string, ParameterSetMembership>> = inSets(BY_NAME);
export const instanceAtComputers: Readonly<Record<string, ParameterSetMembership>> = inSets(BY_INSTANCE, {
  mandatory: true,
});

/** True where the bound parameters name computers. */
export function namesComputers({ bound }: CmdletContext): boolean {
  return ["ComputerName", "ConnectionUri", "HostName", "SSHConnection"].some((name) => bound[name] !== undefined);
}

/** The sessions that computers have for this user, this shell's own among them. A computer that cannot be asked is an error. */
export function sessionsAtComputers(context: CmdletContext, world: SessionCmdletWorld): SessionObject[] {
  const { bound, engine } = context;
  const results = world.sessions.query({
    targets: computerTargets(context),
    ui: uiFacts(context),
    keep: keepOptions(context) ?? {},
    ...(bound["ThrottleLimit"] !== undefined && { throttleLimit: bound["ThrottleLimit"] as number }),
    ...openingTerms(context),
  });
  const names: readonly string[] | undefined = bound["Name"] && [bound["Name"]].flat();
  const ids: readonly string[] | undefined =
    bound["InstanceId"] && [bound["InstanceId"]].flat().map((guid: unknown) => String(guid).toLowerCase());
  const isWanted = (view: SessionView): boolean =>
    (!names || names.some((name) => engine.values.like(view.name, name))) && (!ids || ids.includes(view.instanceId));
  return results.flatMap(({ computerName, sessions, error }) => {
    if (error) context.writeError(queryError(context, computerName, error));
    return sessions.filter(isWanted).map((view) => world.sessionObjects.of(view));
  });
}

function queryError(context: CmdletContext, computerName: string, error: PlainRemotingError): ErrorRecord {
  return context.error(
    error.exceptionType,
    `The remote session query failed for ${computerName} with the following error message: ${error.message}`,
    "RemotePSSessionQueryFailed",
    "InvalidOperation",
    computerName,
  );
}
