// Choosing one of a method's overloads and making its arguments: PowerShell's rules, which weigh how well each argument's
// type fits and let earlier arguments count for more.

import { baseOf, typedArray } from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import type { MethodDefinition } from "../definition.js";
import { parameterType } from "../define.js";
import { enumerate } from "../enumerate.js";
import { EngineError, runtimeError } from "../errors.js";
import { Rank, rankOf } from "./rank.js";
import { PSReference } from "../type-object.js";
import { typeNameOf } from "../type-of.js";

export interface Parameter {
  readonly text: string;
  readonly type: string;
  readonly isRef: boolean;
}

export interface Candidate {
  readonly method: MethodDefinition;
  readonly parameters: readonly Parameter[];
  /** A "Params" array is made of the arguments from this index on; -1 where it is passed as it is or there is none. */
  readonly paramsFrom: number;
  readonly ranks: readonly number[];
}

const METHOD_EXCEPTION = "System.Management.Automation.MethodException";

function parameterOf(text: string, context: TypeContext): Parameter {
  return { text, type: context.table.canonical(parameterType(text)), isRef: text.startsWith("ref ") };
}

const isOptional = (text: string): boolean => text.includes(" = ");
const isParams = (text: string): boolean => /^params /i.test(text);

/** Overloads chosen before, by the types of the arguments: ranks look at nothing else. */
export type OverloadCache = WeakMap<readonly MethodDefinition[], Map<string, Candidate>>;

const CACHE_LIMIT = 64;

function signatureOf(args: readonly unknown[]): string {
  let signature = "";
  for (const arg of args) {
    if (arg === null || arg === undefined) signature += "null,";
    else signature += (arg instanceof PSReference ? "ref" : typeNameOf(baseOf(arg))) + ",";
  }
  return signature;
}

/** The overload for these arguments, and the arguments converted for it. Throws MethodException. */
export function bindOverload(
  name: string,
  overloads: readonly MethodDefinition[],
  args: readonly unknown[],
  context: TypeContext,
): { readonly method: MethodDefinition; readonly args: unknown[] } {
  const signature = signatureOf(args);
  let known = context.overloads.get(overloads);
  let best = known?.get(signature);
  if (!best) {
    best = findBest(name, overloads, args, context);
    if (!known) context.overloads.set(overloads, (known = new Map()));
    if (known.size >= CACHE_LIMIT) known.clear();
    known.set(signature, best);
  }
  return { method: best.method, args: convertArguments(name, best, args, context) };
}

function findBest(
  name: string,
  overloads: readonly MethodDefinition[],
  args: readonly unknown[],
  context: TypeContext,
): Candidate {
  const candidates = overloads.flatMap((method) => candidatesOf(method, args, context));
  const fitting = candidates.filter((candidate) => !candidate.ranks.includes(Rank.None));
  let best: Candidate | undefined;
  if (fitting.length === 1) best = fitting[0];
  else if (fitting.length > 1) best = chooseBest(name, fitting, args);
  else if (candidates.length === 1) best = candidates[0];
  if (!best) throw noOverload(name, args.length);
  return best;
}

function noOverload(name: string, count: number): EngineError {
  return runtimeError(
    "MethodCountCouldNotFindBest",
    `Cannot find an overload for "${name}" and the argument count: "${count}".`,
    { exceptionType: METHOD_EXCEPTION, category: "NotSpecified" },
  );
}

/** The normal form of an overload and, for one with "Params", the expanded one, where the count of arguments fits. */
function candidatesOf(method: MethodDefinition, args: readonly unknown[], context: TypeContext): Candidate[] {
  const texts = method.parameters;
  const last = texts.at(-1);
  const found: Candidate[] = [];
  const required = texts.filter((text) => !isOptional(text)).length;
  if (args.length >= required && args.length <= texts.length) found.push(candidate(method, texts, args, -1, context));
  if (last !== undefined && isParams(last) && args.length >= texts.length - 1)
    found.push(candidate(method, texts, args, texts.length - 1, context));
  return found;
}

function candidate(
  method: MethodDefinition,
  texts: readonly string[],
  args: readonly unknown[],
  paramsFrom: number,
  context: TypeContext,
): Candidate {
  const parameters = texts.map((text) => parameterOf(text, context));
  const ranks = args.map((arg, i) => {
    if (paramsFrom >= 0 && i >= paramsFrom) {
      const element = parameters[paramsFrom]!.type.replace(/\[\]$/, "");
      const value = baseOf(arg);
      return rankOf(value, typeNameOf(value), element, context);
    }
    return argumentRank(arg, parameters[i]!, context);
  });
  return { method, parameters, paramsFrom, ranks };
}

function argumentRank(arg: unknown, parameter: Parameter, context: TypeContext): number {
  if (parameter.isRef) return arg instanceof PSReference ? Rank.Identity : Rank.None;
  const value = baseOf(arg);
  return rankOf(value, typeNameOf(value), parameter.type, context);
}

function chooseBest(name: string, candidates: readonly Candidate[], args: readonly unknown[]): Candidate {
  let best = candidates[0]!;
  let tied = false;
  for (const other of candidates.slice(1)) {
    const order = compare(best, other, args.length);
    if (order < 0) best = other;
    if (order < 0) tied = false;
    else if (order === 0) tied = true;
  }
  // Only operators have overloads between which nothing decides; for methods the first listed is the usual one.
  if (tied && name.startsWith("op_"))
    throw runtimeError(
      "MethodCountCouldNotFindBest",
      `Multiple ambiguous overloads found for "${name}" and the argument count: "${args.length}".`,
      { exceptionType: METHOD_EXCEPTION, category: "NotSpecified" },
    );
  return best;
}

