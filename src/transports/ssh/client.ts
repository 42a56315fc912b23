// The SSH client of a program: what its connections share, and the way from a target to a transport.

import { existsSync, rmSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import type { ChildRegistry } from "../child-process.js";
import type { Transport } from "../transport.js";
import { findSsh, targetArguments } from "./arguments.js";
import type { UploadedEndpoint } from "./bootstrap.js";
import { Links } from "./links.js";
import { makePrivateFolder } from "./private-folder.js";
import { QuestionDesk } from "./questions.js";
import { SshTransport } from "./ssh-transport.js";
import type { Ask, SshTarget } from "./target.js";
import { type UserConfig, userConfig } from "./user-config.js";

export interface SshClientOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's own folder, as ssh takes it: from the system, not from $HOME. */
  readonly home: string;
  readonly registry?: ChildRegistry;
  /** The endpoint for hosts that have none. Asked when a host is first reached. */
  readonly upload?: () => UploadedEndpoint | undefined;
}

export interface SshTransportOptions {
  /** What the user calls the computer. */
  readonly computerName: string;
  readonly ask?: Ask;
  /** Further arguments for an endpoint of this project. */
  readonly endpointArguments?: readonly string[];
  /** These ask an endpoint of this project for its keeper, who greets: a later connection may go to it directly. */
  readonly asksKeeper?: boolean;
  /** A variable of the endpoint's environment, its value in Base64. */
  readonly identity?: { readonly variable: string; readonly base64: string };
}

/** One per program. */
export interface SshClient {
  transport(target: SshTarget, options: SshTransportOptions): Transport;
}

/** What a transport takes from its client. */
export interface SshWorld extends SshClientOptions {
  readonly ssh: string | undefined;
  readonly links: Links;
  readonly desk: QuestionDesk;
  /** What the user's ssh_config says for a target; asked once for each. */
  config(target: SshTarget): Promise<UserConfig>;
}

export function sshClient(options: SshClientOptions): SshClient {
  const { environment, home, registry } = options;
  let folder: string | undefined;
  const privateFolder = (): string => {
    // Who tidies up temporary files may take it away.
    if (folder !== undefined && existsSync(folder)) return folder;
    const isFirst = folder === undefined;
    folder = makePrivateFolder(environment);
    if (isFirst)
      registry?.atExit?.(() => {
        links.endNow();
        rmSync(folder!, { recursive: true, force: true });
      });
    return folder;
  };
  const links = new Links({ folder: privateFolder });
  const configs = new Map<string, Promise<UserConfig>>();
  let ssh: string | undefined;
  const world: SshWorld = {
    ...options,
    get ssh() {
      return (ssh ??= findSsh(environment));
    },
    links,
    desk: new QuestionDesk(privateFolder),
    config(target) {
      const args = [...targetArguments(target), target.address];
      const key = JSON.stringify(args);
      let config = configs.get(key);
      if (!config) configs.set(key, (config = userConfig(world.ssh ?? "ssh", target, args, home)));
      return config;
    },
  };
  return { transport: (target, own) => new SshTransport(withDefaults(target, environment), own, world) };
}

/** The folder in which ssh looks for the user's `.ssh`. */
export function ownHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    return homedir(); // a user without an entry in the system's table
  }
}

/** What the environment says for all hosts goes behind what is said for one. */
function withDefaults(target: SshTarget, env: Readonly<Record<string, string | undefined>>): SshTarget {
  const seconds = Number(env["REMORA_SSH_KEEPALIVE"] || Number.NaN);
  const isOff = /^(?:0|no|off|false)$/i.test(env["REMORA_SSH_SHARE"] ?? "");
  return {
    ...target,
    ...(target.keepAliveMs === undefined && seconds >= 0 && { keepAliveMs: seconds * 1000 }),
    ...(target.share === undefined && isOff && { share: false }),
  };
}
