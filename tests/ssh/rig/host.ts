// A computer of the rig: a real sshd in namespaces of its own, with its own name, address, users, homes and programs.
//
// Rule: what a host is said to have is all it has. Programs that the machine has and the host has not are hidden from it, and so is
// this checkout, so that an endpoint which works there carries all it needs.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../interop/peer.js";
import { homeOf, passwd, shadow, type Account } from "./accounts.js";
import { MACHINE } from "./programs.js";
import { processes, type WorldProcess } from "./processes.js";
import { INNER, type World } from "./world.js";

export interface HostOptions {
  readonly name: string;
  /** Its number among the hosts: 10.77.0.N, fd77::N. */
  readonly number: number;
  /** node: Node.js; remora: this checkout's, installed; checkout: the folder is visible, nothing installed from it. */
  readonly has: readonly ("node" | "remora" | "checkout")[];
  /** Command of `Subsystem powershell`; CHECKOUT in it is this checkout's folder there. */
  readonly subsystem?: string;
  /** On the inner network, which only a host with `gateway` reaches. */
  readonly inner?: boolean;
  readonly gateway?: boolean;
  /** People who can log in; "me" by key where absent. */
  readonly people?: readonly Account[];
  /** The machine's folders of programs that hosts have others for, and where those are. */
  readonly programFolders: ReadonlyMap<string, string>;
  /** Each person's public keys. */
  readonly authorizedKeys: string;
  /** Further lines of sshd_config. */
  readonly sshd?: readonly string[];
  /** Files of each home: path to text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Scripts of /usr/local/bin: name to text. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Bytes that fit into ~/.cache of "me". */
  readonly cacheBytes?: number;
}

export interface Host {
  readonly name: string;
  readonly address: string;
  readonly address6: string;
  readonly publicKey: string;
  /** The native folder that is `~` of a person there. */
  home(person?: string): string;
  /** What its sshd has said. */
  log(): string;
  /** What runs there, its first process and sshd included. */
  processes(): readonly WorldProcess[];
  /** Kills its sshd, listener and sessions; what they started is left to itself. */
  killSshd(): void;
  /** Takes the network cable out: packets are lost, nobody is told. */
  unplug(): void;
  plug(): void;
  /** Ends it with all that runs there, at once, as without power. */
  halt(): Promise<void>;
  /** The same host after its next start. */
  restart(): Promise<Host>;
}

export const ME: Account = { name: "me", id: 4001 };

/** Where a host has the folders of links to the machine's programs until they are put in place. */
const LINKS = "/run/links";
/** Where a host that may see this checkout has it. */
const CHECKOUT = "/run/checkout";

/** Makes one, and waits until it listens. */
export function startHost(world: World, options: HostOptions): Promise<Host> {
  const folder = join(world.folder, "hosts", options.name);
  const publicKey = furnish(folder, options);
  plugIn(options);
  return powerOn(folder, publicKey, options);
}

async function powerOn(folder: string, publicKey: string, options: HostOptions): Promise<Host> {
  const child = spawn(
    "nsenter",
    [`--net=/run/netns/${options.name}`, "unshare", ...NAMESPACES, "sh", "-eu", "-c", boot(folder, options)],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  await listening(child, () => log, options.name);
  const network = processes().find(({ parent }) => parent === child.pid)?.network;
  const own = (): readonly WorldProcess[] => processes().filter((one) => one.network === network);
  const halt = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  };
  return {
    name: options.name,
    address: addressOf(options),
    address6: address6Of(options),
    publicKey,
    home: (person = ME.name) => join(folder, "home", person),
    log: () => log,
    processes: own,
    killSshd() {
      for (const { id, name } of own()) if (name.startsWith("sshd")) process.kill(id, "SIGKILL");
    },
    unplug: () => ip(`link set ${cable(options)} nomaster`),
    plug: () => ip(`link set ${cable(options)} master ${options.inner ? "inner" : "hosts"}`),
    halt,
    async restart() {
      await halt();
      return powerOn(folder, publicKey, options);
    },
  };
}

