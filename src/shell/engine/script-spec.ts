// A script block on its way to another computer: its text, its arguments, and the values of `$using:`.

import { writeValue } from "../../clixml/index.js";
import type { CmdletContext, Engine } from "../../engine/index.js";
import { Dictionary, PSObject, Shape } from "../../objects/index.js";
import type { ScriptBlockAst } from "../../language/index.js";
import type { ScriptSpec } from "../services/pipelines.js";
import { plainCommands } from "./plain-commands.js";

/** What the shell needs of a live script block; the engine's own class has it. */
export interface LiveScriptBlock {
  readonly text: string;
  /** The text, after the parameters that stand behind a function's name. */
  readonly definition: string;
  readonly ast: unknown;
}

/** A `$using:` expression: where it stands in its script's text. */
interface UsingExpression {
  readonly kind: "UsingExpression";
  readonly extent: { readonly start: number; readonly end: number };
}

export interface ScriptOptions {
  readonly args?: readonly unknown[];
  readonly hasInput: boolean;
  readonly location?: string;
  /** A block of nothing but plain commands is sent as these. */
  readonly mayBeCommands?: boolean;
  /** A `$using:` variable that is not there is nothing, as thread jobs have it; else an error before anything starts. */
  readonly undefinedIsNothing?: boolean;
  /** Looks at each value of `$using:`. */
  readonly check?: (value: unknown) => void;
}

/** The script as it is sent. Throws UsingVariableIsUndefined before anything has started. */
export function scriptSpec(
  context: CmdletContext,
  block: LiveScriptBlock | string,
  options: ScriptOptions,
): ScriptSpec {
  const { engine } = context;
  const { width, height } = engine.host.ui.size();
  const encode = (value: unknown): string =>
    value === null || value === undefined ? "" : writeValue(value, { view: engine.values.view });
  const parameters: { name: string | null; value: string }[] = (options.args ?? []).map((value) => ({
    name: null,
    value: encode(value),
  }));
  const using = typeof block === "string" ? undefined : usingValues(context, block, options);
  if (using) parameters.push({ name: "--%", value: encode(using) });
  const isAlone = options.mayBeCommands && typeof block !== "string" && parameters.length === 0;
  const commands = isAlone ? plainCommands(block.ast as ScriptBlockAst, encode) : undefined;
  return {
    script: typeof block === "string" ? block : block.definition,
    parameters,
    noInput: !options.hasInput,
    ...(commands && { commands }),
    ui: { width, height, supportsVirtualTerminal: false },
    ...(options.location !== undefined && { location: options.location }),
  };
}

const USING_DICTIONARY = "System.Collections.Generic.Dictionary`2[[System.String],[System.Object]]";

/** The dictionary that travels as the argument `--%`: base64 of each expression as written, and its value here. */
function usingValues(context: CmdletContext, block: LiveScriptBlock, options: ScriptOptions): Dictionary | undefined {
  if (!/using:/i.test(block.text)) return undefined;
  const found = usingExpressions(block.ast);
  if (found.length === 0) return undefined;
  const { text } = (block.ast as { source: { text: string } }).source;
  const values = new Dictionary("Dictionary", USING_DICTIONARY, (key) => key);
  for (const { extent } of found) {
    const expression = text.slice(extent.start, extent.end);
    const key = Buffer.from(usingKey(expression), "utf16le").toString("base64");
    if (values.has(key)) continue;
    const value = usingValue(context, expression, options.undefinedIsNothing ?? false);
    options.check?.(value);
    values.set(key, value);
  }
  return values;
}

/** PowerShell's key: the expression as it stands, in lower case where it is a plain variable. */
function usingKey(expression: string): string {
  return /^\$(\{using:[^}]*\}|using:\w+)$/i.test(expression) ? expression.toLowerCase() : expression;
}

/** Stands for nothing on the way to a thread: CLIXML has a null alone. */
const NOTHING_TYPE = "Remora.Nothing";

function usingValue(context: CmdletContext, expression: string, undefinedIsNothing: boolean): unknown {
  const { engine } = context;
  const local = expression.replace(/(\$\{?)using:/i, "$1");
  const name = /^\$\{?(\w+)(?![\w:])/.exec(local)?.[1];
  const missing = name !== undefined && !isDefined(engine, name);
  if (missing && undefinedIsNothing) return new PSObject(undefined, Shape.empty, [], [NOTHING_TYPE]);
  if (missing)
    context.throwTerminating(
      context.error(
        "System.Management.Automation.RuntimeException",
        `The value of the using variable '${expression}' cannot be retrieved because it has not been set in the local session.`,
        "UsingVariableIsUndefined",
        "InvalidOperation",
        expression,
      ),
    );
  const plain = /^\$\{?(\w+)\}?$/.exec(local);
  if (plain) return engine.getVariable(plain[1]!) ?? null;
  const results: unknown[] = [];
  engine.invoke(engine.scriptBlock(local), { newScope: false, output: (value) => results.push(value) });
  return results.length === 1 ? results[0] : results.length === 0 ? null : results;
}

function isDefined(engine: Engine, name: string): boolean {
  return engine.sessionState.getVariable(name) !== undefined || engine.getVariable(name) != null;
}

/**
 * All `$using:` expressions below a node, those of a ForEach-Object -Parallel within it aside, whose own they are. The tree is data:
 * every field that holds nodes is looked into, parents aside.
 */
function usingExpressions(node: unknown): UsingExpression[] {
  const found: UsingExpression[] = [];
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) return value.forEach(visit);
    if ((value as { kind?: unknown }).kind === "UsingExpression") {
      found.push(value as UsingExpression);
      return;
    }
    if (isParallel(value)) return;
    for (const [name, field] of Object.entries(value)) if (name !== "parent" && name !== "source") visit(field);
  };
  visit(node);
  return found;
}

/** ForEach-Object -Parallel: its block's `$using:` means the variables around it, wherever that runs. */
function isParallel(node: object): boolean {
  const { kind, elements } = node as { kind?: unknown; elements?: readonly unknown[] };
  if (kind !== "Command" || !elements) return false;
  const [name, ...others] = elements as readonly { kind?: unknown; value?: unknown; name?: unknown }[];
  return (
    /^(foreach-object|foreach|%)$/i.test(String(name?.value)) &&
    others.some(
      (other) => other.kind === "CommandParameter" && /^-?pa(r(a(l(l(el?)?)?)?)?)?$/i.test(String(other.name)),
    )
  );
}

/** Reads `$using:` values on the other side: expression as written → value. */
export function readUsing(dictionary: Dictionary): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const { key, value } of dictionary) {
    const isNothing = value instanceof PSObject && value.typeNames?.[0]?.endsWith(NOTHING_TYPE);
    values.set(Buffer.from(String(key), "base64").toString("utf16le"), isNothing ? undefined : value);
  }
  return values;
}
