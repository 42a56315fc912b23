// System.Uri and UriBuilder, Guid, Version, network addresses, HTML and URL encoding.

import { Guid, NetObject, Uri, Version } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import { compareValues } from "../compare.js";
import type { Family } from "../define.js";
import { argumentError, argumentNull, formatError, netError } from "../errors.js";
import { formatValue } from "../format-string.js";
import type { PSReference } from "../type-object.js";
import { contextOf, enumOf, numberOf, stringArray } from "./common.js";

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

function unescape(text: string): string {
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

function parseGuid(text: string | null): Guid {
  const trimmed = (text ?? "").trim();
  const dashed = /^[{(]?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})[})]?$/i.exec(trimmed);
  if (dashed) return new Guid(dashed[1]!);
  if (/^[0-9a-f]{32}$/i.test(trimmed))
    return new Guid(trimmed.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
  if (/^[0-9a-f]{8}-/i.test(trimmed) || /^[0-9a-f-]{36}$/i.test(trimmed))
    throw formatError("Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).");
  throw formatError("Unrecognized Guid format.");
}

const GUID_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

export function guidFromBytes(bytes: Uint8Array): Guid {
  if (bytes.length !== 16) throw argumentError("Byte array for Guid must be exactly 16 bytes long.", "b");
  const hex = GUID_ORDER.map((i) => bytes[i]!.toString(16).padStart(2, "0")).join("");
  return parseGuid(hex);
}

function guidBytes(guid: Guid): Uint8Array {
  const plain = guid.value
    .replaceAll("-", "")
    .match(/../g)!
    .map((pair) => parseInt(pair, 16));
  const bytes = new Uint8Array(16);
  GUID_ORDER.forEach((from, i) => (bytes[from] = plain[i]!));
  return bytes;
}

export function parseVersion(text: string | null): Version {
  if (text === null) throw argumentNull("version");
  const parts = text.split(".");
  if (parts.length < 2 || parts.length > 4)
    throw argumentError("Version string portion was too short or too long.", "input");
  const numbers = parts.map((part) => {
    if (!/^\s*\+?\d+\s*$/.test(part)) {
      if (/^\s*-\d+\s*$/.test(part))
        throw netError(
          "System.ArgumentOutOfRangeException",
          "Version's parameters must be greater than or equal to zero. (Parameter 'input')",
        );
      throw formatError(`The input string '${part}' was not in a correct format.`);
    }
    const number = Number(part);
    if (number > 2147483647)
      throw netError("System.OverflowException", "Value was either too large or too small for an Int32.");
    return number;
  });
  return new Version(numbers[0]!, numbers[1]!, numbers[2] ?? -1, numbers[3] ?? -1);
}

const attempt = (result: PSReference, zero: unknown, read: () => unknown): boolean => {
  try {
    result.value = read();
    return true;
  } catch {
    result.value = zero;
    return false;
  }
};

/** System.Net.IPAddress. */
export class IPAddress extends NetObject {
  readonly typeName: string = "System.Net.IPAddress";
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    super();
    this.bytes = bytes;
  }
  get text(): string {
    return this.bytes.length === 4 ? this.bytes.join(".") : textOfV6(this.bytes);
  }
}

function textOfV6(bytes: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, i) => (bytes[i * 2]! << 8) | bytes[i * 2 + 1]!);
  let best = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && words[end] === 0) end++;
    if (end - i > length) [best, length] = [i, end - i];
  }
  const hex = (part: number[]): string => part.map((word) => word.toString(16)).join(":");
  return best < 0 ? hex(words) : `${hex(words.slice(0, best))}::${hex(words.slice(best + length))}`;
}

function parseIp(text: string | null): IPAddress {
  if (text === null) throw argumentNull("ipString");
  const bytes = text.includes(":") ? parseV6(text) : parseV4(text);
  if (!bytes) throw formatError("An invalid IP address was specified.");
  return new IPAddress(bytes);
}

