// LanguagePrimitives: how values are converted, compared and looked into.

import { Dictionary, PSObject } from "../../objects/index.js";
import type { ObjectView } from "../../objects/index.js";
import type { Engine, TypeTable, Values } from "../engine.js";
import { compare, equals } from "./operators/compare.js";
import type { TypeContext } from "./context.js";
import { convert } from "./convert/convert.js";
import { MemberListing } from "./members/describe.js";
import { enumerate, toBoolean } from "./enumerate.js";
import { EngineError, runtimeError } from "./errors.js";
import { formatComposite } from "./text/format-string.js";
import { getIndex, setIndex } from "./members/indexing.js";
import { invokeMethod, invokeStatic, methodObject, staticMethodObject } from "./members/invoke.js";
import { innerOf, MemberAccess, typeNamesOf } from "./members/members.js";
import { PSMemberSet, PSPropertySet } from "./members/psmembers.js";
import { PSObjectView } from "./members/psobject-view.js";
import type { OverloadCache } from "./members/overloads.js";
import { RegexCache } from "./regex/regex.js";
import type { FullTypeTable } from "./table.js";
import { makeTypeTable } from "./table.js";
import { toText } from "./text/text.js";
import { CUSTOM_OBJECT, typeNameOf } from "./type-of.js";
import { wildcard } from "./text/wildcard.js";

/** What the values know beyond the contract: the type layer's own files use it. */
export interface FullValues extends Values {
  readonly context: TypeContext;
  readonly members: MemberAccess;
  readonly listing: MemberListing;
}

export function createValues(engine: Engine): FullValues {
  const context = { engine, regexes: new RegexCache(), overloads: new WeakMap() } as {
    engine: Engine;
    regexes: RegexCache;
    overloads: OverloadCache;
    table: FullTypeTable;
    values: Values;
  };
  Object.defineProperty(context, "table", { get: () => engine.types as FullTypeTable });
  const members = new MemberAccess(context);
  const listing = new MemberListing(context, members);
  const values = makeValues(context, members, listing);
  context.values = values;
  return values;
}

/** A table of all known types; each runspace has its own, for a script may add to it. */
export function createTypeTable(_engine?: Engine): TypeTable {
  return makeTypeTable();
}

function makeValues(context: TypeContext, members: MemberAccess, listing: MemberListing): FullValues {
  const getMember = (value: unknown, name: string): unknown => {
    const found = members.get(value, name);
    if (found !== undefined || value === null || value === undefined) return found;
    return intrinsic(value, name, context, members, listing) ?? methodObject(value, name, context, members);
  };
  return {
    context,
    members,
    listing,
    convert: (value, typeName) => convert(value, typeName, context),
    tryConvert(value, typeName) {
      try {
        return convert(value, typeName, context);
      } catch (error) {
        if (error instanceof EngineError) return undefined;
        throw error;
      }
    },
    toText: (value) => toText(value, context),
    toBoolean,
    like: (text, pattern) => wildcard(pattern).isMatch(text),
    equals: (left, right, caseSensitive = false) => equals(left, right, caseSensitive, context),
    compare: (left, right, caseSensitive = false) => compare(left, right, caseSensitive, context),
    enumerate,
    getMember,
    setMember: (value, name, next) => members.set(value, name, next),
    hasMember: (value, name) => members.has(value, name),
    invokeMethod: (value, name, args, typeArguments) =>
      invokeMethod(value, name, args, context, members, typeArguments),
    invokeStatic: (typeName, name, args, typeArguments) => invokeStatic(typeName, name, args, context, typeArguments),
    getStatic: (typeName, name) => getStatic(typeName, name, context),
    setStatic: (typeName, name, next) => setStatic(typeName, name, next, context),
    getIndex: (value, indexes, strictMode) => getIndex(value, indexes, context, strictMode),
    setIndex: (value, indexes, next) => setIndex(value, indexes, next, context),
    isInstance: (value, typeName) => isInstance(value, typeName, context),
    addMember: (value, name, member) => members.add(value, name, member),
    removeMember: (value, name) => members.remove(value, name),
    properties: (value) => listing.properties(value),
    methods: (value) => listing.methods(value),
    typeNameOf: (value) => typeNameOf(value),
    format: (format, args) => formatComposite(format, args, context),
    view: makeView(context, members, listing),
  };
}

