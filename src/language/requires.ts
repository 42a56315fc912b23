// `#requires`: what a script asks of the shell before it runs, written in comments.
import type { CommandParameterAst, ExpressionAst, ScriptRequirements } from "./ast/ast.js";
import { parseCommand } from "./grammar/commands.js";
import { type Parsing, report } from "./state.js";

interface Wanted {
  version: string | null;
  editions: string[];
  modules: ExpressionAst[];
  assemblies: string[];
  runAsAdministrator: boolean;
}

const FLAGS: readonly string[] = [
  "version",
  "psedition",
  "modules",
  "assembly",
  "runasadministrator",
  "shellid",
  "pssnapin",
];

/** What all `#requires` comments of a script say together, or null when there is none. Read after the script. */
export function parseRequirements(p: Parsing): ScriptRequirements | null {
  if (p.requires.length === 0) return null;
  const wanted: Wanted = { version: null, editions: [], modules: [], assemblies: [], runAsAdministrator: false };
  for (const start of p.requires) parseComment(p, start, wanted);
  return wanted;
}

/** A comment is read as a command named `requires`, up to the end of its line. */
function parseComment(p: Parsing, start: number, wanted: Wanted): void {
  const text = p.source.text.slice(start).split(/[\r\n]/, 1)[0] ?? "";
  const command = parseCommand({
    ...p,
    tokens: null,
    text,
    base: start,
    skips: [],
    pos: 0,
    peeked: null,
    mode: "command",
  });
  const name = command?.elements[0];
  if (command === null || name === undefined) return;
  if (name.kind !== "StringConstantExpression" || name.value.toLowerCase() !== "requires") {
    report(p, name.extent, "ScriptRequiresInvalidFormat");
    return;
  }
  const rest = command.elements.slice(1);
  for (let element = rest.shift(); element !== undefined; element = rest.shift()) {
    if (element.kind !== "CommandParameter") {
      report(p, element.extent, "ScriptRequiresInvalidFormat");
      return;
    }
    const flag = FLAGS.find((each) => each.startsWith(element.name.toLowerCase())) ?? null;
    if (flag === "runasadministrator") {
      wanted.runAsAdministrator = true;
      continue;
    }
    const value = element.argument ?? (rest[0]?.kind === "CommandParameter" ? undefined : rest.shift());
    if (value === undefined || value.kind === "CommandParameter" || flag === null)
      report(p, element.extent, "ParameterRequiresArgument", element.name);
    else setValue(p, wanted, flag, element, value);
  }
}

function setValue(
  p: Parsing,
  wanted: Wanted,
  flag: string,
  parameter: CommandParameterAst,
  value: ExpressionAst,
): void {
  const values = value.kind === "ArrayLiteral" ? value.elements : [value];
  for (const each of values)
    if (!isConstantValue(each)) return report(p, each.extent, "RequiresArgumentMustBeConstant");
  switch (flag) {
    case "version":
      return setVersion(p, wanted, parameter, value);
    case "modules":
      wanted.modules.push(...values);
      return;
    case "assembly":
      wanted.assemblies.push(...values.map((each) => textOf(p, each)));
      return;
    case "psedition":
      for (const each of values) addEdition(p, wanted, each);
  }
}

function isConstantValue(value: ExpressionAst): boolean {
  return value.kind === "StringConstantExpression" || value.kind === "ConstantExpression" || value.kind === "Hashtable";
}

function textOf(p: Parsing, value: ExpressionAst): string {
  if (value.kind === "StringConstantExpression") return value.value;
  return p.source.text.slice(value.extent.start, value.extent.end);
}

function setVersion(p: Parsing, wanted: Wanted, parameter: CommandParameterAst, value: ExpressionAst): void {
  if (wanted.version !== null) return report(p, parameter.extent, "ParameterAlreadyBound", parameter.name);
  const version = textOf(p, value);
  if (!/^\d+(\.\d+){0,3}$/.test(version)) return report(p, value.extent, "RequiresVersionInvalid");
  wanted.version = version.includes(".") ? version : `${version}.0`;
}

function addEdition(p: Parsing, wanted: Wanted, value: ExpressionAst): void {
  const edition = textOf(p, value);
  if (!/^(core|desktop)$/i.test(edition)) report(p, value.extent, "RequiresPSEditionInvalid", "psedition");
  else wanted.editions.push(edition);
}
