// Select-String: the lines of files or of the input that match a pattern.

import type { CmdletContext, CmdletDefinition, CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { PSObject } from "../../objects/index.js";
import { splitLines } from "../management/content.js";
import { ENCODING, encodingArgument } from "../shared/encoding-argument.js";
import { fileFault, isFileError } from "../shared/files.js";
import { findItems } from "../management/found-items.js";
import { nameOf, statQuietly } from "../management/file-system.js";
import { entriesOf } from "../shared/family.js";
import { UTILITY } from "../shared/modules.js";
import { decodeText } from "../shared/text-encoding.js";
import { MatchInfo, matchInfoTypes, type MatchContext } from "./match-info.js";

const selectString: CmdletDefinition = {
  name: "Select-String",
  module: UTILITY,
  synopsis: "Finds text in strings and files.",
  aliases: ["sls"],
  defaultParameterSet: "File",
  parameters: {
    Culture: { type: "string" },
    InputObject: {
      type: "psobject",
      sets: { Object: { mandatory: true, fromPipeline: true }, ObjectRaw: { mandatory: true, fromPipeline: true } },
      allowNull: true,
      allowEmptyString: true,
    },
    Pattern: { type: "string[]", position: 0, mandatory: true },
    Path: {
      type: "string[]",
      sets: {
        File: { position: 1, mandatory: true, fromPipelineByPropertyName: true },
        FileRaw: { position: 1, mandatory: true, fromPipelineByPropertyName: true },
      },
    },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: {
        LiteralFile: { mandatory: true, fromPipelineByPropertyName: true },
        LiteralFileRaw: { mandatory: true, fromPipelineByPropertyName: true },
      },
    },
    Raw: {
      type: "switch",
      sets: { ObjectRaw: { mandatory: true }, FileRaw: { mandatory: true }, LiteralFileRaw: { mandatory: true } },
    },
    SimpleMatch: { type: "switch" },
    CaseSensitive: { type: "switch" },
    Quiet: { type: "switch", sets: { Object: {}, File: {}, LiteralFile: {} } },
    List: { type: "switch" },
    NoEmphasis: { type: "switch" },
    Include: { type: "string[]" },
    Exclude: { type: "string[]" },
    NotMatch: { type: "switch" },
    AllMatches: { type: "switch" },
    Encoding: ENCODING,
    Context: {
      type: "int[]",
      validate: [
        { kind: "NotNullOrEmpty" },
        { kind: "Count", min: 1, max: 2 },
        { kind: "Range", min: 0, max: 2147483647 },
      ],
    },
  },
  examples: [{ code: "('apple', 'banana' | Select-String an).Line", output: "banana" }],
  run(context) {
    const patterns = compilePatterns(context);
    const stream = makeSearch(context, patterns, "InputStream");
    return {
      process() {
        const { bound } = context;
        const paths: readonly string[] | undefined = bound["Path"] ?? bound["LiteralPath"];
        if (paths) for (const path of paths) searchPath(context, patterns, path);
        else if (bound["InputObject"] !== undefined && bound["InputObject"] !== null)
          searchObject(context, patterns, bound["InputObject"], stream);
      },
      end() {
        stream.finish();
        if (context.bound["Quiet"] && stream.found) context.write(true);
      },
    };
  },
};

interface Pattern {
  readonly text: string;
  /** The matches of a line, or undefined. */
  match(line: string): readonly unknown[] | undefined;
}

function compilePatterns(context: CmdletContext): readonly Pattern[] {
  const { bound } = context;
  return (bound["Pattern"] as readonly string[]).map((text) =>
    bound["SimpleMatch"] ? simplePattern(context, text) : regexPattern(context, text),
  );
}

function simplePattern(context: CmdletContext, text: string): Pattern {
  const caseSensitive = context.bound["CaseSensitive"] === true;
  const wanted = caseSensitive ? text : text.toLowerCase();
  return { text, match: (line) => ((caseSensitive ? line : line.toLowerCase()).includes(wanted) ? [] : undefined) };
}

function regexPattern(context: CmdletContext, text: string): Pattern {
  const { values } = context.engine;
  const options = context.bound["CaseSensitive"] ? "None" : "IgnoreCase";
  let regex: unknown;
  try {
    regex = values.invokeStatic("System.Text.RegularExpressions.Regex", "new", [text, options]);
  } catch (error) {
    const reason = (error as Error).message.replace(/^Exception calling .*?: "(.*)"$/s, "$1");
    context.throwTerminating(
      context.error(
        "System.ArgumentException",
        `The string ${text} is not a valid regular expression: ${reason}`,
        "InvalidRegex",
        "InvalidArgument",
        text,
      ),
    );
  }
  const all = context.bound["AllMatches"] === true && !context.bound["NotMatch"];
  return {
    text,
    match(line) {
      if (!all) {
        const match = values.invokeMethod(regex, "Match", [line]);
        return values.getMember(match, "Success") === true ? [match] : undefined;
      }
      const matches = [...(values.enumerate(values.invokeMethod(regex, "Matches", [line])) ?? [])];
      return matches.length > 0 ? matches : undefined;
    },
  };
}

