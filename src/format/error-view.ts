// An error record as text: ConciseView, NormalView, CategoryView, DetailedView.
//
// Rule: ConciseView names the command and says the message; the script's lines are shown where there is more than one
// line to look at. Records that came over a wire read the same as ones made here.

import { baseOf, ErrorRecord, PSException, type ObjectView } from "../objects/index.js";
import { extendedErrorLines } from "./error-details.js";
import type { ErrorView } from "./services.js";
import type { PSStyle } from "./style.js";
import { splitLines, stripSequences } from "./width.js";

export interface ErrorLinesOptions {
  readonly view: ObjectView;
  /** ConciseView where absent. */
  readonly errorView?: ErrorView | undefined;
  /** Present: coloured with it. */
  readonly style?: PSStyle | undefined;
  /** Columns of the window; 120 where absent. */
  readonly windowWidth?: number | undefined;
}

/** What an error view reads of a record, wherever it came from. */
export interface ErrorFacts {
  readonly message: string;
  readonly id: string;
  readonly category: string;
  readonly activity: string;
  readonly reason: string;
  readonly categoryMessage: string;
  readonly recommendedAction: string;
  readonly computerName: string | undefined;
  readonly thrown: boolean;
  readonly hasDetails: boolean;
  readonly invocation: InvocationFacts | undefined;
}

export interface InvocationFacts {
  readonly commandName: string;
  readonly invocationName: string;
  readonly scriptName: string;
  readonly line: number;
  readonly column: number;
  readonly positionMessage: string;
}

/** The record as lines, coloured where a style is given. */
export function errorLines(record: unknown, options: ErrorLinesOptions): string[] {
  const facts = withOwnPosition(errorFacts(record, options.view));
  const text = viewText(record, facts, options);
  const { style } = options;
  return splitLines(style ? style.error + text + style.reset : text);
}

// The message of a parse error begins with its own position: where it is, not where the code was called.
const PARSE_MESSAGE = /^At (?:line|(.+)):(\d+) char:\d+\n\+[^\n]*\n\+[^\n]*~\n/;

function withOwnPosition(facts: ErrorFacts): ErrorFacts {
  const message = facts.message.replaceAll("\r", "");
  const match = facts.category === "ParserError" ? PARSE_MESSAGE.exec(message) : null;
  if (!match) return facts;
  return {
    ...facts,
    message: message.slice(match[0].length).split("\n\n")[0] ?? "",
    invocation: {
      ...(facts.invocation ?? { commandName: "", invocationName: "", column: 0 }),
      scriptName: match[1] ?? "",
      line: Number(match[2]),
      positionMessage: match[0].trimEnd(),
    },
  };
}

function viewText(record: unknown, facts: ErrorFacts, options: ErrorLinesOptions): string {
  if (facts.id === "NativeCommandErrorMessage" || facts.id === "NativeCommandError") return facts.message;
  switch (options.errorView ?? "ConciseView") {
    case "CategoryView":
      return facts.categoryMessage;
    case "DetailedView":
      return extendedErrorLines(record, options).join("\n");
    case "NormalView":
      return normalView(facts);
    case "ConciseView":
      return conciseView(facts, options);
  }
}

/** Reads a live record, or one that came over a wire. */
function errorFacts(record: unknown, view: ObjectView): ErrorFacts {
  const text = (value: unknown): string => (value === null || value === undefined ? "" : view.text(value));
  const of = (value: unknown, name: string): unknown =>
    value === null || value === undefined ? undefined : view.property(value, name);
  const live = baseOf(record);
  if (live instanceof ErrorRecord) {
    const { exception } = live;
    const base = exception instanceof PSException ? exception : undefined;
    return {
      message: live.errorDetails?.message || (base ? base.message : text(of(exception, "Message"))),
      id: live.fullyQualifiedErrorId,
      category: live.category,
      activity: live.activity,
      reason: live.reason || text(of(of(record, "CategoryInfo"), "Reason")),
      categoryMessage: live.categoryMessage ?? categoryMessage(live),
      recommendedAction: live.errorDetails?.recommendedAction ?? "",
      computerName: live.origin?.computerName,
      thrown: base?.extra.get("WasThrownFromThrowStatement") === true,
      hasDetails: Boolean(live.errorDetails?.message),
      invocation: invocationFacts(live.invocationInfo, view),
    };
  }
  const category = of(record, "CategoryInfo");
  const details = of(record, "ErrorDetails");
  const exception = of(record, "Exception");
  const message = text(of(details, "Message")) || text(of(exception, "Message")) || text(record);
  return {
    message,
    id: text(of(record, "FullyQualifiedErrorId")),
    category: text(of(category, "Category")),
    activity: text(of(category, "Activity")),
    reason: text(of(category, "Reason")),
    categoryMessage: text(of(record, "ErrorCategory_Message")) || text(category),
    recommendedAction: text(of(details, "RecommendedAction")),
    computerName: text(of(of(record, "OriginInfo"), "PSComputerName")) || undefined,
    thrown: of(exception, "WasThrownFromThrowStatement") === true,
    hasDetails: text(of(details, "Message")) !== "",
    invocation: invocationFacts(of(record, "InvocationInfo"), view),
  };
}

