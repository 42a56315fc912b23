// System.Text.Encoding and its kinds: characters to bytes and back.

import { Byte, NetObject } from "../../../../objects/index.js";
import type { Family, Member, TypeSource } from "../../define.js";
import { enumerate } from "../../enumerate.js";
import { argumentError, argumentNull, argumentOutOfRange, netError } from "../../errors.js";
import { decode, encode, preamble } from "./bytes.js";
import type { EncodingName } from "./bytes.js";
import { charArray, charsOf } from "../common.js";

/** System.Text.Encoding and its kinds. */
export class Encoding extends NetObject {
  readonly typeName: string;
  readonly encoding: EncodingName;
  readonly withMark: boolean;
  constructor(encoding: EncodingName, withMark = false) {
    super();
    this.encoding = encoding;
    this.withMark = withMark;
    this.typeName = KINDS[encoding][0];
  }
}

const KINDS: Readonly<Record<EncodingName, readonly [type: string, name: string, codePage: number]>> = {
  "utf-8": ["System.Text.UTF8Encoding", "Unicode (UTF-8)", 65001],
  "utf-16": ["System.Text.UnicodeEncoding", "Unicode", 1200],
  "utf-16BE": ["System.Text.UnicodeEncoding", "Unicode (Big-Endian)", 1201],
  "utf-32": ["System.Text.UTF32Encoding", "Unicode (UTF-32)", 12000],
  "us-ascii": ["System.Text.ASCIIEncoding", "US-ASCII", 20127],
  "iso-8859-1": ["System.Text.Latin1Encoding", "Western European (ISO)", 28591],
  "utf-7": ["System.Text.UTF7Encoding", "Unicode (UTF-7)", 65000],
};

function encodingNamed(name: string): Encoding {
  const key = name.toLowerCase();
  switch (key) {
    case "utf8":
    case "utf-8":
      return new Encoding("utf-8", true);
    case "utf-16":
    case "unicode":
    case "utf-16le":
      return new Encoding("utf-16", true);
    case "utf-16be":
    case "bigendianunicode":
      return new Encoding("utf-16BE", true);
    case "utf-32":
      return new Encoding("utf-32", true);
    case "ascii":
    case "us-ascii":
      return new Encoding("us-ascii");
    case "latin1":
    case "iso-8859-1":
      return new Encoding("iso-8859-1");
    default:
      throw argumentError(
        `'${name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.`,
        "name",
      );
  }
}

function encodingNumbered(codePage: number): Encoding {
  const found = Object.entries(KINDS).find(([, kind]) => kind[2] === codePage);
  if (!found) throw netError("System.NotSupportedException", `No data is available for encoding ${codePage}.`);
  return new Encoding(found[0] as EncodingName, true);
}

const bytesOf = (value: unknown): Uint8Array =>
  value instanceof Uint8Array ? value : Uint8Array.from([...(enumerate(value) ?? [])], (item) => (item as Byte).value);

const encodingMembers: Record<string, Member> = {
  "string BodyName": (self: Encoding) => self.encoding,
  "string EncodingName": (self: Encoding) => KINDS[self.encoding][1],
  "string HeaderName": (self: Encoding) => self.encoding,
  "string WebName": (self: Encoding) => self.encoding,
  "int CodePage": (self: Encoding) => KINDS[self.encoding][2],
  "int WindowsCodePage": (self: Encoding) => KINDS[self.encoding][2],
  "bool IsSingleByte": (self: Encoding) => self.encoding === "us-ascii" || self.encoding === "iso-8859-1",
  "bool IsReadOnly": () => true,
  "byte[] GetBytes(string s)": (self: Encoding, text: string | null) => {
    if (text === null) throw argumentNull("s");
    return encode(text, self.encoding);
  },
  "byte[] GetBytes(char[] chars)": (self: Encoding, chars) => encode(charsOf(chars).join(""), self.encoding),
  "string GetString(byte[] bytes)": (self: Encoding, bytes) => decode(bytesOf(bytes), self.encoding),
  "string GetString(byte[] bytes, int index, int count)": (self: Encoding, bytes: Uint8Array, index, count) => {
    if (index + count > bytes.length)
      throw argumentOutOfRange("Index and count must refer to a location within the buffer.", "bytes");
    return decode(bytes.subarray(index, index + count), self.encoding);
  },
  "char[] GetChars(byte[] bytes)": (self: Encoding, bytes) => charArray(decode(bytes, self.encoding)),
  "int GetByteCount(string s)": (self: Encoding, text) => encode(text, self.encoding).length,
  "int GetCharCount(byte[] bytes)": (self: Encoding, bytes) => decode(bytes, self.encoding).length,
  "int GetMaxByteCount(int charCount)": (self: Encoding, count) => (count + 1) * (self.encoding === "utf-8" ? 3 : 4),
  "byte[] GetPreamble()": (self: Encoding) => preamble(self.encoding, self.withMark),
};

const encodingKind = (encoding: EncodingName): (() => TypeSource) => {
  return () => ({
    base: "System.Text.Encoding",
    members: {
      "new()": () => new Encoding(encoding),
      "new(bool encoderShouldEmitUTF8Identifier)": (mark) => new Encoding(encoding, mark),
      "new(bool bigEndian, bool byteOrderMark)": (big, mark) =>
        encoding === "utf-16" ? new Encoding(big ? "utf-16BE" : "utf-16", mark) : new Encoding(encoding, big),
    },
  });
};

export const encodingTypes: Family = {
  "System.Text.Encoding": () => ({
    kind: "abstract",
    members: {
      ...encodingMembers,
      "static System.Text.Encoding UTF8": () => new Encoding("utf-8", true),
      "static System.Text.Encoding Default": () => new Encoding("utf-8"),
      "static System.Text.Encoding Unicode": () => new Encoding("utf-16", true),
      "static System.Text.Encoding BigEndianUnicode": () => new Encoding("utf-16BE", true),
      "static System.Text.Encoding UTF32": () => new Encoding("utf-32", true),
      "static System.Text.Encoding ASCII": () => new Encoding("us-ascii"),
      "static System.Text.Encoding Latin1": () => new Encoding("iso-8859-1"),
      "static System.Text.Encoding GetEncoding(string name)": encodingNamed,
      "static System.Text.Encoding GetEncoding(int codepage)": encodingNumbered,
      "static byte[] Convert(System.Text.Encoding srcEncoding, System.Text.Encoding dstEncoding, byte[] bytes)": (
        from: Encoding,
        to: Encoding,
        bytes,
      ) => encode(decode(bytes, from.encoding), to.encoding),
    },
    convertFrom: (value) => (typeof value === "string" ? encodingNamed(value) : undefined),
    text: (self: Encoding) => self.typeName,
  }),
  "System.Text.UTF8Encoding": encodingKind("utf-8"),
  "System.Text.UnicodeEncoding": encodingKind("utf-16"),
  "System.Text.UTF32Encoding": encodingKind("utf-32"),
  "System.Text.ASCIIEncoding": encodingKind("us-ascii"),
  "System.Text.Latin1Encoding": encodingKind("iso-8859-1"),
};
