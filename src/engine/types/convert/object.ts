// The last attempts of a cast, for types with members of their own: the type's rule, Parse, a base type, a constructor,
// and an object made of the entries of a hashtable.

import { baseOf, Char, Dictionary, EnumValue, PSObject } from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { finalCastError } from "./cast-error.js";
import { invalidCast } from "./number.js";
import type { MethodDefinition, TypeDefinition } from "../definition.js";
import { parameterType } from "../define.js";
import { enumerate } from "../enumerate.js";
import { asNetError, castFailure, EngineError } from "../errors.js";
import { numericKind } from "../numbers/numeric.js";
import { Rank, rankOf } from "../members/rank.js";

const REGEX = "System.Text.RegularExpressions.Regex";

export function convertObject(
  value: unknown,
  base: unknown,
  own: string,
  type: TypeDefinition,
  context: TypeContext,
): unknown {
  const name = type.name;
  const made = type.convertFrom?.(base, context.engine);
  if (made !== undefined) return made;
  if (typeof base === "string") {
    const parsed = parse(base, type, context);
    if (parsed !== undefined) return parsed;
  }
  if (context.table.isAssignable(own, name)) return base instanceof PSObject ? value : base;
  const built = ofElements(value, base, type, context) ?? construct(base, own, type, context);
  if (built !== undefined) return built;
  const implicit = operatorConversion(base, own, type, context);
  if (implicit !== undefined) return implicit;
  if (base instanceof Dictionary || (base instanceof PSObject && base.isCustom)) {
    const object = fromProperties(base, type, context);
    if (object !== undefined) return object;
  }
  const byText = convertibleTo(base, own, type, context);
  if (byText !== undefined) return byText;
  const elements = enumerate(base);
  if (elements && !name.startsWith("System.Collections")) {
    // A single element stands for itself, but for numbers, which convert-number has refused by now.
    const items = [...elements];
    if (items.length === 1 && !/^System\.(Int|UInt|Byte|SByte|Double|Single|Decimal|DateTime|TimeSpan)/.test(name))
      return context.values.convert(items[0], name);
  }
  throw finalCastError(value, name, context);
}

/** IConvertible's last word: a number is tried by its text, a truth, a character or an enumeration is refused. */
function convertibleTo(base: unknown, own: string, type: TypeDefinition, context: TypeContext): unknown {
  if (type.name.startsWith("System.Collections.")) return undefined;
  if (typeof base === "boolean" || base instanceof Char || base instanceof EnumValue) {
    const why = `Invalid cast from '${own}' to '${type.name}'.`;
    throw invalidCast("InvalidCastIConvertible", context.values.toText(base), type.name, why);
  }
  if (numericKind(base) === undefined) return undefined;
  const text = context.values.toText(base);
  return parse(text, type, context) ?? construct(text, "System.String", type, context);
}

/** A static Parse(string), or one that takes a culture too. */
function parse(text: string, type: TypeDefinition, context: TypeContext): unknown {
  const overloads = context.table.resolve(type).staticMethods.get("parse")?.overloads ?? [];
  const types = (method: MethodDefinition): string => method.parameters.map(parameterType).join();
  const cultured = overloads.find((method) => types(method) === "string,System.IFormatProvider");
  const plain = overloads.find((method) => types(method) === "string");
  const chosen = cultured ?? plain;
  if (!chosen || type.isAbstract) return undefined;
  try {
    return chosen.call(undefined, cultured ? [text, null] : [text], context.engine);
  } catch (thrown) {
    const error = asNetError(thrown);
    if (!(error instanceof EngineError)) throw error;
    const id = cultured ? "InvalidCastParseTargetInvocationWithFormatProvider" : "InvalidCastParseTargetInvocation";
    throw invalidCast(id, text, type.name, error.exception.message, error.exception);
  }
}

/** A generic collection of one element type is made of the elements, or of the one value. */
function ofElements(value: unknown, base: unknown, type: TypeDefinition, context: TypeContext): unknown {
  const element = type.typeArguments?.length === 1 ? type.typeArguments[0]! : undefined;
  if (element === undefined || type.isInterface || base instanceof Dictionary) return undefined;
  if (!/^System\.Collections\.(Generic|ObjectModel|Concurrent)\./.test(type.name)) return undefined;
  const items = enumerate(base);
  const convert = (item: unknown): unknown => context.values.convert(item ?? null, element);
  let converted: unknown[];
  if (!items) converted = [convert(base)];
  else
    try {
      converted = Array.from(items, convert);
    } catch (error) {
      throw error instanceof EngineError ? finalCastError(value, type.name, context) : error;
    }
  const list = context.values.convert(converted, `${element}[]`);
  return construct(list, `${element}[]`, type, context);
}

