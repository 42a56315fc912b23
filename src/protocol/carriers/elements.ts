// The lines of the out-of-process carrier: one XML element a line, nine elements in all.
//
// Rule: this file knows how a line reads and is written, and nothing of when it may come.

import { remoteFault } from "../errors.js";
import { EMPTY_GUID, isGuid } from "../guid.js";

export type DataStream = "Default" | "PromptResponse";

export type ElementName = "Data" | "DataAck" | "Command" | "CommandAck" | "Signal" | "SignalAck" | "Close" | "CloseAck";

export interface Element {
  readonly name: ElementName;
  /** The pipeline's id; all zeros for the session. */
  readonly psGuid: string;
  /** Data only. */
  readonly stream: DataStream;
  /** Data only: base64. */
  readonly body: string;
}

/** In front of a line by which a server over SSH says what went wrong outside PSRP. */
export const ERROR_LINE_PREFIX = "__NamedPipeError__:";

const NAMES: ReadonlySet<string> = new Set<ElementName>([
  "Data",
  "DataAck",
  "Command",
  "CommandAck",
  "Signal",
  "SignalAck",
  "Close",
  "CloseAck",
]);

/** An element without content, with its line feed. */
export function elementLine(name: Exclude<ElementName, "Data">, psGuid: string): string {
  return `<${name} PSGuid='${psGuid}' />\n`;
}

/** What stands in front of the base64 of a Data element. */
export function dataPrefix(stream: DataStream, psGuid: string): string {
  return `<Data Stream='${stream}' PSGuid='${psGuid}'>`;
}

export const DATA_SUFFIX = "</Data>\n";

/**
 * The elements of a line; none in an empty one. Throws a ProtocolError with PowerShell's text for anything else:
 * a line that is no XML is reported by itself.
 */
export function readElements(line: string): Element[] {
  const plain = readPlainData(line);
  if (plain !== undefined) return [plain];
  const elements: Element[] = [];
  const end = line.trimEnd().length;
  for (let at = 0; at < end;) at = readElement(line, at, end, elements);
  return elements;
}

export function unknownElement(name: string): string {
  return `An unknown element "${name}" was received. This can happen if the remote process closed or ended abnormally.`;
}

const PLAIN_START = "<Data Stream='Default' PSGuid='";
const GUID_LENGTH = EMPTY_GUID.length;
const PLAIN_BODY = PLAIN_START.length + GUID_LENGTH + 2;

/** The one shape that real peers write a hundred thousand times, read without looking at each character. */
function readPlainData(line: string): Element | undefined {
  if (!line.startsWith(PLAIN_START) || !line.endsWith("</Data>")) return undefined;
  if (!line.startsWith("'>", PLAIN_BODY - 2)) return undefined;
  const body = line.slice(PLAIN_BODY, -7);
  if (body.includes("<")) return undefined;
  const psGuid = line.slice(PLAIN_START.length, PLAIN_START.length + GUID_LENGTH);
  if (!isGuid(psGuid)) throw remoteFault(BAD_GUID);
  return { name: "Data", psGuid: psGuid.toLowerCase(), stream: "Default", body };
}

const BAD_GUID = "Unrecognized Guid format.";
const TAG = /<([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:'[^'<]*'|"[^"<]*"))*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z_][\w.:-]*)\s*=\s*(?:'([^']*)'|"([^"]*)")/g;

function readElement(line: string, at: number, end: number, into: Element[]): number {
  if (/\s/.test(line[at]!)) return refuseBlank(line, at);
  TAG.lastIndex = at;
  const tag = TAG.exec(line);
  if (tag === null) throw remoteFault(line);
  const [whole, name, attributes, empty] = tag as unknown as [string, string, string, string];
  if (!NAMES.has(name)) throw remoteFault(unknownElement(name));
  let next = at + whole.length;
  let body = "";
  if (empty === "") {
    const close = `</${name}>`;
    const closeAt = line.indexOf(close, next);
    if (closeAt < 0) throw remoteFault(line);
    body = line.slice(next, closeAt);
    next = closeAt + close.length;
  }
  if (next > end) throw remoteFault(line);
  into.push(elementOf(name as ElementName, attributes, body));
  return next;
}

function refuseBlank(line: string, at: number): never {
  if (/^\s*</.test(line.slice(at)))
    throw remoteFault(
      'Cannot process an element with node type "Whitespace". Only Element and EndElement node types are supported.',
    );
  throw remoteFault(line);
}

function elementOf(name: ElementName, attributeText: string, body: string): Element {
  const attributes = new Map<string, string>();
  for (const [, key, single, double] of attributeText.matchAll(ATTRIBUTE)) attributes.set(key!, single ?? double ?? "");
  const psGuid = attributes.get("PSGuid") ?? "";
  if (!isGuid(psGuid)) throw remoteFault(BAD_GUID);
  const wanted = name === "Data" ? 2 : 1;
  if (attributes.size !== wanted || (wanted === 2 && !attributes.has("Stream")))
    throw remoteFault(`Expected ${wanted} attributes with the "${name}" element.`);
  if (name !== "Data" && body !== "") throw remoteFault(`The "${name}" element must be empty.`);
  const stream = attributes.get("Stream") === "PromptResponse" ? "PromptResponse" : "Default";
  return { name, psGuid: psGuid.toLowerCase(), stream, body };
}

/** Lines out of text that comes cut anywhere. The limit is on what may be kept while a line is not whole. */
export class LineReader {
  readonly #maxLength: number;
  #parts: string[] = [];
  #length = 0;

  /** `maxLength`: characters of the longest line taken. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Calls `deliver` with each whole line, without its line feed. Throws a ProtocolError for a line beyond the limit. */
  push(text: string, deliver: (line: string) => void): void {
    let at = 0;
    for (;;) {
      const feed = text.indexOf("\n", at);
      if (feed < 0) break;
      let line = text.slice(at, feed);
      at = feed + 1;
      if (this.#length > 0) line = this.#rest() + line;
      this.#check(line.length);
      deliver(line);
    }
    if (at === text.length) return;
    this.#check(this.#length + text.length - at);
    this.#parts.push(text.slice(at));
    this.#length += text.length - at;
  }

  /** True while the beginning of a line is kept. */
  get isMidLine(): boolean {
    return this.#length > 0;
  }

  /** The unfinished line at the end of the text, or undefined. */
  end(): string | undefined {
    return this.#length > 0 ? this.#rest() : undefined;
  }

  #rest(): string {
    const rest = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    return rest;
  }

  #check(length: number): void {
    if (length > this.#maxLength)
      throw remoteFault(`A line of more than ${this.#maxLength} characters was received from the remote process.`);
  }
}
