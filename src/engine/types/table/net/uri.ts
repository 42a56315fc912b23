// System.Uri and UriBuilder: the parts of a URI, taken apart where they are asked for.

import { NetObject, Uri } from "../../../../objects/index.js";
import type { Family } from "../../define.js";
import { argumentNull, netError } from "../../errors.js";
import { parseV4 } from "./addresses.js";
import { attempt, enumOf, numberOf, stringArray } from "../common.js";

interface UriParts {
  readonly scheme: string;
  readonly userInfo: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ftp: 21,
  ssh: 22,
  ws: 80,
  wss: 443,
  gopher: 70,
  nntp: 119,
  ldap: 389,
  telnet: 23,
};

/** The parts of an absolute URI; undefined for a relative one. */
function partsOf(uri: Uri): UriParts | undefined {
  const text = uri.original.trim();
  if (/^\/[^/]/.test(text)) return { ...EMPTY, scheme: "file", path: text };
  const found =
    /^([a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/(?:([^@/?#]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/.exec(
      text,
    );
  if (!found) return undefined;
  const scheme = found[1]!.toLowerCase();
  if (scheme.length === 1) return undefined;
  const authority = found[3] !== undefined;
  if (PORTS[scheme] !== undefined && !found[3]) return undefined;
  return {
    scheme,
    userInfo: found[2] ?? "",
    host: (found[3] ?? "").toLowerCase(),
    port: found[4] ? Number(found[4]) : (PORTS[scheme] ?? -1),
    path: escapePath(normalized(found[5]! || (authority ? "/" : ""))),
    query: escapePath(found[6] ?? ""),
    fragment: escapePath(found[7] ?? ""),
  };
}

const EMPTY: UriParts = { scheme: "", userInfo: "", host: "", port: -1, path: "", query: "", fragment: "" };

/** Takes "." and ".." out of a path. */
function normalized(path: string): string {
  if (!path.includes("/.")) return path;
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") {
      if (kept.length > 1) kept.pop();
    } else if (part !== ".") kept.push(part);
  }
  return kept.join("/") + (/\/\.{1,2}$/.test(path) ? "/" : "");
}

const escapePath = (text: string): string =>
  text.replace(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]/gu, (ch) => encodeURIComponent(ch));

function absolute(uri: Uri): UriParts {
  const parts = partsOf(uri);
  if (!parts) throw netError("System.InvalidOperationException", "This operation is not supported for a relative URI.");
  return parts;
}

const isDefaultPort = (parts: UriParts): boolean => parts.port === (PORTS[parts.scheme] ?? -1);

function authorityOf(parts: UriParts): string {
  return parts.host + (isDefaultPort(parts) ? "" : `:${parts.port}`);
}

function absoluteText(parts: UriParts): string {
  const slashes = parts.host !== "" || parts.scheme === "file" ? "//" : "";
  const user = parts.userInfo ? `${parts.userInfo}@` : "";
  return `${parts.scheme}:${slashes}${user}${authorityOf(parts)}${parts.path}${parts.query}${parts.fragment}`;
}

function makeUri(text: string | null, kind = 1): Uri {
  if (text === null) throw argumentNull("uriString");
  const uri = new Uri(text);
  const parts = partsOf(uri);
  if (!parts && kind === 1) {
    const why =
      text === "" ? "Invalid URI: The URI is empty." : "Invalid URI: The format of the URI could not be determined.";
    throw netError("System.UriFormatException", why);
  }
  return uri;
}

function combine(base: Uri, relative: string): Uri {
  if (partsOf(new Uri(relative)) && !relative.startsWith("/")) return new Uri(relative);
  const parts = absolute(base);
  const root = `${parts.scheme}://${authorityOf(parts)}`;
  if (relative.startsWith("//")) return new Uri(`${parts.scheme}:${relative}`);
  if (relative.startsWith("/")) return new Uri(root + normalized(relative));
  if (relative.startsWith("?")) return new Uri(root + parts.path + relative);
  if (relative.startsWith("#")) return new Uri(root + parts.path + parts.query + relative);
  return new Uri(root + normalized(parts.path.slice(0, parts.path.lastIndexOf("/") + 1) + relative));
}

export function unescape(text: string): string {
  return text.replace(/(%[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

const escapeData = (text: string): string =>
  encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`);

class UriBuilder extends NetObject {
  readonly typeName: string = "System.UriBuilder";
  scheme: string;
  userName = "";
  password = "";
  host: string;
  port: number;
  path: string;
  query: string;
  fragment: string;
  constructor(parts: UriParts) {
    super();
    this.scheme = parts.scheme;
    this.host = parts.host;
    this.port = isDefaultPort(parts) && parts.port < 0 ? -1 : parts.port;
    this.path = parts.path || "/";
    this.query = parts.query;
    this.fragment = parts.fragment;
    [this.userName = "", this.password = ""] = parts.userInfo.split(":");
  }
  get text(): string {
    const user = this.userName ? `${this.userName}${this.password ? `:${this.password}` : ""}@` : "";
    const port = this.port >= 0 ? `:${this.port}` : "";
    return `${this.scheme}://${user}${this.host}${port}${this.path}${this.query}${this.fragment}`;
  }
}

const withMark = (text: string | null, mark: string): string =>
  !text ? "" : text.startsWith(mark) ? text : mark + text;

function uriText(self: Uri): string {
  const parts = partsOf(self);
  return parts ? unescape(absoluteText(parts)) : self.original;
}

function relativeTo(from: UriParts, to: UriParts): string {
  if (from.scheme !== to.scheme || authorityOf(from) !== authorityOf(to)) return absoluteText(to);
  const a = from.path.split("/").slice(0, -1);
  const b = to.path.split("/");
  let shared = 0;
  while (shared < a.length && shared < b.length - 1 && a[shared] === b[shared]) shared++;
  return "../".repeat(a.length - shared) + b.slice(shared).join("/") + to.query + to.fragment;
}

/** Lone surrogates have no UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** What stands left of and in a part: 0 scheme, 1 authority, 2 path, 3 query. */
function leftPart(parts: UriParts, part: number): string {
  const slashes = parts.host !== "" || parts.scheme === "file" ? "//" : "";
  if (part === 0) return `${parts.scheme}:${slashes}`;
  const user = parts.userInfo ? `${parts.userInfo}@` : "";
  const authority = `${parts.scheme}:${slashes}${user}${authorityOf(parts)}`;
  return part === 1 ? (slashes ? authority : "") : authority + parts.path + (part === 3 ? parts.query : "");
}

const withoutUser = (uri: unknown): UriParts => ({ ...absolute(uri as Uri), userInfo: "" });

/** Some of the parts, by the bits of UriComponents. */
function components(parts: UriParts, wanted: number, format: number): string {
  const has = (bit: number): boolean => (wanted & bit) !== 0;
  const port = has(128) || (has(8) && !isDefaultPort(parts)) ? String(parts.port) : "";
  const alone = (bit: number): boolean => wanted === bit;
  const host = has(4) || has(256) ? parts.host : "";
  const text =
    (has(1) ? (alone(1) ? parts.scheme : `${parts.scheme}://`) : "") +
    (has(2) && parts.userInfo ? parts.userInfo + (host ? "@" : "") : "") +
    host +
    (port && host ? `:${port}` : port) +
    (has(16) ? (alone(16) ? parts.path.replace(/^\//, "") : parts.path) : "") +
    (has(32) ? (alone(32) ? parts.query.replace(/^\?/, "") : parts.query) : "") +
    (has(64) ? (alone(64) ? parts.fragment.replace(/^#/, "") : parts.fragment) : "");
  return format === 1 ? text : unescape(text);
}

/** The name of the UriHostNameType of a host's name. */
function hostNameKind(name: string | null): string {
  const text = name ?? "";
  if (/^\[?[0-9a-f:.]*:[0-9a-f:.]*\]?$/i.test(text) && text.length > 1) return "IPv6";
  if (parseV4(text)) return "IPv4";
  if (/^(?!-)[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(text)) return "Dns";
  return /^[^\s/?#:@]+$/.test(text) ? "Basic" : "Unknown";
}

export const uriTypes: Family = {
  "System.Uri": () => ({
    members: {
      "new(string uriString)": (text) => makeUri(text),
      "new(string uriString, System.UriKind uriKind)": (text, kind) => makeUri(text, numberOf(kind)),
      "new(uri baseUri, string relativeUri)": combine,
      "new(uri baseUri, uri relativeUri)": (base, relative: Uri) => combine(base, relative.original),
      "string AbsolutePath": (self) => absolute(self).path,
      "string AbsoluteUri": (self) => absoluteText(absolute(self)),
      "string LocalPath": (self) => unescape(absolute(self).path),
      "string Authority": (self) => authorityOf(absolute(self)),
      "System.UriHostNameType HostNameType": (self, engine) => {
        const { host } = absolute(self);
        const kind =
          host === ""
            ? "Basic"
            : host.startsWith("[")
              ? "IPv6"
              : parseV4(host) && /^[\d.]+$/.test(host)
                ? "IPv4"
                : "Dns";
        return enumOf(engine, "System.UriHostNameType", kind);
      },
      "bool IsDefaultPort": (self) => isDefaultPort(absolute(self)),
      "bool IsFile": (self) => absolute(self).scheme === "file",
      "bool IsLoopback": (self) => /^(localhost|127\..*|\[::1\]|)$/.test(absolute(self).host),
      "string PathAndQuery": (self) => absolute(self).path + absolute(self).query,
      "string[] Segments": (self) => stringArray(absolute(self).path.match(/[^/]*\/|[^/]+$/g) ?? []),
      "bool IsUnc": () => false,
      "string Host": (self) => absolute(self).host,
      "int Port": (self) => absolute(self).port,
      "string Query": (self) => absolute(self).query,
      "string Fragment": (self) => absolute(self).fragment,
      "string Scheme": (self) => absolute(self).scheme,
      "string OriginalString": (self: Uri) => self.original,
      "string DnsSafeHost": (self) => absolute(self).host.replace(/^\[|\]$/g, ""),
      "string IdnHost": (self) => absolute(self).host,
      "bool IsAbsoluteUri": (self) => partsOf(self) !== undefined,
      "bool UserEscaped": () => false,
      "string UserInfo": (self) => absolute(self).userInfo,
      "string GetLeftPart(System.UriPartial part)": (self, part) => leftPart(absolute(self), numberOf(part)),
      "string GetComponents(System.UriComponents components, System.UriFormat format)": (self, wanted, format) =>
        components(absolute(self), numberOf(wanted), numberOf(format)),
      "uri MakeRelativeUri(uri uri)": (self, other) => new Uri(relativeTo(absolute(self), absolute(other))),
      "bool IsBaseOf(uri uri)": (self, other) =>
        leftPart(withoutUser(other), 3).startsWith(leftPart(withoutUser(self), 2).replace(/[^/]*$/, "")),
      "bool IsWellFormedOriginalString()": (self: Uri) => !/\s/.test(self.original),
      "bool Equals(System.Object comparand)": (self: Uri, other) =>
        other instanceof Uri && uriText(other) === uriText(self),
      "string ToString()": uriText,
      "static string EscapeDataString(string stringToEscape)": escapeData,
      "static string UnescapeDataString(string stringToUnescape)": unescape,
      "static string EscapeUriString(string stringToEscape)": (text) => encodeURI(text),
      "static bool TryCreate(string uriString, System.UriKind uriKind, ref uri result)": (text, kind, result) =>
        attempt(result, null, () => makeUri(text, numberOf(kind))),
      "static bool IsWellFormedUriString(string uriString, System.UriKind uriKind)": (text: string | null, kind) =>
        text !== null && !/\s/.test(text) && (numberOf(kind) !== 1 || partsOf(new Uri(text)) !== undefined),
      "static bool CheckSchemeName(string schemeName)": (text) => /^[a-z][a-z0-9+.-]*$/i.test(text),
      "static System.UriHostNameType CheckHostName(string name)": (name, engine) =>
        enumOf(engine, "System.UriHostNameType", hostNameKind(name)),
      "static string UriSchemeHttp": () => "http",
      "static string UriSchemeHttps": () => "https",
      "static string SchemeDelimiter": () => "://",
    },
    convertFrom: (value) => (typeof value === "string" ? new Uri(value) : undefined),
    text: uriText,
  }),
  "System.UriFormat": () => ({
    enumValues: [
      ["UriEscaped", 1],
      ["Unescaped", 2],
      ["SafeUnescaped", 3],
    ],
  }),
  "System.UriPartial": () => ({
    enumValues: [
      ["Scheme", 0],
      ["Authority", 1],
      ["Path", 2],
      ["Query", 3],
    ],
  }),
  "System.UriBuilder": () => ({
    members: {
      "new()": () => new UriBuilder({ ...EMPTY, scheme: "http", host: "localhost" }),
      "new(string uri)": (text: string) =>
        new UriBuilder(partsOf(new Uri(text)) ?? absolute(new Uri(`http://${text}`))),
      "new(uri uri)": (uri) => new UriBuilder(absolute(uri)),
      "new(string schemeName, string hostName)": (scheme, host) => new UriBuilder({ ...EMPTY, scheme, host }),
      "new(string scheme, string host, int portNumber)": (scheme, host, port) =>
        new UriBuilder({ ...EMPTY, scheme, host, port }),
      "new(string scheme, string host, int port, string pathValue)": (scheme, host, port, path) =>
        new UriBuilder({ ...EMPTY, scheme, host, port, path }),
      "string Scheme": [(self: UriBuilder) => self.scheme, (self: UriBuilder, value) => (self.scheme = value)],
      "string UserName": [(self: UriBuilder) => self.userName, (self: UriBuilder, value) => (self.userName = value)],
      "string Password": [(self: UriBuilder) => self.password, (self: UriBuilder, value) => (self.password = value)],
      "string Host": [(self: UriBuilder) => self.host, (self: UriBuilder, value) => (self.host = value)],
      "int Port": [(self: UriBuilder) => self.port, (self: UriBuilder, value) => (self.port = value)],
      "string Path": [
        (self: UriBuilder) => self.path,
        (self: UriBuilder, value) => (self.path = withMark(value, "/") || "/"),
      ],
      "string Query": [
        (self: UriBuilder) => self.query,
        (self: UriBuilder, value) => (self.query = withMark(value, "?")),
      ],
      "string Fragment": [
        (self: UriBuilder) => self.fragment,
        (self: UriBuilder, value) => (self.fragment = withMark(value, "#")),
      ],
      "uri Uri": (self: UriBuilder) => new Uri(self.text),
      "string ToString()": (self: UriBuilder) => self.text,
    },
    text: (self: UriBuilder) => self.text,
  }),
};
