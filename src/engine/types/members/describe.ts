// All members of a value, listed: for Get-Member, Select-Object *, `.psobject.Properties`, formatting and CLIXML.

import { Dictionary, PSException, PSMember, PSObject } from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { DynamicObject } from "./dynamic-object.js";
import { innerOf, typeNamesOf } from "./members.js";
import type { MemberAccess } from "./members.js";
import { overloadText } from "./overloads.js";
import { PSAliasProperty, PSCodeProperty, PSPropertySet, PSScriptMethod, PSScriptProperty } from "./psmembers.js";
import { isDeserializedClass, typeNameOf } from "../type-of.js";

/** One member, as Get-Member lists it. */
export interface MemberDescription {
  readonly name: string;
  /** "NoteProperty", "Property", "Method", "ScriptProperty" … */
  readonly memberType: string;
  /** Full name of the value's type; "" for methods. */
  readonly typeName: string;
  readonly settable: boolean;
  /** Comes from the .NET class, not from PowerShell. */
  readonly isAdapted: boolean;
  /** An instance's own, not its type's. */
  readonly isInstance: boolean;
}

export class MemberListing {
  readonly #context: TypeContext;
  readonly #members: MemberAccess;
  constructor(context: TypeContext, members: MemberAccess) {
    this.#context = context;
    this.#members = members;
  }