/** Positive where the first is better. */
function compare(a: Candidate, b: Candidate, count: number): number {
  let result = 0;
  for (let i = 0; i < count; i++) {
    const weight = count - i;
    if (a.ranks[i]! < b.ranks[i]!) result -= weight;
    else if (a.ranks[i]! > b.ranks[i]!) result += weight;
  }
  // An argument that would only become a string loses to one that fits as it is.
  const stringly = (candidate: Candidate): boolean => candidate.ranks.some((rank) => rank <= Rank.ToString);
  if (stringly(a) !== stringly(b)) return stringly(a) ? -1 : 1;
  if (result !== 0) return result;
  for (let i = 0; i < count; i++) {
    const order = moreSpecific(typeAt(a, i), typeAt(b, i));
    if (order !== 0) return order;
  }
  if (a.paramsFrom >= 0 !== b.paramsFrom >= 0) return a.paramsFrom >= 0 ? -1 : 1;
  return b.parameters.length - a.parameters.length;
}

function typeAt(candidate: Candidate, index: number): string {
  return candidate.parameters[Math.min(index, candidate.parameters.length - 1)]!.type;
}

function moreSpecific(a: string, b: string): number {
  if (a === b) return 0;
  if (b === "System.Object") return 1;
  if (a === "System.Object") return -1;
  return 0;
}

function convertArguments(name: string, chosen: Candidate, args: readonly unknown[], context: TypeContext): unknown[] {
  const converted: unknown[] = [];
  const fixed = chosen.paramsFrom >= 0 ? chosen.paramsFrom : chosen.parameters.length;
  for (let i = 0; i < fixed; i++) {
    const parameter = chosen.parameters[i]!;
    // The same type needs no conversion.
    if (i < args.length && chosen.ranks[i] === Rank.Identity && !parameter.isRef) converted.push(baseOf(args[i]));
    else if (i < args.length) converted.push(convertArgument(name, args[i], parameter, i, context));
    else converted.push(defaultOf(parameter, context));
  }
  if (chosen.paramsFrom >= 0) {
    const array = chosen.parameters[chosen.paramsFrom]!;
    const element = { ...array, type: array.type.replace(/\[\]$/, "") };
    const rest = args.slice(chosen.paramsFrom).map((arg, i) => convertArgument(name, arg, element, fixed + i, context));
    converted.push(typedArray(element.type, rest));
  }
  return converted;
}

function defaultOf(parameter: Parameter, context: TypeContext): unknown {
  const text = parameter.text.slice(parameter.text.indexOf(" = ") + 3);
  if (text === "null" || text === "None") return text === "null" ? null : context.values.tryConvert(0, parameter.type);
  return context.values.convert(text, parameter.type);
}

function convertArgument(
  name: string,
  arg: unknown,
  parameter: Parameter,
  index: number,
  context: TypeContext,
): unknown {
  if (parameter.isRef) {
    if (arg instanceof PSReference) return arg;
    throw runtimeError(
      "NonRefArgumentToRefParameter",
      `Argument: '${index + 1}' should be a System.Management.Automation.PSReference. Use [ref].`,
      { exceptionType: METHOD_EXCEPTION, category: "NotSpecified" },
    );
  }
  if (parameter.type === "System.Object") return arg === undefined ? null : arg;
  if ((arg === null || arg === undefined) && isReference(parameter.type, context)) return null;
  try {
    return context.values.convert(arg, parameter.type);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw argumentError(name, arg, parameter, index, error, context);
  }
}

function isReference(type: string, context: TypeContext): boolean {
  if (type === "System.String") return false;
  const definition = context.table.find(type);
  return !definition?.isValueType && !definition?.enumValues;
}

/** A parameter's name, or its number where the table does not say it. */
function parameterName(text: string, index: number): string {
  const words = text.replace(/^(?:Params |params |ref )/, "").split(" ");
  return words[1] ?? String(index);
}

function argumentError(
  name: string,
  arg: unknown,
  parameter: Parameter,
  index: number,
  error: EngineError,
  context: TypeContext,
): EngineError {
  const label = parameterName(parameter.text, index);
  const text = enumerate(arg) ? typeNameOf(arg) : context.values.toText(arg);
  return runtimeError(
    "MethodArgumentConversionInvalidCastArgument",
    `Cannot convert argument "${label}", with value: "${text}", for "${name === "new" ? ".ctor" : name}" to type "${parameter.type}": "${error.exception.message}"`,
    { exceptionType: METHOD_EXCEPTION, category: "NotSpecified", inner: error.exception },
  );
}

/** "string Substring(int startIndex)": how PowerShell prints an overload. */
export function overloadText(name: string, method: MethodDefinition, isStatic: boolean, context: TypeContext): string {
  const display = (type: string): string => context.table.displayName(context.table.canonical(type));
  const parameters = method.parameters.map((text) => {
    const prefix = isParams(text) ? "Params " : text.startsWith("ref ") ? "[ref] " : "";
    const rest = text.replace(/^(?:Params |params |ref )/, "");
    const type = parameterType(rest);
    return prefix + display(type) + rest.slice(type.length);
  });
  const returns = name === "new" ? "" : `${display(method.returns || "void")} `;
  return `${isStatic && name !== "new" ? "static " : ""}${returns}${method.face ? `${method.face}.` : ""}${name}(${parameters.join(", ")})`;
}
