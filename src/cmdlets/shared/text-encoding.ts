// The encodings that -Encoding names, in both directions, with their byte order marks.

export type EncodingName =
  | "ascii"
  | "ansi"
  | "bigendianunicode"
  | "bigendianutf32"
  | "latin1"
  | "oem"
  | "unicode"
  | "utf7"
  | "utf8"
  | "utf8BOM"
  | "utf8NoBOM"
  | "utf32";

export const ENCODING_NAMES: readonly EncodingName[] = [
  "ascii",
  "ansi",
  "bigendianunicode",
  "bigendianutf32",
  "latin1",
  "oem",
  "unicode",
  "utf7",
  "utf8",
  "utf8BOM",
  "utf8NoBOM",
  "utf32",
];

const ALIASES: Readonly<Record<string, EncodingName>> = {
  default: "utf8NoBOM",
  string: "unicode",
  utf8: "utf8NoBOM",
  "utf-8": "utf8NoBOM",
  "us-ascii": "ascii",
  "utf-16": "unicode",
  "utf-16le": "unicode",
  "utf-16be": "bigendianunicode",
  "utf-32": "utf32",
  "iso-8859-1": "latin1",
  "1200": "unicode",
  "1201": "bigendianunicode",
  "65001": "utf8NoBOM",
  "28591": "latin1",
  "20127": "ascii",
};

/** The encoding that a name or code page means, or undefined. */
export function findEncoding(name: string): EncodingName | undefined {
  const lower = name.toLowerCase();
  return ALIASES[lower] ?? ENCODING_NAMES.find((candidate) => candidate.toLowerCase() === lower);
}

/** The mark that a file in this encoding begins with; empty for those without. */
export function byteOrderMark(encoding: EncodingName): Uint8Array {
  switch (encoding) {
    case "utf8BOM":
      return Uint8Array.of(0xef, 0xbb, 0xbf);
    case "unicode":
      return Uint8Array.of(0xff, 0xfe);
    case "bigendianunicode":
      return Uint8Array.of(0xfe, 0xff);
    case "utf32":
      return Uint8Array.of(0xff, 0xfe, 0, 0);
    case "bigendianutf32":
      return Uint8Array.of(0, 0, 0xfe, 0xff);
    default:
      return new Uint8Array();
  }
}

/** The bytes of a text, without a mark. Characters the encoding lacks become `?`. */
export function encodeText(text: string, encoding: EncodingName): Uint8Array {
  switch (encoding) {
    case "ascii":
    case "utf7":
      return oneByteEach(text, 0x7f);
    case "latin1":
    case "ansi":
    case "oem":
      return oneByteEach(text, 0xff);
    case "unicode":
      return Buffer.from(text, "utf16le");
    case "bigendianunicode":
      return Buffer.from(text, "utf16le").swap16();
    case "utf32":
    case "bigendianutf32":
      return fourBytesEach(text, encoding === "utf32");
    default:
      return Buffer.from(text, "utf8");
  }
}

function oneByteEach(text: string, highest: number): Uint8Array {
  const characters = Array.from(text);
  return Uint8Array.from(characters, (character) => {
    const code = character.codePointAt(0)!;
    return code <= highest ? code : 0x3f;
  });
}

function fourBytesEach(text: string, littleEndian: boolean): Uint8Array {
  const characters = Array.from(text);
  const view = new DataView(new ArrayBuffer(characters.length * 4));
  characters.forEach((character, i) => view.setUint32(i * 4, character.codePointAt(0)!, littleEndian));
  return new Uint8Array(view.buffer);
}

/** The text of a file: by its mark where it has one, else in `encoding` (UTF-8 unless said). */
export function decodeText(bytes: Uint8Array, encoding: EncodingName = "utf8NoBOM"): string {
  const marked = markOf(bytes);
  return marked ? decodeAs(bytes.subarray(byteOrderMark(marked).length), marked) : decodeAs(bytes, encoding);
}

function markOf(bytes: Uint8Array): EncodingName | undefined {
  const candidates: readonly EncodingName[] = ["utf8BOM", "utf32", "bigendianutf32", "unicode", "bigendianunicode"];
  return candidates.find((encoding) => byteOrderMark(encoding).every((byte, i) => bytes[i] === byte));
}

function decodeAs(bytes: Uint8Array, encoding: EncodingName): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (encoding) {
    case "ascii":
    case "utf7":
      return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : "\ufffd")).join("");
    case "latin1":
    case "ansi":
    case "oem":
      return buffer.toString("latin1");
    case "unicode":
      return buffer.toString("utf16le");
    case "bigendianunicode":
      return Buffer.from(buffer.subarray(0, buffer.length & ~1))
        .swap16()
        .toString("utf16le");
    case "utf32":
    case "bigendianutf32":
      return decodeFourBytesEach(bytes, encoding === "utf32");
    default:
      return buffer.toString("utf8");
  }
}

function decodeFourBytesEach(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = "";
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    const code = view.getUint32(i, littleEndian);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  }
  return text;
}
