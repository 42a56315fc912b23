// PSObject and the objects its members are made of; references.

import { PSObject } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, TypeSource } from "../../define.js";
import { enumerate } from "../../enumerate.js";
import { argumentNull } from "../../errors.js";
import type { PSMethod } from "../../members/invoke.js";
import {
  PSAliasProperty,
  PSCodeProperty,
  PSMemberSet,
  PSPropertySet,
  PSScriptMethod,
  PSScriptProperty,
} from "../../members/psmembers.js";
import { PSMemberCollection, PSObjectView, PSPropertyInfo } from "../../members/psobject-view.js";
import { PSReference } from "../../type-object.js";
import type { FullValues } from "../../values.js";
import { wildcard } from "../../text/wildcard.js";
import { contextOf, enumOf } from "../common.js";

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

const fullMembers = (engine: Engine): FullValues["members"] => (engine.values as FullValues).members;
const fullListing = (engine: Engine): FullValues["listing"] => (engine.values as FullValues).listing;

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
};
