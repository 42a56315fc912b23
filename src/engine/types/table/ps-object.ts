// PSObject and the objects its members are made of; references, methods, credentials, wildcards, conversions by name.

import {
  baseOf,
  NetObject,
  PSCredential,
  PSObject,
  SecureString,
  SemanticVersion,
  SwitchParameter,
  Version,
} from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { Family, TypeSource } from "../define.js";
import { enumerate } from "../enumerate.js";
import { argumentError, argumentNull, formatError } from "../errors.js";
import type { PSMethod } from "../invoke.js";
import { PSMemberCollection, PSObjectView, PSPropertyInfo } from "../psobject-view.js";
import {
  PSAliasProperty,
  PSCodeProperty,
  PSMemberSet,
  PSPropertySet,
  PSScriptMethod,
  PSScriptProperty,
} from "../psmembers.js";
import { PSReference } from "../type-object.js";
import { escapeWildcard, hasWildcards, unescapeWildcard, wildcard } from "../wildcard.js";
import { contextOf, enumOf, numberOf } from "./common.js";
import type { FullValues } from "../values.js";
import { compareValues } from "../compare.js";

const A = "System.Management.Automation.";

/** A member made by itself, to be added to an object. */
function loose(memberType: string, name: string, slot: unknown, settable = true): PSPropertyInfo {
  let value = slot;
  return new PSPropertyInfo(
    { name, memberType, settable, typeName: "System.Object" },
    () => value,
    (next) => (value = next),
  );
}

/** What a property's definition line says: "int a=1". */
function definitionText(self: PSPropertyInfo, engine: Engine): string {
  const type = contextOf(engine).table.displayName(self.typeNameOfValue);
  if (self.memberType === "NoteProperty") return `${type} ${self.name}=${engine.values.toText(self.value)}`;
  return `${type} ${self.name} {get;${self.settable ? "set;" : ""}}`;
}

const propertyInfo = (own: TypeSource["members"] = {}): (() => TypeSource) => {
  return () => ({ base: `${A}PSPropertyInfo`, members: own });
};

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

/** System.Net.NetworkCredential. */
class NetworkCredential extends NetObject {
  readonly typeName: string = "System.Net.NetworkCredential";
  userName: string;
  password: string;
  domain: string;
  constructor(userName: string, password: string, domain = "") {
    super();
    this.userName = userName;
    this.password = password;
    this.domain = domain;
  }
}

