// Enumerations: numbers, names, abbreviations and flags.

import { EnumValue } from "../../../objects/index.js";
import type { TypeDefinition } from "../definition.js";
import { castFailure } from "../errors.js";
import type { EngineError } from "../errors.js";
import { parseInteger } from "../numbers/scan-number.js";

/** The text .NET prints for a number of an enumeration. */
export function enumText(type: TypeDefinition, value: number | bigint): string {
  const names = type.enumValues ?? [];
  const exact = names.find(([, number]) => Number(number) === Number(value));
  if (exact) return exact[0];
  if (!type.flags || Number(value) === 0) return value.toString();
  let rest = BigInt(value);
  const parts: string[] = [];
  const descending = [...names].sort((a, b) => Number(b[1]) - Number(a[1]));
  for (const [name, number] of descending) {
    const bits = BigInt(number);
    if (bits !== 0n && (rest & bits) === bits) {
      parts.unshift(name);
      rest &= ~bits;
    }
  }
  return rest === 0n ? parts.join(", ") : value.toString();
}

export function enumValue(type: TypeDefinition, value: number | bigint): EnumValue {
  return new EnumValue(type.name, value, enumText(type, value));
}

function allNames(type: TypeDefinition): string {
  return (type.enumValues ?? []).map(([name]) => name).join(", ");
}

function castError(type: TypeDefinition, text: string, why: string): EngineError {
  return castFailure(
    "SubstringDisambiguationEnumParseThrewAnException",
    `Cannot convert value "${text}" to type "${type.name}". Error: "${why}"`,
  );
}

/** [enum]'name': names or their unambiguous beginnings in any case, several with commas, or a number. */
export function enumFromString(type: TypeDefinition, text: string): EnumValue {
  const parts = text.split(",").map((part) => part.trim());
  let value = 0n;
  for (const part of parts) value |= BigInt(oneName(type, part));
  if (parts.length > 1 && !type.flags) value = BigInt(oneName(type, parts.at(-1)!));
  return enumValue(type, typeof type.enumValues?.[0]?.[1] === "bigint" ? value : Number(value));
}

function oneName(type: TypeDefinition, name: string): number | bigint {
  const names = type.enumValues ?? [];
  const number = parseInteger(name);
  if (number !== undefined) return checkedNumber(type, number);
  const folded = name.toLowerCase();
  const exact = names.find(([known]) => known.toLowerCase() === folded);
  if (exact) return exact[1];
  const close = folded === "" ? [] : names.filter(([known]) => known.toLowerCase().startsWith(folded));
  if (close.length === 1) return close[0]![1];
  if (close.length > 1) {
    const list = close.map(([known]) => known).join(", ");
    throw castError(
      type,
      name,
      `The identifier name ${name} cannot be processed because it is either too similar or identical to the following enumerator names: ${list}. Use a more specific identifier name.`,
    );
  }
  throw castError(
    type,
    name,
    `Unable to match the identifier name ${name} to a valid enumerator name. Specify one of the following enumerator names and try again:\n${allNames(type)}`,
  );
}

/** [enum]5: the number must be a value, or for flags a sum of some. */
export function enumFromNumber(type: TypeDefinition, value: number | bigint): EnumValue {
  return enumValue(type, checkedNumber(type, value));
}

function checkedNumber(type: TypeDefinition, value: number | bigint): number | bigint {
  const names = type.enumValues ?? [];
  const number = typeof names[0]?.[1] === "bigint" ? BigInt(value) : Number(value);
  if (names.some(([, known]) => BigInt(known) === BigInt(value))) return number;
  if (type.flags) {
    let all = 0n;
    for (const [, known] of names) all |= BigInt(known);
    if ((BigInt(value) & ~all) === 0n) return number;
  }
  throw undefinedValue(type, String(value));
}

function undefinedValue(type: TypeDefinition, text: string): EngineError {
  const list = (type.enumValues ?? []).map(([name]) => name).join(",");
  return castFailure(
    "UndefinedIntegerToEnum",
    `Cannot convert value "${text}" to type "${type.name}" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are "${list}".`,
  );
}

export function nullToEnum(type: TypeDefinition): EngineError {
  const list = (type.enumValues ?? []).map(([name]) => name).join(",");
  return castFailure(
    "nullToEnumInvalidCast",
    `Cannot convert null to type "${type.name}" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are "${list}".`,
  );
}
