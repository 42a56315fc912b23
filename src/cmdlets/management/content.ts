// What Get-, Set-, Add- and Clear-Content share: encodings as arguments, lines, and the files themselves.

import type { CmdletContext } from "../../engine/index.js";
import { baseOf, Byte } from "../../objects/index.js";
import { encodeText, type EncodingName } from "../shared/text-encoding.js";

/** Lines as .NET's StreamReader counts them: \n, \r\n and a lone \r end one; a last end makes no empty line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Pieces of a text, each up to and without its delimiter. */
export function splitAt(text: string, delimiter: string): string[] {
  if (delimiter === "") return text === "" ? [] : [text];
  const parts = text.split(delimiter);
  if (parts.at(-1) === "") parts.pop();
  return parts;
}

/** The bytes that the values of -Value become. */
export function contentBytes(context: CmdletContext, values: readonly unknown[], encoding: EncodingName): Uint8Array {
  if (context.bound["AsByteStream"]) return Uint8Array.from(values.flatMap((value) => bytesOf(context, value)));
  const end = context.bound["NoNewline"] ? "" : "\n";
  return encodeText(values.map((value) => context.engine.values.toText(value) + end).join(""), encoding);
}

function bytesOf(context: CmdletContext, value: unknown): number[] {
  const base = baseOf(value);
  if (base instanceof Uint8Array) return [...base];
  const byte = context.engine.values.convert(base, "byte");
  return byte instanceof Byte ? [byte.value] : [];
}
