// Completion of what is being typed: commands, parameters, variables, members of types, paths. Runs on the engine thread,
// between pipelines, and never runs what is typed.

import { CmdletInfo, type Engine } from "../../engine/index.js";

export interface CompletionMatch {
  readonly text: string;
  readonly label: string;
}

export interface CompletionResult {
  /** Range of the line that a match replaces. */
  readonly start: number;
  readonly end: number;
  readonly matches: readonly CompletionMatch[];
}

/** More than this is no help to anyone. */
const MOST_MATCHES = 500;

/** What could stand at the cursor. */
export function complete(engine: Engine, line: string, cursor: number): CompletionResult {
  const before = line.slice(0, cursor);
  const word = wordAt(before);
  const matches = matchesFor(engine, before, word).slice(0, MOST_MATCHES);
  return { start: word.start, end: cursor, matches };
}

interface Word {
  readonly start: number;
  readonly text: string;
  /** The quote it began with, or nothing. */
  readonly quote: string;
}

/** The word the cursor is at the end of; a quoted one may hold blanks. */
function wordAt(before: string): Word {
  let quote = "";
  let start = 0;
  for (let i = 0; i < before.length; i++) {
    const character = before[i]!;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') {
      quote = character;
      start = i;
    } else if (/[\s|;&(){}=,]/.test(character) && before[i - 1] !== "`") start = i + 1;
  }
  const text = before.slice(start);
  return quote === "" ? { start, text, quote: "" } : { start, text: text.slice(1), quote };
}

function matchesFor(engine: Engine, before: string, word: Word): readonly CompletionMatch[] {
  if (word.quote === "") {
    if (/^[$@][\w:?]*$/.test(word.text)) return variables(engine, word.text);
    if (/^\[[\w.]*$/.test(word.text)) return types(engine, word.text.slice(1));
  }
  const command = commandBefore(before.slice(0, word.start));
  if (command === undefined)
    return word.quote === "" ? [...commands(engine, word.text), ...paths(engine, word)] : paths(engine, word);
  if (word.quote === "" && word.text.startsWith("-")) return parameters(engine, command.name, word.text.slice(1));
  const values = parameterValues(engine, command, word);
  return values.length > 0 ? values : paths(engine, word);
}

interface TypedCommand {
  readonly name: string;
  /** The parameter whose value is being typed, where there is one. */
  readonly parameter: string | undefined;
}

/** The command that the word would be an argument of; undefined where the word is a command itself. */
const ASSIGNMENT = /^\s*(?:\[[^\]]*\]\s*)?\$[\w:]+\s*[-+*/%?]*=\s*/;

