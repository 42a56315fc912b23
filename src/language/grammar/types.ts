// Names of types: `int`, `List[int]`, `int[,]`, `Name, Assembly, Version=1.0`.
import type { Extent, TypeName } from "../ast/ast.js";
import { codeAt, END, isBlank } from "../tokens/characters.js";
import { inMode, next, peek, setMode, skipNewlines, unget } from "./cursor.js";
import {
  after,
  before,
  between,
  extentOf,
  markRole,
  type Parsing,
  report,
  reportIncomplete,
  toScript,
} from "../state.js";
import type { Token } from "../tokens/tokens.js";

/** The name of a type, or null when there is none. `qualified`: an assembly may follow a comma. */
export function parseTypeName(p: Parsing, qualified: boolean): TypeName | null {
  return inMode(p, "typeName", () => {
    const token = peek(p);
    if (token.kind !== "Identifier") return null;
    next(p);
    markRole(p, token, "type");
    return finishTypeName(p, token, qualified);
  });
}

function finishTypeName(p: Parsing, token: Token, qualified: boolean): TypeName {
  const name: TypeName = {
    name: token.text.replaceAll("``", "`"),
    genericArguments: [],
    arrayRanks: [],
    assembly: null,
    extent: extentOf(token),
  };
  const full = parseBrackets(p, name);
  return qualified && peek(p).kind === "," && p.mode === "typeName" ? parseAssembly(p, full) : full;
}

function parseBrackets(p: Parsing, name: TypeName): TypeName {
  if (peek(p).kind !== "[") return name;
  const open = next(p);
  const mode = setMode(p, "typeName");
  skipNewlines(p);
  const inner = peek(p);
  if (inner.kind === "]" || inner.kind === ",") {
    const array = parseArrayRank(p, name);
    setMode(p, mode);
    return array;
  }
  if (inner.kind === "Identifier" || inner.kind === "[") {
    const generic = parseGenericArguments(p, name, open);
    setMode(p, mode);
    return generic;
  }
  setMode(p, mode);
  reportIncomplete(p, after(open), "MissingTypename");
  return name;
}

function parseArrayRank(p: Parsing, name: TypeName): TypeName {
  let rank = 1;
  let token = next(p);
  while (token.kind === ",") {
    rank++;
    token = next(p);
  }
  if (token.kind !== "]") {
    unget(p, token);
    reportIncomplete(p, after(lastOf(p, token, name)), "EndSquareBracketExpectedAtEndOfAttribute");
  }
  if (rank > 32) report(p, name.extent, "ArrayHasTooManyDimensions", String(rank));
  const end = token.kind === "]" ? token.end : name.extent.end;
  const array = { ...name, arrayRanks: [...name.arrayRanks, rank], extent: { start: name.extent.start, end } };
  return parseBrackets(p, array);
}

/** The token before the one that did not fit, as far as the text tells: blanks between are not counted. */
function lastOf(p: Parsing, token: Token, name: TypeName): Extent {
  let end = Math.min(token.start, toScript(p, p.text.length));
  while (end > name.extent.end && isBlank(codeAt(p.source.text, end - 1))) end--;
  return { start: end, end };
}

function parseGenericArguments(p: Parsing, name: TypeName, open: Token): TypeName {
  const genericArguments: TypeName[] = [];
  let last: Extent = open;
  for (;;) {
    const argument = parseGenericArgument(p);
    if (argument === null) {
      reportIncomplete(p, after(last), "MissingTypename");
      break;
    }
    genericArguments.push(argument);
    last = argument.extent;
    skipNewlines(p);
    if (peek(p).kind !== ",") break;
    last = next(p);
    skipNewlines(p);
  }
  const close = peek(p);
  if (close.kind === "]") next(p);
  else reportIncomplete(p, before(close), "EndSquareBracketExpectedAtEndOfAttribute");
  const end = close.kind === "]" ? close.end : last.end;
  return parseBrackets(p, { ...name, genericArguments, extent: { start: name.extent.start, end } });
}

function parseGenericArgument(p: Parsing): TypeName | null {
  const token = peek(p);
  if (token.kind === "Identifier") return parseTypeName(p, false);
  if (token.kind !== "[") return null;
  next(p);
  const name = parseTypeName(p, true);
  if (name === null) return null;
  const close = peek(p);
  if (close.kind === "]") next(p);
  else reportIncomplete(p, before(close), "EndSquareBracketExpectedAtEndOfAttribute");
  return name;
}

/** Everything behind the comma, up to the bracket, is the assembly's name. */
function parseAssembly(p: Parsing, name: TypeName): TypeName {
  const comma = next(p);
  while (isBlank(codeAt(p.text, p.pos))) p.pos++;
  const start = p.pos;
  while (!endsAssembly(codeAt(p.text, p.pos))) p.pos++;
  let end = p.pos;
  while (end > start && isBlank(codeAt(p.text, end - 1))) end--;
  if (end === start) report(p, after(comma), "MissingAssemblyNameSpecification");
  const assembly = normalAssembly(p.text.slice(start, end));
  return { ...name, assembly, extent: between(name.extent, { start: 0, end: toScript(p, end) }) };
}

function endsAssembly(c: number): boolean {
  return c === 93 || c === END || c === 10 || c === 13;
}

function normalAssembly(text: string): string {
  return text
    .split(",")
    .map((part) => part.trim())
    .join(", ");
}
