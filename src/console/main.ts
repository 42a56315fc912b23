// The program: what its command line asks for.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createShell, type Launch, type ShellUI } from "../shell/index.js";

interface Arguments {
  readonly command?: string;
  readonly file?: string;
  readonly rest: readonly string[];
  readonly workingDirectory?: string;
  readonly version: boolean;
}

/** As `pwsh` reads its arguments: the first that is none of its own begins the command, or names the file. */
export function parseArguments(args: readonly string[]): Arguments {
  let workingDirectory: string | undefined;
  const found = (rest: Partial<Arguments>): Arguments => ({
    rest: [],
    version: false,
    ...(workingDirectory !== undefined && { workingDirectory }),
    ...rest,
  });
  for (let at = 0; at < args.length; at++) {
    const name = args[at]!.replace(/^--?/, "").toLowerCase();
    if (name === "c" || name === "command") return found({ command: args.slice(at + 1).join(" ") });
    if (name === "f" || name === "file" || !args[at]!.startsWith("-")) {
      const from = args[at]!.startsWith("-") ? at + 1 : at;
      return found({ file: args[from] ?? "", rest: args.slice(from + 1) });
    }
    if (name === "wd" || name === "workingdirectory") workingDirectory = args[++at] ?? "";
    else if (name === "outputformat" || name === "o") at++;
    else if (name === "version" || name === "v") return found({ version: true });
  }
  return found({});
}

/** Text to standard output and standard error; nobody to answer a question. */
function plainUserInterface(): ShellUI {
  const write = (stream: NodeJS.WriteStream, text: string): void | Promise<void> => {
    if (stream.write(text)) return undefined;
    return new Promise((done) => stream.once("drain", done));
  };
  const out = process.stdout;
  return {
    facts: { width: out.columns || 120, height: out.rows || 40, supportsVirtualTerminal: false },
    tell(method, args) {
      const text = String(args[0] ?? "");
      switch (method) {
        case "write":
          return write(out, text);
        case "writeLine":
          return write(out, `${text}\n`);
        case "writeErrorLine":
          return write(process.stderr, `${text}\n`);
        case "writeWarningLine":
          return write(out, `WARNING: ${text}\n`);
        case "writeVerboseLine":
          return write(out, `VERBOSE: ${text}\n`);
        case "writeDebugLine":
          return write(out, `DEBUG: ${text}\n`);
        default:
          return undefined;
      }
    },
    ask: () => Promise.reject(new Error("There is nobody to ask: this shell is not interactive.")),
  };
}

export function main(launch: Launch): void {
  const args = parseArguments(process.argv.slice(2));
  if (args.version) return leave(0, "PowerShell 7.6.9 (Remora 0.1.0)\n");
  const start = resolve(args.workingDirectory ?? process.cwd());
  const shell = createShell({ launch, ui: plainUserInterface(), start });
  const text = args.command ?? (args.file === undefined ? readFileSync(0, "utf8") : readFileSync(args.file, "utf8"));
  const run = shell.run(text, args.file === undefined ? {} : { fileName: resolve(args.file), args: args.rest });
  process.on("SIGINT", () => run.stop());
  void run.ended.then(async ({ state, facts, message }) => {
    await shell.close();
    if (message && !facts) process.stderr.write(`${message}\n`);
    leave(facts?.exitCode ?? (state === "Completed" && facts?.succeeded !== false ? 0 : 1));
  });
}

function leave(code: number, text = ""): void {
  process.stdout.write(text, () => process.exit(code));
}
