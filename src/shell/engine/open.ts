// What a runspace is told when it is opened: its host's name, where it starts, whom it stands for.

import { openOperationalLog, operationalLogPath } from "../../cmdlets/index.js";
import type { EngineRuntime, Host } from "../../engine/index.js";
import { type EngineBridge, ITEM } from "../../runspace/index.js";
import type { EnteredSession } from "../cmdlets/enter-session.js";
import type { OpenRequest } from "../requests.js";
import type { EnteredSessions } from "./entered.js";
import { EVENT } from "./recorded.js";
import { senderInfo } from "./sender-info.js";

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** PowerShell's own: Enter-PSSession asks the far end for it before each line. */
const PROMPT =
  "function global:prompt { \"PS $($executionContext.SessionState.Path.CurrentLocation)$('>' * ($nestedPromptLevel + 1)) \" }";

export function openRunspace(
  engine: EngineRuntime,
  host: Host,
  request: OpenRequest,
  bridge: EngineBridge,
  entered: EnteredSessions,
): void {
  const open = host as Writable<Host>;
  open.name = request.hostName;
  if (request.interactive) open.interactive = pushableHost(entered);
  else if (request.hasClientHost) open.interactive = clientsHost(bridge);
  if (!engine.global.root.functions?.has("prompt")) engine.invoke(engine.scriptBlock(PROMPT), { newScope: false });
  const sender = senderInfo(request.initPayload);
  if (servesAnotherComputer(request, host) || sender.get("ApplicationArguments") !== null)
    engine.setVariable("PSSenderInfo", sender, "Global");
  const { identity } = request;
  if (identity?.name) {
    (open.computer as Writable<Host["computer"]>).name = identity.name;
    // The system's own `hostname` knows only the computer that all these endpoints share.
    engine.invoke(engine.scriptBlock(`function global:hostname { '${identity.name.replaceAll("'", "''")}' }`), {
      newScope: false,
    });
  }
  for (const [name, root] of Object.entries(identity?.drives ?? {}))
    engine.location.addDrive({ name, provider: "FileSystem", root, ignoreCase: true, current: "" });
  engine.location.setCurrent(request.start);
  const log = openOperationalLog(operationalLogPath(host), () => host.now());
  const text = `Engine state is changed from None to Available. HostName=${request.hostName} ProcessId=${host.computer.processId}`;
  log.write("Information", EVENT.engineStarted, text);
}

/** Not for jobs and sessions of this computer itself. */
function servesAnotherComputer({ remote, identity }: OpenRequest, { environment }: Host): boolean {
  return remote && (identity?.name !== undefined || environment.get("SSH_CONNECTION") !== undefined);
}

/** The console's own: it is in a session or not. */
function pushableHost(entered: EnteredSessions): NonNullable<Host["interactive"]> {
  return {
    pushRunspace: (session) => entered.enter(session as EnteredSession),
    popRunspace: () => entered.leave(),
    get isRunspacePushed() {
      return entered.current !== undefined;
    },
  };
}

/** An endpoint's: Exit-PSSession here is a call to the client's host, which then leaves. */
function clientsHost(bridge: EngineBridge): NonNullable<Host["interactive"]> {
  return {
    pushRunspace: () => undefined,
    popRunspace: () => bridge.emit(ITEM.host, { method: "popRunspace", args: [] }, 64),
    isRunspacePushed: true,
  };
}
