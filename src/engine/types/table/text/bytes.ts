// Bytes and text: base64, and the encodings of System.Text.Encoding.

import { formatError } from "../../errors.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function toBase64(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out += ALPHABET[group >> 18]! + ALPHABET[(group >> 12) & 63]!;
    out += i + 1 < bytes.length ? ALPHABET[(group >> 6) & 63]! : "=";
    out += i + 2 < bytes.length ? ALPHABET[group & 63]! : "=";
  }
  return out;
}

export function fromBase64(text: string): Uint8Array {
  const clean = text.replace(/\s/g, "");
  if (clean.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(clean))
    throw formatError(
      "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.",
    );
  const size = (clean.length / 4) * 3 - (clean.endsWith("==") ? 2 : clean.endsWith("=") ? 1 : 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < clean.length; i += 4) {
    let group = 0;
    for (let j = 0; j < 4; j++) group = (group << 6) | Math.max(0, ALPHABET.indexOf(clean[i + j]!));
    for (const shift of [16, 8, 0]) if (at < size) bytes[at++] = (group >> shift) & 255;
  }
  return bytes;
}

export type EncodingName = "utf-8" | "utf-16" | "utf-16BE" | "utf-32" | "us-ascii" | "iso-8859-1" | "utf-7";

export function encode(text: string, encoding: EncodingName): Uint8Array {
  switch (encoding) {
    case "utf-16":
    case "utf-16BE": {
      const bytes = new Uint8Array(text.length * 2);
      const view = new DataView(bytes.buffer);
      for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), encoding === "utf-16");
      return bytes;
    }
    case "utf-32": {
      const points = [...text];
      const bytes = new Uint8Array(points.length * 4);
      const view = new DataView(bytes.buffer);
      points.forEach((point, i) => view.setUint32(i * 4, point.codePointAt(0)!, true));
      return bytes;
    }
    case "us-ascii":
    case "iso-8859-1": {
      const limit = encoding === "us-ascii" ? 127 : 255;
      return Uint8Array.from(text, (ch) => (ch.charCodeAt(0) > limit ? 63 : ch.charCodeAt(0)));
    }
    default:
      return new TextEncoder().encode(text);
  }
}

export function decode(bytes: Uint8Array, encoding: EncodingName): string {
  switch (encoding) {
    case "utf-16":
    case "utf-16BE": {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      let out = "";
      for (let i = 0; i + 1 < bytes.length; i += 2)
        out += String.fromCharCode(view.getUint16(i, encoding === "utf-16"));
      return bytes.length % 2 ? out + "\ufffd" : out;
    }
    case "utf-32": {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      let out = "";
      for (let i = 0; i + 3 < bytes.length; i += 4) {
        const point = view.getUint32(i, true);
        out += point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
      }
      return out;
    }
    case "us-ascii":
      return Array.from(bytes, (byte) => (byte > 127 ? "?" : String.fromCharCode(byte))).join("");
    case "iso-8859-1":
      return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    default:
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  }
}

/** The byte order mark an encoding writes at the head of a file. */
export function preamble(encoding: EncodingName, withMark: boolean): Uint8Array {
  if (!withMark) return new Uint8Array(0);
  switch (encoding) {
    case "utf-8":
      return Uint8Array.of(0xef, 0xbb, 0xbf);
    case "utf-16":
      return Uint8Array.of(0xff, 0xfe);
    case "utf-16BE":
      return Uint8Array.of(0xfe, 0xff);
    case "utf-32":
      return Uint8Array.of(0xff, 0xfe, 0, 0);
    default:
      return new Uint8Array(0);
  }
}
