// The table of types of one runspace: finds a type by any of its names, makes arrays and closed generics of those asked
// for, and keeps each type's members, its own and inherited, ready for lookup in any case.
//
// Rule: a type is made when it is first found; until then only its name is known.

import { PSMember } from "../../objects/index.js";
import type { TypeTable } from "../engine.js";
import type { MethodDefinition, PropertyDefinition, TypeDefinition } from "./definition.js";
import { acceleratorNames, ACCELERATORS } from "./accelerators.js";
import { defineType, isValueType } from "./define.js";
import type { Family } from "./define.js";
import { FAMILIES } from "./table/index.js";
import { PSType } from "./type-object.js";
import type { ParsedTypeName } from "./type-name.js";
import { closedName, parseTypeName } from "./type-name.js";

export interface NamedProperty {
  readonly name: string;
  readonly definition: PropertyDefinition & { readonly memberType?: string };
  /** Full name of the type that declares it. */
  readonly declaringType: string;
  readonly isExtended: boolean;
}

export interface NamedMethod {
  readonly name: string;
  readonly overloads: readonly MethodDefinition[];
}

/** All members of a type, by lower-case name. */
export interface ResolvedType {
  readonly definition: TypeDefinition;
  /** The type and its bases, most derived first. */
  readonly hierarchy: readonly string[];
  readonly properties: ReadonlyMap<string, NamedProperty>;
  readonly methods: ReadonlyMap<string, NamedMethod>;
  readonly statics: ReadonlyMap<string, NamedProperty>;
  readonly staticMethods: ReadonlyMap<string, NamedMethod>;
  /** Full names of everything a value of this type is an instance of. */
  readonly assignableTo: ReadonlySet<string>;
}

/** A member that Update-TypeData or types.ps1xml gives to all objects of a type name. */
export type ExtendedMember = PSMember | { readonly note: unknown };

export interface FullTypeTable extends TypeTable {
  resolve(definition: TypeDefinition): ResolvedType;
  /** The same by full name; undefined for an unknown type. */
  resolveName(fullName: string): ResolvedType | undefined;
  /** The full name behind any spelling of a type's name, or the spelling itself where it is unknown. */
  canonical(name: string): string;
  isAssignable(from: string, to: string): boolean;
  /** A member of Update-TypeData for any of these type names. */
  extension(typeNames: readonly string[], memberName: string): ExtendedMember | undefined;
  extensionsOf(typeNames: readonly string[]): readonly (readonly [name: string, member: ExtendedMember])[];
  readonly hasExtensions: boolean;
  removeExtensions(typeName: string): void;
  /** The name PowerShell prints for a type: its accelerator where it has one. */
  displayName(fullName: string): string;
}

const OBJECT = "System.Object";

export function makeTypeTable(): FullTypeTable {
  return new Table();
}

class Table implements FullTypeTable {
  readonly #makers: Map<string, readonly [name: string, make: Family[string]]> = new Map();
  readonly #found: Map<string, TypeDefinition | null> = new Map();
  /** The same without folding, for names as they stand in code. */
  readonly #asWritten: Map<string, TypeDefinition> = new Map();
  readonly #added: Map<string, TypeDefinition> = new Map();
  #resolved: Map<string, ResolvedType> = new Map();
  readonly #objects: Map<string, PSType> = new Map();
  readonly #accelerators: Map<string, string> = new Map();
  readonly #shortNames = acceleratorNames();
  readonly #extensions: Map<string, Map<string, readonly [string, ExtendedMember]>> = new Map();
  readonly #displays: Map<string, readonly string[]> = new Map();

  constructor() {
    for (const family of FAMILIES)
      for (const name of Object.keys(family)) this.#makers.set(name.toLowerCase(), [name, family[name]!]);
    for (const [short, full] of Object.entries(ACCELERATORS)) this.#accelerators.set(short.toLowerCase(), full);
  }

  find(name: string): TypeDefinition | undefined {
    const asWritten = this.#asWritten.get(name);
    if (asWritten) return asWritten;
    const found = this.#find(name);
    if (found) this.#asWritten.set(name, found);
    return found;
  }

