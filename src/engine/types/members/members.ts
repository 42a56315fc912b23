// Looking into values: properties and methods of every kind of object, found in PowerShell's order.
//
// Rule: an object's own members (PSObject slots, members added to it) come first, then extended type data, then the members
// of its .NET type, then, for a collection, those of its elements.

import { DateTime, Dictionary, NetObject, PSException, PSMember, PSObject, XmlText } from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { DynamicObject } from "./dynamic-object.js";
import { enumerate } from "../enumerate.js";
import { asNetError, EngineError, runtimeError } from "../errors.js";
import {
  PSAliasProperty,
  PSCodeProperty,
  PSMemberSet,
  PSPropertySet,
  PSScriptMethod,
  PSScriptProperty,
  runMemberScript,
} from "./psmembers.js";
import type { NamedProperty } from "../table.js";
import { CUSTOM_OBJECT, typeNameOf } from "../type-of.js";
import { liveXml } from "../xml/xml.js";

/** Members that were added to objects of reference types, which keep their identity. */
export type InstanceMembers = WeakMap<object, PSObject>;

/** The object inside a wrapper, and XML that came as text brought to life. */
export function innerOf(value: unknown): unknown {
  while (value instanceof PSObject && value.base !== undefined) value = value.base;
  return value instanceof XmlText ? liveXml(value) : value;
}

/** Type names of a value, most derived first, as PSTypeNames shows them. */
export function typeNamesOf(value: unknown, context: TypeContext, instances?: InstanceMembers): readonly string[] {
  if (value === null || value === undefined) return [];
  if (value instanceof PSObject) {
    if (value.typeNames) return value.typeNames;
    if (value.base === undefined) return [CUSTOM_OBJECT, "System.Object"];
    return typeNamesOf(value.base, context, instances);
  }
  if (typeof value === "object") {
    const own = instances?.get(value)?.typeNames;
    if (own) return own;
  }
  const name = typeNameOf(value);
  return context.table.resolveName(name)?.hierarchy.map(printed) ?? [name, "System.Object"];
}

/** Type names print generics as Type.ToString does. */
function printed(name: string): string {
  return name.includes("[[") ? name.replaceAll("[[", "[").replaceAll("]]", "]").replaceAll("],[", ",") : name;
}

export class MemberAccess {
  readonly #context: TypeContext;
  readonly instances: InstanceMembers = new WeakMap();
  #anyInstances = false;
  constructor(context: TypeContext) {
    this.#context = context;
  }

  /** A property's value; undefined where the object (and, for a collection, every element) lacks it. */
  get(value: unknown, name: string): unknown {
    if (value === null || value === undefined) return undefined;
    if (value instanceof PSObject) {
      const slot = value.shape.slot(name);
      if (slot >= 0) {
        const member = value.values[slot];
        return member instanceof PSMember ? this.#evaluate(member, value, name) : member;
      }
    } else if (value instanceof Dictionary) {
      const entry = value.entries.get(value.keyOf(name));
      if (entry) return entry.value;
    }
    const found = this.getOwn(value, name);
    if (found !== undefined) return found;
    return this.#enumerated(value, name);
  }

  /** The same without looking into a collection's elements. */
  getOwn(value: unknown, name: string): unknown {
    const context = this.#context;
    const added = this.#added(value, name);
    if (added !== undefined) return added instanceof PSMember ? this.#evaluate(added, value, name) : added;
    if (context.table.hasExtensions || (value instanceof PSObject && value.typeNames)) {
      const extension = this.#extension(value, name);
      if (extension !== undefined) return extension;
    }
    const inner = innerOf(value);
    if (inner instanceof Dictionary && value instanceof PSObject) {
      const entry = inner.entries.get(inner.keyOf(name));
      if (entry) return entry.value;
    }
    if (inner instanceof DynamicObject) {
      const dynamic = inner.dynamicGet(name);
      if (dynamic !== undefined) return dynamic;
    }
    const property = this.property(inner, name);
    // A date keeps the hint for its DateTime property on the wrapper.
    if (property) return this.#read(property, property.isExtended && inner instanceof DateTime ? value : inner);
    if (inner instanceof PSException) return exceptionMember(inner, name, context);
    return undefined;
  }

  /** The .NET property of that name. */
  property(inner: unknown, name: string): NamedProperty | undefined {
    const resolved = this.#context.table.resolveName(typeNameOf(inner));
    return resolved?.properties.get(name) ?? resolved?.properties.get(name.toLowerCase());
  }

