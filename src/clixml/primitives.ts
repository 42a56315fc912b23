// The known types that are one element each: their tags, what .NET calls them, and how their text becomes a value.
// MS-PSRP 2.2.5.1.

import {
  Byte,
  Char,
  Double,
  Guid,
  INT32_MAX,
  INT32_MIN,
  Int16,
  SByte,
  Single,
  UInt16,
  UInt32,
  UInt64,
  Uri,
  Version,
  XmlText,
  SecureString,
} from "../objects/index.js";
import { parseDateTime, parseTimeSpan, type LocalOffset } from "./dates.js";
import { decodeEscapes } from "./escapes.js";
import { parseBig, parseDecimal, parseFloating, parseWhole, trimBlanks } from "./numbers.js";

/** What reading a value takes from outside. */
export interface PrimitiveContext {
  readonly localOffset: LocalOffset;
  /** The clear text of an `<SS>`; undefined where it cannot be had. */
  readonly decryptSecureString: (text: string) => string | undefined;
}

export interface Primitive {
  /** Full name of the .NET type, for messages. */
  readonly typeName: string;
  /** The end tag. */
  readonly close: string;
  /** The value of the element's text, or undefined where the text is not valid. */
  readonly parse: (text: string, context: PrimitiveContext) => unknown;
}

type Unnamed = Omit<Primitive, "close">;

const whole = (typeName: string, min: number, max: number, make: (value: number) => unknown): Unnamed => ({
  typeName,
  parse: (text) => {
    const value = parseWhole(text, min, max);
    return value === undefined ? undefined : make(value);
  },
});

const INT64_MIN = -(1n << 63n);
const INT64_MAX = (1n << 63n) - 1n;
const UINT64_MAX = (1n << 64n) - 1n;

/** By tag; `<Nil>` and `<PR>` are the reader's. */
export const PRIMITIVES: ReadonlyMap<string, Primitive> = table([
  ["S", { typeName: "System.String", parse: (text) => decodeEscapes(text) }],
  ["SBK", { typeName: "System.Management.Automation.ScriptBlock", parse: (text) => decodeEscapes(text) }],
  ["C", whole("System.Char", 0, 0xffff, (value) => new Char(value))],
  ["B", { typeName: "System.Boolean", parse: parseBoolean }],
  ["By", whole("System.Byte", 0, 255, (value) => new Byte(value))],
  ["SB", whole("System.SByte", -128, 127, (value) => new SByte(value))],
  ["I16", whole("System.Int16", -32768, 32767, (value) => new Int16(value))],
  ["U16", whole("System.UInt16", 0, 0xffff, (value) => new UInt16(value))],
  ["I32", whole("System.Int32", INT32_MIN, INT32_MAX, (value) => value)],
  ["U32", whole("System.UInt32", 0, 0xffff_ffff, (value) => new UInt32(value))],
  ["I64", { typeName: "System.Int64", parse: (text) => parseBig(text, INT64_MIN, INT64_MAX) }],
  [
    "U64",
    {
      typeName: "System.UInt64",
      parse: (text) => {
        const value = parseBig(text, 0n, UINT64_MAX);
        return value === undefined ? undefined : new UInt64(value);
      },
    },
  ],
  ["Db", { typeName: "System.Double", parse: (text) => floating(text, (value) => new Double(value)) }],
  ["Sg", { typeName: "System.Single", parse: (text) => floating(text, (value) => new Single(value)) }],
  ["D", { typeName: "System.Decimal", parse: (text) => parseDecimal(text) }],
  [
    "DT",
    { typeName: "System.DateTime", parse: (text, { localOffset }) => parseDateTime(trimBlanks(text), localOffset) },
  ],
  ["TS", { typeName: "System.TimeSpan", parse: (text) => parseTimeSpan(trimBlanks(text)) }],
  ["G", { typeName: "System.Guid", parse: parseGuid }],
  ["URI", { typeName: "System.Uri", parse: (text) => new Uri(decodeEscapes(text)) }],
  ["Version", { typeName: "System.Version", parse: parseVersion }],
  ["XD", { typeName: "System.Xml.XmlDocument", parse: (text) => new XmlText(decodeEscapes(text)) }],
  ["BA", { typeName: "System.Byte[]", parse: decodeBase64 }],
  [
    "SS",
    {
      typeName: "System.Security.SecureString",
      parse: (text, { decryptSecureString }) => {
        const clear = decryptSecureString(text);
        return clear === undefined ? undefined : new SecureString(clear);
      },
    },
  ],
]);

function table(rows: readonly (readonly [string, Unnamed])[]): ReadonlyMap<string, Primitive> {
  return new Map(rows.map(([tag, { typeName, parse }]) => [tag, { typeName, close: `</${tag}>`, parse }]));
}

function parseBoolean(text: string): boolean | undefined {
  if (text === "true") return true;
  if (text === "false") return false;
  const trimmed = trimBlanks(text);
  if (trimmed === "true" || trimmed === "1") return true;
  return trimmed === "false" || trimmed === "0" ? false : undefined;
}

function floating(text: string, make: (value: number) => unknown): unknown {
  const value = parseFloating(text);
  return value === undefined ? undefined : make(value);
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const GUID_FORMS = [
  /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i,
  /^\{([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}$/i,
  /^\(([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\)$/i,
];

function parseGuid(text: string): Guid | undefined {
  const trimmed = trimBlanks(text);
  if (GUID.test(trimmed)) return new Guid(trimmed);
  for (const form of GUID_FORMS) {
    const match = form.exec(trimmed);
    if (match) return new Guid(match.slice(1).join("-"));
  }
  return undefined;
}

const VERSION = /^\s*\+?(\d+)\s*\.\s*\+?(\d+)\s*(?:\.\s*\+?(\d+)\s*(?:\.\s*\+?(\d+)\s*)?)?$/;

function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1).map((part) => (part === undefined ? -1 : Number(part)));
  if (parts.some((part) => part > INT32_MAX)) return undefined;
  return new Version(parts[0]!, parts[1]!, parts[2]!, parts[3]!);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const SEXTETS: Int8Array = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) SEXTETS[ALPHABET.charCodeAt(i)] = i;

/** The bytes of base64 text, blanks anywhere; undefined where it is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const compact = /[ \t\n\r]/.test(text) ? text.replace(/[ \t\n\r]+/g, "") : text;
  if (compact.length % 4 !== 0) return undefined;
  const padding = compact.endsWith("==") ? 2 : compact.endsWith("=") ? 1 : 0;
  const end = compact.length - padding;
  const bytes = new Uint8Array((compact.length / 4) * 3 - padding);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < end; i++) {
    const code = compact.charCodeAt(i);
    const sextet = code < 128 ? SEXTETS[code]! : -1;
    if (sextet < 0) return undefined;
    bits = ((bits << 6) | sextet) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >> held;
  }
  return bytes;
}

/** Bytes as base64 on one line. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  let i = 0;
  for (; i + 2 < bytes.length; i += 3) {
    const triple = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    text +=
      ALPHABET[triple >> 18]! + ALPHABET[(triple >> 12) & 63]! + ALPHABET[(triple >> 6) & 63]! + ALPHABET[triple & 63]!;
  }
  if (i === bytes.length) return text;
  const pair = (bytes[i]! << 8) | (i + 1 < bytes.length ? bytes[i + 1]! : 0);
  text += ALPHABET[pair >> 10]! + ALPHABET[(pair >> 4) & 63]!;
  return text + (i + 1 < bytes.length ? ALPHABET[(pair << 2) & 63]! : "=") + "=";
}
