// How well a value's type fits a parameter: PowerShell's ConversionRank, from "not at all" to "the same type".
//
// Rule: ranks look at types, never at values: whether "abc" really is a number shows only when it is converted.

import type { TypeContext } from "../context.js";
import { isIntegerKind, isSignedKind, NUMERIC_RANK } from "../numbers/numeric.js";
import type { NumericKind } from "../numbers/numeric.js";
import { enumerate } from "../enumerate.js";
import { typeNameOf } from "../type-of.js";
import { Dictionary } from "../../../objects/index.js";

/** The names of the ranks that are told apart here, in PowerShell's order. */
export const Rank = {
  None: 0,
  UnrelatedArrays: 0x0f,
  ToStringS2A: 0x17,
  ToString: 0x1f,
  IConvertible: 0x3f,
  ImplicitCast: 0x4f,
  Constructor: 0x6f,
  Parse: 0x7f,
  LanguageS2A: 0x97,
  Language: 0x9f,
  NullToValue: 0xaf,
  NullToRef: 0xbf,
  NumericExplicit: 0xcf,
  NumericString: 0xdf,
  NumericImplicit: 0xef,
  AssignableS2A: 0xf7,
  Assignable: 0xff,
  Identity: 0x10f,
} as const;

function kindOfName(name: string): NumericKind | undefined {
  if (name === "System.Numerics.BigInteger") return "BigInteger";
  if (!name.startsWith("System.")) return undefined;
  const kind = name.slice(7);
  return kind in NUMERIC_RANK ? (kind as NumericKind) : undefined;
}

/** How a value of type `from` becomes `to`. */
export function rankOf(value: unknown, from: string, to: string, context: TypeContext): number {
  const { table } = context;
  if (value === null || value === undefined) return nullRank(to, context);
  if (from === to) return Rank.Identity;
  if (to === "System.Object") return Rank.Assignable;
  if (table.isAssignable(from, to)) return Rank.Assignable;
  const target = table.find(to);
  const fromKind = kindOfName(from);
  const toKind = kindOfName(to);
  if (fromKind && toKind) return numericRank(fromKind, toKind);
  if (to === "System.String") return fromKind ? Rank.NumericString : Rank.ToString;
  if (from === "System.String") return stringRank(to, toKind, context);
  if (to === "System.Boolean") return Rank.Language;
  if (from === "System.Boolean" && toKind) return Rank.Language;
  if (from === "System.Char" && toKind) return isIntegerKind(toKind) ? Rank.NumericImplicit : Rank.IConvertible;
  if (to === "System.Char" && fromKind) return Rank.IConvertible;
  if (target?.enumValues && fromKind) return Rank.Language;
  if (table.find(from)?.enumValues && toKind) return Rank.NumericExplicit;
  if (target?.elementType !== undefined) return arrayRank(value, from, target.elementType, context);
  if (isDelegate(to, context) && from === "System.Management.Automation.ScriptBlock") return Rank.Language;
  if (target?.isInterface && target.typeArguments?.length === 1 && enumerate(value)) return Rank.Language;
  if (value instanceof Dictionary && target?.constructors?.some((item) => item.parameters.length === 0))
    return Rank.Constructor;
  if (target?.constructors?.some((item) => item.parameters.length === 1)) return Rank.Constructor;
  if (target?.convertFrom) return Rank.Constructor;
  return Rank.None;
}

function isDelegate(name: string, context: TypeContext): boolean {
  return context.table.resolveName(name)?.assignableTo.has("System.Delegate") ?? false;
}

function nullRank(to: string, context: TypeContext): number {
  // 'abc'.Contains($null) takes the overload of a char.
  if (to === "System.String") return Rank.NullToValue - 1;
  const target = context.table.find(to);
  const valueType = target !== undefined && (target.isValueType || target.enumValues !== undefined);
  return valueType ? Rank.NullToValue : Rank.NullToRef;
}

function numericRank(from: NumericKind, to: NumericKind): number {
  if (NUMERIC_RANK[to] < NUMERIC_RANK[from]) return Rank.NumericExplicit;
  if (isSignedKind(from) && isIntegerKind(to) && !isSignedKind(to)) return Rank.NumericExplicit;
  if ((from === "Double" || from === "Single") && to === "Decimal") return Rank.NumericExplicit;
  // The nearer the type, the better: an Int32 would rather be an Int64 than a Double.
  return Rank.NumericImplicit - (NUMERIC_RANK[to] - NUMERIC_RANK[from]);
}

function stringRank(to: string, toKind: NumericKind | undefined, context: TypeContext): number {
  if (toKind) return Rank.NumericString;
  if (to === "System.Char[]") return Rank.Language + 1; // Before one Char: 'abc'.Trim('ab').
  if (to === "System.Char" || to === "System.Boolean" || to === "System.Type") return Rank.Language;
  const target = context.table.find(to);
  if (!target) return Rank.None;
  if (target.enumValues) return Rank.Language;
  if (target.elementType !== undefined) {
    const inner = rankOf("", "System.String", target.elementType, context);
    return inner === Rank.None ? Rank.None : inner - 8;
  }
  if (context.table.resolve(target).staticMethods.has("parse")) return Rank.Parse;
  if (target.convertFrom) return Rank.Language;
  return target.constructors?.some((item) => item.parameters.length === 1) ? Rank.Constructor : Rank.None;
}

/** An array for an array: by its elements' types; a single value for an array of its type. */
function arrayRank(value: unknown, from: string, element: string, context: TypeContext): number {
  const own = context.table.find(from)?.elementType;
  if (own !== undefined || Array.isArray(value)) {
    return Rank.UnrelatedArrays;
  }
  const inner = rankOf(value, typeNameOf(value), element, context);
  return inner === Rank.None ? Rank.None : inner - 8;
}
