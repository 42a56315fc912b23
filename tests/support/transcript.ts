// Golden transcripts: what a person typed at the console, and what it showed.
//
//   ## M1.5 Look at the job
//   PS {home}> $x
//   the output, with holes where a run differs from another
//
// Holes: {home} the local home folder, {home01} and {home02} those of the servers, {guid}, {int}, {time}, {any} (rest of a
// line or a part of it); a line that is {lines} stands for any number of lines. `[Ctrl+C after 'text']` on a line of its own
// before a command types Ctrl+C once the command has shown the text. `[answer] text` answers a question. A line that begins with `# ` is a remark.

export interface TranscriptCase {
  /** "M1.5". */
  readonly id: string;
  readonly title: string;
  readonly remarks: readonly string[];
  readonly steps: readonly TranscriptStep[];
}

export interface TranscriptStep {
  readonly prompt: string;
  readonly command: string;
  /** What the console shows when Ctrl+C is typed. */
  readonly interruptAfter: string | undefined;
  readonly output: readonly string[];
}

const PROMPT = /^((?:\[[^\]]+\]: )?PS [^>]*> ?|\[answer\] )(.*)$/;
/** The prompt of a step that answers a question instead of typing a command. */
export const ANSWER = "[answer] ";
const INTERRUPT = /^\[Ctrl\+C after '(.*)'\]$/;

export function readTranscript(text: string): TranscriptCase[] {
  const cases: { id: string; title: string; remarks: string[]; steps: MutableStep[] }[] = [];
  let interruptAfter: string | undefined;
  for (const line of text.split("\n")) {
    const heading = /^## (\S+) (.*)$/.exec(line);
    const current = cases.at(-1);
    const step = current?.steps.at(-1);
    const prompt = PROMPT.exec(line);
    const interrupt = INTERRUPT.exec(line);
    if (heading) cases.push({ id: heading[1]!, title: heading[2]!, remarks: [], steps: [] });
    else if (!current) continue;
    else if (line.startsWith("# ")) current.remarks.push(line.slice(2));
    else if (interrupt) interruptAfter = interrupt[1]!;
    else if (prompt) {
      current.steps.push({ prompt: prompt[1]!, command: prompt[2]!, interruptAfter, output: [] });
      interruptAfter = undefined;
    } else if (step && step.output.length === 0 && line.startsWith(">> ")) step.command += `\n${line.slice(3)}`;
    else step?.output.push(line.trimEnd());
  }
  // The blank line before the next heading is the file's, not the console's.
  for (const { steps } of cases) {
    const last = steps.at(-1);
    if (last?.output.at(-1) === "") last.output.pop();
  }
  return cases;
}

interface MutableStep {
  prompt: string;
  command: string;
  interruptAfter: string | undefined;
  output: string[];
}

const HOLES: Readonly<Record<string, string>> = {
  guid: "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
  int: "\\d+",
  time: "\\d[\\d:./ -]*(?: ?[AP]M)?",
  any: ".*",
};

/** The expected lines with every hole filled from what really came, where it fits; equal to `actual` where all is well. */
export function fillHoles(
  expected: readonly string[],
  actual: readonly string[],
  places: Readonly<Record<string, string>>,
): string[] {
  const filled: string[] = [];
  for (let i = 0; i < expected.length; i++) {
    const line = placed(expected[i]!, places);
    if (line === "{lines}") {
      const rest = expected.length - i - 1;
      while (filled.length < actual.length - rest) filled.push(actual[filled.length]!);
      continue;
    }
    const came = actual[filled.length];
    filled.push(came !== undefined && patternOf(line).test(came) ? came : line);
  }
  return filled;
}

export function placed(text: string, places: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => places[name] ?? hole);
}

function patternOf(line: string): RegExp {
  const parts = line.split(/(\{(?:guid|int|time|any)\})/);
  const source = parts.map((part) => {
    const hole = /^\{(guid|int|time|any)\}$/.exec(part)?.[1];
    return hole ? HOLES[hole]! : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`);
}

/** What came, as the lines of a transcript: the last line break belongs to the prompt that follows. */
export function outputLines(output: string): string[] {
  const lines = output.split("\n").map((line) => line.trimEnd());
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Writes cases as they ran, for a person to read and judge. */
export function writeTranscript(cases: readonly TranscriptCase[]): string {
  return cases
    .map(({ id, title, remarks, steps }) =>
      [
        `## ${id} ${title}`,
        ...remarks.map((remark) => `# ${remark}`),
        ...steps.flatMap(({ prompt, command, interruptAfter, output }) => [
          ...(interruptAfter === undefined ? [] : [`[Ctrl+C after '${interruptAfter}']`]),
          prompt + command.replaceAll("\n", "\n>> "),
          ...output,
        ]),
      ].join("\n"),
    )
    .join("\n\n")
    .concat("\n");
}
