// Where in a script a command or an error stands, in the form error records carry it.

import { InvocationInfo } from "../../objects/index.js";
import {
  type CommandAst,
  type CommandElementAst,
  type CommandParameterAst,
  type Extent,
  lineAndColumn,
  type ScriptSource,
} from "../../language/index.js";

/** Text of the line that an offset is in, with its line break. */
function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end < 0 ? text.length : end + 1);
}

/** Puts an extent into an invocation info. */
export function placeAt(info: InvocationInfo, source: ScriptSource, extent: Extent): void {
  const { line, column } = lineAndColumn(source.text, extent.start);
  info.scriptName = source.fileName;
  info.scriptLineNumber = line;
  info.offsetInLine = column;
  info.line = lineAt(source.text, extent.start);
  info.statement = source.text.slice(extent.start, extent.end);
  info.positionMessage = positionMessage(source, extent);
}

/** `At line:1 char:1` and the line with the place marked under it. */
export function positionMessage(source: ScriptSource, extent: Extent): string {
  const { line, column } = lineAndColumn(source.text, extent.start);
  const head = `At ${source.fileName ?? "line"}:${line} char:${column}`;
  const text = lineAt(source.text, extent.start).trimEnd();
  if (text === "") return head;
  const before = column - 1;
  const end = lineAndColumn(source.text, extent.end);
  const length = Math.max(
    1,
    end.line === line && end.column <= text.length + 1 ? end.column - column : text.length - column + 1,
  );
  const shown = excerpt(text.replaceAll("\t", " "), before, length);
  return `${head}\n+ ${shown.text}\n+ ${" ".repeat(shown.before)}${"~".repeat(shown.length)}`;
}

const LONGEST_LINE = 69;

/** A long line is cut around the marked part: 12 characters before it and 8 after, and more where there is room. */
function excerpt(text: string, before: number, length: number): { text: string; before: number; length: number } {
  if (text.length <= LONGEST_LINE) return { text, before, length };
  let prefix = Math.min(before, 12);
  let suffix = Math.min(text.length - length - before, 8);
  const candidate = length + prefix + suffix;
  if (candidate >= LONGEST_LINE) {
    prefix = Math.min(before, 12);
    length = Math.min(length, LONGEST_LINE - prefix);
    suffix = Math.min(suffix, LONGEST_LINE - prefix - length);
  } else {
    prefix = Math.min(LONGEST_LINE - candidate + prefix, before);
    const room = LONGEST_LINE - (length + prefix + suffix);
    if (room > 0) suffix = Math.min(text.length - length - before, suffix + room);
  }
  const start = before - prefix;
  const end = Math.min(text.length, before + length + suffix);
  const dotsBefore = start > 0 ? "… " : "";
  const dotsAfter = end < text.length ? " …" : "";
  return { text: dotsBefore + text.slice(start, end) + dotsAfter, before: prefix + dotsBefore.length, length };
}

const OF_NAME = /^(NamedParameterNotFound|AmbiguousParameter|MissingArgument)\b/;
const OF_VALUE = /^ParameterArgument(Transformation|Validation)Error/;

/** What an error of binding is about: the parameter's name, or the argument that does not fit; null where it is the call. */
export function faultyArgument(ast: CommandAst, errorId: string, parameter: string): Extent | null {
  const key = parameter.toLowerCase();
  const isNamed = (element: CommandElementAst): element is CommandParameterAst =>
    element.kind === "CommandParameter" && key !== "" && key.startsWith(element.name.toLowerCase());
  const rest = ast.elements.slice(1);
  const at = rest.findIndex(isNamed);
  if (OF_NAME.test(errorId)) return at < 0 ? null : rest[at]!.extent;
  if (!OF_VALUE.test(errorId)) return null;
  const named = rest[at];
  if (named?.kind === "CommandParameter") return (named.argument ?? rest[at + 1])?.extent ?? null;
  return rest.length === 1 && rest[0]!.kind !== "CommandParameter" ? rest[0]!.extent : null;
}