  #find(name: string): TypeDefinition | undefined {
    const key = name.toLowerCase();
    const known = this.#found.get(key);
    if (known !== undefined) return known ?? undefined;
    const parsed = parseTypeName(name);
    const definition = parsed ? this.#make(parsed) : undefined;
    this.#found.set(key, definition ?? null);
    return definition;
  }

  #make(parsed: ParsedTypeName): TypeDefinition | undefined {
    let definition = this.#makePlain(parsed);
    for (const rank of parsed.ranks) if (definition) definition = this.#array(definition.name, rank);
    return definition;
  }

  #makePlain(parsed: ParsedTypeName): TypeDefinition | undefined {
    if (parsed.arguments.length === 0) return this.#single(parsed.name);
    const args: string[] = [];
    for (const argument of parsed.arguments) {
      const definition = this.#make(argument);
      if (!definition) return undefined;
      args.push(definition.name);
    }
    const open = `${parsed.name.replace(/`\d+$/, "")}\`${args.length}`;
    const maker = this.#makers.get(open.toLowerCase()) ?? this.#makers.get("system." + open.toLowerCase());
    if (!maker) return undefined;
    const full = closedName(maker[0], args);
    const known = this.#found.get(full.toLowerCase());
    if (known) return known;
    const definition = { ...defineType(full, maker[1](...args)), typeArguments: args };
    this.#found.set(full.toLowerCase(), definition);
    return definition;
  }

  #single(name: string): TypeDefinition | undefined {
    const key = name.toLowerCase();
    const added = this.#added.get(key);
    if (added) return added;
    const accelerated = this.#accelerators.get(key);
    if (accelerated !== undefined) return this.#byFullName(accelerated);
    return this.#byFullName(name) ?? this.#byFullName("System." + name);
  }

  #byFullName(name: string): TypeDefinition | undefined {
    const key = name.toLowerCase();
    const added = this.#added.get(key);
    if (added) return added;
    const known = this.#found.get("=" + key);
    if (known) return known;
    const maker = this.#makers.get(key);
    if (!maker) return undefined;
    const definition = defineType(maker[0], maker[1](), this.#shortNames.get(maker[0]));
    this.#found.set("=" + key, definition);
    return definition;
  }

  #array(element: string, rank: string): TypeDefinition {
    const name = element + rank;
    const known = this.#found.get("=" + name.toLowerCase());
    if (known) return known;
    const dimensions = rank.length - 1;
    const lengths = Array.from({ length: dimensions }, (_, i) => `int length${i}`);
    const definition: TypeDefinition = {
      name,
      base: dimensions === 1 ? "System.Array" : "System.Array+MultiDimensional",
      elementType: element,
      interfaces: dimensions === 1 ? [`System.Collections.Generic.IEnumerable\`1[[${element}]]`] : [],
      constructors: [
        {
          parameters: lengths,
          returns: name,
          call: (_self, args, engine) =>
            engine.values.invokeStatic("System.Array", "CreateInstance", [
              this.typeObject(this.find(element)!),
              ...args,
            ]),
        },
      ],
    };
    this.#found.set("=" + name.toLowerCase(), definition);
    return definition;
  }

  typeObject(definition: TypeDefinition): PSType {
    let object = this.#objects.get(definition.name);
    if (!object || object.definition !== definition) {
      object = new PSType(definition);
      this.#objects.set(definition.name, object);
    }
    return object;
  }

  add(type: TypeDefinition): void {
    this.#added.set(type.name.toLowerCase(), type);
    for (const name of type.accelerators ?? []) this.#added.set(name.toLowerCase(), type);
    this.#found.clear();
    this.#asWritten.clear();
    this.#resolved = new Map();
  }

  canonical(name: string): string {
    return this.find(name)?.name ?? name;
  }

  resolveName(fullName: string): ResolvedType | undefined {
    const known = this.#resolved.get(fullName);
    if (known) return known;
    const definition = this.find(fullName);
    return definition && this.resolve(definition);
  }

  resolve(definition: TypeDefinition): ResolvedType {
    const known = this.#resolved.get(definition.name);
    if (known && known.definition === definition) return known;
    const resolved = this.#resolveNew(definition);
    this.#resolved.set(definition.name, resolved);
    return resolved;
  }

  #resolveNew(definition: TypeDefinition): ResolvedType {
    const name = definition.name;
    const baseName = definition.base ?? (name === OBJECT ? undefined : defaultBase(definition));
    const known = baseName === undefined ? undefined : this.resolveName(baseName);
    const base = known ?? (name === OBJECT || definition.isInterface ? undefined : this.resolveName(OBJECT));
    const assignableTo = new Set<string>([name, ...(base?.assignableTo ?? [])]);
    assignableTo.add(OBJECT);
    for (const text of definition.interfaces ?? []) {
      const found = this.resolveName(text);
      if (found) for (const item of found.assignableTo) assignableTo.add(item);
      else assignableTo.add(text);
    }
    const properties = new Map(base?.properties);
    inherit(properties, definition.properties, name, false);
    inherit(properties, definition.extended, name, true);
    const statics = new Map(base?.statics);
    inherit(statics, definition.statics, name, false);
    return {
      definition,
      hierarchy: [name, ...(base?.hierarchy ?? (name === OBJECT ? [] : [OBJECT]))],
      properties,
      methods: inheritMethods(base?.methods, definition.methods),
      statics,
      staticMethods: inheritMethods(base?.staticMethods, definition.staticMethods),
      assignableTo,
    };
  }

  isAssignable(from: string, to: string): boolean {
    if (from === to || to === OBJECT) return true;
    const resolved = this.resolveName(from);
    if (!resolved) return false;
    if (resolved.assignableTo.has(to)) return true;
    // Arrays of reference types are covariant: string[] is an object[].
    const [fromElement, toElement] = [resolved.definition.elementType, this.find(to)?.elementType];
    if (fromElement === undefined || toElement === undefined) return false;
    const element = this.find(fromElement);
    return element !== undefined && !isValueType(element) && this.isAssignable(fromElement, toElement);
  }

  extend(typeName: string, memberName: string, member: ExtendedMember): void {
    const key = this.canonical(typeName).toLowerCase();
    let members = this.#extensions.get(key);
    if (!members) this.#extensions.set(key, (members = new Map()));
    members.set(memberName.toLowerCase(), [memberName, member]);
  }

  removeExtensions(typeName: string): void {
    this.#extensions.delete(this.canonical(typeName).toLowerCase());
  }

  get hasExtensions(): boolean {
    return this.#extensions.size > 0;
  }

  extension(typeNames: readonly string[], memberName: string): ExtendedMember | undefined {
    const key = memberName.toLowerCase();
    for (const name of typeNames) {
      const found = this.#extensions.get(name.toLowerCase())?.get(key);
      if (found) return found[1];
    }
    return undefined;
  }

  extensionsOf(typeNames: readonly string[]): readonly (readonly [string, ExtendedMember])[] {
    if (this.#extensions.size === 0) return [];
    const found = new Map<string, readonly [string, ExtendedMember]>();
    for (const name of typeNames)
      for (const [key, entry] of this.#extensions.get(name.toLowerCase()) ?? [])
        if (!found.has(key)) found.set(key, entry);
    return [...found.values()];
  }

  setDefaultDisplay(typeName: string, names: readonly string[]): void {
    this.#displays.set(this.canonical(typeName).toLowerCase(), names);
  }

  defaultDisplay(typeName: string): readonly string[] | undefined {
    return this.#displays.get(typeName.toLowerCase()) ?? this.find(typeName)?.defaultDisplay;
  }

  displayName(fullName: string): string {
    const short = this.#shortNames.get(fullName)?.[0];
    if (short !== undefined) return fullName === "System.Management.Automation.PSObject" ? "psobject" : short;
    const definition = this.find(fullName);
    if (definition?.elementType !== undefined) {
      const rank = fullName.slice(definition.elementType.length);
      return this.displayName(definition.elementType) + rank;
    }
    if (definition?.typeArguments) {
      const open = fullName.slice(0, fullName.indexOf("`"));
      return `${open}[${definition.typeArguments.map((arg) => this.displayName(arg)).join(",")}]`;
    }
    return fullName;
  }
}

function defaultBase(definition: TypeDefinition): string | undefined {
  if (definition.isInterface) return undefined;
  if (definition.enumValues) return "System.Enum";
  return definition.isValueType ? "System.ValueType" : OBJECT;
}

function inherit(
  into: Map<string, NamedProperty>,
  own: Readonly<Record<string, PropertyDefinition>> | undefined,
  declaringType: string,
  isExtended: boolean,
): void {
  for (const name in own) {
    const key = name.toLowerCase();
    into.set(key, { name, definition: own[name]!, declaringType, isExtended });
  }
}

function inheritMethods(
  base: ReadonlyMap<string, NamedMethod> | undefined,
  own: Readonly<Record<string, readonly MethodDefinition[]>> | undefined,
): ReadonlyMap<string, NamedMethod> {
  const methods = new Map(base);
  for (const name in own) {
    const key = name.toLowerCase();
    const inherited = methods.get(key)?.overloads ?? [];
    const overloads = own[name]!;
    const signature = (method: MethodDefinition): string => method.parameters.join(",");
    const kept = inherited.filter((old) => !overloads.some((method) => signature(method) === signature(old)));
    methods.set(key, { name, overloads: [...overloads, ...kept] });
  }
  return methods;
}
