// A value as one line of text, the same for the engine's values (peer/Describe.cs, which says how) and for Remora's.

import {
  Byte,
  Char,
  DateTime,
  Decimal,
  Dictionary,
  Double,
  EnumValue,
  Guid,
  Int16,
  PSCredential,
  PSList,
  PSObject,
  SByte,
  SecureString,
  SemanticVersion,
  ScriptBlockText,
  Single,
  SwitchParameter,
  TICKS_PER_MILLISECOND,
  TimeSpan,
  UInt16,
  UInt32,
  UInt64,
  UNIX_EPOCH_TICKS,
  Uri,
  Version,
  XmlText,
} from "../../src/objects/index.js";

const LONG_STRING = 200;
const DEEP = 4;

/** What a client adds to each object it hands out; not from the wire. */
const ADDED: ReadonlySet<string> = new Set([
  "PSComputerName",
  "RunspaceId",
  "PSShowComputerName",
  "PSSourceJobInstanceId",
]);

export function describeValue(value: unknown, depth = 0): string {
  const wrapped = value instanceof PSObject ? value : undefined;
  const inner = wrapped && wrapped.base !== undefined ? wrapped.base : value;
  const typeName = wrapped?.typeNames?.[0] ?? typeNameOf(inner);
  return (
    scalar(inner, typeName, wrapped) ??
    (depth >= DEEP ? `${typeName} …` : undefined) ??
    container(inner, typeName, depth) ??
    `${typeName} {${properties(wrapped, depth)}}`
  );
}

function scalar(value: unknown, typeName: string, wrapped: PSObject | undefined): string | undefined {
  if (value === null || value === undefined) return "null";
  if (value instanceof EnumValue) return `${value.typeName} ${value.value} ${quote(value.text)}`;
  const number = numberText(value);
  if (number !== undefined) {
    if (typeName.startsWith("Deserialized.")) return `${typeName} ${number[1]} ${quote(wrapped?.text ?? number[1])}`;
    return `${number[0]} ${number[1]}`;
  }
  if (typeof value === "boolean") return `Boolean ${value}`;
  if (typeof value === "string")
    return value.length > LONG_STRING ? `String(${value.length}) ${hash(value)}` : `String ${quote(value)}`;
  if (value instanceof Char) return `Char ${quote(value.toString())}`;
  if (value instanceof DateTime) return `DateTime ${dateText(value)}`;
  if (value instanceof TimeSpan) return `TimeSpan ${spanText(value.ticks)}`;
  if (value instanceof Guid) return `Guid ${value.value}`;
  if (value instanceof Uri) return `Uri ${value.original}`;
  if (value instanceof Version) return `Version ${value.toString()}`;
  if (value instanceof SemanticVersion) return `SemanticVersion ${value.toString()}`;
  if (value instanceof Uint8Array) return `Byte[] ${Buffer.from(value).toString("base64")}`;
  if (value instanceof XmlText) return `XmlDocument ${value.text}`;
  if (value instanceof ScriptBlockText) return `ScriptBlock ${quote(value.text)}`;
  if (value instanceof SecureString) return `SecureString ${quote(value.reveal())}`;
  if (value instanceof PSCredential) return `PSCredential ${value.userName} ${quote(value.password.reveal())}`;
  if (value instanceof SwitchParameter) return `SwitchParameter ${value.isPresent}`;
  return undefined;
}

function container(value: unknown, typeName: string, depth: number): string | undefined {
  if (value instanceof Dictionary) {
    const entries = [...value].map((entry) => [String(entry.key), describeValue(entry.value, depth + 1)] as const);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `${typeName} {${entries.map(([key, text]) => `${key}: ${text}`).join(", ")}}`;
  }
  const items = value instanceof PSList ? value.items : Array.isArray(value) ? (value as unknown[]) : undefined;
  return items && `${typeName} [${items.map((item) => describeValue(item, depth + 1)).join(", ")}]`;
}

function properties(object: PSObject | undefined, depth: number): string {
  if (object === undefined) return "";
  const shown = object.shape.names.filter((name) => !ADDED.has(name));
  return shown.map((name) => `${name}: ${describeValue(object.get(name), depth + 1)}`).join(", ");
}

function typeNameOf(value: unknown): string {
  if (value instanceof PSList || value instanceof Dictionary) return value.typeName;
  if (Array.isArray(value)) return "System.Object[]";
  if (value instanceof PSObject) return "System.Management.Automation.PSCustomObject";
  return (value as { typeName?: string } | null)?.typeName ?? typeof value;
}

/** [.NET's short name, the number as .NET prints it] */
function numberText(value: unknown): readonly [string, string] | undefined {
  if (typeof value === "number") return ["Int32", String(value)];
  if (typeof value === "bigint") return ["Int64", String(value)];
  if (value instanceof Double) return ["Double", floatText(value.value)];
  if (value instanceof Single) return ["Single", floatText(Number(value.value.toPrecision(7)))];
  if (value instanceof Byte) return ["Byte", String(value.value)];
  if (value instanceof SByte) return ["SByte", String(value.value)];
  if (value instanceof Int16) return ["Int16", String(value.value)];
  if (value instanceof UInt16) return ["UInt16", String(value.value)];
  if (value instanceof UInt32) return ["UInt32", String(value.value)];
  if (value instanceof UInt64) return ["UInt64", String(value.value)];
  if (value instanceof Decimal) return ["Decimal", value.toString()];
  return undefined;
}

function floatText(value: number): string {
  return String(value).replace("e", "E");
}

function dateText({ ticks, kind }: DateTime): string {
  const perSecond = TICKS_PER_MILLISECOND * 1000n;
  const milliseconds = (ticks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND;
  const seconds = new Date(Number(milliseconds)).toISOString().slice(0, 19);
  const fraction = String(ticks % perSecond).padStart(7, "0");
  return `${seconds}.${fraction}${kind === "Utc" ? "Z" : kind === "Local" ? "+00:00" : ""}`;
}

function spanText(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const perSecond = TICKS_PER_MILLISECOND * 1000n;
  const two = (count: bigint): string => String(count).padStart(2, "0");
  const seconds = size / perSecond;
  const days = seconds / 86400n;
  const fraction = size % perSecond;
  const clock = `${two((seconds / 3600n) % 24n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return `${ticks < 0n ? "-" : ""}${days > 0n ? `${days}.` : ""}${clock}${fraction > 0n ? `.${String(fraction).padStart(7, "0")}` : ""}`;
}

// As .NET's relaxed JSON text: what is beyond the basic plane is escaped.
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\ud800-\udfff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hash(text: string): string {
  let value = 2166136261;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16777619) >>> 0;
  return value.toString(16).padStart(8, "0");
}
