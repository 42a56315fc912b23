// The whole shell for a console: one runspace whose output is text, and a user interface to write it to.

import * as childProcess from "node:child_process";
import * as crypto from "node:crypto";
import { type HostCallItem, ITEM, type RunFacts } from "../runspace/index.js";
import type { Launch } from "./launch.js";
import type { TextRequest, UIFacts } from "./requests.js";
import { shellServices } from "./services/index.js";
import { openShellRunspace, type ShellRun } from "./shell-runspace.js";

/** The user interface of a console, on the host thread. */
export interface ShellUI {
  /** A method of HostUI that wants no answer: "write", "writeLine", "writeProgress" … A promise says: enough for now. */
  tell(method: string, args: readonly unknown[]): void | Promise<void>;
  /** One that does: "readLine", "prompt", "promptForChoice", "promptForCredential". Aborted when nobody waits any more. */
  ask(method: string, args: readonly unknown[], signal: AbortSignal): Promise<unknown>;
  /** Does what tells several things, so that they are written at once. */
  together?<Result>(action: () => Result): Result;
  /** Objects and records as CLIXML (nothing for $null), where a run's output is XML. */
  records?(items: readonly StreamRecord[]): void | Promise<void>;
  readonly facts: UIFacts;
  /** True where a person can answer: at a terminal. */
  readonly hasPerson?: boolean;
}

/** One object of a stream. */
export interface StreamRecord {
  /** As CLIXML files name it: "Output", "Error", "warning" … */
  readonly stream: string;
  readonly text: string;
}

const STREAM_NAMES = ["", "Output", "Error", "warning", "verbose", "debug", "information", "progress"];

export interface ShellOptions {
  readonly launch: Launch;
  readonly ui: ShellUI;
  /** Native folder it starts in. */
  readonly start: string;
  /** $Host.Name; "ConsoleHost" where absent. */
  readonly hostName?: string;
  readonly interactive?: boolean;
  /** Native programs that stand alone get standard input and output themselves. */
  readonly ownsTerminal?: boolean;
  /** True where sessions that are kept outlive it: what runs in them goes on. */
  readonly leavesSessions?: boolean;
  /** True where the results of sessions that are received pass through, and are not held here. */
  readonly drains?: boolean;
}

/** How one text ran. */
export interface TextResult {
  readonly state: "Completed" | "Failed" | "Stopped";
  /** Why, where the thread itself failed. The script's own errors were written by the host. */
  readonly message?: string;
  readonly facts: RunFacts | undefined;
}

export interface RunningText extends ShellRun {
  readonly ended: Promise<TextResult>;
}

export interface Shell {
  readonly ready: Promise<void>;
  readonly broken: Promise<string>;
  run(text: string, options?: Partial<Omit<TextRequest, "kind" | "text">>): RunningText;
  /** "complete" (line, cursor), "prompt" (): questions between runs. */
  ask(method: string, ...args: unknown[]): Promise<unknown>;
  /** Ends jobs and sessions, and the thread. */
  close(): Promise<void>;
}

/** What jobs and sessions need of Node.js, loaded while the engine's thread starts and this one has nothing to do. */
function loadAhead(): void {
  Reflect.get(childProcess, "spawn");
  Reflect.get(crypto, "randomUUID");
}

export function createShell(options: ShellOptions): Shell {
  const { launch, ui } = options;
  setImmediate(loadAhead);
  const runspace = openShellRunspace({
    worker: launch.worker,
    services: () =>
      shellServices({
        endpoint: launch.endpoint,
        worker: launch.worker,
        warn: (text) => void ui.tell("writeWarningLine", [text]),
        tell: (method, args) => void ui.tell(method, args),
        ...(options.leavesSessions && { leavesSessions: true }),
        ...(options.drains && { drains: true }),
        ...(ui.hasPerson && { askPerson: (prompt, secret, signal) => askPerson(ui, prompt, secret, signal) }),
      }),
    ui: (method, args, signal) => ui.ask(method, args, signal),
    open: {
      hostName: options.hostName ?? "ConsoleHost",
      start: options.start,
      ui: ui.facts,
      interactive: options.interactive ?? false,
      ownsTerminal: options.ownsTerminal ?? false,
      remote: false,
    },
  });
  return {
    ready: runspace.ready,
    broken: runspace.broken,
    ask: runspace.ask,
    close: runspace.close,
    run(text, request = {}) {
      let settle: (result: TextResult) => void;
      const ended = new Promise<TextResult>((resolve) => (settle = resolve));
      const run = runspace.run(
        {
          kind: "text",
          text,
          ui: ui.facts,
          addToHistory: false,
          hasInput: false,
          output: "Text",
          ...request,
        },
        {
          batch: (items) => writeBatch(ui, items),
          ended: (end, facts) =>
            settle({ state: end.state, facts, ...(end.state === "Failed" && { message: end.message }) }),
        },
      );
      return { ...run, ended };
    },
  };
}

/** A question in the words of another program, as ssh's for a password. */
async function askPerson(
  ui: ShellUI,
  prompt: string,
  secret: boolean,
  signal: AbortSignal,
): Promise<string | undefined> {
  const answer = await ui.ask("question", [prompt, secret], signal);
  return typeof answer === "string" ? answer : undefined;
}

/** What belongs together is written at once: a program that dies has written all of it, or nothing. */
function writeBatch(ui: ShellUI, items: readonly unknown[]): void | Promise<void> {
  return ui.together ? ui.together(() => writeAll(ui, items)) : writeAll(ui, items);
}

function writeAll(ui: ShellUI, items: readonly unknown[]): void | Promise<void> {
  let wait: void | Promise<void> = undefined;
  const records: StreamRecord[] = [];
  for (let i = 0; i < items.length; i += 2) {
    if (items[i] === ITEM.host) {
      const { method, args } = items[i + 1] as HostCallItem;
      wait = ui.tell(method, args) ?? wait;
    } else records.push({ stream: STREAM_NAMES[items[i] as number]!, text: items[i + 1] as string });
  }
  if (records.length > 0) wait = ui.records?.(records) ?? wait;
  return wait;
}
