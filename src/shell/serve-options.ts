// The command line of a program that serves PSRP.

import { homedir } from "node:os";
import { serveFlags } from "./serve-flags.js";

export interface ServeOptions {
  /** As an SSH subsystem: errors go into the output, marked. */
  readonly ssh: boolean;
  /** Folder that sessions start in. */
  readonly start: string;
  /** Run in each session before it is open. */
  readonly initialScripts: readonly string[];
}

/** What the command line says: `-s [-WorkingDirectory DIR] [-EncodedCommand BASE64]`, as Start-Job starts its child. */
export function serveOptions(args: readonly string[]): ServeOptions {
  const valueOf = (name: RegExp): string | undefined => {
    const at = args.findIndex((argument) => name.test(argument));
    return at < 0 ? undefined : args[at + 1];
  };
  const encoded = valueOf(/^-{1,2}(e|ec|encodedcommand)$/i);
  return {
    ssh: serveFlags(args).has("sshs"),
    start: valueOf(/^-{1,2}(wd|workingdirectory)$/i) || homedir(), // as a PowerShell session
    initialScripts: encoded === undefined ? [] : [Buffer.from(encoded, "base64").toString("utf16le")],
  };
}
