// What -Property takes in Select-, Sort-, Group-, Measure- and Compare-Object: names with wildcards, script blocks,
// and hashtables (@{ Name = …; Expression = … }).

import type { CmdletContext } from "../../engine/index.js";
import { baseOf, Dictionary } from "../../objects/index.js";
import { hasWildcard } from "./wildcards.js";

/** One -Property argument, read once per command. */
export interface PropertyExpression {
  /** What a selected property will be called: the label, the name, or the script's text. */
  readonly name: string;
  /** A property name (perhaps a wildcard pattern), or a script block. */
  readonly expression: string | object;
  /** Further entries of the hashtable, by the key's full name. */
  readonly options: ReadonlyMap<string, unknown>;
}

/** Keys a command allows in its hashtables, by full name, with what each may be called: ["name", "label"]. */
export type ExpressionKeys = Readonly<Record<string, readonly string[]>>;

export const EXPRESSION_KEY: ExpressionKeys = { expression: ["expression"] };
export const NAMED_EXPRESSION_KEYS: ExpressionKeys = { expression: ["expression"], name: ["name", "label"] };

/** Reads the -Property arguments; a bad one ends the command with PowerShell's error. */
export function readPropertyExpressions(
  context: CmdletContext,
  values: readonly unknown[],
  keys: ExpressionKeys,
): PropertyExpression[] {
  return values.map((value) => readOne(context, baseOf(value), keys));
}

function readOne(context: CmdletContext, value: unknown, keys: ExpressionKeys): PropertyExpression {
  if (value instanceof Dictionary) return readDictionary(context, value, keys);
  if (isScriptBlock(value)) return { name: context.engine.values.toText(value), expression: value, options: new Map() };
  const name = context.engine.values.toText(value);
  return { name, expression: name, options: new Map() };
}

function readDictionary(context: CmdletContext, dictionary: Dictionary, keys: ExpressionKeys): PropertyExpression {
  const options = new Map<string, unknown>();
  for (const { key, value } of dictionary) options.set(fullKey(context, String(key), keys), baseOf(value));
  const expression = options.get("expression");
  if (expression === undefined || expression === null) {
    return context.throwTerminating(
      context.error(
        "System.NotSupportedException",
        "A mandatory entry for expression is missing.",
        "DictionaryKeyMandatoryEntry",
        "InvalidArgument",
        dictionary,
      ),
    );
  }
  const text = isScriptBlock(expression) ? expression : context.engine.values.toText(expression);
  const label = options.get("name");
  return {
    name: label === undefined ? context.engine.values.toText(expression) : context.engine.values.toText(label),
    expression: text,
    options,
  };
}

function fullKey(context: CmdletContext, key: string, keys: ExpressionKeys): string {
  const lower = key.toLowerCase();
  for (const [name, spellings] of Object.entries(keys)) {
    if (spellings.some((spelling) => lower.length > 0 && spelling.startsWith(lower))) return name;
  }
  return context.throwTerminating(
    context.error(
      "System.NotSupportedException",
      `The ${key} key is not valid.`,
      "DictionaryKeyIllegal",
      "InvalidArgument",
      key,
    ),
  );
}

/** Live script blocks are the engine's own objects; nothing else here is named so. */
export function isScriptBlock(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    "typeName" in value &&
    value.typeName === "System.Management.Automation.ScriptBlock"
  );
}

/** The names of `item`'s properties that a name or pattern stands for; a plain name stands for itself. */
export function expandNames(context: CmdletContext, item: unknown, name: string): readonly string[] {
  if (!hasWildcard(name)) return [name];
  const { values } = context.engine;
  return values.view.propertyNames(item).filter((candidate) => values.like(candidate, name));
}

/** Evaluates an expression against an object: undefined where a named property is missing; a script's error gives null. */
export function evaluate(context: CmdletContext, expression: PropertyExpression, item: unknown): unknown {
  if (typeof expression.expression !== "string") return evaluateScript(context, expression.expression, item);
  const { values } = context.engine;
  const [name] = expandNames(context, item, expression.expression);
  return name !== undefined && values.hasMember(item, name) ? values.getMember(item, name) : undefined;
}

/** The value of a script block for `$_ = item`: null for no output, the object for one, an array for several. */
export function evaluateScript(context: CmdletContext, script: object, item: unknown): unknown {
  const output = context.engine.invokeCollect(script, [], item);
  if (output.length === 0) return null;
  return output.length === 1 ? output[0] : output;
}
