// Help written as a comment in a function: .SYNOPSIS, .DESCRIPTION, .PARAMETER, .EXAMPLE.

export interface CommentHelp {
  readonly synopsis: string | undefined;
  readonly description: string | undefined;
  /** By lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly examples: readonly { readonly code: string; readonly remarks: string }[];
}

/** Reads the first help comment of a script's text; undefined where there is none. */
export function commentHelp(script: string): CommentHelp | undefined {
  const block = /<#([^]*?)#>/.exec(script)?.[1] ?? lineComments(script);
  if (block === undefined || !/^\s*\.(SYNOPSIS|DESCRIPTION|PARAMETER|EXAMPLE)\b/im.test(block)) return undefined;
  const parameters = new Map<string, string>();
  const examples: { code: string; remarks: string }[] = [];
  let synopsis: string | undefined;
  let description: string | undefined;
  for (const { keyword, argument, text } of sections(block)) {
    if (keyword === "SYNOPSIS") synopsis = text;
    else if (keyword === "DESCRIPTION") description = text;
    else if (keyword === "PARAMETER") parameters.set(argument.toLowerCase(), text);
    else if (keyword === "EXAMPLE") {
      const [code = "", ...remarks] = text.split("\n");
      examples.push({ code, remarks: remarks.join("\n").trim() });
    }
  }
  return { synopsis, description, parameters, examples };
}

function lineComments(script: string): string | undefined {
  const lines = script.split("\n").map((line) => line.trim());
  const from = lines.findIndex((line) => /^#\s*\.SYNOPSIS/i.test(line));
  if (from < 0) return undefined;
  const to = lines.findIndex((line, i) => i > from && !line.startsWith("#"));
  return lines
    .slice(from, to < 0 ? undefined : to)
    .map((line) => line.replace(/^#/, ""))
    .join("\n");
}

function* sections(block: string): Iterable<{ keyword: string; argument: string; text: string }> {
  let current: { keyword: string; argument: string; lines: string[] } | undefined;
  for (const line of block.split(/\r?\n/)) {
    const start = /^\s*\.([A-Za-z]+)[ \t]*(.*)$/.exec(line);
    if (start) {
      if (current) yield { ...current, text: trimmed(current.lines) };
      current = { keyword: start[1]!.toUpperCase(), argument: start[2]!.trim(), lines: [] };
    } else current?.lines.push(line);
  }
  if (current) yield { ...current, text: trimmed(current.lines) };
}

function trimmed(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join("\n")
    .trim();
}
