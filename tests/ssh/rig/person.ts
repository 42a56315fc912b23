// A person who runs `remora -c COMMANDS`, reads what it says, and may do something in the middle of it.

import { startRemora } from "../../support/program.js";

export interface Told {
  /** Standard output and standard error as they came. */
  readonly text: string;
  readonly exitCode: number | null;
  /** From what was done in the middle (from the start, where nothing was) to the end of the program. */
  readonly milliseconds: number;
}

export interface PersonOptions {
  /** Once the output has this text, that is done. */
  readonly when?: readonly [text: string, act: (remora: number) => void | Promise<void>];
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds until the program is killed, which counts as a hang. */
  readonly limit?: number;
}

export async function person(commands: string, options: PersonOptions = {}): Promise<Told> {
  const limit = options.limit ?? 30_000;
  let since = performance.now();
  const child = startRemora(["-NoProfile", "-c", commands], { env: options.env ?? {}, timeout: limit });
  let text = "";
  let waiting = options.when;
  let acting: void | Promise<void> = undefined;
  const hear = (part: string): void => {
    text += part;
    if (!waiting || !text.includes(waiting[0])) return;
    const [, act] = waiting;
    waiting = undefined;
    since = performance.now();
    acting = act(child.pid!);
  };
  child.stdout!.setEncoding("utf8").on("data", hear);
  child.stderr!.setEncoding("utf8").on("data", hear);
  child.stdin!.end();
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const milliseconds = performance.now() - since;
  await acting;
  if (waiting) throw new Error(`It never said "${waiting[0]}":\n${text}`);
  if (child.signalCode === "SIGKILL" && milliseconds >= limit)
    throw new Error(`It did not end within ${limit} ms:\n${text}`);
  return { text: text.trim(), exitCode, milliseconds };
}
