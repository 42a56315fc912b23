// Conversations recorded from a real PowerShell 7.6.9: tests/fixtures/captures, one gzip each.

import { readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Base64 } from "../../../src/protocol/index.js";

const FOLDER = new URL("../../../../tests/fixtures/captures/", import.meta.url);

export interface CapturedLine {
  /** Who said it: client or server; E is the server's standard error. */
  readonly from: "C" | "S" | "E";
  readonly text: string;
  /** False for bytes that ended without a line feed. */
  readonly whole: boolean;
}

export interface Capture {
  readonly name: string;
  readonly lines: readonly CapturedLine[];
  /** How the server was started. */
  readonly server: string;
  readonly remarks: readonly string[];
}

export function captureNames(pattern: RegExp = /./): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".txt.gz"))
    .map((file) => file.replace(".txt.gz", ""))
    .filter((name) => pattern.test(name))
    .sort();
}

export function readCapture(name: string): Capture {
  const text = gunzipSync(readFileSync(new URL(`${name}.txt.gz`, FOLDER))).toString("utf8");
  const lines: CapturedLine[] = [];
  const remarks: string[] = [];
  for (const line of text.split("\n")) {
    const said = /^([CSE])([>|]) ?(.*)$/s.exec(line);
    if (said) lines.push({ from: said[1] as "C", text: said[3]!, whole: said[2] === ">" });
    else if (line.startsWith("# ")) remarks.push(line.slice(2));
  }
  const server = remarks.find((remark) => remark.startsWith("server: ")) ?? "";
  return { name, lines, server, remarks };
}

/** Base64 as a transport supplies it. */
export const BASE64: Base64 = {
  encodeBase64: (bytes, start = 0, end = bytes.length) =>
    Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("base64"),
  decodeBase64: (text) => Buffer.from(text, "base64"),
};