/** A constructor whose one parameter takes the value without loss. */
function construct(value: unknown, own: string, type: TypeDefinition, context: TypeContext): unknown {
  // A hashtable is made of a dictionary alone, not of its capacity.
  if (type.name === "System.Collections.Hashtable") return undefined;
  if (type.name.startsWith("System.Collections.") && numericKind(value) !== undefined) return undefined;
  let best: MethodDefinition | undefined;
  let bestRank: number = Rank.Language;
  for (const constructor of type.constructors ?? []) {
    if (constructor.parameters.length !== 1 || constructor.parameters[0]!.startsWith("Params ")) continue;
    const target = context.table.canonical(parameterType(constructor.parameters[0]!));
    const rank = rankOf(value, own, target, context);
    const array = enumerate(value) !== undefined && (target.endsWith("[]") || target.includes("IEnumerable"));
    const fitting = array ? Math.max(rank, Rank.NumericImplicit) : rank;
    // A number widens: Int32 to a constructor of Int64.
    if (fitting > bestRank && fitting > Rank.NumericString) {
      best = constructor;
      bestRank = fitting;
    }
  }
  if (!best) return undefined;
  try {
    const argument = context.values.convert(value, parameterType(best.parameters[0]!));
    return best.call(undefined, [argument], context.engine);
  } catch (thrown) {
    const error = asNetError(thrown);
    if (!(error instanceof EngineError)) throw error;
    const why = error.exception.message;
    const id = type.name === REGEX ? "InvalidCastFromStringToRegex" : "InvalidCastConstructorException";
    throw invalidCast(id, context.values.toText(value), type.name, why, error.exception);
  }
}

/** op_Implicit and op_Explicit of either type. */
function operatorConversion(value: unknown, own: string, type: TypeDefinition, context: TypeContext): unknown {
  const from = context.table.resolveName(own);
  const to = context.table.resolve(type);
  for (const name of ["op_implicit", "op_explicit"])
    for (const side of [to, from])
      for (const method of side?.staticMethods.get(name)?.overloads ?? []) {
        if (context.table.canonical(method.returns) !== type.name) continue;
        if (
          rankOf(value, own, context.table.canonical(parameterType(method.parameters[0]!)), context) < Rank.Assignable
        )
          continue;
        return method.call(undefined, [value], context.engine);
      }
  return undefined;
}

/** [type]@{Property = value}: a new object with its properties set. */
function fromProperties(source: Dictionary | PSObject, type: TypeDefinition, context: TypeContext): unknown {
  if (!type.constructors?.some((constructor) => constructor.parameters.length === 0)) return undefined;
  const object = context.values.invokeStatic(type.name, "new", []);
  const entries: (readonly [string, unknown])[] =
    source instanceof Dictionary
      ? [...source].map((entry) => [context.values.toText(entry.key), entry.value])
      : source.shape.names.map((name) => [name, context.values.getMember(source, name)]);
  for (const [name, value] of entries) {
    if (!context.values.hasMember(object, name)) throw creationError(name, type, context);
    setInitial(object, name, value, type, context);
  }
  return object;
}

function setInitial(object: unknown, name: string, value: unknown, type: TypeDefinition, context: TypeContext): void {
  try {
    context.values.setMember(object, name, baseOf(value) === undefined ? null : value);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const cause = error.exception.innerException ?? error.exception;
    throw castFailure("ObjectCreationError", `Cannot create object of type "${type.name}". ${cause.message}`, cause);
  }
}

function creationError(property: string, type: TypeDefinition, context: TypeContext): EngineError {
  const names = [...context.table.resolve(type).properties.values()].filter((item) => item.definition.set);
  const list = names.map((item) => `[${item.name} <${context.table.canonical(item.definition.type)}>]`).join(", ");
  return castFailure(
    "ObjectCreationError",
    `Cannot create object of type "${type.name}". The property '${property}' was not found for the '${type.name}' object. The settable properties are: ${list}.`,
  );
}
