// Plays a case of a transcript: types its commands into a real console, and holds what comes to what is written.

import assert from "node:assert/strict";
import { driveConsole, type ConsoleDriver } from "./console-driver.js";
import { ANSWER, fillHoles, outputLines, placed, type TranscriptCase, type TranscriptStep } from "./transcript.js";

/** What a case plays on. */
export interface Stage {
  /** Native folder the console starts in. */
  readonly home: string;
  /** What the holes of a transcript that name a folder stand for: home, home01, home02. */
  readonly places: Readonly<Record<string, string>>;
}

export interface PlayOptions {
  /** Writes down what comes instead of comparing. */
  readonly update?: boolean;
}

/** Enough for the Job view with PSComputerName behind it. */
const COLUMNS = 140;

/** Gives the case back as it ran. */
export async function play(
  each: TranscriptCase,
  stage: Stage,
  { update = false }: PlayOptions = {},
): Promise<TranscriptCase> {
  const { places } = stage;
  let shown = "";
  let onShown = (): void => undefined;
  const console = driveConsole({
    start: stage.home,
    columns: COLUMNS,
    echo(text) {
      shown += text;
      onShown();
    },
  });
  const steps: TranscriptStep[] = [];
  try {
    for (const step of each.steps) {
      onShown = interrupting(console, step.interruptAfter, () => shown);
      shown = "";
      const answers = step.prompt === ANSWER;
      const prompt = answers ? ANSWER : await console.prompt();
      const output = outputLines(await console.type(step.command));
      if (update) {
        const kept = fillHoles(step.output, output, places);
        const same = kept.join("\n") === output.join("\n");
        steps.push({
          ...step,
          prompt: unplaced(prompt, places),
          output: same ? step.output : output.map((line) => unplaced(line, places)),
        });
        continue;
      }
      const expected = fillHoles(step.output, output, places);
      const before = steps.map((earlier) => earlier.prompt + earlier.command).join("\n");
      const head = `${before}\n`;
      assert.equal(
        head + prompt.trimEnd() + " " + step.command + "\n" + output.join("\n"),
        head + placed(step.prompt, places).trimEnd() + " " + step.command + "\n" + expected.join("\n"),
      );
      steps.push(step);
    }
  } finally {
    await console.leave();
  }
  return { ...each, steps };
}

/** Types Ctrl+C when the text has been shown (after the command itself). */
function interrupting(console: ConsoleDriver, after: string | undefined, shown: () => string): () => void {
  let done = after === undefined;
  return () => {
    const output = shown().slice(shown().indexOf("\n") + 1);
    if (done || !output.includes(after!)) return;
    done = true;
    console.interrupt();
  };
}

function unplaced(text: string, places: Readonly<Record<string, string>>): string {
  let result = text;
  for (const [name, path] of Object.entries(places)) result = result.replaceAll(path, `{${name}}`);
  return result.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "{guid}");
}
