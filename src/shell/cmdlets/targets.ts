// Whom -ComputerName, -HostName, -SSHConnection and -ConnectionUri name: each computer as the user calls it, and how SSH reaches it.

import type { CmdletContext } from "../../engine/index.js";
import { baseOf, Dictionary, PSCredential } from "../../objects/index.js";
import { parseSshTarget, type SshTarget, SshTargetError } from "../../transports/index.js";
import type { ComputerTarget } from "../services/session-data.js";

type Defaults = Omit<SshTarget, "address">;
type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The computers of this command; none where none is named. */
export function computerTargets(context: CmdletContext): ComputerTarget[] {
  const { bound } = context;
  const credential = credentialOf(bound["Credential"]);
  const known = credential ? { credential } : {};
  return named(context).map((target) => ({ ...target, ...known }));
}

function named(context: CmdletContext): ComputerTarget[] {
  const { bound } = context;
  if (bound["ComputerName"]) return listOf(bound["ComputerName"]).map((name) => byName(context, String(name)));
  if (bound["ConnectionUri"])
    return listOf(bound["ConnectionUri"]).map((uri) => byName(context, hostOfUri(String(uri))));
  if (bound["HostName"]) {
    const defaults = sshDefaults(context);
    return listOf(bound["HostName"]).map((spec) => overSsh(context, String(spec), defaults));
  }
  return listOf(bound["SSHConnection"]).map((table) => ofTable(context, table as Dictionary));
}

const listOf = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat());

/** A name of the inventory; `user@host` can only be SSH's. */
function byName(context: CmdletContext, name: string): ComputerTarget {
  if (name === ".") return { computerName: "localhost" };
  return name.includes("@") || /^ssh:/i.test(name) ? overSsh(context, name, {}) : { computerName: name };
}

function hostOfUri(uri: string): string {
  return /^ssh:/i.test(uri) ? uri : (/^\w+:\/\/([^/:]+)/.exec(uri)?.[1] ?? uri);
}

/** As PowerShell has it: the computer's name is the host alone, an IPv6 address in the brackets it was given in. */
function overSsh(context: CmdletContext, spec: string, defaults: Defaults): ComputerTarget {
  try {
    const ssh = parseSshTarget(spec, defaults);
    return { computerName: spec.includes("[") ? `[${ssh.address}]` : ssh.address, ssh };
  } catch (error) {
    if (!(error instanceof SshTargetError)) throw error;
    const text =
      "One or more computer names are not valid. If you are trying to pass a URI, use the -ConnectionUri parameter, or pass URI objects instead of strings.";
    return context.throwTerminating(
      context.error(
        "System.ArgumentException",
        `${text} ${error.message}`,
        "PSSessionInvalidComputerName",
        "InvalidArgument",
        spec,
      ),
    );
  }
}

/** What the parameters beside -HostName say of every host. */
function sshDefaults(context: CmdletContext): Defaults {
  const { bound } = context;
  const timeout: number | undefined = bound["ConnectingTimeout"];
  return {
    ...(bound["UserName"] !== undefined && { user: bound["UserName"] }),
    ...(bound["Port"] !== undefined && { port: bound["Port"] }),
    ...(bound["KeyFilePath"] !== undefined && { keyFile: keyFile(context, bound["KeyFilePath"]) }),
    ...(bound["Subsystem"] && { subsystem: bound["Subsystem"] }),
    ...(timeout !== undefined && timeout > 0 && { connectingTimeoutMs: timeout }),
    ...(bound["Options"] && { options: optionTable(context, bound["Options"]) }),
  };
}

/** Path of the key file for this computer's programs. */
function keyFile(context: CmdletContext, file: string): string {
  const { path } = context.engine.location.resolve(file);
  if (context.engine.host.files.stat(path)?.isFile) return path;
  return context.throwTerminating(
    context.error(
      "System.Management.Automation.ItemNotFoundException",
      `Cannot find path '${file}' because it does not exist.`,
      "PathNotFound",
      "ObjectNotFound",
      file,
    ),
  );
}

function optionTable(context: CmdletContext, table: Dictionary): Record<string, string> {
  return Object.fromEntries([...table].map(({ key, value }) => [String(key), context.engine.values.toText(value)]));
}

// -SSHConnection: a table a connection.

type Read = (context: CmdletContext, value: unknown) => Partial<Defaults>;

const KEYS: Readonly<Record<string, Read>> = {
  username: (context, value) => ({ user: text(context, value) }),
  keyfilepath: (context, value) => ({ keyFile: keyFile(context, text(context, value)) }),
  identityfilepath: (context, value) => ({ keyFile: keyFile(context, text(context, value)) }),
  port: (context, value) => ({ port: integer(context, value) }),
  subsystem: (context, value) => ({ subsystem: text(context, value) }),
  connectingtimeout: (context, value) => {
    const ms = integer(context, value);
    return ms > 0 ? { connectingTimeoutMs: ms } : {};
  },
  options(context, value) {
    const table = baseOf(value);
    return table instanceof Dictionary ? { options: optionTable(context, table) } : {};
  },
};
const HOST_KEYS = ["computername", "hostname"];

function ofTable(context: CmdletContext, table: Dictionary): ComputerTarget {
  const has = (name: string): boolean => table.has(name);
  if (has("ComputerName") && has("HostName"))
    argumentError(
      context,
      "The provided SSHConnection hashtable contains both a ComputerName and HostName parameter.  Only one can be specified.",
    );
  if (has("KeyFilePath") && has("IdentityFilePath"))
    argumentError(
      context,
      "The provided SSHConnection hashtable contains both a KeyFilePath and IdentityFilePath parameter.  Only one can be specified.",
    );
  let spec: string | undefined;
  const target: Writable<Defaults> = {};
  for (const { key, value } of table) {
    const name = typeof key === "string" ? key.toLowerCase() : "";
    if (name === "") argumentError(context, NOTHING);
    if (HOST_KEYS.includes(name)) spec = text(context, value);
    else if (KEYS[name]) Object.assign(target, KEYS[name](context, value));
    else argumentError(context, `The provided SSHConnection hashtable parameter ${String(key)} is not supported.`);
  }
  if (spec === undefined)
    argumentError(
      context,
      "The provided SSHConnection hashtable is missing the required ComputerName or HostName parameter.",
    );
  return overSsh(context, spec!, target);
}

const NOTHING = "The provided SSHConnection hashtable parameter name or element is null or empty.";

function text(context: CmdletContext, value: unknown): string {
  const found = value === null || value === undefined ? "" : context.engine.values.toText(value);
  return found === "" ? argumentError(context, NOTHING) : found;
}

function integer(context: CmdletContext, value: unknown): number {
  if (value === null || value === undefined) return argumentError(context, NOTHING);
  try {
    return context.engine.values.convert(value, "int") as number;
  } catch (error) {
    return argumentError(context, (error as Error).message);
  }
}

function argumentError(context: CmdletContext, message: string): never {
  return context.throwTerminating(
    context.error("System.Management.Automation.PSArgumentException", message, "Argument", "InvalidArgument"),
  );
}

/** A credential as it goes to the host thread: in memory alone, and from there to ssh's own question. */
function credentialOf(value: unknown): ComputerTarget["credential"] {
  const base = baseOf(value);
  return base instanceof PSCredential ? { userName: base.userName, password: base.password.reveal() } : undefined;
}
