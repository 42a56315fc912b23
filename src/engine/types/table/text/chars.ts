// System.Char and Boolean, and letters' case one to one.

import { Char } from "../../../../objects/index.js";
import type { Family } from "../../define.js";
import { argumentNull, formatError } from "../../errors.js";
import { enumOf } from "../common.js";

const UNICODE = {
  letter: /^\p{L}$/u,
  digit: /^\p{Nd}$/u,
  number: /^\p{N}$/u,
  upper: /^\p{Lu}$/u,
  lower: /^\p{Ll}$/u,
  white: /^[\s\x85]$/,
  punctuation: /^\p{P}$/u,
  symbol: /^\p{S}$/u,
  control: /^\p{Cc}$/u,
};

const charTest =
  (pattern: RegExp) =>
  (ch: string): boolean =>
    pattern.test(ch);
const charTestAt =
  (pattern: RegExp) =>
  (text: string, index: number): boolean =>
    pattern.test(text[index] ?? "");

function parseBool(text: string | null): boolean {
  const folded = (text ?? "").trim().toLowerCase();
  if (folded === "true" || folded === "false") return folded === "true";
  if (text === null) throw argumentNull("value");
  throw formatError(`String '${text}' was not recognized as a valid Boolean.`);
}

export const charTypes: Family = {
  "System.Char": () => ({
    kind: "struct",
    interfaces:
      "System.IComparable System.IConvertible System.IComparable`1[[System.Char]] System.IEquatable`1[[System.Char]]",
    members: {
      "int CompareTo(System.Object value)": (self: Char, other) => self.code - (other as Char).code,
      "bool Equals(System.Object obj)": (self: Char, other) => other instanceof Char && other.code === self.code,
      "string ToString()": String,
      "string ToString(System.IFormatProvider provider)": (self) => String(self),
      "System.TypeCode GetTypeCode()": (_self, engine) => enumOf(engine, "System.TypeCode", "Char"),
      "static char MaxValue": () => "\uffff",
      "static char MinValue": () => "\0",
      "static bool IsLetter(char c)": charTest(UNICODE.letter),
      "static bool IsLetter(string s, int index)": charTestAt(UNICODE.letter),
      "static bool IsDigit(char c)": charTest(UNICODE.digit),
      "static bool IsDigit(string s, int index)": charTestAt(UNICODE.digit),
      "static bool IsNumber(char c)": charTest(UNICODE.number),
      "static bool IsLetterOrDigit(char c)": (c: string) => UNICODE.letter.test(c) || UNICODE.digit.test(c),
      "static bool IsUpper(char c)": charTest(UNICODE.upper),
      "static bool IsUpper(string s, int index)": charTestAt(UNICODE.upper),
      "static bool IsLower(char c)": charTest(UNICODE.lower),
      "static bool IsWhiteSpace(char c)": charTest(UNICODE.white),
      "static bool IsPunctuation(char c)": charTest(UNICODE.punctuation),
      "static bool IsSymbol(char c)": charTest(UNICODE.symbol),
      "static bool IsControl(char c)": charTest(UNICODE.control),
      "static bool IsSeparator(char c)": charTest(/^\p{Z}$/u),
      "static bool IsAscii(char c)": (c: string) => c.charCodeAt(0) < 128,
      "static bool IsAsciiLetter(char c)": charTest(/^[A-Za-z]$/),
      "static bool IsAsciiDigit(char c)": charTest(/^[0-9]$/),
      "static bool IsAsciiHexDigit(char c)": charTest(/^[0-9A-Fa-f]$/),
      "static bool IsAsciiLetterOrDigit(char c)": charTest(/^[0-9A-Za-z]$/),
      "static bool IsSurrogate(char c)": charTest(/^[\ud800-\udfff]$/),
      "static bool IsHighSurrogate(char c)": charTest(/^[\ud800-\udbff]$/),
      "static bool IsLowSurrogate(char c)": charTest(/^[\udc00-\udfff]$/),
      "static char ToUpper(char c)": upper,
      "static char ToLower(char c)": (c: string) => c.toLowerCase(),
      "static char ToUpperInvariant(char c)": upper,
      "static char ToLowerInvariant(char c)": (c: string) => c.toLowerCase(),
      "static string ToString(char c)": (c) => c,
      "static double GetNumericValue(char c)": (c: string) => (/^\d$/.test(c) ? Number(c) : -1),
      "static string ConvertFromUtf32(int utf32)": (point) => String.fromCodePoint(point),
      "static int ConvertToUtf32(string s, int index)": (s: string, index) => s.codePointAt(index) ?? 0,
      "static int ConvertToUtf32(char highSurrogate, char lowSurrogate)": (a: string, b: string) =>
        (a + b).codePointAt(0),
      "static char Parse(string s)": (s: string) => {
        if (s.length !== 1) throw formatError("String must be exactly one character long.");
        return s;
      },
      "static bool TryParse(string s, ref char result)": (s: string | null, result) => {
        result.value = new Char(s?.length === 1 ? s.charCodeAt(0) : 0);
        return s?.length === 1;
      },
    },
  }),
  "System.Boolean": () => ({
    kind: "struct",
    interfaces:
      "System.IComparable System.IConvertible System.IComparable`1[[System.Boolean]] System.IEquatable`1[[System.Boolean]]",
    members: {
      "int CompareTo(System.Object obj)": (self, other) => Number(self) - Number(other),
      "bool Equals(System.Object obj)": (self, other) => self === other,
      "string ToString()": (self) => (self ? "True" : "False"),
      "string ToString(System.IFormatProvider provider)": (self) => (self ? "True" : "False"),
      "System.TypeCode GetTypeCode()": (_self, engine) => enumOf(engine, "System.TypeCode", "Boolean"),
      "static string TrueString": () => "True",
      "static string FalseString": () => "False",
      "static bool Parse(string value)": parseBool,
      "static bool TryParse(string value, ref bool result)": (text, result) => {
        try {
          result.value = parseBool(text);
          return true;
        } catch {
          result.value = false;
          return false;
        }
      },
    },
  }),
};

/** Upper case one to one, as .NET's: "ß" stays. */
export function upper(text: string): string {
  const whole = text.toUpperCase();
  if (whole.length === text.length) return whole;
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const one = text[i]!.toUpperCase();
    out += one.length === 1 ? one : text[i]!;
  }
  return out;
}

/** Lower case one to one. */
export function lower(text: string): string {
  const whole = text.toLowerCase();
  if (whole.length === text.length) return whole;
  return Array.from({ length: text.length }, (_, i) => {
    const one = text[i]!.toLowerCase();
    return one.length === 1 ? one : text[i]!;
  }).join("");
}
