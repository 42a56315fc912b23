// An ObjectView for tests: enough of PowerShell's types to lay out custom objects, numbers, strings and collections.

import {
  baseOf,
  Dictionary,
  Double,
  EnumValue,
  Guid,
  KeyValue,
  NetObject,
  PSList,
  PSObject,
  type ObjectView,
} from "../../src/objects/index.js";

/** A .NET object for tests: a type's names and properties. */
export class FakeObject extends NetObject {
  readonly typeName: string;
  readonly bases: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly text: string | undefined;
  constructor(typeName: string, properties: Record<string, unknown>, bases: readonly string[] = [], text?: string) {
    super();
    this.typeName = typeName;
    this.properties = properties;
    this.bases = bases;
    this.text = text;
  }
}

function ownNames(value: unknown): readonly string[] {
  if (typeof value === "string") return ["System.String", "System.Object"];
  if (typeof value === "number") return ["System.Int32", "System.ValueType", "System.Object"];
  if (typeof value === "bigint") return ["System.Int64", "System.ValueType", "System.Object"];
  if (typeof value === "boolean") return ["System.Boolean", "System.ValueType", "System.Object"];
  if (value instanceof Double) return ["System.Double", "System.ValueType", "System.Object"];
  if (value instanceof EnumValue) return [value.typeName, "System.Enum", "System.ValueType", "System.Object"];
  if (value instanceof Guid) return ["System.Guid", "System.ValueType", "System.Object"];
  if (value instanceof FakeObject) return [value.typeName, ...value.bases, "System.Object"];
  if (value instanceof PSList || value instanceof Dictionary || value instanceof KeyValue)
    return [value.typeName, "System.Object"];
  if (Array.isArray(value)) return ["System.Object[]", "System.Array", "System.Object"];
  if (value instanceof PSObject) return ["System.Management.Automation.PSCustomObject", "System.Object"];
  return ["System.Object"];
}

function pairs(value: unknown): readonly (readonly [string, unknown])[] {
  const own: (readonly [string, unknown])[] =
    value instanceof PSObject ? value.shape.names.map((name, i) => [name, value.values[i]] as const) : [];
  const base = baseOf(value);
  if (base instanceof FakeObject) return [...Object.entries(base.properties), ...own];
  if (base instanceof KeyValue)
    return [["Key", base.key] as const, ["Value", base.value] as const, ["Name", base.key] as const, ...own];
  if (base instanceof Guid) return [["Guid", base.value] as const, ...own];
  return own;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Double) return String(value.value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof PSObject) {
    if (value.text !== undefined) return value.text;
    if (value.base !== undefined) return textOf(value.base);
    return `@{${pairs(value)
      .map(([name, item]) => `${name}=${textOf(item)}`)
      .join("; ")}}`;
  }
  if (value instanceof FakeObject) return value.text ?? value.typeName;
  return String(value);
}

export const fakeView: ObjectView = {
  typeNames: (value) => (value instanceof PSObject && value.typeNames ? value.typeNames : ownNames(baseOf(value))),
  propertyNames: (value) => pairs(value).map(([name]) => name),
  adaptedNames: (value) => (value instanceof PSObject ? [] : pairs(value).map(([name]) => name)),
  property: (value, name) => pairs(value).find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1],
  text: textOf,
};
