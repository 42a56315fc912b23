// System.Net: addresses and endpoints; the name of this computer.

import { NetObject } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family } from "../../define.js";
import { argumentNull, formatError } from "../../errors.js";
import { attempt, enumOf } from "../common.js";

/** System.Net.IPAddress. */
class IPAddress extends NetObject {
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
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff)
    return `::ffff:${bytes.slice(12).join(".")}`;
  const hex = (part: number[]): string => part.map((word) => word.toString(16)).join(":");
  return best < 0 ? hex(words) : `${hex(words.slice(0, best))}::${hex(words.slice(best + length))}`;
}

function parseIp(text: string | null): IPAddress {
  if (text === null) throw argumentNull("ipString");
  const bytes = text.includes(":") ? parseV6(text) : parseV4(text);
  if (!bytes) throw formatError("An invalid IP address was specified.");
  return new IPAddress(bytes);
}

export function parseV4(text: string): Uint8Array | undefined {
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

export const addressTypes: Family = {
  "System.Net.IPAddress": () => ({
    members: {
      "new(byte[] address)": (bytes) => new IPAddress(bytes),
      "new(long newAddress)": (number: bigint) =>
        new IPAddress(Uint8Array.from([0n, 8n, 16n, 24n], (shift) => Number((number >> shift) & 255n))),
      "System.Net.Sockets.AddressFamily AddressFamily": (self: IPAddress, engine) =>
        enumOf(engine, "System.Net.Sockets.AddressFamily", self.bytes.length === 4 ? "InterNetwork" : "InterNetworkV6"),
      "long ScopeId": (self: IPAddress) => (self.bytes.length === 16 ? 0n : null),
      "bool IsIPv6Multicast": (self: IPAddress) => self.bytes.length === 16 && self.bytes[0] === 255,
      "bool IsIPv6LinkLocal": (self: IPAddress) =>
        self.bytes.length === 16 && self.bytes[0] === 0xfe && (self.bytes[1]! & 0xc0) === 0x80,
      "bool IsIPv6SiteLocal": (self: IPAddress) =>
        self.bytes.length === 16 && self.bytes[0] === 0xfe && (self.bytes[1]! & 0xc0) === 0xc0,
      "bool IsIPv6Teredo": (self: IPAddress) =>
        self.bytes.length === 16 && [0x20, 1, 0, 0].every((byte, i) => self.bytes[i] === byte),
      "bool IsIPv6UniqueLocal": (self: IPAddress) => self.bytes.length === 16 && (self.bytes[0]! & 0xfe) === 0xfc,
      "bool IsIPv4MappedToIPv6": (self: IPAddress) => self.bytes.length === 16 && self.text.startsWith("::ffff:"),
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
  "System.Net.Dns": () => ({
    kind: "static",
    members: { "static string GetHostName()": (engine: Engine) => engine.host.computer.name },
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
};
