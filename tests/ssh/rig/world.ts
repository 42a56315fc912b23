// A world of its own for a program that needs computers: the program starts itself again inside new namespaces, where
// processes, network, mounts, host name and user database are its own.
//
// Rule: nothing of the machine is touched, and nothing outlives the program. What it starts are processes of one PID namespace, which
// the kernel ends with its first process; what it mounts or plugs together is gone with the last.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { passwd, shadow, type Account } from "./accounts.js";

/** Set inside a world. */
const INSIDE = "REMORA_TEST_WORLD";

/** A world's own files: on a file system that only it has, so that nothing needs to be removed. */
const FOLDER = "/run/world";

/** The address of the computer that a world is seen from. */
const HERE = { address: "10.77.0.1", address6: "fd77::1" };
/** The network that is reached through the jump host alone. */
export const INNER = "10.78.0.";

export interface World {
  readonly folder: string;
  /** The home folder of the person, "me", whose `~/.ssh` this program's `ssh` reads. */
  readonly home: string;
}

/**
 * Runs the program whose module this is inside a world, and never returns outside of it: the process ends as that program ends.
 * Gives the reason where the machine cannot make one.
 */
export function enterWorld(module: string): World | { readonly missing: string } {
  if (process.env[INSIDE] !== undefined) return settle();
  const missing = obstacle();
  if (missing) return { missing };
  process.exit(runInside(module));
}

/** Why this machine has no worlds, or undefined. */
function obstacle(): string | undefined {
  if (process.platform !== "linux") return "network namespaces are Linux's";
  if (process.getuid?.() !== 0) return "making network namespaces takes root";
  for (const [program, from] of Object.entries(NEEDED))
    if (spawnSync("sh", ["-c", `command -v ${program}`], { env: { PATH } }).status !== 0)
      return `${program} is not installed (${from})`;
  const tried = spawnSync("unshare", [...NAMESPACES, "true"], { encoding: "utf8" });
  return tried.status === 0 ? undefined : `no namespaces here: ${tried.stderr.trim()}`;
}

const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
const NEEDED = {
  ip: "iproute2",
  sshd: "openssh-server",
  ssh: "openssh-client",
  unshare: "util-linux",
  setpriv: "util-linux",
};
const NAMESPACES = ["--net", "--uts", "--ipc", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** Its exit code. Whatever ends this process ends the world. */
function runInside(module: string): number {
  const program = [process.execPath, ...process.execArgv, fileURLToPath(module), ...process.argv.slice(2)];
  // A shell is the first process: it takes up the orphans that end, as an init does.
  const first = ["sh", "-c", '"$@"; exit $?', "world", ...program];
  const { status, error } = spawnSync("setpriv", ["--pdeathsig", "KILL", "unshare", ...NAMESPACES, ...first], {
    stdio: "inherit",
    env: { ...process.env, PATH, [INSIDE]: "yes" },
  });
  if (error) throw error;
  return status ?? 1;
}

const PERSON: Account = { name: "me", id: 0 };

/** Makes the namespaces this process is in a computer with a network and a person's home. */
function settle(): World {
  const folder = FOLDER;
  const home = join(folder, "me");
  const temporary = join(folder, "tmp");
  execFileSync("sh", ["-eu"], {
    input: `
      mount -t tmpfs -o mode=755 run /run
      mkdir -p /run/netns ${temporary}
      hostname workstation
      ip link set lo up
      ip link add hosts type bridge
      ip addr add ${HERE.address}/16 dev hosts
      ip -6 addr add ${HERE.address6}/64 dev hosts nodad
      ip link set hosts up
      ip link add inner type bridge
      ip link set inner up
    `,
    stdio: ["pipe", "ignore", "inherit"],
  });
  mkdirSync(join(home, ".ssh"), { recursive: true, mode: 0o700 });
  const etc = join(folder, "etc");
  mkdirSync(etc);
  replace(etc, "passwd", passwd([{ ...PERSON, home }]));
  replace(etc, "shadow", shadow([]));
  replace(etc, "hosts", "127.0.0.1 localhost workstation\n::1 localhost\n");
  replace(etc, "nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files\n");
  Object.assign(process.env, {
    HOME: home,
    USER: PERSON.name,
    LOGNAME: PERSON.name,
    TMPDIR: temporary,
    TMUX_TMPDIR: temporary,
  });
  for (const name of [
    "SSH_AUTH_SOCK",
    "SSH_ASKPASS",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
  ])
    delete process.env[name];
  return { folder, home };
}

/** Puts a file of our own over one of /etc; it may be written again. */
function replace(folder: string, name: string, text: string): void {
  const file = join(folder, name);
  writeFileSync(file, text);
  execFileSync("mount", ["--bind", file, join("/etc", name)]);
}

/** Makes a computer's name known to the world. */
export function addName(address: string, names: readonly string[]): void {
  writeFileSync("/etc/hosts", `${readFileSync("/etc/hosts", "utf8")}${address} ${names.join(" ")}\n`);
}
