// `remora -s -Keep`: the relay between a client and the keeper of its user.
//
// Rule: it starts no engine. It is as small as a program of Node.js can be: one waits beside every session that is kept.

import { spawn } from "node:child_process";
import { fstatSync } from "node:fs";
import { Socket } from "node:net";
import { relay } from "../keeper/index.js";
import { ownPlaces } from "./keep-places.js";
import { serveOptions } from "./serve-options.js";

export interface RelayLaunch {
  /** The folder, or the single file, that this program was started from. */
  readonly bundles: string;
  /** Program and arguments that serve PSRP on their standard input and output. */
  readonly endpoint: readonly string[];
}

export const KEEPER_ARGUMENT = "-Keeper";

export function main({ bundles, endpoint }: RelayLaunch): void {
  const args = process.argv.slice(2);
  const [file = "", ...rest] = endpoint;
  const isKeep = args.some((argument) => /^-{1,2}keep$/i.test(argument));
  void relay({
    places: ownPlaces(bundles),
    hello: { mode: isKeep ? "keep" : "plain", ...serveOptions(args), environment: ownEnvironment() },
    input: process.stdin,
    output: asyncOutput(),
    startKeeper: () =>
      new Promise((resolve) => {
        const options = {
          detached: true,
          stdio: "ignore",
          cwd: "/",
          env: keeperEnvironment(),
          windowsHide: true,
        } as const;
        const keeper = spawn(file, [...rest.filter((argument) => argument !== "-s"), KEEPER_ARGUMENT], options);
        keeper.unref();
        keeper.once("exit", () => resolve());
        keeper.once("error", () => resolve());
      }),
    serveAlone(early) {
      const alone = spawn(file, [...rest, ...args.filter((argument) => !/^-{1,2}(s|keep)$/i.test(argument))], {
        stdio: ["pipe", "inherit", "inherit"],
        env: { ...process.env, REMORA_KEEPER: "never" },
      });
      alone.stdin.on("error", () => undefined);
      alone.stdin.write(early);
      process.stdin.pipe(alone.stdin);
      alone.once("exit", (code) => process.exit(code ?? 1));
    },
    leave: () => process.exit(),
  });
}

/** What a session's runspace is started with: this process's environment. */
function ownEnvironment(): Record<string, string> {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return env as Record<string, string>;
}

/** A keeper has nothing of the connection that it was started for. */
function keeperEnvironment(): Record<string, string | undefined> {
  const { SSH_CONNECTION: _c, SSH_CLIENT: _d, SSH_TTY: _t, ...env } = ownEnvironment();
  return env;
}

/** Standard output that does not wait for its reader: while it is full, the other direction goes on. */
function asyncOutput(): NodeJS.WriteStream | Socket {
  const output = fstatSync(1);
  return output.isFIFO() || output.isSocket() ? new Socket({ fd: 1, readable: false, writable: true }) : process.stdout;
}