function parseV4(text: string): Uint8Array | undefined {
  const parts = text.split(".");
  if (parts.length > 4 || !parts.every((part) => /^\d{1,10}$/.test(part))) return undefined;
  const numbers = parts.map(Number);
  const last = numbers.pop()!;
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const tail = Array.from(
    { length: 4 - numbers.length },
    (_, i) => Math.floor(last / 256 ** (3 - numbers.length - i)) & 255,
  );
  return Uint8Array.from([...numbers, ...tail]);
}

function parseV6(text: string): Uint8Array | undefined {
  const plain = text.replace(/^\[|\](:\d+)?$|%.*$/g, "");
  const mixed = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  const four = mixed ? parseV4(mixed[2]!) : undefined;
  const source = four
    ? `${mixed![1]}${((four[0]! << 8) | four[1]!).toString(16)}:${((four[2]! << 8) | four[3]!).toString(16)}`
    : plain;
  const halves = source.split("::");
  if (halves.length > 2) return undefined;
  const words = (half: string): string[] => (half === "" ? [] : half.split(":"));
  const head = words(halves[0]!);
  const tail = halves.length === 2 ? words(halves[1]!) : [];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...new Array<string>(halves.length === 2 ? missing : 0).fill("0"), ...tail];
  if (!all.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return undefined;
  return Uint8Array.from(all.flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255]));
}

class IPEndPoint extends NetObject {
  readonly typeName: string = "System.Net.IPEndPoint";
  readonly address: IPAddress;
  readonly port: number;
  constructor(address: IPAddress, port: number) {
    super();
    this.address = address;
    this.port = port;
  }
  get text(): string {
    return this.address.bytes.length === 4
      ? `${this.address.text}:${this.port}`
      : `[${this.address.text}]:${this.port}`;
  }
}

class MailAddress extends NetObject {
  readonly typeName: string = "System.Net.Mail.MailAddress";
  readonly address: string;
  readonly displayName: string;
  constructor(text: string, displayName?: string) {
    super();
    const found = /^\s*(?:"?([^"<]*?)"?\s*<([^<>@\s]+@[^<>@\s]+)>|([^<>@\s]+@[^<>@\s]+))\s*$/.exec(text);
    if (!found) throw formatError("The specified string is not in the form required for an e-mail address.");
    this.address = found[2] ?? found[3]!;
    this.displayName = displayName ?? found[1] ?? "";
  }
  get text(): string {
    return this.displayName ? `"${this.displayName}" <${this.address}>` : this.address;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  copy: "©",
  reg: "®",
  euro: "€",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
  ntilde: "ñ",
  deg: "°",
  middot: "·",
};

const htmlEncode = (text: string): string =>
  text.replace(/[<>&"'\u00a0-\u00ff]/g, (ch) => {
    const names: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };
    return names[ch] ?? `&#${ch.charCodeAt(0)};`;
  });

