// The colours of a command as it is typed, as PSReadLine has them.

import { parse, type Token } from "../language/index.js";

type Role = "command" | "comment" | "keyword" | "string" | "operator" | "variable" | "parameter" | "number" | "other";

const SEQUENCES: Readonly<Record<Role, string>> = {
  command: "\u001b[93m",
  comment: "\u001b[32m",
  keyword: "\u001b[92m",
  string: "\u001b[36m",
  operator: "\u001b[90m",
  variable: "\u001b[92m",
  parameter: "\u001b[90m",
  number: "\u001b[97m",
  other: "",
};
const RESET = "\u001b[0m";

/** After one of these a word is a command. */
const BEFORE_COMMAND: ReadonlySet<string> = new Set([
  "NewLine",
  "{",
  "(",
  "$(",
  "@(",
  ";",
  "|",
  "&&",
  "||",
  "&",
  ".",
  "=",
]);

/** The text with escape sequences for colours; a text that makes no sense keeps what could be read of it. */
export function colourScript(text: string): string {
  let coloured = "";
  let at = 0;
  let before: Token | undefined;
  for (const token of parse(text, null, { tokens: true }).tokens) {
    if (token.start < at || token.end > text.length) continue;
    const sequence = SEQUENCES[roleOf(token, before)];
    const word = text.slice(token.start, token.end);
    coloured += text.slice(at, token.start) + (sequence === "" ? word : sequence + word + RESET);
    at = token.end;
    if (token.kind !== "Comment") before = token;
  }
  return coloured + text.slice(at);
}

function roleOf(token: Token, before: Token | undefined): Role {
  switch (token.kind) {
    case "Comment":
      return "comment";
    case "Number":
      return "number";
    case "Variable":
    case "SplattedVariable":
      return "variable";
    case "String":
      return "string";
    case "Parameter":
      return "parameter";
    case "Identifier":
    case "Generic":
      return before === undefined || BEFORE_COMMAND.has(before.kind) ? "command" : "other";
    case "Redirection":
      return "operator";
    default:
      if (/^[a-z]/.test(token.kind)) return "keyword";
      return token.kind.startsWith("-") || token.kind === "|" ? "operator" : "other";
  }
}