  /** All properties that a listing shows: the object's own, extended ones, then those of its .NET type. */
  properties(value: unknown): MemberDescription[] {
    if (value === null || value === undefined) return [];
    const seen = new Set<string>();
    const list: MemberDescription[] = [];
    const add = (member: MemberDescription): void => {
      const key = member.name.toLowerCase();
      if (!seen.has(key)) {
        seen.add(key);
        list.push(member);
      }
    };
    for (const member of this.#own(value)) if (!member.memberType.endsWith("Method")) add(member);
    for (const member of this.#extended(value)) add(member);
    for (const member of this.#adapted(innerOf(value))) add(member);
    return list;
  }

  #own(value: unknown): MemberDescription[] {
    const list: MemberDescription[] = [];
    const inner = innerOf(value);
    const holder =
      value instanceof PSObject
        ? value
        : typeof inner === "object" && inner !== null
          ? this.#members.instances.get(inner)
          : undefined;
    holder?.shape.names.forEach((name, slot) => list.push(this.#describeOwn(name, holder.values[slot])));
    return list;
  }

  #describeOwn(name: string, member: unknown): MemberDescription {
    const memberType = member instanceof PSMember ? member.memberType : "NoteProperty";
    const settable =
      !(member instanceof PSMember) ||
      member instanceof PSAliasProperty ||
      (member instanceof PSScriptProperty && member.setter !== null) ||
      (member instanceof PSCodeProperty && member.set !== undefined);
    const typeName =
      member instanceof PSMember || member === null || member === undefined ? "System.Object" : typeNameOf(member);
    return { name, memberType, typeName, settable, isAdapted: false, isInstance: true };
  }

  /** Update-TypeData's members and those of types.ps1xml. */
  #extended(value: unknown): MemberDescription[] {
    const list: MemberDescription[] = [];
    const names = typeNamesOf(value, this.#context, this.#members.instances);
    for (const [name, member] of this.#context.table.extensionsOf(names)) {
      if (member instanceof PSMember) {
        if (member.memberType !== "ScriptMethod" && member.memberType !== "MemberSet")
          list.push({ ...this.#describeOwn(name, member), isInstance: false });
      } else list.push({ ...this.#describeOwn(name, member.note), isInstance: false });
    }
    for (const typeName of value instanceof PSObject && value.typeNames ? names : [typeNameOf(innerOf(value))])
      for (const property of this.#context.table.resolveName(typeName)?.properties.values() ?? [])
        if (property.isExtended)
          list.push({
            name: property.name,
            memberType: property.definition.memberType ?? "ScriptProperty",
            typeName: this.#context.table.canonical(property.definition.type),
            settable: property.definition.set !== undefined,
            isAdapted: false,
            isInstance: false,
          });
    return list;
  }

  #adapted(inner: unknown): MemberDescription[] {
    const list: MemberDescription[] = [];
    if (inner instanceof PSObject) return list;
    if (inner instanceof DynamicObject)
      for (const name of inner.dynamicNames())
        list.push({
          ...this.#describeOwn(name, inner.dynamicGet(name)),
          memberType: "Property",
          isAdapted: true,
          isInstance: false,
        });
    if (inner instanceof DynamicObject) return list;
    const resolved = this.#context.table.resolveName(typeNameOf(inner));
    const byType = new Map<string, MemberDescription[]>();
    for (const typeName of resolved?.hierarchy ?? []) byType.set(typeName, []);
    for (const property of resolved?.properties.values() ?? []) {
      if (property.isExtended || property.definition.hidden) continue;
      byType.get(property.declaringType)?.push({
        name: property.name,
        memberType: "Property",
        typeName: this.#context.table.canonical(property.definition.type),
        settable: property.definition.set !== undefined,
        isAdapted: true,
        isInstance: false,
      });
    }
    // .NET reflection lists a class's own properties before its base's.
    for (const declared of byType.values()) list.push(...declared);
    if (inner instanceof PSException)
      for (const [name, extra] of inner.extra) {
        if (list.some((member) => member.name.toLowerCase() === name.toLowerCase())) continue;
        list.push({ ...this.#describeOwn(name, extra), memberType: "Property", isAdapted: true, isInstance: false });
      }
    return list;
  }

  /** Names and overloads of methods; script methods too. */
  methods(value: unknown): { readonly name: string; readonly memberType: string; readonly definition: string }[] {
    const inner = innerOf(value);
    const list: { name: string; memberType: string; definition: string }[] = [];
    const holder = value instanceof PSObject ? value : undefined;
    holder?.shape.names.forEach((name, slot) => {
      if (holder.values[slot] instanceof PSScriptMethod)
        list.push({ name, memberType: "ScriptMethod", definition: `System.Object ${name}();` });
    });
    const names = typeNamesOf(value, this.#context, this.#members.instances);
    for (const [name, member] of this.#context.table.extensionsOf(names))
      if (member instanceof PSScriptMethod)
        list.push({ name, memberType: "ScriptMethod", definition: `System.Object ${name}();` });
    const resolved =
      this.#context.table.resolveName(typeNameOf(inner)) ?? this.#context.table.resolveName("System.Object");
    const isBag = inner instanceof PSObject && isDeserializedClass(inner);
    for (const method of resolved?.methods.values() ?? []) {
      if (isBag && method.name !== "GetType" && method.name !== "ToString") continue;
      const texts = method.overloads.map((overload) => overloadText(method.name, overload, false, this.#context));
      const parameterized = method.overloads[0]?.isParameterized === true;
      list.push({
        name: method.name,
        memberType: parameterized ? "ParameterizedProperty" : "Method",
        definition: parameterized ? `${texts.join(", ")} {get;}` : texts.join(", "),
      });
    }
    return list;
  }

  /** Property sets (PSStandardMembers' DefaultDisplayPropertySet is not one of them). */
  propertySets(value: unknown): { readonly name: string; readonly names: readonly string[] }[] {
    const names = typeNamesOf(value, this.#context, this.#members.instances);
    return this.#context.table
      .extensionsOf(names)
      .flatMap(([name, member]) => (member instanceof PSPropertySet ? [{ name, names: member.names }] : []));
  }

  /** A dictionary's keys that can be reached as members. */
  keys(value: unknown): string[] {
    const inner = innerOf(value);
    return inner instanceof Dictionary ? [...inner].map((entry) => this.#context.values.toText(entry.key)) : [];
  }
}
