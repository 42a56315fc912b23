// System.Guid and Version.

import { Guid, Version } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import { compareValues } from "../operators/compare.js";
import type { Family } from "../define.js";
import { argumentError, argumentNull, formatError, netError } from "../errors.js";
import { formatValue } from "../text/format-string.js";
import { attempt, contextOf } from "./common.js";

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

const zeroGuid = (): Guid => new Guid("00000000-0000-0000-0000-000000000000");
const GUID_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

function guidFromBytes(bytes: Uint8Array): Guid {
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

function parseVersion(text: string | null): Version {
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

export const identifierTypes: Family = {
  "System.Guid": () => ({
    kind: "struct",
    zero: zeroGuid,
    interfaces:
      "System.IComparable System.IFormattable System.IComparable`1[[System.Guid]] System.IEquatable`1[[System.Guid]]",
    members: {
      "new(string g)": parseGuid,
      "new(byte[] b)": guidFromBytes,
      "int Variant": (self: Guid) => Number.parseInt(self.value[19]!, 16),
      "int Version": (self: Guid) => Number.parseInt(self.value[14]!, 16),
      "byte[] ToByteArray()": guidBytes,
      "int CompareTo(System.Object value)": (self, other) => compareValues(self, other) ?? 1,
      "bool Equals(System.Object o)": (self: Guid, other) => other instanceof Guid && other.value === self.value,
      "string ToString()": String,
      "string ToString(string format)": (self, format, engine: Engine) => formatValue(self, format, contextOf(engine)),
      "static guid Empty": () => zeroGuid(),
      "static guid NewGuid()": (engine: Engine) => new Guid(engine.host.newGuid()),
      "static guid Parse(string input)": parseGuid,
      "static guid Parse(string s, System.IFormatProvider provider)": (text) => parseGuid(text),
      "static guid ParseExact(string input, string format)": (text) => parseGuid(text),
      "static bool TryParse(string input, ref guid result)": (text, result) =>
        attempt(result, zeroGuid(), () => parseGuid(text)),
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
};

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
