// How a SecureString's text is written where no key protects it: UTF-16LE, as base64 on the wire (protocol 2.4 and
// later) and as hexadecimal digits in files on every platform but Windows.

import { decodeBase64, encodeBase64 } from "./primitives.js";

export function hexOfUtf16(text: string): string {
  let hex = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    hex += pair(code & 0xff) + pair(code >> 8);
  }
  return hex;
}

function pair(value: number): string {
  return (value < 16 ? "0" : "") + value.toString(16);
}

export function utf16OfHex(hex: string): string | undefined {
  if (hex.length % 4 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) return undefined;
  let text = "";
  for (let i = 0; i < hex.length; i += 4) {
    text += String.fromCharCode(parseInt(hex.slice(i + 2, i + 4) + hex.slice(i, i + 2), 16));
  }
  return text;
}

export function base64OfUtf16(text: string): string {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    bytes[2 * i] = text.charCodeAt(i) & 0xff;
    bytes[2 * i + 1] = text.charCodeAt(i) >> 8;
  }
  return encodeBase64(bytes);
}

export function utf16OfBase64(base64: string): string | undefined {
  const bytes = decodeBase64(base64);
  if (!bytes || bytes.length % 2 !== 0) return undefined;
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) text += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8));
  return text;
}
