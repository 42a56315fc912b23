// PowerShell's own values and rules as types: switches, versions, wildcards, LanguagePrimitives.

import { baseOf, NetObject, SemanticVersion, SwitchParameter, Version } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import { compareValues } from "../../operators/compare.js";
import type { Family } from "../../define.js";
import { enumerate } from "../../enumerate.js";
import { formatError } from "../../errors.js";
import { PSReference } from "../../type-object.js";
import { escapeWildcard, hasWildcards, unescapeWildcard, wildcard } from "../../text/wildcard.js";
import { numberOf } from "../common.js";

const A = "System.Management.Automation.";

class WildcardObject extends NetObject {
  readonly typeName: string = `${A}WildcardPattern`;
  readonly pattern: string;
  readonly caseSensitive: boolean;
  constructor(pattern: string, caseSensitive: boolean) {
    super();
    this.pattern = pattern;
    this.caseSensitive = caseSensitive;
  }
}

const LABELS = /^[0-9A-Za-z-.]+$/;

function parseSemantic(text: string): SemanticVersion {
  const found = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(text.trim());
  if (!found) throw formatError(`Input string '${text}' was not in a correct format.`);
  return new SemanticVersion(
    Number(found[1]),
    Number(found[2] ?? 0),
    Number(found[3] ?? 0),
    found[4] ?? null,
    found[5] ?? null,
  );
}

function fromVersion(version: Version): SemanticVersion {
  return new SemanticVersion(version.major, version.minor, Math.max(0, version.build));
}

export const powershellTypes: Family = {
  [`${A}SwitchParameter`]: () => ({
    kind: "struct",
    members: {
      "new(bool isPresent)": (value) => new SwitchParameter(value),
      "bool IsPresent": (self: SwitchParameter) => self.isPresent,
      "static switch Present": () => new SwitchParameter(true),
      "bool ToBool()": (self: SwitchParameter) => self.isPresent,
      "bool Equals(System.Object obj)": (self: SwitchParameter, other) =>
        (other instanceof SwitchParameter ? other.isPresent : other) === self.isPresent,
      "string ToString()": (self: SwitchParameter) => (self.isPresent ? "True" : "False"),
    },
  }),
  [`${A}WildcardPattern`]: () => ({
    members: {
      "new(string pattern)": (pattern) => new WildcardObject(pattern, true),
      [`new(string pattern, ${A}WildcardOptions options)`]: (pattern, options) =>
        new WildcardObject(pattern, (numberOf(options) & 2) === 0),
      "bool IsMatch(string input)": (self: WildcardObject, text) =>
        wildcard(self.pattern, self.caseSensitive).isMatch(text),
      "string ToWql()": (self: WildcardObject) => self.pattern.replaceAll("*", "%").replaceAll("?", "_"),
      "static string Escape(string pattern)": escapeWildcard,
      "static string Unescape(string pattern)": unescapeWildcard,
      "static bool ContainsWildcardCharacters(string pattern)": hasWildcards,
      "static System.Object Get(string pattern, System.Management.Automation.WildcardOptions options)": (
        pattern,
        options,
      ) => new WildcardObject(pattern, (numberOf(options) & 2) === 0),
    },
  }),
  [`${A}LanguagePrimitives`]: () => ({
    kind: "static",
    members: {
      "static System.Object ConvertTo(System.Object valueToConvert, type resultType)": (value, type, engine: Engine) =>
        engine.values.convert(value, type.name),
      "static System.Object ConvertTo(System.Object valueToConvert, type resultType, System.IFormatProvider formatProvider)":
        (value, type, _provider, engine: Engine) => engine.values.convert(value, type.name),
      "static bool TryConvertTo(System.Object valueToConvert, type resultType, ref System.Object result)": (
        value,
        type,
        result: PSReference,
        engine: Engine,
      ) => {
        const converted = engine.values.tryConvert(value, type.name);
        result.value = converted ?? null;
        return converted !== undefined;
      },
      "static bool IsTrue(System.Object obj)": (value, engine: Engine) => engine.values.toBoolean(value),
      "static bool Equals(System.Object first, System.Object second)": (a, b, engine: Engine) =>
        engine.values.equals(a, b, true),
      "static bool Equals(System.Object first, System.Object second, bool ignoreCase)": (a, b, fold, engine: Engine) =>
        engine.values.equals(a, b, !fold),
      "static int Compare(System.Object first, System.Object second)": (a, b, engine: Engine) =>
        Math.sign(engine.values.compare(a, b, true)),
      "static int Compare(System.Object first, System.Object second, bool ignoreCase)": (a, b, fold, engine: Engine) =>
        Math.sign(engine.values.compare(a, b, !fold)),
      "static System.Object GetEnumerable(System.Object obj)": (value) => (enumerate(value) ? value : null),
      "static string ConvertTypeNameToPSTypeName(string typeName)": (name) => `[${name}]`,
    },
  }),
  [`${A}SemanticVersion`]: () => ({
    interfaces: "System.IComparable",
    members: {
      "int Major": (self: SemanticVersion) => self.major,
      "int Minor": (self: SemanticVersion) => self.minor,
      "int Patch": (self: SemanticVersion) => self.patch,
      "string PreReleaseLabel": (self: SemanticVersion) => self.preReleaseLabel,
      "string BuildLabel": (self: SemanticVersion) => self.buildLabel,
      "new(string version)": parseSemantic,
      "new(int major, int minor, int patch, string preReleaseLabel, string buildLabel)": (
        major,
        minor,
        patch,
        pre,
        build,
      ) => new SemanticVersion(major, minor, patch, pre || null, build || null),
      "new(int major, int minor, int patch, string label)": (major, minor, patch, label: string) =>
        LABELS.test(label) ? new SemanticVersion(major, minor, patch, label) : parseSemantic(label),
      "new(int major, int minor, int patch)": (major, minor, patch) => new SemanticVersion(major, minor, patch),
      "new(int major, int minor)": (major, minor) => new SemanticVersion(major, minor, 0),
      "new(int major)": (major) => new SemanticVersion(major, 0, 0),
      "new(version version)": (version: Version) => fromVersion(version),
      "int CompareTo(System.Object version)": (self, other, engine: Engine) =>
        Math.sign(compareValues(self, engine.values.convert(baseOf(other), `${A}SemanticVersion`)) ?? 0),
      "string ToString()": String,
      "static semver Parse(string version)": parseSemantic,
      "static bool TryParse(string version, ref semver result)": (text, result: PSReference) => {
        try {
          result.value = parseSemantic(text ?? "");
          return true;
        } catch {
          result.value = null;
          return false;
        }
      },
      "static int Compare(semver versionA, semver versionB)": (a, b) => Math.sign(compareValues(a, b) ?? 0),
    },
  }),
};
