// An SSH target: which host, as whom, and how. What -HostName, the inventory and the typed API say, in one form.
//
// Rule: nothing of it is ever read by a shell, and nothing of it can be taken for one of ssh's own switches.

/** A host behind SSH. What is absent is left to the user's own ssh_config. */
export interface SshTarget {
  /** A host's name, an alias of ssh_config, or an address (IPv6 without brackets). */
  readonly address: string;
  /** `user`, or `DOMAIN\user`. */
  readonly user?: string;
  readonly port?: number;
  /** Path of a private key. */
  readonly keyFile?: string;
  /** The endpoint is exactly this subsystem of the host's sshd, and nothing else is tried. */
  readonly subsystem?: string;
  /** Options of ssh_config, as `ssh -o` takes them. */
  readonly options?: Readonly<Record<string, string>>;
  /** Milliseconds that connecting may take, until ssh is through with keys and passwords; for ever where absent or below 1. */
  readonly connectingTimeoutMs?: number;
  /** Milliseconds of silence after which a link counts as dead; 0 is never. DEFAULT_KEEP_ALIVE_MS where absent. */
  readonly keepAliveMs?: number;
  /** False: a connection of its own for each session. True where absent. */
  readonly share?: boolean;
}

/** Silence after which a link counts as dead: three questions of ssh, five seconds apart, without an answer. */
export const DEFAULT_KEEP_ALIVE_MS = 15_000;

/** What a person or a credential is asked on the way to a host. */
export interface SshQuestion {
  /** `hostKey` wants `yes`, `no` or a fingerprint; `other` is whatever the host's sshd asks. */
  readonly kind: "password" | "passphrase" | "hostKey" | "other";
  /** ssh's own words. */
  readonly prompt: string;
  /** What the user called the computer. */
  readonly computerName: string;
}

/** Answers a question; undefined: there is no answer, and the connection is given up. */
export type Ask = (question: SshQuestion) => Promise<string | undefined>;

/** A target that is none: its text can be shown as it is. */
export class SshTargetError extends Error {
  override readonly name: string = "SshTargetError";
}

/**
 * Reads host, host:port, user@host, user@host:port, ssh://user@host:port, [IPv6]:port, IPv6. What it says goes before
 * `defaults`. Throws an SshTargetError.
 */
export function parseSshTarget(spec: string, defaults: Omit<SshTarget, "address"> = {}): SshTarget {
  const isUri = /^ssh:\/\//i.test(spec);
  const text = isUri ? spec.slice(6).replace(/\/$/, "") : spec;
  const at = text.lastIndexOf("@");
  const user = at < 0 ? undefined : isUri ? decoded(text.slice(0, at), spec) : text.slice(0, at);
  const { address, port } = splitPort(text.slice(at + 1), spec);
  const target: SshTarget = {
    ...defaults,
    address,
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port }),
  };
  return checkSshTarget(target, spec);
}

/** Refuses what ssh would take for a switch, or what no host and no user is called. */
export function checkSshTarget(target: SshTarget, spec: string = target.address): SshTarget {
  if (target.address === "") throw new SshTargetError(`"${spec}" names no host.`);
  if (target.address.startsWith("-")) throw new SshTargetError(`"${spec}": a host's name cannot begin with "-".`);
  if (!/^[^\s/@'"`$;|&<>()\\]+$/.test(target.address) || hasControls(target.address))
    throw new SshTargetError(`"${spec}" is not a host's name or address.`);
  const { user, port, subsystem } = target;
  if (user !== undefined && (user === "" || user.startsWith("-") || hasControls(user)))
    throw new SshTargetError(`"${spec}": "${user}" is not a user's name.`);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536))
    throw new SshTargetError(`"${spec}": a port is a number from 1 to 65535.`);
  if (subsystem !== undefined && (subsystem === "" || hasControls(subsystem)))
    throw new SshTargetError(`"${spec}": "${subsystem}" is not a subsystem's name.`);
  for (const [key, value] of Object.entries(target.options ?? {}))
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(key) || hasControls(value))
      throw new SshTargetError(`"${spec}": "${key}" is not an option of ssh.`);
  return target;
}

function splitPort(host: string, spec: string): { address: string; port?: number } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(host);
  if (bracketed) return { address: bracketed[1]!, ...portOf(bracketed[2], spec) };
  // More than one colon: an IPv6 address, which has no port without brackets.
  if (host.split(":").length > 2) return { address: host };
  const [address = "", port] = host.split(":");
  return { address, ...portOf(port, spec) };
}

function portOf(text: string | undefined, spec: string): { port?: number } {
  if (text === undefined) return {};
  if (!/^\d{1,5}$/.test(text)) throw new SshTargetError(`"${spec}": "${text}" is not a port.`);
  return { port: Number(text) };
}

function decoded(text: string, spec: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SshTargetError(`"${spec}": "${text}" is not a user's name.`);
  }
}

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const hasControls = (text: string): boolean => /[\u0000-\u001f\u007f]/.test(text);
