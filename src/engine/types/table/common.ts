// What the table's files share: arrays of .NET types, enumeration values as numbers, cultures, the type of a value.

import { Char, EnumValue, typedArray } from "../../../objects/index.js";
import type { PSArray } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import { CultureInfo, INVARIANT } from "../text/culture.js";
import type { TypeDefinition } from "../definition.js";
import type { FullTypeTable } from "../table.js";
import type { PSReference, PSType } from "../type-object.js";
import { typeNameOf } from "../type-of.js";
import type { FullValues } from "../values.js";
import type { TypeContext } from "../context.js";

export const contextOf = (engine: Engine): TypeContext => (engine.values as FullValues).context;
export const tableOf = (engine: Engine): FullTypeTable => engine.types as FullTypeTable;

export const stringArray = (items: Iterable<string>): PSArray => typedArray("System.String", [...items]);

export function charArray(text: string): PSArray {
  const items: Char[] = [];
  for (let i = 0; i < text.length; i++) items.push(new Char(text.charCodeAt(i)));
  return typedArray("System.Char", items);
}

/** Characters of a char[] argument. */
export const charsOf = (items: readonly unknown[] | null): string[] => (items ?? []).map(String);

/** The number of an enumeration argument. */
export const numberOf = (value: EnumValue | number | null): number =>
  value instanceof EnumValue ? Number(value.value) : (value ?? 0);

export const cultureOf = (provider: unknown): CultureInfo => (provider instanceof CultureInfo ? provider : INVARIANT);

/** A value of one of the table's enumerations, by its name. */
export const enumOf = (engine: Engine, type: string, name: string): unknown => engine.values.convert(name, type);

/** The definition of a value's type; one made up where the table has none. */
function definitionOf(value: unknown, engine: Engine): TypeDefinition {
  const name = typeNameOf(value);
  const known = engine.types.find(name);
  if (known) return known;
  const definition: TypeDefinition = { name };
  engine.types.add(definition);
  return definition;
}

export const typeObjectOf = (value: unknown, engine: Engine): PSType =>
  engine.types.typeObject(definitionOf(value, engine));

/** The type of that name, which the table is known to have. */
export const typeNamed = (engine: Engine, name: string): PSType => engine.types.typeObject(engine.types.find(name)!);

const CONVERTIBLE: readonly (readonly [type: string, name: string])[] = [
  ["bool", "Boolean"],
  ["byte", "Byte"],
  ["char", "Char"],
  ["datetime", "DateTime"],
  ["decimal", "Decimal"],
  ["double", "Double"],
  ["short", "Int16"],
  ["int", "Int32"],
  ["long", "Int64"],
  ["sbyte", "SByte"],
  ["float", "Single"],
  ["ushort", "UInt16"],
  ["uint", "UInt32"],
  ["ulong", "UInt64"],
];

/** IConvertible's methods: ToInt32(provider) and so on. */
export const convertibleMembers: Readonly<Record<string, (...args: any[]) => unknown>> = Object.fromEntries(
  CONVERTIBLE.map(([type, name]) => [
    `${type} IConvertible.To${name}(System.IFormatProvider provider)`,
    (self: unknown, _provider: unknown, engine: Engine) =>
      engine.values.invokeStatic("System.Convert", `To${name}`, [self]),
  ]),
);

/** TryParse: whether it could be read; the reference gets the value, or `zero`. */
export const attempt = (result: PSReference, zero: unknown, read: () => unknown): boolean => {
  try {
    result.value = read();
    return true;
  } catch {
    result.value = zero;
    return false;
  }
};
