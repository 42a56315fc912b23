// The ways out: a document, a payload, many payloads after each other.

import type { ObjectView } from "../objects/index.js";
import { type LocalOffset, systemOffset } from "./dates.js";
import { ClixmlError } from "./error.js";
import { Attribute, Output, type Tag, tag } from "./output.js";
import { base64OfUtf16, hexOfUtf16 } from "./secure-strings.js";
import { writePrimitive } from "./write-primitives.js";
import { type MemberAttributes, Writer, type WriterSettings } from "./writer.js";

export interface WriteOptions {
  /** Steps into properties of .NET objects; 1 unless said. */
  readonly depth?: number;
  /** How to look at .NET objects; without it they are written as their type's name. */
  readonly view?: ObjectView;
  /** "Objs": a whole document, as in files; "fragment": values without a root, as on the wire. */
  readonly root?: "Objs" | "fragment";
  /** One element a line, two blanks a level. */
  readonly indent?: boolean;
  /** The text of an `<SS>`. Default: unencrypted, as base64 (wire) or hex (file). */
  readonly encryptSecureString?: (clear: string) => string;
  readonly localOffset?: LocalOffset;
}

const OBJS: Tag = tag("Objs");

/** Values as a CLIXML document, by default one with a root. Throws ClixmlError for what CLIXML cannot hold. */
export function writeClixml(values: readonly unknown[], options: WriteOptions = {}): string {
  const settings = settingsOf(options, (options.root ?? "Objs") === "Objs");
  const out = new Output(options.indent ?? false);
  const writer = new Writer(out, settings, new Map());
  if (!settings.isDocument) {
    for (const value of values) writer.write(value);
    return out.toString();
  }
  out.raw('<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">');
  out.indent();
  const mark = out.length;
  for (const value of values) writer.write(value);
  out.end(OBJS, mark);
  return refuseNoncharacters(out.toString());
}

/** One value as it travels in a payload. */
export function writeValue(value: unknown, options: WriteOptions = {}): string {
  return valueWriter(options)(value);
}

/** A `writeValue` for many values after each other, which writes like ones faster. */
export function valueWriter(options: WriteOptions = {}): (value: unknown) => string {
  const settings = settingsOf(options, false);
  const attributes: MemberAttributes = new Map();
  const plain = new Attribute("");
  return (value) => {
    const out = new Output(options.indent ?? false);
    if (!writePrimitive(out, value, plain, settings.style)) {
      if (attributes.size > MOST_SHAPES) attributes.clear();
      new Writer(out, settings, attributes).write(value);
    }
    return out.toString();
  };
}

function settingsOf(options: WriteOptions, isDocument: boolean): WriterSettings {
  const depth = options.depth ?? 1;
  if (!(depth >= 1)) throw new ClixmlError("Value of depth parameter must be greater than or equal to 1.");
  return {
    view: options.view,
    depth,
    isDocument,
    style: {
      encryptSecureString: options.encryptSecureString ?? (isDocument ? hexOfUtf16 : base64OfUtf16),
      localOffset: options.localOffset ?? systemOffset,
    },
  };
}

/** In a document PowerShell refuses U+FFFE and U+FFFF; on the wire they go as references, as written here. */
function refuseNoncharacters(text: string): string {
  const at = text.indexOf("&#xFFF");
  if (at < 0) return text;
  const code = text.slice(at + 3, at + 7);
  throw new ClixmlError(
    `'${String.fromCharCode(parseInt(code, 16))}', hexadecimal value 0x${code}, is an invalid character.`,
  );
}

const MOST_SHAPES = 1_000;