/** Objects are searched by their text, files by their lines. */
function searchObject(context: CmdletContext, patterns: readonly Pattern[], input: unknown, stream: Search): void {
  const { values } = context.engine;
  if (
    input instanceof PSObject &&
    values.hasMember(input, "PSPath") &&
    values.typeNameOf(input) === "System.IO.FileInfo"
  ) {
    searchFile(context, patterns, values.toText(values.getMember(input, "FullName")));
    return;
  }
  stream.take(values.toText(input));
}

function searchPath(context: CmdletContext, patterns: readonly Pattern[], path: string): void {
  const { bound, engine } = context;
  for (const item of findItems(context, path, { literal: bound["LiteralPath"] !== undefined, force: true })) {
    const like = (wanted: string): boolean => engine.values.like(nameOf(item.path), wanted);
    if (statQuietly(engine.host, item.path)?.isDirectory) continue;
    if (bound["Include"] && !bound["Include"].some(like)) continue;
    if (bound["Exclude"]?.some(like)) continue;
    searchFile(context, patterns, item.path);
  }
}

function searchFile(context: CmdletContext, patterns: readonly Pattern[], path: string): void {
  const { bound, engine } = context;
  const search = makeSearch(context, patterns, path);
  const bytes = readOrReport(context, path);
  if (!bytes) return;
  const text = decodeText(bytes, encodingArgument(context) ?? "utf8NoBOM");
  for (const line of splitLines(text)) {
    engine.checkStop();
    if (search.take(line) && (bound["List"] || bound["Quiet"])) break;
  }
  search.finish();
  if (bound["Quiet"] && search.found) context.write(true);
}

function readOrReport(context: CmdletContext, path: string): Uint8Array | undefined {
  try {
    return context.engine.host.files.read(path);
  } catch (error) {
    if (!isFileError(error)) throw error;
    const message = `The file ${path} cannot be read: ${fileFault((error as { code?: string }).code, path).message}`;
    context.writeError(context.error("System.ArgumentException", message, "ProcessingFile", "InvalidArgument", path));
    return undefined;
  }
}

interface Search {
  /** True where the line matched. */
  take(line: string): boolean;
  finish(): void;
  readonly found: boolean;
}

function makeSearch(context: CmdletContext, patterns: readonly Pattern[], path: string): Search {
  const { bound } = context;
  const [before, after] = contextLines(bound["Context"]);
  const recent: string[] = [];
  let open: { readonly match: MatchInfo; readonly context: MatchContext; left: number }[] = [];
  let lineNumber = 0;
  /** The last line that a match's display has. */
  let shown = 0;
  let found = false;

  const emit = (match: MatchInfo): void => {
    if (bound["Quiet"]) return;
    context.write(bound["Raw"] ? match.line : match);
  };
  return {
    get found() {
      return found;
    },
    take(line) {
      lineNumber++;
      const hit = matchLine(patterns, line, bound["NotMatch"] === true);
      const last = open.at(-1);
      if (last && !hit) {
        last.context.displayPost.push(line);
        shown = lineNumber;
      }
      for (const each of open) {
        each.context.post.push(line);
        each.left--;
      }
      open = open.filter((each) => each.left > 0 || (emit(each.match), false));
      if (hit) {
        found = true;
        const unseen = Math.min(recent.length, lineNumber - 1 - shown);
        const around =
          before + after > 0
            ? { pre: [...recent], post: [], displayPre: recent.slice(recent.length - unseen), displayPost: [] }
            : undefined;
        shown = lineNumber;
        const match = new MatchInfo({
          ignoreCase: !bound["CaseSensitive"],
          lineNumber,
          line,
          path,
          pattern: hit.pattern,
          context: around,
          matches: hit.matches,
          emphasize: !bound["NoEmphasis"] && context.engine.host.ui.supportsVirtualTerminal,
        });
        if (around && after > 0) open.push({ match, context: around, left: after });
        else emit(match);
      }
      if (before > 0) recent.push(line);
      if (recent.length > before) recent.shift();
      return hit !== undefined;
    },
    finish() {
      for (const each of open) emit(each.match);
      open = [];
    },
  };
}

function contextLines(given: readonly number[] | undefined): readonly [number, number] {
  if (!given || given.length === 0) return [0, 0];
  return [given[0]!, given[1] ?? given[0]!];
}

function matchLine(
  patterns: readonly Pattern[],
  line: string,
  inverted: boolean,
): { readonly pattern: string; readonly matches: readonly unknown[] } | undefined {
  for (const pattern of patterns) {
    const matches = pattern.match(line);
    if (matches && !inverted) return { pattern: pattern.text, matches };
    if (matches) return undefined;
  }
  return inverted ? { pattern: patterns[0]!.text, matches: [] } : undefined;
}

export const selectStringCmdlets: readonly CmdletEntry[] = entriesOf([selectString]);
export const selectStringTypes: readonly TypeDefinition[] = matchInfoTypes;