/** Members every object has: psobject, pstypenames, psbase … */
function intrinsic(
  value: unknown,
  name: string,
  context: TypeContext,
  members: MemberAccess,
  listing: MemberListing,
): unknown {
  switch (name.toLowerCase()) {
    case "psobject":
      return new PSObjectView(value, context, members, listing);
    case "pstypenames":
      return new PSObjectView(value, context, members, listing).typeNames;
    case "psbase":
      return psBase(innerOf(value));
    case "psadapted":
    case "psextended":
      return value;
    default:
      return undefined;
  }
}

/** `.psbase`: the .NET object alone; a dictionary's keys do not hide its members. */
function psBase(inner: unknown): unknown {
  if (!(inner instanceof Dictionary)) return inner;
  const bare = Object.create(inner) as Dictionary;
  // The members see the dictionary's own entries, name lookups see none.
  Object.defineProperty(bare, "keyOf", { value: () => NO_KEY });
  return bare;
}

const NO_KEY: unique symbol = Symbol("no key");

function getStatic(typeName: string, name: string, context: TypeContext): unknown {
  const definition = context.table.find(typeName);
  if (!definition) throw runtimeError("TypeNotFound", `Unable to find type [${typeName}].`, { target: typeName });
  const resolved = context.table.resolve(definition);
  const property = resolved.statics.get(name.toLowerCase());
  if (property) return property.definition.get(undefined, context.engine) ?? null;
  if (definition.enumValues) {
    const key = name.toLowerCase();
    const found = definition.enumValues.find(([known]) => known.toLowerCase() === key);
    if (found) return context.values.convert(found[0], definition.name);
  }
  return staticMethodObject(definition.name, name, context);
}

function setStatic(typeName: string, name: string, next: unknown, context: TypeContext): void {
  const definition = context.table.find(typeName);
  if (!definition) throw runtimeError("TypeNotFound", `Unable to find type [${typeName}].`, { target: typeName });
  const property = context.table.resolve(definition).statics.get(name.toLowerCase());
  if (!property)
    throw runtimeError(
      "PropertyAssignmentException",
      `The property '${name}' cannot be found on this object. Verify that the property exists and can be set.`,
    );
  if (!property.definition.set)
    throw runtimeError("PropertyAssignmentException", `'${property.name}' is a ReadOnly property.`);
  property.definition.set(undefined, context.values.convert(next, property.definition.type), context.engine);
}

function isInstance(value: unknown, typeName: string, context: TypeContext): boolean {
  if (value === null || value === undefined) return false;
  const name = context.table.canonical(typeName);
  if (name === "System.Object") return true;
  if (name === "System.Management.Automation.PSObject" || name === CUSTOM_OBJECT) {
    const custom = value instanceof PSObject && value.base === undefined;
    return /pscustomobject$/i.test(typeName) ? custom : value instanceof PSObject;
  }
  const inner = innerOf(value);
  if (inner instanceof PSObject) return false;
  return context.table.isAssignable(typeNameOf(inner), name);
}

function makeView(context: TypeContext, members: MemberAccess, listing: MemberListing): ObjectView {
  return {
    typeNames: (value) => typeNamesOf(value, context, members.instances),
    propertyNames: (value) => listing.properties(value).map((property) => property.name),
    adaptedNames: (value) =>
      listing
        .properties(value)
        .filter((property) => property.isAdapted)
        .map((property) => property.name),
    property(value, name) {
      try {
        return members.getOwn(value, name) ?? members.get(value, name);
      } catch (error) {
        if (error instanceof EngineError) return null;
        throw error;
      }
    },
    defaultDisplay(value) {
      const own = value instanceof PSObject ? value.get("PSStandardMembers") : undefined;
      const set = own instanceof PSMemberSet ? own.members.get("defaultdisplaypropertyset") : undefined;
      if (set instanceof PSPropertySet) return set.names;
      for (const name of typeNamesOf(value, context, members.instances)) {
        const names = context.table.defaultDisplay(name.replace(/^Deserialized\./, ""));
        if (names) return names;
      }
      return undefined;
    },
    text(value) {
      try {
        return toText(value, context);
      } catch (error) {
        if (error instanceof EngineError) return "";
        throw error;
      }
    },
  };
}