function networkCredential(self: PSCredential): NetworkCredential {
  const [, domain, user] = /^(?:(.*?)\\)?(.*)$/.exec(self.userName)!;
  return new NetworkCredential(user ?? self.userName, self.password.reveal(), domain ?? "");
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

export const psObjectTypes: Family = {
  [`${A}PSObject`]: () => ({
    members: {
      "new()": () => new PSObject(),
      "new(System.Object obj)": (value) => (value instanceof PSObject ? value : new PSObject(value)),
      "static psobject AsPSObject(System.Object obj)": (value) => {
        if (value === null) throw argumentNull("obj");
        return value instanceof PSObject ? value : new PSObject(value);
      },
      "System.Object BaseObject": (self) => self,
      "System.Object ImmediateBaseObject": (self) => self,
      "psobject Copy()": (self, engine) =>
        new PSObjectView(self, contextOf(engine), fullMembers(engine), fullListing(engine)).copy(),
    },
  }),
  [`${A}PSCustomObject`]: () => ({}),
  [`${A}PSMemberSet`]: () => ({
    members: {
      "System.Object Members": (self: PSObjectView) => self.members,
      "System.Object Properties": (self: PSObjectView) => self.properties,
      "System.Object Methods": (self: PSObjectView) => self.methods,
      "System.Object ImmediateBaseObject": (self: PSObjectView) => self.baseObject,
      "System.Object BaseObject": (self: PSObjectView) => self.baseObject,
      "System.Collections.ObjectModel.Collection[string] TypeNames": (self: PSObjectView) => self.typeNames,
      "string Name": () => "psobject",
      "string MemberType": () => "MemberSet",
      "psobject Copy()": (self: PSObjectView) => self.copy(),
      "string ToString()": (self: PSObjectView, engine: Engine) => engine.values.toText(self.value),
    },
    text: (self: PSObjectView, engine) => (self instanceof PSObjectView ? engine.values.toText(self.value) : ""),
  }),
  [`${A}PSMemberInfoIntegratingCollection\`1`]: () => ({
    interfaces: "System.Collections.IEnumerable",
    members: {
      "int Count": (self: PSMemberCollection) => [...self].length,
      "System.Object Item(string name)": (self: PSMemberCollection, name) => self.find(name) ?? null,
      "void Add(System.Object member)": (self: PSMemberCollection, member) => self.add(member),
      "void Add(System.Object member, bool preValidated)": (self: PSMemberCollection, member) => self.add(member),
      "void Remove(string name)": (self: PSMemberCollection, name) => self.remove(name),
      "System.Object Match(string name)": (self: PSMemberCollection, pattern) => {
        const match = wildcard(pattern);
        return [...self].filter((member) => match.isMatch((member as PSPropertyInfo).name));
      },
      "System.Collections.IEnumerator GetEnumerator()": (self: PSMemberCollection) => self,
    },
    hidden: "Count",
  }),
  [`${A}PSMemberInfo`]: () => ({ kind: "abstract" }),
  [`${A}PSPropertyInfo`]: () => ({
    base: `${A}PSMemberInfo`,
    members: {
      [`${A}PSMemberTypes MemberType`]: (self: PSPropertyInfo, engine) =>
        enumOf(engine, `${A}PSMemberTypes`, self.memberType),
      "bool IsSettable": (self: PSPropertyInfo) => self.settable,
      "bool IsGettable": () => true,
      "System.Object Value": [
        (self: PSPropertyInfo) => self.value,
        (self: PSPropertyInfo, value) => (self.value = value),
      ],
      "string TypeNameOfValue": (self: PSPropertyInfo) => self.typeNameOfValue,
      "string Name": (self: PSPropertyInfo) => self.name,
      "bool IsInstance": (self: PSPropertyInfo) => self.memberType === "NoteProperty",
      [`${A}PSMemberInfo Copy()`]: (self) => self,
      "string ToString()": definitionText,
    },
    text: definitionText,
  }),
  [`${A}PSNoteProperty`]: propertyInfo({
    "new(string name, System.Object value)": (name, value) => loose("NoteProperty", name, value),
  }),
  [`${A}PSProperty`]: propertyInfo(),
  [`${A}PSVariableProperty`]: propertyInfo({
    "new(System.Object variable)": (variable, engine: Engine) => {
      const member = new PSCodeProperty(
        () => engine.values.getMember(variable, "Value"),
        (_self, next) => engine.values.setMember(variable, "Value", next),
      );
      return loose("NoteProperty", engine.values.toText(engine.values.getMember(variable, "Name")), member);
    },
  }),
  [`${A}PSAliasProperty`]: propertyInfo({
    "new(string name, string referencedMemberName)": (name, target) =>
      loose("AliasProperty", name, new PSAliasProperty(target)),
  }),
  [`${A}PSScriptProperty`]: propertyInfo({
    "new(string name, scriptblock getterScript)": (name, getter) =>
      loose("ScriptProperty", name, new PSScriptProperty(getter), false),
    "new(string name, scriptblock getterScript, scriptblock setterScript)": (name, getter, setter) =>
      loose("ScriptProperty", name, new PSScriptProperty(getter, setter)),
  }),
  [`${A}PSCodeProperty`]: propertyInfo(),
  [`${A}PSParameterizedProperty`]: propertyInfo(),
  [`${A}PSScriptMethod`]: propertyInfo({
    "new(string name, scriptblock script)": (name, script) =>
      loose("ScriptMethod", name, new PSScriptMethod(script), false),
  }),
  [`${A}PSPropertySet`]: propertyInfo({
    "new(string name, System.Collections.Generic.IEnumerable[string] referencedPropertyNames)": (
      name,
      names,
      engine: Engine,
    ) =>
      loose(
        "PropertySet",
        name,
        new PSPropertySet([...enumerate(names)!].map((item) => engine.values.toText(item))),
        false,
      ),
    "System.Collections.ObjectModel.Collection[string] ReferencedPropertyNames": (self: PSPropertyInfo) =>
      (self.slot() as PSPropertySet).names,
  }),
  [`${A}PSMemberSetInfo`]: propertyInfo({
    "new(string name)": (name) => loose("MemberSet", name, new PSMemberSet(new Map())),
  }),
  [`${A}PSMethod`]: () => ({
    base: `${A}PSMemberInfo`,
    members: {
      "System.Collections.ObjectModel.Collection[string] OverloadDefinitions": (self: PSMethod) => [...self.overloads],
      "string MemberType": () => "Method",
      "string TypeNameOfValue": () => `${A}PSMethod`,
      "System.Object Value": (self) => self,
      "string Name": (self: PSMethod) => self.name,
      "bool IsInstance": () => true,
      "System.Object Invoke(Params System.Object[] arguments)": (self: PSMethod, args) => self.invoke(args),
      "string ToString()": (self: PSMethod) => self.overloads.join(", "),
    },
    defaultDisplay: "OverloadDefinitions",
    text: (self: PSMethod) => self.overloads.join(", "),
  }),
  [`${A}PSReference`]: () => ({
    members: {
      "new(System.Object value)": (value) => PSReference.to(value),
      "System.Object Value": [
        (self: PSReference) => self.value ?? null,
        (self: PSReference, value) => (self.value = value),
      ],
    },
  }),
  [`${A}PSReference\`1`]: () => ({ base: `${A}PSReference` }),
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
  "System.Security.SecureString": () => ({
    members: {
      "new()": () => new SecureString(""),
      "int Length": (self: SecureString) => self.length,
      "securestring Copy()": (self) => self,
      "void MakeReadOnly()": () => {},
      "bool IsReadOnly()": () => true,
      "void Dispose()": () => {},
    },
  }),
  [`${A}PSCredential`]: () => ({
    members: {
      "new(string userName, System.Security.SecureString password)": (user, password) => {
        if (user === "")
          throw argumentError(
            'Cannot process argument because the value of argument "userName" is not valid. Change the value of the "userName" argument and run the operation again.',
            "userName",
          );
        return new PSCredential(user, password);
      },
      "string UserName": (self: PSCredential) => self.userName,
      "System.Security.SecureString Password": (self: PSCredential) => self.password,
      "System.Net.NetworkCredential GetNetworkCredential()": networkCredential,
      "static pscredential Empty": () => null,
    },
  }),
  "System.Net.NetworkCredential": () => ({
    members: {
      "new()": () => new NetworkCredential("", ""),
      "new(string userName, string password)": (user, password) => new NetworkCredential(user, password ?? ""),
      "new(string userName, System.Security.SecureString password)": (user, password: SecureString) =>
        new NetworkCredential(user, password.reveal()),
      "new(string userName, string password, string domain)": (user, password, domain) =>
        new NetworkCredential(user, password ?? "", domain),
      "string UserName": [(self) => self.userName, (self, value) => (self.userName = value)],
      "string Password": [(self) => self.password, (self, value) => (self.password = value)],
      "System.Security.SecureString SecurePassword": (self) => new SecureString(self.password),
      "string Domain": [(self) => self.domain, (self, value) => (self.domain = value)],
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

function fromVersion(version: Version): SemanticVersion {
  return new SemanticVersion(version.major, version.minor, Math.max(0, version.build));
}

const fullMembers = (engine: Engine): FullValues["members"] => (engine.values as FullValues).members;
const fullListing = (engine: Engine): FullValues["listing"] => (engine.values as FullValues).listing;
