// The user interface of a run that is not the console: text to standard output and standard error. Questions and
// progress bars need the terminal; what draws them is loaded when the first comes.

import type { ShellUI } from "../shell/index.js";
import { coloured } from "./console-colors.js";
import { writerTo } from "./stream-writer.js";
import type { ConsoleUI } from "./user-interface.js";

export interface PlainUIOptions {
  /** The console's own user interface, where a person (or standard input) can be asked. */
  readonly terminal: () => ConsoleUI;
  /** -NonInteractive: nobody is asked, nothing is drawn. */
  readonly nonInteractive: boolean;
}

const NOBODY = "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.";

/** `stdout` and `stderr` of the process, with the wait that a slow reader asks for. */
export function plainUI({ terminal, nonInteractive }: PlainUIOptions): ShellUI {
  const out = process.stdout;
  const fancy = out.isTTY === true && process.env["TERM"] !== "dumb" && !process.env["NO_COLOR"];
  let drawn: ConsoleUI | undefined;
  const full = (): ConsoleUI => (drawn ??= terminal());
  const write = writerTo(out);
  const writeError = writerTo(process.stderr);
  const notice = (kind: string, text: string): void | Promise<void> =>
    write(fancy ? `\u001b[33;1m${kind}: ${text}\u001b[0m\n` : `${kind}: ${text}\n`);

  /** What waits to be written together goes before what is written elsewhere. */
  const inOrder = <Result>(action: () => Result): Result => {
    const depth = out.writableCorked;
    for (let i = 0; i < depth; i++) out.uncork();
    const result = action();
    for (let i = 0; i < depth; i++) out.cork();
    return result;
  };

  return {
    together(action) {
      out.cork();
      try {
        return action();
      } finally {
        out.uncork();
      }
    },
    facts: { width: out.columns || 120, height: out.rows || 40, supportsVirtualTerminal: fancy },
    tell(method, args) {
      const text = String(args[0] ?? "");
      // Once a bar has been drawn, whoever drew it writes everything: it must be wiped first.
      const isShown = method !== "writeErrorLine" || process.stderr.isTTY === true;
      if (drawn && isShown) return drawn.tell(method, args);
      switch (method) {
        case "write":
          return write(fancy ? coloured(text, args[1], args[2]) : text);
        case "writeLine":
          return write(`${fancy ? coloured(text, args[1], args[2]) : text}\n`);
        case "writeErrorLine":
          return inOrder(() => writeError(`${text}\n`));
        case "writeWarningLine":
          return notice("WARNING", text);
        case "writeVerboseLine":
          return notice("VERBOSE", text);
        case "writeDebugLine":
          return notice("DEBUG", text);
        case "writeProgress":
          return fancy && !nonInteractive ? full().tell(method, args) : undefined;
        case "clear":
          return fancy ? write("\u001b[H\u001b[2J\u001b[3J") : undefined;
        default:
          return undefined;
      }
    },
    // What ssh wants to know is a person's to answer, not that of a script's input.
    hasPerson: !nonInteractive && process.stdin.isTTY === true,
    ask: (method, args, signal) =>
      nonInteractive ? Promise.reject(new Error(NOBODY)) : full().ask(method, args, signal),
  };
}

/** -OutputFormat XML: the objects and records of the run as one CLIXML document. */
export function xmlUI(plain: ShellUI): ShellUI & { end(): void } {
  let begun = false;
  const begin = (): string => {
    if (begun) return "";
    begun = true;
    return '#< CLIXML\n<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';
  };
  return {
    ...plain,
    tell: (method, args) => (method === "writeErrorLine" ? plain.tell(method, args) : undefined),
    records(items) {
      const text = items.map(({ stream, text }) => marked(text === "" ? "<Nil />" : text, stream)).join("");
      return plain.tell("write", [begin() + text]);
    },
    end: () => void plain.tell("write", [`${begin()}</Objs>`]),
  };
}

/** The element with the stream it belongs to. */
function marked(element: string, stream: string): string {
  return element.replace(/^<(\w+)/, `<$1 S="${stream}"`);
}
