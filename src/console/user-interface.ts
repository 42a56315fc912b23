// The console's user interface: what a pipeline writes, and what it asks the person. One question at a time.

import type { ShellUI } from "../shell/index.js";
import { coloured } from "./console-colors.js";
import { History } from "./editor/history.js";
import type { EditorServices } from "./editor/line-editor.js";
import { ProgressArea, type ProgressFacts } from "./progress.js";
import type { LineReader } from "./read-line.js";
import type { Terminal } from "./terminal.js";

export interface ConsoleUI extends ShellUI {
  /** A pipeline is over: its progress bars go. */
  pipelineEnded(): void;
}

const ERROR = "\u001b[31;1m";
const NOTICE = "\u001b[33;1m";
const RESET = "\u001b[0m";

interface Field {
  readonly name: string;
  readonly label: string;
  readonly typeName: string;
}

interface Choice {
  readonly label: string;
  readonly helpMessage: string;
}

/** Thrown into the pipeline when the person answers a question with Ctrl+C. */
class QuestionCancelled extends Error {
  constructor() {
    super("The question was cancelled.");
    this.name = "QuestionCancelled";
  }
}

/** `interrupt` stops what runs: a question that is answered with Ctrl+C calls it. */
export function consoleUI(terminal: Terminal, readLine: LineReader, interrupt: () => void): ConsoleUI {
  const progress = new ProgressArea();
  const fancy = terminal.supportsVirtualTerminal;
  const styled = (text: string, style: string): string =>
    fancy && !text.includes("\u001b[") ? style + text + RESET : text;
  let asking: Promise<unknown> = Promise.resolve();
  let unfinished = "";

  /** Terminals want a carriage return with each new line once they are raw; in their normal mode it does no harm. */
  const write = (text: string): void | Promise<void> => {
    unfinished += text;
    if (terminal.aside) return writeAside();
    const whole = progress.wipe() + unfinished;
    unfinished = "";
    return terminal.write(text.endsWith("\n") ? whole + progress.draw(terminal.columns()) : whole);
  };

  /** While somebody types, whole lines stand above theirs, and the rest waits. */
  function writeAside(): void {
    const end = unfinished.lastIndexOf("\n") + 1;
    if (end === 0) return;
    terminal.aside!(unfinished.slice(0, end));
    unfinished = unfinished.slice(end);
  }

  function showProgress(key: string, facts: ProgressFacts): void | Promise<void> {
    // No bars beside a question.
    if (terminal.aside) return progress.note(key, facts);
    return terminal.write(progress.update(key, facts, terminal.columns()));
  }

  const plain: EditorServices = {
    history: new History(),
    isComplete: () => true,
    complete: () => Promise.resolve(undefined),
    colour: (text) => text,
  };
  async function question(prompt: string, masked: boolean, signal: AbortSignal): Promise<string> {
    const line = await readLine({
      prompt,
      continuation: "",
      services: { ...plain, history: new History() },
      masked,
      signal,
    });
    if (line.type === "accepted") return line.text;
    if (!signal.aborted) interrupt();
    // The pipeline that asked is told to stop before its question fails: it must not go on.
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    throw new QuestionCancelled();
  }

  return {
    facts: {
      get width() {
        return terminal.columns();
      },
      get height() {
        return terminal.rows();
      },
      supportsVirtualTerminal: fancy,
    },
    hasPerson: true,
    tell(method, args) {
      const text = String(args[0] ?? "");
      switch (method) {
        case "write":
          return write(fancy ? coloured(text, args[1], args[2]) : text);
        case "writeLine":
          return write(`${fancy ? coloured(text, args[1], args[2]) : text}\n`);
        case "writeErrorLine":
          return write(`${styled(text, ERROR)}\n`);
        case "writeWarningLine":
          return write(`${styled(`WARNING: ${text}`, NOTICE)}\n`);
        case "writeVerboseLine":
          return write(`${styled(`VERBOSE: ${text}`, NOTICE)}\n`);
        case "writeDebugLine":
          return write(`${styled(`DEBUG: ${text}`, NOTICE)}\n`);
        case "writeProgress":
          return fancy ? showProgress(String(args[0]), args[1] as ProgressFacts) : undefined;
        case "setWindowTitle":
          return fancy ? terminal.write(`\u001b]0;${text}\u0007`) : undefined;
        case "clear":
          return fancy ? terminal.write("\u001b[H\u001b[2J\u001b[3J") : undefined;
        default:
          return undefined;
      }
    },
    ask(method, args, signal) {
      const answer = asking.then(() => {
        void terminal.write(progress.wipe());
        return answerQuestion(method, args, signal);
      });
      asking = answer.catch(() => undefined);
      return answer;
    },
    pipelineEnded() {
      void terminal.write(progress.clear() + (terminal.aside ? "" : unfinished));
      if (!terminal.aside) unfinished = "";
    },
  };

  function answerQuestion(method: string, args: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    switch (method) {
      case "question":
        return askInWords(args as [string, boolean], signal);
      case "readLine":
        return question("", false, signal);
      case "readLineAsSecureString":
        return question("", true, signal);
      case "prompt":
        return promptForFields(args as [string, string, readonly Field[]], signal);
      case "promptForChoice":
        return promptForChoice(args as [string, string, readonly Choice[], number], signal);
      case "promptForCredential":
        return promptForCredential(args as [string, string, string], signal);
      default:
        return Promise.reject(new Error(`This console knows no question "${method}".`));
    }
  }

  /** A question in another program's words (ssh's): what comes before its last line is shown as it is. */
  async function askInWords([prompt, secret]: [string, boolean], signal: AbortSignal): Promise<string> {
    const at = prompt.lastIndexOf("\n") + 1;
    if (at > 0) await write(prompt.slice(0, at));
    return question(prompt.slice(at), secret, signal);
  }

  async function promptForFields(
    [caption, message, fields]: [string, string, readonly Field[]],
    signal: AbortSignal,
  ): Promise<unknown> {
    introduce(caption, message);
    const answers: [string, string][] = [];
    for (const field of fields) {
      const secret = field.typeName.endsWith("SecureString");
      answers.push([field.name, clixmlOf(await question(`${field.label || field.name}: `, secret, signal), secret)]);
    }
    return answers;
  }

  async function promptForChoice(
    [caption, message, choices, byDefault]: [string, string, readonly Choice[], number],
    signal: AbortSignal,
  ): Promise<number> {
    introduce(caption, message);
    const options = choices.map((choice) => ({
      key: hotKey(choice.label),
      label: choice.label.replace("&", ""),
      help: choice.helpMessage,
    }));
    const list = options.map((option) => `[${option.key}] ${option.label}`).join("  ");
    const suffix = options[byDefault] ? ` (default is "${options[byDefault].key}")` : "";
    for (;;) {
      const typed = (await question(`${list}  [?] Help${suffix}: `, false, signal)).trim();
      if (typed === "" && options[byDefault]) return byDefault;
      const index = options.findIndex((option) =>
        [option.key, option.label].some((name) => name.toLowerCase() === typed.toLowerCase()),
      );
      if (index >= 0) return index;
      if (typed === "?") for (const option of options) await write(`${option.key} - ${option.help}\n`);
    }
  }

  async function promptForCredential(
    [caption, message, userName]: [string, string, string],
    signal: AbortSignal,
  ): Promise<unknown> {
    introduce(caption, message);
    const user = userName === "" ? await question("User: ", false, signal) : userName;
    return { userName: user, password: await question(`Password for user ${user}: `, true, signal) };
  }

  function introduce(caption: string, message: string): void {
    if (caption !== "") void write(`\n${caption}\n`);
    if (message !== "") void write(`${message}\n`);
  }
}

/** An answer as CLIXML, which is how fields cross to the engine. A secret is sealed there, not here. */
function clixmlOf(text: string, secret: boolean): string {
  if (secret) return `<SS>${Buffer.from(text, "utf16le").toString("base64")}</SS>`;
  const escaped = text.replace(
    /[&<>]|_(?=[xX])/g,
    (found) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", _: "_x005F_" })[found]!,
  );
  return `<S>${escaped}</S>`;
}

/** The letter after the ampersand of a label, or its first. */
function hotKey(label: string): string {
  const at = label.indexOf("&");
  return (at >= 0 && at + 1 < label.length ? label[at + 1]! : label.slice(0, 1)).toUpperCase();
}
