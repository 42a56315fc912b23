// `.psobject`: an object's members as objects. PSPropertyInfo is a handle: its value is read and set in the object itself.

import { NetObject, PSList, PSObject } from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import type { MemberDescription, MemberListing } from "./describe.js";
import { IndexedObject } from "./indexing.js";
import { innerOf, typeNamesOf } from "./members.js";
import type { MemberAccess } from "./members.js";
import { runtimeError } from "../errors.js";
import { PSMethod, methodObject } from "./invoke.js";
import { typeNameOf } from "../type-of.js";

/** PSNoteProperty, PSProperty, PSScriptProperty …: one property of an object, or one made to be added to an object. */
export class PSPropertyInfo extends NetObject {
  readonly name: string;
  readonly memberType: string;
  readonly settable: boolean;
  readonly declaredType: string;
  readonly #get: () => unknown;
  readonly #set: (value: unknown) => void;
  /** What stands in a slot when this is added to an object. */
  readonly slot: () => unknown;
  constructor(
    description: Pick<MemberDescription, "name" | "memberType" | "settable" | "typeName">,
    get: () => unknown,
    set: (value: unknown) => void,
    slot: () => unknown = get,
  ) {
    super();
    this.name = description.name;
    this.memberType = description.memberType;
    this.settable = description.settable;
    this.declaredType = description.typeName;
    this.#get = get;
    this.#set = set;
    this.slot = slot;
  }
  get typeName(): string {
    return `System.Management.Automation.PS${this.memberType}`;
  }
  get value(): unknown {
    return this.#get() ?? null;
  }
  set value(next: unknown) {
    this.#set(next);
  }
  get typeNameOfValue(): string {
    if (this.declaredType !== "System.Object" && this.memberType !== "NoteProperty") return this.declaredType;
    const value = this.#get();
    return value === null || value === undefined ? "System.Object" : typeNameOf(value);
  }
}

/** `.psobject.Properties` and `.Members`: found by name, added to, removed from. */
export class PSMemberCollection extends IndexedObject {
  readonly typeName: string = "System.Management.Automation.PSMemberInfoIntegratingCollection`1";
  readonly #list: () => NetObject[];
  readonly #owner: PSObjectView;
  constructor(owner: PSObjectView, list: () => NetObject[]) {
    super();
    this.#owner = owner;
    this.#list = list;
  }
  [Symbol.iterator](): IterableIterator<NetObject> {
    return this.#list()[Symbol.iterator]();
  }
  find(name: string): NetObject | undefined {
    const key = name.toLowerCase();
    return this.#list().find((member) => (member as PSPropertyInfo).name.toLowerCase() === key);
  }
  override get keyed(): boolean {
    return true;
  }
  indexGet(indexes: readonly unknown[], context: TypeContext): unknown {
    return this.find(context.values.toText(indexes[0]));
  }
  add(member: unknown): void {
    this.#owner.add(member);
  }
  remove(name: string): void {
    this.#owner.remove(name);
  }
}

/** The object behind `.psobject`. */
export class PSObjectView extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSMemberSet";
  readonly value: unknown;
  readonly #context: TypeContext;
  readonly #members: MemberAccess;
  readonly #listing: MemberListing;
  constructor(value: unknown, context: TypeContext, members: MemberAccess, listing: MemberListing) {
    super();
    this.value = value;
    this.#context = context;
    this.#members = members;
    this.#listing = listing;
  }
  get baseObject(): unknown {
    return innerOf(this.value);
  }
  get properties(): PSMemberCollection {
    return new PSMemberCollection(this, () => this.#properties());
  }
  get members(): PSMemberCollection {
    return new PSMemberCollection(this, () => [...this.#properties(), ...this.#methods()]);
  }
  get methods(): PSMemberCollection {
    return new PSMemberCollection(this, () => this.#methods());
  }
  #properties(): NetObject[] {
    return this.#listing.properties(this.value).map((description) => this.#property(description));
  }
  #property(description: MemberDescription): PSPropertyInfo {
    const { name } = description;
    return new PSPropertyInfo(
      description,
      () => this.#members.get(this.value, name),
      (next) => this.#members.set(this.value, name, next),
      () => (this.value instanceof PSObject ? this.value.get(name) : undefined) ?? this.#members.get(this.value, name),
    );
  }
  #methods(): NetObject[] {
    return this.#listing
      .methods(this.value)
      .map(({ name }) => methodObject(this.value, name, this.#context, this.#members))
      .filter((method) => method instanceof PSMethod);
  }
  /** The type names, changed in place by Insert, Add, Clear. */
  get typeNames(): PSList {
    const value = this.value;
    const names = [...typeNamesOf(value, this.#context, this.#members.instances)];
    const holder =
      value instanceof PSObject
        ? value
        : typeof value === "object" && value !== null
          ? this.#members.holder(value)
          : undefined;
    if (holder) holder.typeNames = names;
    return new PSList(
      "Collection",
      "System.Collections.ObjectModel.Collection`1[[System.String]]",
      names,
      "System.String",
    );
  }
  add(member: unknown): void {
    if (!(member instanceof PSPropertyInfo)) return;
    if (this.#members.has(this.value, member.name))
      throw runtimeError(
        "MemberAlreadyPresent",
        `Cannot add a member with the name "${member.name}" because a member with that name already exists.`,
        { exceptionType: "System.Management.Automation.ExtendedTypeSystemException" },
      );
    this.#members.add(this.value, member.name, member.slot());
  }
  remove(name: string): void {
    this.#members.remove(this.value, name);
  }
  /** A shallow copy: own properties are the copy's own from now on. */
  copy(): unknown {
    const value = this.value;
    if (!(value instanceof PSObject)) return value;
    const copy = new PSObject(value.base, value.shape, [...value.values], value.typeNames?.slice(), value.text);
    return copy;
  }
}