const NAMESPACES = ["--uts", "--ipc", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

export function addressOf(options: HostOptions): string {
  return `${options.inner ? INNER : "10.77.0."}${options.number}`;
}

function address6Of(options: HostOptions): string {
  return `fd77::${options.number}`;
}

function cable(options: HostOptions): string {
  return `cable${options.number}`;
}

/** Makes its network and connects it. */
function plugIn(options: HostOptions): void {
  const { name } = options;
  ip(
    `netns add ${name}`,
    `link add ${cable(options)} type veth peer name eth0 netns ${name}`,
    `link set ${cable(options)} master ${options.inner ? "inner" : "hosts"} up`,
    ...(options.gateway
      ? [
          `link add inner${options.number} type veth peer name eth1 netns ${name}`,
          `link set inner${options.number} master inner up`,
        ]
      : []),
  );
}

function ip(...commands: readonly string[]): void {
  const { status, stderr } = spawnSync("ip", ["-batch", "-"], { input: commands.join("\n"), encoding: "utf8" });
  if (status !== 0) throw new Error(`ip does not do "${commands.join("; ")}": ${stderr}`);
}

/** Writes the files it has: keys, configuration, homes. Gives its public key. */
function furnish(folder: string, options: HostOptions): string {
  const people = options.people ?? [ME];
  for (const part of ["etc/ssh", "local/bin", "home", "log", "run", "tmp"])
    mkdirSync(join(folder, part), { recursive: true });
  chmodSync(join(folder, "tmp"), 0o1777);
  const key = join(folder, "etc/ssh/ssh_host_ed25519_key");
  spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", options.name, "-f", key]);
  writeFileSync(join(folder, "etc/passwd"), passwd(people));
  writeFileSync(join(folder, "etc/shadow"), shadow(people), { mode: 0o600 });
  writeFileSync(join(folder, "etc/hosts"), `127.0.0.1 localhost ${options.name}\n`);
  writeFileSync(join(folder, "etc/ssh/sshd_config"), sshdConfig(options));
  writeFileSync(join(folder, "etc/ssh/banner"), BANNER);
  writeFileSync(join(folder, "log/syslog"), systemLog(options.name));
  for (const person of people) writeHome(join(folder, homeOf(person)), person, options);
  const programs = {
    ...(options.has.includes("remora") && { remora: `#!/bin/sh\nexec node ${CHECKOUT}/bin/remora "$@"\n` }),
    ...options.programs,
  };
  for (const [name, text] of Object.entries(programs))
    writeFileSync(join(folder, "local/bin", name), text, { mode: 0o755 });
  if (options.has.includes("node")) writeFileSync(join(folder, "local/bin/node"), "", { mode: 0o755 });
  return readFileSync(`${key}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
}

const BANNER = "**********  This system is for authorized users only.  **********\n";

/** What a person finds in the host's System log. */
function systemLog(name: string): string {
  const events = [
    "systemd[1]: Started Daily apt activities.",
    "CRON[417]: (root) CMD (run-parts /etc/cron.hourly)",
    "kernel: eth0: link up",
  ];
  return events.map((event) => `${new Date().toISOString()} ${name} ${event}\n`).join("");
}

function sshdConfig(options: HostOptions): string {
  const lines = [
    "HostKey /etc/ssh/ssh_host_ed25519_key",
    "PidFile none",
    "UsePAM no",
    "UseDNS no",
    "PrintMotd no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "AcceptEnv LANG LC_*",
    "Subsystem sftp internal-sftp",
    ...(options.subsystem ? [`Subsystem powershell ${options.subsystem.replaceAll("CHECKOUT", CHECKOUT)}`] : []),
  ];
  // The first value of a keyword counts.
  return `${[...(options.sshd ?? []), ...lines].join("\n")}\n`;
}

function writeHome(home: string, person: Account, options: HostOptions): void {
  const files = { ".ssh/authorized_keys": options.authorizedKeys, ...options.files };
  mkdirSync(join(home, ".ssh"), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(home, path), text, { mode: 0o600 });
  for (const path of ["", ".ssh", ...Object.keys(files)]) chownSync(join(home, path), person.id, 100);
  for (const path of ["", ".ssh"]) chmodSync(join(home, path), 0o700);
}

/** What its first process does: mounts what it has over what the machine has, then starts sshd and takes up orphans. */
function boot(folder: string, options: HostOptions): string {
  const sees = options.has.includes("remora") || options.has.includes("checkout");
  const places = [...options.programFolders];
  const cache = join(folder, "home", ME.name, ".cache");
  return [
    `hostname ${options.name}`,
    "ip link set lo up",
    `ip addr replace ${addressOf(options)}/${options.inner ? 24 : 16} dev eth0`,
    ...(options.inner ? [] : [`ip -6 addr replace ${address6Of(options)}/64 dev eth0 nodad`]),
    "ip link set eth0 up",
    ...(options.gateway ? [`ip addr replace ${INNER}${options.number}/24 dev eth1`, "ip link set eth1 up"] : []),
    `mount -t tmpfs -o mode=755 run '${folder}/run'`,
    `mkdir -p '${folder}/run/sshd' '${folder}${CHECKOUT}'`,
    ...(sees ? [`mount --bind '${root}' '${folder}${CHECKOUT}'`] : []),
    ...(options.has.includes("node")
      ? [`mount --bind '${realpathSync(process.execPath)}' '${folder}/local/bin/node'`]
      : []),
    ...places.flatMap(([place, links]) => [
      `mkdir -p '${folder}${MACHINE}${place}' '${folder}${LINKS}${place}'`,
      `mount --bind ${place} '${folder}${MACHINE}${place}'`,
      `mount --bind '${links}' '${folder}${LINKS}${place}'`,
    ]),
    ...(options.cacheBytes
      ? [`mkdir -p '${cache}'`, `mount -t tmpfs -o size=${options.cacheBytes},uid=${ME.id} cache '${cache}'`]
      : []),
    ...["passwd", "shadow", "hosts"].map((name) => `mount --bind '${folder}/etc/${name}' /etc/${name}`),
    `mount --bind '${folder}/etc/ssh' /etc/ssh`,
    `mount --bind '${folder}/log' /var/log`,
    `mount --rbind '${folder}/local' /usr/local`,
    `mount --rbind '${folder}/home' /home`,
    `cd /`,
    `mount -t tmpfs nothing '${root}'`,
    `mount --bind '${folder}/tmp' /tmp`,
    `mount --rbind '${folder}/run' /run`,
    ...places.map(([place]) => `mount --bind ${LINKS}${place} ${place}`),
    "/usr/sbin/sshd -D -e &",
    "while :; do sleep 86400; done",
  ].join("\n");
}

function listening(child: ChildProcess, log: () => string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stderr!.on("data", () => {
      if (log().includes("Server listening")) resolve();
    });
    child.once("exit", () => reject(new Error(`The host ${name} does not start:\n${log()}`)));
    child.once("error", reject);
  });
}