function invocationFacts(value: unknown, view: ObjectView): InvocationFacts | undefined {
  if (value === null || value === undefined) return undefined;
  const text = (name: string): string => {
    const found = view.property(value, name);
    return found === null || found === undefined ? "" : view.text(found);
  };
  const command = view.property(value, "MyCommand");
  const commandName = command === null || command === undefined ? "" : (view.property(command, "Name") ?? command);
  return {
    commandName: commandName === "" ? "" : view.text(commandName),
    invocationName: text("InvocationName"),
    scriptName: text("ScriptName"),
    line: Number(text("ScriptLineNumber")) || 0,
    column: Number(text("OffsetInLine")) || 0,
    positionMessage: text("PositionMessage"),
  };
}

// As CategoryInfo.GetMessage() gives it: "Category: (target:type) [activity], reason".
function categoryMessage(record: ErrorRecord): string {
  const { category, targetName, targetType, activity, reason } = record;
  return `${category}: (${shortened(targetName)}:${shortened(targetType)}) [${shortened(activity)}], ${shortened(reason)}`;
}

function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 15)}...${text.slice(-15)}`;
}

function normalView(facts: ErrorFacts): string {
  const { invocation } = facts;
  const prefix = !invocation
    ? ""
    : /^[&.]?$/.test(invocation.invocationName)
      ? invocation.commandName
      : invocation.invocationName;
  let text = (prefix === "" ? "" : `${prefix} : `) + facts.message;
  if (
    invocation &&
    invocation.positionMessage !== "" &&
    (invocation.commandName !== "" || facts.category !== "ParserError")
  )
    text += `\n${invocation.positionMessage}`;
  text += `\n+ CategoryInfo          : ${facts.categoryMessage}`;
  text += `\n+ FullyQualifiedErrorId : ${facts.id}`;
  if (facts.computerName) text += `\n+ PSComputerName        : ${facts.computerName}`;
  return text;
}

function conciseView(facts: ErrorFacts, options: ErrorLinesOptions): string {
  const { style } = options;
  let text = `${commandOf(facts)}: ${positioned(facts, options)}`;
  if (facts.recommendedAction.trim() !== "")
    text += `\n${style?.error ?? ""}  Recommendation: ${facts.recommendedAction}`;
  return text;
}

// What the message is said by: the command, or what kind of error it is.
function commandOf(facts: ErrorFacts): string {
  if (facts.thrown) return "Exception";
  return (
    facts.invocation?.commandName ||
    facts.activity ||
    facts.invocation?.invocationName ||
    // NotSpecified is category 0, which PowerShell's script takes for none.
    (facts.category === "NotSpecified" ? "" : facts.category) ||
    facts.reason ||
    "Error"
  );
}

function positioned(facts: ErrorFacts, options: ErrorLinesOptions): string {
  const { invocation } = facts;
  const accent = options.style?.errorAccent ?? "";
  const error = options.style?.error ?? "";
  const reset = options.style?.reset ?? "";
  const isParserError = facts.category === "ParserError";
  const shows =
    invocation !== undefined &&
    invocation.positionMessage !== "" &&
    (isParserError || invocation.scriptName !== "" || invocation.line > 1) &&
    !/\.psm1$/i.test(invocation.scriptName);
  if (!shows) return error + facts.message;

  const number = String(invocation.line);
  const headerBlanks = " ".repeat(Math.max(0, number.length - 4));
  const lineBlanks = " ".repeat(Math.max(0, 4 - number.length));
  const position = splitLines(invocation.positionMessage);
  const line = (position[1] ?? "+").slice(1);
  const marks = (position.at(-1) ?? "+").slice(1);
  const from = marks.indexOf("~");
  const to = from < 0 ? -1 : marks.lastIndexOf("~") + 1;
  const coloured =
    from >= 0 && to <= line.length && accent !== ""
      ? line.slice(0, from) + accent + line.slice(from, to) + reset + line.slice(to)
      : line;
  const prefix = `${accent}${headerBlanks}     | ${error}`;
  let text = invocation.scriptName !== "" ? `${reset}${invocation.scriptName}:${number}\n` : "\n";
  text += `${accent}${headerBlanks}Line |\n`;
  text += `${accent}${lineBlanks}${number} | ${reset}${coloured}\n`;
  if (marks !== "") text += `${prefix}${marks}\n`;
  const whole = prefix + facts.message;
  const wraps = invocation.scriptName !== "" || isParserError;
  return text + error + (wraps ? wrapMessage(whole, prefix, options.windowWidth ?? 120) : whole);
}

// A message beside script lines is one paragraph, broken at white space to fit the window.
function wrapMessage(message: string, prefix: string, window: number): string {
  const visiblePrefix = stripSequences(prefix).length;
  const hidden = prefix.length - visiblePrefix;
  const flat = message.replaceAll("\r", "").replace(/[\n\t]/g, " ");
  if (window <= 0 || flat.length - hidden <= window) return flat;
  const first = cutAtBlank(flat, window + hidden);
  const lines = [first];
  let rest = flat.slice(first.length).trim();
  while (rest.length + visiblePrefix > window) {
    const part = cutAtBlank(prefix + rest, window + hidden);
    if (part.length <= prefix.length) break;
    lines.push(part);
    rest = rest.slice(part.length - prefix.length).trim();
  }
  lines.push(prefix + rest);
  return lines.join("\n");
}

function cutAtBlank(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = text.slice(0, length);
  const at = head.search(/\s\S*$/);
  return at < 0 ? head : head.slice(0, at);
}
