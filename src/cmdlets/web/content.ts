// What a request carries: its bytes, and the content type it takes for granted.

import type { CmdletContext } from "../../engine/index.js";
import { baseOf, Byte, Dictionary, XmlText } from "../../objects/index.js";
import { fileError, nativePath } from "../shared/files.js";
import { decodeText, encodeText, findEncoding, type EncodingName } from "../shared/text-encoding.js";

export interface RequestContent {
  readonly bytes: Uint8Array;
  /** Where nothing else names one. */
  readonly contentType?: string;
  /** One that is the body's own and cannot be another's. */
  readonly ownType?: string;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The encoding that a content type names; UTF-8 where it does not. */
function charsetOf(contentType: string | undefined): EncodingName | undefined {
  const name = /charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? "")?.[1];
  return name === undefined ? undefined : findEncoding(name);
}

/** The body of a request; undefined for none. A hashtable with Get is the query's business, not the body's. */
export function requestContent(context: CmdletContext, method: string): RequestContent | undefined {
  const { bound } = context;
  if (bound["Form"] !== undefined) return formContent(context, bound["Form"]);
  if (bound["InFile"] !== undefined) return { bytes: fileBytes(context, bound["InFile"]) };
  const body = baseOf(bound["Body"]);
  if (body === undefined || body === null || (method === "GET" && body instanceof Dictionary)) return undefined;
  if (body instanceof Dictionary)
    return { bytes: utf8(urlEncoded(context, body)), contentType: "application/x-www-form-urlencoded" };
  return { bytes: bytesOf(context, body) };
}

function bytesOf(context: CmdletContext, body: unknown): Uint8Array {
  const { values } = context.engine;
  if (body instanceof Uint8Array) return body;
  if (Array.isArray(body) && body.length > 0 && body.every((item) => item instanceof Byte))
    return Uint8Array.from(body.map((item: Byte) => item.value));
  if (values.isInstance(body, "System.IO.FileInfo"))
    return fileBytes(context, values.toText(values.getMember(body, "FullName")));
  const text =
    body instanceof XmlText || values.isInstance(body, "System.Xml.XmlNode")
      ? values.toText(values.getMember(body, "OuterXml"))
      : values.toText(body);
  return encodeText(text, charsetOf(context.bound["ContentType"]) ?? "utf8NoBOM");
}

function fileBytes(context: CmdletContext, path: string): Uint8Array {
  const native = nativePath(context.engine, path);
  try {
    return context.engine.host.files.read(native);
  } catch (error) {
    return context.throwTerminating(fileError(context, error, native, "PathNotFound"));
  }
}

/** `name=value&…`, as a form is sent and a query is written. */
export function urlEncoded(context: CmdletContext, table: Dictionary): string {
  const { values } = context.engine;
  const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, escapeCharacter);
  return [...table].map(({ key, value }) => `${encode(values.toText(key))}=${encode(values.toText(value))}`).join("&");
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function formContent(context: CmdletContext, form: Dictionary): RequestContent {
  const boundary = context.engine.host.newGuid();
  const parts = [...form].flatMap(({ key, value }) => {
    const name = context.engine.values.toText(key);
    const items = context.engine.values.enumerate(baseOf(value));
    return [...(items ?? [value])].map((item) => part(context, boundary, name, item));
  });
  const bytes = Buffer.concat([...parts.flat(), utf8(`--${boundary}--\r\n`)]);
  return { bytes, ownType: `multipart/form-data; boundary="${boundary}"` };
}

function part(context: CmdletContext, boundary: string, name: string, value: unknown): Uint8Array[] {
  const { values } = context.engine;
  const quoted = /^[\w.-]+$/.test(name) ? name : `"${name.replaceAll('"', "%22")}"`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name=${quoted}`;
  const end = utf8("\r\n");
  if (values.isInstance(baseOf(value), "System.IO.FileInfo")) {
    const file = values.toText(values.getMember(value, "Name")).replaceAll('"', "%22");
    const lines = `${head}; filename="${file}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
    return [utf8(lines), fileBytes(context, values.toText(values.getMember(value, "FullName"))), end];
  }
  return [utf8(`${head}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${values.toText(value)}`), end];
}

/** The text of an answer: by its content type's charset, by what an HTML page says of itself, else UTF-8. */
export function answerText(bytes: Uint8Array, contentType: string | undefined): string {
  const named = charsetOf(contentType);
  if (named || !isHtml(contentType)) return decodeText(bytes, named);
  const head = decodeText(bytes.subarray(0, 1024), "ascii");
  return decodeText(bytes, charsetOf(/<meta\s[^>]*charset\s*=[^>]*/i.exec(head)?.[0]));
}

const mediaType = (contentType: string | undefined): string => (contentType ?? "").split(";")[0]!.trim().toLowerCase();

function isHtml(contentType: string | undefined): boolean {
  return /^(text\/html|application\/xhtml\+xml)$/.test(mediaType(contentType));
}

export function isXml(contentType: string | undefined): boolean {
  return /^(application|text)\/xml$|\+xml$|^application\/xml-/.test(mediaType(contentType));
}

export function isJson(contentType: string | undefined): boolean {
  return /^(application\/(x-)?(json|javascript)|text\/(x-)?(json|javascript))$|\+json$/.test(mediaType(contentType));
}

/** True where the answer is for people to read: text, and whatever names no type. */
export function isText(contentType: string | undefined): boolean {
  const type = mediaType(contentType);
  return type === "" || type.startsWith("text/") || isXml(type) || isJson(type) || isHtml(type);
}