const htmlDecode = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal: string, hex: string, name: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const urlEncode = (text: string): string =>
  encodeURIComponent(wellFormed(text))
    .replace(/%20/g, "+")
    .replace(/['~]/g, (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`);
const urlDecode = (text: string): string => unescape(text.replaceAll("+", " "));

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
      "string GetLeftPart(System.UriPartial part)": (self) => {
        const parts = absolute(self);
        return `${parts.scheme}://${authorityOf(parts)}`;
      },
      "uri MakeRelativeUri(uri uri)": (self, other) => new Uri(relativeTo(absolute(self), absolute(other))),
      "bool IsBaseOf(uri uri)": (self, other) =>
        absoluteText(absolute(other)).startsWith(absoluteText(absolute(self)).replace(/[^/]*$/, "")),
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
      "static string UriSchemeHttp": () => "http",
      "static string UriSchemeHttps": () => "https",
      "static string SchemeDelimiter": () => "://",
    },
    convertFrom: (value) => (typeof value === "string" ? new Uri(value) : undefined),
    text: uriText,
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
  "System.Guid": () => ({
    kind: "struct",
    interfaces:
      "System.IComparable System.IFormattable System.IComparable`1[[System.Guid]] System.IEquatable`1[[System.Guid]]",
    members: {
      "new()": () => new Guid("00000000-0000-0000-0000-000000000000"),
      "new(string g)": parseGuid,
      "new(byte[] b)": guidFromBytes,
      "int Variant": (self: Guid) => Number.parseInt(self.value[19]!, 16),
      "int Version": (self: Guid) => Number.parseInt(self.value[14]!, 16),
      "byte[] ToByteArray()": guidBytes,
      "int CompareTo(System.Object value)": (self, other) => compareValues(self, other) ?? 1,
      "bool Equals(System.Object o)": (self: Guid, other) => other instanceof Guid && other.value === self.value,
      "string ToString()": String,
      "string ToString(string format)": (self, format, engine: Engine) => formatValue(self, format, contextOf(engine)),
      "static guid Empty": () => new Guid("00000000-0000-0000-0000-000000000000"),
      "static guid NewGuid()": (engine: Engine) => new Guid(engine.host.newGuid()),
      "static guid Parse(string input)": parseGuid,
      "static guid Parse(string s, System.IFormatProvider provider)": (text) => parseGuid(text),
      "static guid ParseExact(string input, string format)": (text) => parseGuid(text),
      "static bool TryParse(string input, ref guid result)": (text, result) =>
        attempt(result, new Guid("00000000-0000-0000-0000-000000000000"), () => parseGuid(text)),
    },
    extended: { "script string Guid": (self: Guid) => self.value },
  }),
  "System.Version": () => ({
    interfaces: "System.IComparable System.ICloneable System.IFormattable",
    members: {
      "new(int major, int minor, int build, int revision)": (a, b, c, d) => checkedVersion(a, b, c, d),
      "new(int major, int minor, int build)": (a, b, c) => checkedVersion(a, b, c),
      "new(int major, int minor)": (a, b) => checkedVersion(a, b),
      "new(string version)": parseVersion,
      "new()": () => new Version(0, 0),
      "int Major": (self: Version) => self.major,
      "int Minor": (self: Version) => self.minor,
      "int Build": (self: Version) => self.build,
      "int Revision": (self: Version) => self.revision,
      "short MajorRevision": (self: Version) => (self.revision < 0 ? -1 : self.revision >> 16),
      "short MinorRevision": (self: Version) => (self.revision < 0 ? -1 : self.revision & 65535),
      "System.Object Clone()": (self) => self,
      "int CompareTo(System.Object version)": (self, other) => Math.sign(compareValues(self, other) ?? 1),
      "bool Equals(System.Object obj)": (self: Version, other) =>
        other instanceof Version && compareValues(self, other) === 0,
      "string ToString()": String,
      "string ToString(int fieldCount)": (self: Version, count) => {
        const parts = [self.major, self.minor, self.build, self.revision].filter((part) => part >= 0);
        if (count < 0 || count > parts.length)
          throw argumentError(`Argument must be between 0 and ${parts.length}.`, "fieldCount");
        return parts.slice(0, count).join(".");
      },
      "static version Parse(string input)": parseVersion,
      "static bool TryParse(string input, ref version result)": (text, result) =>
        attempt(result, null, () => parseVersion(text)),
    },
    convertFrom: (value, engine) =>
      engine.types.find("semver") && (value as { preReleaseLabel?: unknown } | null)?.preReleaseLabel !== undefined
        ? fromSemantic(value as { major: number; minor: number; patch: number })
        : undefined,
  }),
  "System.Net.IPAddress": () => ({
    members: {
      "new(byte[] address)": (bytes) => new IPAddress(bytes),
      "new(long newAddress)": (number: bigint) =>
        new IPAddress(Uint8Array.from([0n, 8n, 16n, 24n], (shift) => Number((number >> shift) & 255n))),
      "System.Net.Sockets.AddressFamily AddressFamily": (self: IPAddress, engine) =>
        enumOf(engine, "System.Net.Sockets.AddressFamily", self.bytes.length === 4 ? "InterNetwork" : "InterNetworkV6"),
      "long ScopeId": () => null,
      "bool IsIPv6Multicast": (self: IPAddress) => self.bytes.length === 16 && self.bytes[0] === 255,
      "bool IsIPv6LinkLocal": (self: IPAddress) =>
        self.bytes.length === 16 && self.bytes[0] === 0xfe && (self.bytes[1]! & 0xc0) === 0x80,
      "bool IsIPv6SiteLocal": () => false,
      "bool IsIPv4MappedToIPv6": () => false,
      "long Address": (self: IPAddress) =>
        self.bytes.length === 4 ? self.bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) : null,
      "string IPAddressToString": (self: IPAddress) => self.text,
      "byte[] GetAddressBytes()": (self: IPAddress) => self.bytes.slice(),
      "ipaddress MapToIPv4()": (self: IPAddress) => new IPAddress(self.bytes.slice(-4)),
      "bool Equals(System.Object comparand)": (self: IPAddress, other) =>
        other instanceof IPAddress && other.text === self.text,
      "string ToString()": (self: IPAddress) => self.text,
      "static ipaddress Any": () => new IPAddress(new Uint8Array(4)),
      "static ipaddress Loopback": () => new IPAddress(Uint8Array.of(127, 0, 0, 1)),
      "static ipaddress Broadcast": () => new IPAddress(Uint8Array.of(255, 255, 255, 255)),
      "static ipaddress None": () => new IPAddress(Uint8Array.of(255, 255, 255, 255)),
      "static ipaddress IPv6Any": () => new IPAddress(new Uint8Array(16)),
      "static ipaddress IPv6Loopback": () => parseIp("::1"),
      "static ipaddress Parse(string ipString)": parseIp,
      "static bool TryParse(string ipString, ref ipaddress address)": (text, result) =>
        attempt(result, null, () => parseIp(text)),
      "static bool IsLoopback(ipaddress address)": (address: IPAddress) =>
        address.bytes.length === 4 ? address.bytes[0] === 127 : address.text === "::1",
    },
    text: (self: IPAddress) => self.text,
  }),
  "System.Net.IPEndPoint": () => ({
    members: {
      "new(ipaddress address, int port)": (address, port) => new IPEndPoint(address, port),
      "ipaddress Address": (self: IPEndPoint) => self.address,
      "int Port": (self: IPEndPoint) => self.port,
      "string ToString()": (self: IPEndPoint) => self.text,
    },
    text: (self: IPEndPoint) => self.text,
  }),
  "System.Net.Mail.MailAddress": () => ({
    members: {
      "new(string address)": (text) => new MailAddress(text),
      "new(string address, string displayName)": (text, name) => new MailAddress(text, name),
      "string DisplayName": (self: MailAddress) => self.displayName,
      "string User": (self: MailAddress) => self.address.split("@")[0],
      "string Host": (self: MailAddress) => self.address.split("@")[1],
      "string Address": (self: MailAddress) => self.address,
      "string ToString()": (self: MailAddress) => self.text,
    },
    text: (self: MailAddress) => self.text,
  }),
  "System.Net.WebUtility": () => ({
    kind: "static",
    members: {
      "static string HtmlEncode(string value)": htmlEncode,
      "static string HtmlDecode(string value)": htmlDecode,
      "static string UrlEncode(string value)": urlEncode,
      "static string UrlDecode(string encodedValue)": urlDecode,
    },
  }),
  "System.Web.HttpUtility": () => ({
    kind: "static",
    members: {
      "static string HtmlEncode(string s)": htmlEncode,
      "static string HtmlDecode(string s)": htmlDecode,
      "static string UrlEncode(string str)": (text: string) =>
        urlEncode(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
      "static string UrlDecode(string str)": urlDecode,
    },
  }),
  "System.Net.Dns": () => ({
    kind: "static",
    members: { "static string GetHostName()": (engine: Engine) => engine.host.computer.name },
  }),
};

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

function checkedVersion(...parts: number[]): Version {
  const bad = ["major", "minor", "build", "revision"][parts.findIndex((part) => part < 0)];
  if (bad !== undefined)
    throw netError(
      "System.ArgumentOutOfRangeException",
      `Version's parameters must be greater than or equal to zero. (Parameter '${bad}')`,
    );
  return new Version(parts[0]!, parts[1]!, parts[2], parts[3]);
}

function fromSemantic(value: { major: number; minor: number; patch: number }): Version {
  return new Version(value.major, value.minor, value.patch);
}

/** Lone surrogates have no UTF-8. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}
