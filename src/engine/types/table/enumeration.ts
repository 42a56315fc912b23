// System.Enum: names and numbers of an enumeration's values. Parsing takes names and numbers, several with commas between.

import { EnumValue, PSObject, typedArray } from "../../../objects/index.js";
import { enumText } from "../convert/enum.js";
import type { Family } from "../define.js";
import { argumentNull, netError } from "../errors.js";
import { PSType } from "../type-object.js";
import { enumOf, stringArray, typeNamed, typeObjectOf } from "./common.js";

function parseEnum(type: PSType, text: string | null, fold: boolean, engine: any): unknown {
  if (text === null) throw argumentNull("value");
  const names = type.definition.enumValues ?? [];
  const known = (part: string): boolean =>
    /^[+-]?\d+$/.test(part) ||
    names.some(([name]) => (fold ? name.toLowerCase() === part.toLowerCase() : name === part));
  const missing = text.split(",").find((part) => !known(part.trim()));
  if (missing !== undefined)
    throw netError("System.ArgumentException", `Requested value '${missing.trim()}' was not found.`);
  return enumOf(engine, type.name, text);
}

function tryParseEnum(type: PSType, text: string, fold: boolean, result: any, engine: any): boolean {
  try {
    result.value = parseEnum(type, text, fold, engine);
    return true;
  } catch {
    return false;
  }
}

export const enumerationTypes: Family = {
  // What types.ps1xml has for enums of another process: their text.
  "Deserialized.System.Enum": () => ({
    extended: { "script System.Object Value": (self) => (self instanceof PSObject ? (self.text ?? null) : null) },
  }),
  "System.Enum": () => ({
    base: "System.ValueType",
    kind: "abstract",
    interfaces: "System.IComparable System.IFormattable System.IConvertible",
    members: {
      "System.Object value__": (self: EnumValue, engine) =>
        engine.values.convert(self.value, engine.types.find(self.typeName)?.underlyingType ?? "System.Int32"),
      "bool HasFlag(System.Enum flag)": (self: EnumValue, flag: EnumValue) =>
        (BigInt(self.value) & BigInt(flag.value)) === BigInt(flag.value),
      "int CompareTo(System.Object target)": (self: EnumValue, other: EnumValue) =>
        Math.sign(Number(BigInt(self.value) - BigInt(other.value))),
      "string ToString()": (self: EnumValue) => self.text,
      "string ToString(string format)": (self, format, engine) => engine.values.format(`{0:${format}}`, [self]),
      "static string[] GetNames(type enumType)": (type: PSType) =>
        stringArray((type.definition.enumValues ?? []).map(([name]) => name)),
      "static array GetValues(type enumType)": (type: PSType) =>
        typedArray(
          type.name,
          (type.definition.enumValues ?? []).map(([name, value]) => new EnumValue(type.name, value, name)),
        ),
      "static string GetName(type enumType, System.Object value)": (type: PSType, value, engine) => {
        const number = Number(engine.values.convert(value, "long"));
        return type.definition.enumValues?.find(([, known]) => Number(known) === number)?.[0] ?? null;
      },
      "static bool IsDefined(type enumType, System.Object value)": (type: PSType, value) =>
        (type.definition.enumValues ?? []).some(([name, number]) =>
          typeof value === "string"
            ? name === value
            : Number(number) === Number(value instanceof EnumValue ? value.value : value),
        ),
      "static type GetUnderlyingType(type enumType)": (type: PSType, engine) =>
        typeNamed(engine, type.definition.underlyingType ?? "System.Int32"),
      "static System.Object Parse(type enumType, string value)": (type: PSType, text, engine) =>
        parseEnum(type, text, false, engine),
      "static System.Object Parse(type enumType, string value, bool ignoreCase)": (type: PSType, text, fold, engine) =>
        parseEnum(type, text, fold, engine),
      "static bool TryParse(type enumType, string value, ref System.Object result)": (type, text, result, engine) =>
        tryParseEnum(type, text, false, result, engine),
      "static bool TryParse(type enumType, string value, bool ignoreCase, ref System.Object result)": (
        type,
        text,
        fold,
        result,
        engine,
      ) => tryParseEnum(type, text, fold, result, engine),
      "static bool TryParse(string value, ref System.Object result)": (text, result, engine, args) =>
        tryParseEnum(
          args?.[0] ? typeNamed(engine, args[0]) : typeObjectOf(result.value, engine),
          text,
          false,
          result,
          engine,
        ),
      "static bool TryParse(string value, bool ignoreCase, ref System.Object result)": (
        text,
        fold,
        result,
        engine,
        args,
      ) =>
        tryParseEnum(
          args?.[0] ? typeNamed(engine, args[0]) : typeObjectOf(result.value, engine),
          text,
          fold,
          result,
          engine,
        ),
      "static System.Object ToObject(type enumType, System.Object value)": (type: PSType, value, engine) => {
        const number = Number(engine.values.convert(value, "long"));
        return new EnumValue(type.name, number, enumText(type.definition, number));
      },
    },
  }),
};