function commandBefore(text: string): TypedCommand | undefined {
  const statement = /(?:^|[|;&({=\n])\s*([^|;&({\n]*)$/.exec(text)?.[1] ?? "";
  const words = statement.replace(ASSIGNMENT, "").match(/'[^']*'|"[^"]*"|\S+/g);
  if (!words) return undefined;
  const last = words.at(-1)!;
  return {
    name: words[0]!.replace(/^["']|["']$/g, ""),
    parameter: last.startsWith("-") && words.length > 1 ? last.slice(1) : undefined,
  };
}

function commands(engine: Engine, prefix: string): readonly CompletionMatch[] {
  if (prefix === "" || /[/\\]/.test(prefix)) return [];
  const names = engine.sessionState
    .commands(`${prefix}*`, ["Alias", "Function", "Filter", "Cmdlet"])
    .map((command) => command.name);
  return named(sorted(engine, names));
}

function parameters(engine: Engine, commandName: string, prefix: string): readonly CompletionMatch[] {
  const command = findCommand(engine, commandName);
  if (!command) return [];
  const table = engine.sessionState.commandParameters(command);
  const names = Array.from(table, ({ key }) => String(key)).filter((name) =>
    name.toLowerCase().startsWith(prefix.toLowerCase()),
  );
  return names.map((name) => ({ text: `-${name}`, label: `-${name}` }));
}

function findCommand(engine: Engine, name: string): ReturnType<Engine["sessionState"]["findCommand"]> {
  const found = engine.sessionState.findCommand(name, ["Alias", "Function", "Filter", "Cmdlet"]);
  return found?.commandType === "Alias" ? (findCommand(engine, found.definition) ?? found) : found;
}

/** Values that a parameter allows, where its definition says so: a set, the names of an enumeration. */
function parameterValues(engine: Engine, command: TypedCommand, word: Word): readonly CompletionMatch[] {
  const found = findCommand(engine, command.name);
  if (!found) return [];
  if (found instanceof CmdletInfo) return declaredValues(engine, found, command.parameter, word);
  if (command.parameter === undefined) return [];
  const table = engine.sessionState.commandParameters(found);
  const metadata = table.get(command.parameter);
  if (metadata === undefined) return [];
  const { values } = engine;
  const sets = [...(values.enumerate(values.getMember(metadata, "Attributes")) ?? [])].flatMap((attribute) => [
    ...(values.enumerate(values.getMember(attribute, "ValidValues")) ?? []),
  ]);
  const names = sets
    .map((value) => values.toText(value))
    .filter((name) => name.toLowerCase().startsWith(word.text.toLowerCase()));
  return names.map((name) => quoted(name, word.quote));
}

/** What a cmdlet's file says of a parameter; without a name, of the one that comes first. */
function declaredValues(
  engine: Engine,
  { cmdlet }: CmdletInfo,
  parameter: string | undefined,
  word: Word,
): readonly CompletionMatch[] {
  const wanted = parameter?.toLowerCase();
  const definition = Object.entries(cmdlet.parameters).find(([name, { aliases, position, sets }]) =>
    wanted === undefined
      ? position === 0 || sets?.[cmdlet.defaultParameterSet ?? ""]?.position === 0
      : name.toLowerCase().startsWith(wanted) || aliases?.some((alias) => alias.toLowerCase() === wanted),
  )?.[1];
  if (!definition || definition.type === "switch") return [];
  const sets = (definition.validate ?? []).flatMap((rule) => (rule.kind === "Set" ? rule.values : []));
  const offered = [...sets, ...(definition.complete?.(engine, word.text) ?? [])];
  const prefix = word.text.toLowerCase();
  return offered.filter((name) => name.toLowerCase().startsWith(prefix)).map((name) => quoted(name, word.quote));
}

function variables(engine: Engine, word: string): readonly CompletionMatch[] {
  const sigil = word[0]!;
  const environment = /^\$env:(.*)$/i.exec(word);
  if (environment) {
    const names = engine.host.environment
      .names()
      .filter((name) => name.toLowerCase().startsWith(environment[1]!.toLowerCase()));
    return named(sorted(engine, names).map((name) => `$env:${name}`));
  }
  const prefix = word.slice(1).toLowerCase();
  const names = engine.sessionState.variables().map((variable) => variable.name);
  const found = [...new Set(names)].filter((name) => name.toLowerCase().startsWith(prefix));
  return sorted(engine, found).map((name) => {
    const text = /^[\w?]+$/.test(name) ? sigil + name : `${sigil}{${name}}`;
    return { text, label: text };
  });
}

const TYPE_NAMES: readonly string[] = [
  "string",
  "int",
  "long",
  "double",
  "decimal",
  "bool",
  "char",
  "byte",
  "datetime",
  "timespan",
  "guid",
  "version",
  "regex",
  "array",
  "hashtable",
  "ordered",
  "pscustomobject",
  "scriptblock",
  "switch",
  "xml",
  "uri",
  "math",
  "convert",
  "environment",
  "psobject",
  "type",
  "void",
];

function types(engine: Engine, prefix: string): readonly CompletionMatch[] {
  const names = TYPE_NAMES.filter(
    (name) => name.startsWith(prefix.toLowerCase()) && (engine.types.find(name) !== undefined || name === "ordered"),
  );
  return names.map((name) => ({ text: `[${name}]`, label: name }));
}

/** Items below the folder that the word names so far. A folder ends in a separator, so that one can go on. */
function paths(engine: Engine, word: Word): readonly CompletionMatch[] {
  const at = Math.max(word.text.lastIndexOf("/"), word.text.lastIndexOf("\\"), word.text.lastIndexOf(":")) + 1;
  const folder = word.text.slice(0, at);
  const prefix = word.text.slice(at).toLowerCase();
  try {
    const { drive, path } = engine.location.resolve(folder === "" ? "." : folder);
    const provider = engine.providers.get(drive.provider.toLowerCase()) ?? engine.providers.get(drive.provider);
    const children = provider?.getChildren(drive, path) ?? [];
    const found = children.filter(
      (child) => child.name.toLowerCase().startsWith(prefix) && (prefix !== "" || !child.name.startsWith(".")),
    );
    const lead = folder === "" && word.quote === "" ? "./" : folder;
    const names = sorted(
      engine,
      found.map((child) => child.name),
    );
    const isFolder = new Set(found.filter((child) => child.isContainer).map((child) => child.name));
    return names.map((name) => ({
      ...quoted(`${lead}${name}${isFolder.has(name) ? "/" : ""}`, word.quote),
      label: name,
    }));
  } catch {
    return []; // no such drive, or a folder that may not be read
  }
}

/** A word that needs quotes gets them. */
function quoted(text: string, quote: string): CompletionMatch {
  const needed = quote !== "" || /[\s'"`$(){};,&|<>@#]/.test(text);
  if (!needed) return { text, label: text };
  const mark = quote === "" ? "'" : quote;
  const inner = mark === "'" ? text.replaceAll("'", "''") : text.replace(/["`$]/g, "`$&");
  return { text: mark + inner + mark, label: text };
}

function named(names: readonly string[]): readonly CompletionMatch[] {
  return names.map((name) => ({ text: name, label: name }));
}

function sorted(engine: Engine, names: readonly string[]): readonly string[] {
  const result = [...new Set(names)];
  result.sort((left, right) => engine.values.compare(left, right));
  return result;
}
