// `$name`, `${any name}`, `@splatted`: where a variable ends and what its path says.
import type { VariablePath } from "../ast/ast.js";
import { codeAt, END, isDoubleQuote, isIdentifierFollow } from "./characters.js";
import { scanEscape } from "./escape.js";
import { type Parsing, report, reportUnfinished, toScript } from "../state.js";
import type { VariableToken } from "./tokens.js";

const OWN_SCOPES: ReadonlySet<string> = new Set(["global", "local", "script", "private", "variable"]);
const SCOPES: ReadonlySet<string> = new Set([...OWN_SCOPES, "using", "workflow"]);

/** Takes a path apart at its first colon. */
export function parseVariablePath(userPath: string): VariablePath {
  const colon = userPath.indexOf(":");
  if (colon <= 0) return { userPath, qualifier: null, name: userPath, isDrive: false };
  const qualifier = userPath.slice(0, colon).toLowerCase();
  const name = userPath.slice(colon + 1);
  return { userPath, qualifier, name, isDrive: !SCOPES.has(qualifier) };
}

/** Reads a variable whose `$` or `@` stands at `start`, with `p.pos` behind it and something a variable can start with there. */
export function scanVariable(p: Parsing, start: number, splatted: boolean, inString: boolean): VariableToken {
  const name = codeAt(p.text, p.pos) === 123 ? scanBracedName(p, start, inString) : scanPlainName(p, start);
  return {
    kind: splatted ? "SplattedVariable" : "Variable",
    start: toScript(p, start),
    end: toScript(p, p.pos),
    text: p.text.slice(start, p.pos),
    path: parseVariablePath(name),
  };
}

function scanPlainName(p: Parsing, start: number): string {
  const first = codeAt(p.text, p.pos);
  const nameStart = p.pos++;
  if (first !== 36 && first !== 63 && first !== 94) skipName(p);
  const name = p.text.slice(nameStart, p.pos);
  if (name.indexOf(":") === name.length - 1) {
    const extent = { start: toScript(p, start), end: toScript(p, p.pos) };
    const isScope = name.length === 1 || OWN_SCOPES.has(name.slice(0, -1).toLowerCase());
    report(p, extent, isScope ? "InvalidVariableReference" : "InvalidVariableReferenceWithDrive");
  }
  return name;
}

function skipName(p: Parsing): void {
  for (;;) {
    const c = codeAt(p.text, p.pos);
    const colon = c === 58 && codeAt(p.text, p.pos + 1) !== 58; // two colons are the static member operator
    if (!colon && c !== 63 && !isIdentifierFollow(c)) return;
    p.pos++;
  }
}

function scanBracedName(p: Parsing, start: number, inString: boolean): string {
  const open = p.pos++;
  let name = "";
  for (;;) {
    const c = codeAt(p.text, p.pos);
    if (c === END) {
      const extent = { start: toScript(p, open), end: toScript(p, p.pos) };
      reportUnfinished(p, extent, "IncompleteDollarVariableReference");
      break;
    }
    p.pos++;
    if (c === 125) break;
    if (c === 96 && codeAt(p.text, p.pos) !== END) {
      name += scanEscape(p);
      continue;
    }
    if (c === 123) {
      const extent = { start: toScript(p, p.pos - 1), end: toScript(p, p.pos) };
      report(p, extent, "OpenBraceNeedsToBeBackTickedInVariableName");
    }
    if (inString && isDoubleQuote(c) && isDoubleQuote(codeAt(p.text, p.pos))) p.pos++;
    name += String.fromCharCode(c);
  }
  checkBracedName(p, start, name);
  return name;
}

function checkBracedName(p: Parsing, start: number, name: string): void {
  const end = toScript(p, p.pos);
  if (name === "") report(p, { start: end - 1, end }, "EmptyVariableReference");
  else if (name.endsWith(":")) report(p, { start: toScript(p, start), end }, "InvalidBracedVariableReference");
}
