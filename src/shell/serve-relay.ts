// `remora -s -Keep`: the relay between a client and the keeper of its user.
//
// Rule: it starts no engine. It is as small as a program of Node.js can be: one waits beside every session that is kept.

import { spawn } from "node:child_process";
import { fstatSync } from "node:fs";
import { Socket } from "node:net";
import { relay } from "../keeper/index.js";
import { ownPlaces } from "./keep-places.js";
import { serveFlags } from "./serve-flags.js";
import { serveOptions } from "./serve-options.js";
import { sessionEnvironment, startKeeper } from "./start-keeper.js";

export interface RelayLaunch {
  /** The folder, or the single file, that this program was started from. */
  readonly bundles: string;
  /** Program and arguments that serve PSRP on their standard input and output. */
  readonly endpoint: readonly string[];
}

export function main({ bundles, endpoint }: RelayLaunch): void {
  const args = process.argv.slice(2);
  const [file = "", ...rest] = endpoint;
  const isKeep = serveFlags(args).has("keep");
  void relay({
    places: ownPlaces(bundles),
    hello: { mode: isKeep ? "keep" : "plain", ...serveOptions(args), environment: sessionEnvironment() },
    input: process.stdin,
    output: asyncOutput(),
    startKeeper: () => startKeeper(endpoint),
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

/** Standard output that does not wait for its reader: while it is full, the other direction goes on. */
function asyncOutput(): NodeJS.WriteStream | Socket {
  const output = fstatSync(1);
  return output.isFIFO() || output.isSocket() ? new Socket({ fd: 1, readable: false, writable: true }) : process.stdout;
}
