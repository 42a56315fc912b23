// The ways in: a document, a payload, many payloads after each other.

import { type LocalOffset, systemOffset } from "./dates.js";
import { DEFAULT_LIMITS, type Limits } from "./error.js";
import { ReaderMemory } from "./memory.js";
import { PRIMITIVES } from "./primitives.js";
import { Reader, type ReaderSettings } from "./reader.js";
import { isPlainText } from "./characters.js";
import { utf16OfBase64, utf16OfHex } from "./secure-strings.js";

export interface ReadOptions {
  readonly limits?: Partial<Limits>;
  /** "Objs": a whole document, as in files; "fragment": values without a root, as on the wire. */
  readonly root?: "Objs" | "fragment";
  /** The clear text of an `<SS>`, or undefined where it is not valid. Default: unencrypted, as base64 (wire) or hex (file). */
  readonly decryptSecureString?: (text: string) => string | undefined;
  readonly localOffset?: LocalOffset;
}

/** All top-level values of a CLIXML document (or, for root "fragment", of a row of values). Throws ClixmlError. */
export function readClixml(text: string, options: ReadOptions = {}): unknown[] {
  const settings = settingsOf(options, (options.root ?? "Objs") === "Objs");
  return new Reader(text, settings, Infinity, new ReaderMemory()).readAll();
}

/** The one value of a wire payload. Throws ClixmlError. */
export function readValue(text: string, options: ReadOptions = {}): unknown {
  return valueReader(options)(text);
}

/** A `readValue` for many payloads after each other, which reads like ones faster. */
export function valueReader(options: ReadOptions = {}): (text: string) => unknown {
  const settings = settingsOf(options, false);
  let memory: ReaderMemory | undefined;
  return (text) => {
    const primitive = readOnePrimitive(text, settings);
    if (primitive !== undefined) return primitive;
    return new Reader(text, settings, 1, (memory ??= new ReaderMemory())).readAll()[0];
  };
}

function settingsOf(options: ReadOptions, isDocument: boolean): ReaderSettings {
  return {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    isDocument,
    context: {
      localOffset: options.localOffset ?? systemOffset,
      decryptSecureString: options.decryptSecureString ?? (isDocument ? utf16OfHex : utf16OfBase64),
    },
  };
}

/** The value of a text that is one plain element, as most of a pipeline's output is; undefined for any other text. */
function readOnePrimitive(text: string, { limits, context }: ReaderSettings): unknown {
  const start = text.charCodeAt(0) === 60 && text.length <= limits.size ? text.indexOf(">") + 1 : 0;
  const primitive = start > 0 && start < 10 ? PRIMITIVES.get(text.slice(1, start - 1)) : undefined;
  if (!primitive || !text.endsWith(primitive.close)) return undefined;
  const content = text.slice(start, -primitive.close.length);
  return isPlainText(content) ? primitive.parse(content, context) : undefined;
}
