// The known types that are one element each, as text: the other half of primitives.ts. MS-PSRP 2.2.5.1.

import {
  Byte,
  Char,
  DateTime,
  Decimal,
  Double,
  Guid,
  Int16,
  SByte,
  ScriptBlockText,
  SecureString,
  Single,
  TimeSpan,
  UInt16,
  UInt32,
  UInt64,
  Uri,
  Version,
  XmlText,
} from "../objects/index.js";
import { formatDateTime, formatTimeSpan, type LocalOffset } from "./dates.js";
import { escapeText } from "./escapes.js";
import { formatDouble, formatSingle } from "./numbers.js";
import { type Attribute, type Output, type Tag, tag } from "./output.js";
import { encodeBase64 } from "./primitives.js";

export interface PrimitiveStyle {
  readonly localOffset: LocalOffset;
  readonly encryptSecureString: (clear: string) => string;
}

/** The tag of a class of values, and the text of one of them; no text at all makes an empty element. */
interface PrimitiveForm {
  readonly tag: Tag;
  readonly text: (value: never, style: PrimitiveStyle) => string;
  readonly isShortWhenEmpty?: boolean;
}

const S: Tag = tag("S");
const I32: Tag = tag("I32");
const I64: Tag = tag("I64");
const B: Tag = tag("B");
const DB: Tag = tag("Db");

const inBox = ({ value }: { value: number }): string => String(value);

const FORMS: ReadonlyMap<unknown, PrimitiveForm> = new Map<unknown, PrimitiveForm>([
  [Double, { tag: DB, text: ({ value }: Double) => formatDouble(value) }],
  [DateTime, { tag: tag("DT"), text: (value: DateTime, { localOffset }) => formatDateTime(value, localOffset) }],
  [Guid, { tag: tag("G"), text: ({ value }: Guid) => value }],
  [TimeSpan, { tag: tag("TS"), text: (value: TimeSpan) => formatTimeSpan(value) }],
  [Char, { tag: tag("C"), text: ({ code }: Char) => String(code) }],
  [Byte, { tag: tag("By"), text: inBox }],
  [SByte, { tag: tag("SB"), text: inBox }],
  [Int16, { tag: tag("I16"), text: inBox }],
  [UInt16, { tag: tag("U16"), text: inBox }],
  [UInt32, { tag: tag("U32"), text: inBox }],
  [UInt64, { tag: tag("U64"), text: ({ value }: UInt64) => value.toString() }],
  [Single, { tag: tag("Sg"), text: ({ value }: Single) => formatSingle(value) }],
  [Decimal, { tag: tag("D"), text: (value: Decimal) => value.toString() }],
  [Version, { tag: tag("Version"), text: (value: Version) => value.toString() }],
  [Uri, { tag: tag("URI"), text: ({ original }: Uri) => escapeText(original) }],
  [Uint8Array, { tag: tag("BA"), text: (value: Uint8Array) => encodeBase64(value), isShortWhenEmpty: true }],
  [XmlText, { tag: tag("XD"), text: ({ text }: XmlText) => escapeText(text) }],
  [ScriptBlockText, { tag: tag("SBK"), text: ({ text }: ScriptBlockText) => escapeText(text) }],
  [SecureString, { tag: tag("SS"), text: (value: SecureString, style) => style.encryptSecureString(value.reveal()) }],
]);

function formOf(value: object): PrimitiveForm | undefined {
  // A Buffer is a byte[] too.
  return FORMS.get(value.constructor) ?? (value instanceof Uint8Array ? FORMS.get(Uint8Array) : undefined);
}

/** True for a value that is one element. */
export function isPrimitive(value: unknown): boolean {
  return typeof value === "object" && value !== null ? formOf(value) !== undefined : value !== undefined;
}

/** Writes a value that is one element; false, and nothing written, for any other. */
export function writePrimitive(out: Output, value: unknown, attribute: Attribute, style: PrimitiveStyle): boolean {
  switch (typeof value) {
    case "string":
      out.element(S, attribute, escapeText(value));
      return true;
    case "number":
      if ((value | 0) === value) out.element(I32, attribute, String(value));
      else out.element(DB, attribute, formatDouble(value));
      return true;
    case "boolean":
      out.element(B, attribute, value ? "true" : "false");
      return true;
    case "bigint":
      out.element(I64, attribute, value.toString());
      return true;
    case "object":
      return value !== null && writeBoxed(out, value, attribute, style);
    default:
      return false;
  }
}

function writeBoxed(out: Output, value: object, attribute: Attribute, style: PrimitiveStyle): boolean {
  const form = formOf(value);
  if (!form) return false;
  const text = form.text(value as never, style);
  if (text === "" && form.isShortWhenEmpty) out.empty(form.tag, attribute);
  else out.element(form.tag, attribute, text);
  return true;
}

/** Writes text as a string. */
export function writeText(out: Output, text: string, attribute: Attribute): void {
  out.element(S, attribute, escapeText(text));
}