  #read(property: NamedProperty, self: unknown): unknown {
    try {
      const value = property.definition.get(self, this.#context.engine);
      return value === undefined ? null : value;
    } catch (thrown) {
      const error = asNetError(thrown);
      if (!(error instanceof EngineError)) throw error;
      if (property.definition.memberType === "ScriptProperty") return null;
      throw runtimeError("ExceptionWhenGetting", `Exception getting "${property.name}": "${error.exception.message}"`, {
        exceptionType: "System.Management.Automation.GetValueInvocationException",
        category: "NotSpecified",
        inner: error.exception,
      });
    }
  }

  #added(value: unknown, name: string): unknown {
    if (!this.#anyInstances) return undefined;
    const inner = innerOf(value);
    return typeof inner === "object" && inner !== null ? this.instances.get(inner)?.get(name) : undefined;
  }

  #extension(value: unknown, name: string): unknown {
    const names = typeNamesOf(value, this.#context, this.instances);
    const found = this.#context.table.extension(names, name);
    if (found === undefined) return this.#tableExtension(value, names, name);
    return found instanceof PSMember ? this.#evaluate(found, value, name) : found.note;
  }

  /** types.ps1xml's members for a type name that is not the value's .NET type (PSTypeName, deserialized objects). */
  #tableExtension(value: unknown, names: readonly string[], name: string): unknown {
    if (!(value instanceof PSObject) || !value.typeNames) return undefined;
    for (const typeName of names) {
      const property = this.#context.table.resolveName(typeName)?.properties.get(name.toLowerCase());
      if (!property?.isExtended) continue;
      // What is no class of its own (an enum of another process, a date's hint) is known by its wrapper alone.
      const inner = innerOf(value);
      return this.#read(property, inner instanceof NetObject && !(inner instanceof DateTime) ? inner : value);
    }
    return undefined;
  }

  /** The value of a member that computes. */
  #evaluate(member: PSMember, self: unknown, name: string): unknown {
    if (member instanceof PSAliasProperty) {
      const value = this.get(self, member.referencedName);
      return member.conversionType ? this.#context.values.convert(value, member.conversionType) : value;
    }
    if (member instanceof PSCodeProperty) return member.get(self);
    if (member instanceof PSPropertySet) return member.names.map((property) => this.get(self, property));
    if (member instanceof PSScriptProperty) {
      try {
        return runMemberScript(member.getter, self, [], this.#context.engine) ?? null;
      } catch (error) {
        if (error instanceof EngineError) return null;
        throw error;
      }
    }
    if (member instanceof PSMemberSet) return member.members.get(name) ?? member;
    return member;
  }

  /** Member enumeration: what the elements of a collection have under that name. */
  #enumerated(value: unknown, name: string): unknown {
    const items = enumerate(value);
    if (!items) return undefined;
    const found: unknown[] = [];
    const counts = /^(count|length)$/i.test(name); // what has no count of its own counts as one
    for (const item of items) {
      let member = this.get(item, name);
      if (member === undefined && counts) member = 1;
      if (member === undefined) continue;
      if (Array.isArray(member)) for (const inner of member) found.push(inner);
      else {
        const inner = enumerate(member);
        if (inner) found.push(...inner);
        else found.push(member);
      }
    }
    return found.length === 0 ? undefined : found.length === 1 ? found[0] : found;
  }

  has(value: unknown, name: string): boolean {
    if (value === null || value === undefined) return false;
    if (value instanceof PSObject && value.has(name)) return true;
    const inner = innerOf(value);
    if (inner instanceof Dictionary && inner.has(name)) return true;
    if (this.#added(value, name) !== undefined) return true;
    if (this.property(inner, name)) return true;
    if (inner instanceof DynamicObject && inner.dynamicGet(name) !== undefined) return true;
    if (inner instanceof PSException && inner.extra.has(name)) return true;
    return this.#context.table.extension(typeNamesOf(value, this.#context, this.instances), name) !== undefined;
  }

  set(value: unknown, name: string, next: unknown): void {
    if (value === null || value === undefined) throw propertyNotFound("PropertyNotFound", name);
    if (value instanceof PSObject && value.has(name)) return this.#setMember(value.get(name), value, name, next);
    const inner = innerOf(value);
    const added = this.#added(value, name);
    if (added !== undefined) return this.#setMember(added, this.instances.get(inner as object)!, name, next, value);
    if (this.#context.table.hasExtensions) {
      const found = this.#context.table.extension(typeNamesOf(value, this.#context, this.instances), name);
      if (found instanceof PSMember) return this.#setMember(found, value, name, next);
    }
    if (inner instanceof Dictionary) return inner.set(name, next === undefined ? null : next);
    if (inner instanceof DynamicObject && inner.dynamicSet(name, next)) return;
    const property = this.property(inner, name);
    if (property) return this.#setProperty(property, inner, next);
    if (inner instanceof PSObject) throw settingError(name, propertyNotFound("PropertyNotFound", name));
    if (inner instanceof PSException && inner.extra.has(name)) return void inner.extra.set(name, next);
    throw propertyNotFound("PropertyAssignmentException", name);
  }

  #setMember(member: unknown, holder: unknown, name: string, next: unknown, self: unknown = holder): void {
    if (!(member instanceof PSMember)) return (holder as PSObject).set(name, next === undefined ? null : next);
    if (member instanceof PSAliasProperty) return this.set(self, member.referencedName, next);
    if (member instanceof PSCodeProperty && member.set) return member.set(self, next);
    if (member instanceof PSScriptProperty && member.setter) {
      runMemberScript(member.setter, self, [next], this.#context.engine);
      return;
    }
    if (member instanceof PSScriptProperty || member instanceof PSCodeProperty) {
      const kind = member.memberType;
      throw runtimeError(`SetWithoutSetterFrom${kind}`, `Set accessor for property "${name}" is unavailable.`, {
        exceptionType: "System.Management.Automation.SetValueException",
        category: "NotSpecified",
      });
    }
    (holder as PSObject).set(name, next === undefined ? null : next);
  }

  #setProperty(property: NamedProperty, inner: unknown, next: unknown): void {
    if (!property.definition.set)
      throw runtimeError("PropertyAssignmentException", `'${property.name}' is a ReadOnly property.`, {
        exceptionType: "System.Management.Automation.SetValueException",
      });
    try {
      const converted = this.#context.values.convert(next, property.definition.type);
      property.definition.set(inner, converted, this.#context.engine);
    } catch (thrown) {
      const error = asNetError(thrown);
      throw error instanceof EngineError ? settingError(property.name, error) : error;
    }
  }

  /** Add-Member: the object that carries the member from now on (the same one for objects of reference types). */
  add(value: unknown, name: string, member: unknown): unknown {
    if (value instanceof PSObject) {
      value.set(name, member);
      return value;
    }
    const inner = innerOf(value);
    const identity = typeof inner === "object" && inner !== null && isReferenceObject(inner);
    if (!identity) {
      const wrapped = new PSObject(inner);
      wrapped.set(name, member);
      return wrapped;
    }
    this.holder(inner).set(name, member);
    return value;
  }

  /** Where the added members and type names of an object of a reference type are kept. */
  holder(inner: object): PSObject {
    this.#anyInstances = true;
    let holder = this.instances.get(inner);
    if (!holder) this.instances.set(inner, (holder = new PSObject(inner)));
    return holder;
  }

  remove(value: unknown, name: string): boolean {
    if (value instanceof PSObject && value.delete(name)) return true;
    const inner = innerOf(value);
    return typeof inner === "object" && inner !== null && (this.instances.get(inner)?.delete(name) ?? false);
  }

  /** A script or code method of the object itself or its type data. */
  memberMethod(value: unknown, name: string): PSScriptMethod | undefined {
    if (value instanceof PSObject) {
      const own = value.get(name);
      if (own instanceof PSScriptMethod) return own;
    }
    const added = this.#added(value, name);
    if (added instanceof PSScriptMethod) return added;
    if (!this.#context.table.hasExtensions) return undefined;
    const found = this.#context.table.extension(typeNamesOf(value, this.#context, this.instances), name);
    return found instanceof PSScriptMethod ? found : undefined;
  }
}

/** Objects with an identity of their own: what Add-Member can add to in place. */
function isReferenceObject(value: object): boolean {
  return (
    Array.isArray(value) ||
    value instanceof Dictionary ||
    value instanceof NetObject ||
    value instanceof Uint8Array ||
    value.constructor.name === "PSList"
  );
}

function exceptionMember(exception: PSException, name: string, context: TypeContext): unknown {
  const key = name.toLowerCase();
  for (const [known, value] of exception.extra) if (known.toLowerCase() === key) return value ?? null;
  return exception.instance === undefined ? undefined : context.values.getMember(exception.instance, name);
}

function propertyNotFound(id: string, name: string): EngineError {
  return runtimeError(
    id,
    `The property '${name}' cannot be found on this object. Verify that the property exists and can be set.`,
  );
}

function settingError(name: string, inner: EngineError): EngineError {
  return runtimeError("ExceptionWhenSetting", `Exception setting "${name}": "${inner.exception.message}"`, {
    exceptionType: "System.Management.Automation.SetValueInvocationException",
    category: "NotSpecified",
    inner: inner.exception,
  });
}
