// The rig: the computers a test wants, in the world it has entered, and the person's `~/.ssh` that reaches them.

import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addressOf, startHost, type Host, type HostOptions } from "./host.js";
import { faultyLink, type FaultyLink } from "./link.js";
import { withoutHidden } from "./programs.js";
import { addName, type World } from "./world.js";

/** What differs from a plain host that "me" reaches by key, with nothing but Node.js. */
export type HostKind = Omit<Partial<HostOptions>, "name" | "number" | "authorizedKeys" | "programFolders"> & {
  /** Lines for it in the person's ssh_config. */
  readonly config?: readonly string[];
  /** What known_hosts has of it: its key, nothing, or another's key. */
  readonly known?: "yes" | "no" | "wrong";
};

export interface Rig {
  readonly world: World;
  /** Starts hosts, each by its name and what is special about it. */
  start(kinds: Readonly<Record<string, HostKind>>): Promise<void>;
  host(name: string): Host;
  /** Ends what runs on it, and starts it again. */
  restart(name: string): Promise<void>;
  /** Another name for a host, that is reached over a link with faults. */
  link(name: string, host: string): Promise<FaultyLink>;
  /** Another name for a host, with lines of its own in the ssh_config. */
  alias(name: string, host: string, config?: readonly string[]): void;
  stop(): Promise<void>;
}

export const LOCKED_KEY = { name: "locked", passphrase: "open sesame" };

export function createRig(world: World): Rig {
  const ssh = join(world.home, ".ssh");
  for (const [name, passphrase] of [
    ["id_ed25519", ""],
    [LOCKED_KEY.name, LOCKED_KEY.passphrase],
    ["stranger", ""],
  ] as const)
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", join(ssh, name)]);
  const authorizedKeys = ["id_ed25519", LOCKED_KEY.name]
    .map((name) => readFileSync(join(ssh, `${name}.pub`), "utf8"))
    .join("");
  const programFolders = withoutHidden(join(world.folder, "programs"));
  const hosts = new Map<string, Host>();
  const links: FaultyLink[] = [];
  let number = 10;
  let linkNumber = 0;

  const know = (key: string, ...names: readonly string[]): void =>
    appendFileSync(join(ssh, "known_hosts"), `${names.map((name) => name.toLowerCase()).join(",")} ${key}\n`);
  const configure = (name: string, lines: readonly string[]): void =>
    appendFileSync(join(ssh, "config"), ["", `Host ${name}`, ...lines.map((line) => `  ${line}`), ""].join("\n"));
  writeFileSync(join(ssh, "config"), "");
  const host = (name: string): Host => {
    const found = hosts.get(name);
    if (!found) throw new Error(`The rig has no ${name}.`);
    return found;
  };

  const startOne = async (name: string, kind: HostKind): Promise<void> => {
    const { config, known = "yes", ...rest } = kind;
    const options: HostOptions = { has: ["node"], ...rest, name, number: number++, authorizedKeys, programFolders };
    if (!options.inner) addName(addressOf(options), [name]);
    if (options.inner) configure(name, [`HostName ${addressOf(options)}`, `HostKeyAlias ${name.toLowerCase()}`]);
    if (config) configure(name, config);
    const started = await startHost(world, options);
    hosts.set(name, started);
    const key =
      known === "wrong"
        ? readFileSync(join(ssh, "stranger.pub"), "utf8").split(" ").slice(0, 2).join(" ")
        : started.publicKey;
    if (known !== "no") know(key, name, started.address, started.address6);
  };

  const alias = (name: string, of: string, config: readonly string[] = []): void => {
    configure(name, [`HostName ${host(of).address}`, ...config]);
    know(host(of).publicKey, name);
  };
  return {
    world,
    async start(kinds) {
      await Promise.all(Object.entries(kinds).map(([name, kind]) => startOne(name, kind)));
    },
    host,
    alias,
    async restart(name) {
      hosts.set(name, await host(name).restart());
    },
    async link(name, of) {
      const near = { address: `127.77.0.${++linkNumber}`, port: 22 };
      const link = await faultyLink(near, { address: host(of).address, port: 22 });
      links.push(link);
      configure(name, [`HostName ${near.address}`, `HostKeyAlias ${name.toLowerCase()}`]);
      know(host(of).publicKey, name);
      return link;
    },
    async stop() {
      await Promise.all(links.map((link) => link.close()));
      await Promise.all([...hosts.values()].map((one) => one.halt()));
    },
  };
}
