// What Get-, Set-, Add- and Clear-Content share: encodings as arguments, lines, and the files themselves.

import type { CmdletContext, ParameterDefinition } from "../../engine/index.js";
import { baseOf, Byte } from "../../objects/index.js";
import { encodeText, ENCODING_NAMES, findEncoding, type EncodingName } from "../shared/text-encoding.js";

export const ENCODING_PARAMETER: ParameterDefinition = {
  type: "object",
  validate: [{ kind: "NotNullOrEmpty" }],
  complete: () => ENCODING_NAMES,
};

/** The encoding a command was told, by name, code page or [System.Text.Encoding]; undefined where it was not told. */
export function encodingArgument(context: CmdletContext): EncodingName | undefined {
  const given: unknown = baseOf(context.bound["Encoding"]);
  if (given === undefined || given === null) return undefined;
  const name = typeof given === "string" || typeof given === "number" ? String(given) : webNameOf(context, given);
  const encoding = findEncoding(name);
  if (encoding) return encoding;
  return context.throwTerminating(
    context.error(
      "System.Management.Automation.ArgumentTransformationMetadataException",
      `Cannot process argument transformation on parameter 'Encoding'. '${name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method. (Parameter 'name')`,
      "ParameterArgumentTransformationError",
      "InvalidData",
    ),
  );
}

function webNameOf(context: CmdletContext, encoding: unknown): string {
  const { values } = context.engine;
  const name = values.toText(values.getMember(encoding, "WebName"));
  const preamble = values.invokeMethod(encoding, "GetPreamble", []);
  return name === "utf-8" && preamble instanceof Uint8Array && preamble.length > 0 ? "utf8BOM" : name;
}

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
