// Values → CLIXML text. MS-PSRP 2.2.5, and PowerShell's rules of depth.
//
// Rule: depth counts steps into properties of .NET objects only; lists, dictionaries and note properties are free.
// At depth 0 a .NET object is its text. What was written before is written as a reference, strings and numbers never.

import {
  Dictionary,
  EnumValue,
  NetObject,
  type ObjectView,
  ProgressRecord,
  PSList,
  PSMember,
  PSObject,
  ScriptBlockText,
  type Shape,
  XmlText,
} from "../objects/index.js";
import { describe } from "./describe.js";
import type { Description } from "./description.js";
import { escapeText } from "./escapes.js";
import {
  type Container,
  enumerated,
  innermost,
  isBoxedValue,
  isContainer,
  isDeserialized,
  LISTS,
  listTag,
} from "./kinds.js";
import { Attribute, type Output, type Tag, tag } from "./output.js";
import { builtInTypeNames, CUSTOM_OBJECT } from "./type-names.js";
import { isPrimitive, type PrimitiveStyle, writePrimitive, writeText } from "./write-primitives.js";

const DEEPEST = 50;
const TOO_DEEP = "Serialized XML is nested too deeply.";

const CUSTOM_KEY = CUSTOM_OBJECT.join("\n");

const OBJ: Tag = tag("Obj");
const NIL: Tag = tag("Nil");
const TN: Tag = tag("TN");
const T: Tag = tag("T");
const TO_STRING: Tag = tag("ToString");
const PROPS: Tag = tag("Props");
const MS: Tag = tag("MS");
const DCT: Tag = tag("DCT");
const EN: Tag = tag("En");
/** No attribute, for elements that have no text of their own. */
const NONE: Attribute = new Attribute("");

/** What every writer of a door shares. */
export interface WriterSettings {
  readonly view: ObjectView | undefined;
  readonly depth: number;
  readonly isDocument: boolean;
  readonly style: PrimitiveStyle;
}

/** The names of an object's members as attributes. */
export type MemberAttributes = Map<Shape, readonly Attribute[]>;

/** Writes values that share references, once. */
export class Writer {
  readonly #out: Output;
  readonly #view: ObjectView | undefined;
  readonly #depth: number;
  readonly #isDocument: boolean;
  readonly #style: PrimitiveStyle;
  #nesting = 0;
  #nextRef = 0;
  /** On the wire the value at the top has a wrapper of its own: met again further in, it is another object. */
  #wrapped: unknown;
  readonly #refs: Map<object, number> = new Map();
  readonly #typeRefs: Map<string, number> = new Map();
  readonly #attributes: MemberAttributes;
  readonly #item: Attribute = new Attribute("");
  readonly #content: Attribute = new Attribute("");
  readonly #typeName: Attribute = new Attribute("");
  readonly #key: Attribute = new Attribute(' N="Key"');
  readonly #value: Attribute = new Attribute(' N="Value"');

  constructor(out: Output, settings: WriterSettings, attributes: MemberAttributes) {
    this.#out = out;
    this.#attributes = attributes;
    this.#view = settings.view;
    this.#depth = settings.depth;
    this.#isDocument = settings.isDocument;
    this.#style = settings.style;
  }

  /** Writes a top-level value. */
  write(value: unknown): void {
    if (!this.#isDocument && !(value instanceof PSObject)) this.#wrapped = value;
    this.#one(value, this.#item, this.#depth);
    this.#out.settle();
  }

  #one(value: unknown, attribute: Attribute, depth: number): void {
    if (value === null || value === undefined) {
      this.#out.empty(NIL, attribute);
      return;
    }
    if (++this.#nesting >= DEEPEST) writeText(this.#out, TOO_DEEP, attribute);
    else if (!writePrimitive(this.#out, value, attribute, this.#style)) this.#object(value as object, attribute, depth);
    this.#nesting--;
  }

  #object(value: object, attribute: Attribute, asked: number): void {
    const ref = this.#refs.get(value);
    if (ref !== undefined) {
      this.#out.raw(`${this.#out.pad}<Ref${attribute.text} RefId="${ref}" />`);
      return;
    }
    const object = value instanceof PSObject ? value : undefined;
    const base = object ? innermost(object) : value;
    if (object && base === undefined && asked > 0) this.#custom(object, attribute, asked);
    else if (base instanceof NetObject && this.#special(base, attribute)) return;
    else if (object && isPrimitive(base)) this.#primitiveWithNotes(object, base, attribute, asked);
    else this.#described(value, object, base, attribute, asked);
  }

  #described(value: object, object: PSObject | undefined, base: unknown, attribute: Attribute, asked: number): void {
    const isHeld = isContainer(base);
    const description = isHeld ? undefined : describe(base, this.#style.localOffset);
    const depth = this.#depthOf(object, description, asked);
    if (isHeld) this.#container(value, object, base, attribute, depth);
    else if (depth <= 0) this.#asText(value, object, description, attribute, depth);
    else if (object && base === undefined) this.#custom(object, attribute, depth);
    else this.#complex(value, object, base, description, attribute, depth);
  }

  /** .NET objects that are an element of their own: false for all others. */
  #special(value: NetObject, attribute: Attribute): boolean {
    if (value instanceof ProgressRecord) {
      this.#progress(value, attribute);
      return true;
    }
    if (!this.#view) return false;
    if (value.typeName === "System.Management.Automation.ScriptBlock")
      return writePrimitive(this.#out, new ScriptBlockText(this.#view.text(value)), attribute, this.#style);
    if (value.typeName === "System.Xml.XmlDocument")
      return writePrimitive(
        this.#out,
        new XmlText(String(this.#view.property(value, "OuterXml") ?? "")),
        attribute,
        this.#style,
      );
    return false;
  }

  #progress(record: ProgressRecord, attribute: Attribute): void {
    const out = this.#out;
    const text = (name: string, value: string): void => out.element(tag(name), this.#content, escapeText(value));
    const number = (name: string, value: number): void => text(name, String(value));
    const pr = tag("PR");
    out.start(pr, attribute);
    text("AV", record.activity);
    number("AI", record.activityId);
    if (record.currentOperation === null) out.empty(NIL, NONE);
    else text("S", record.currentOperation);
    number("PI", record.parentActivityId);
    number("PC", record.percentComplete);
    text("T", record.recordType);
    number("SR", record.secondsRemaining);
    text("SD", record.statusDescription);
    out.end(pr, 0);
  }

  /** Some types keep a depth of their own; on the wire so do objects that came from elsewhere. */
  #depthOf(object: PSObject | undefined, description: Description | undefined, asked: number): number {
    if (description?.ownDepth !== undefined) return description.ownDepth;
    if (!this.#isDocument && asked <= 0 && object && isDeserialized(object)) return 1;
    return asked;
  }

  #startObject(value: object, attribute: Attribute): number {
    const ref = this.#nextRef++;
    if (value === this.#wrapped) this.#wrapped = undefined;
    else if (!isBoxedValue(value)) this.#refs.set(value, ref);
    this.#out.start(OBJ, attribute, ` RefId="${ref}"`);
    return this.#out.length;
  }

  #typeNames(names: readonly string[]): void {
    if (names.length === 0) return;
    const out = this.#out;
    const key = names === CUSTOM_OBJECT ? CUSTOM_KEY : names.join("\n");
    const known = this.#typeRefs.get(key);
    if (known !== undefined) {
      out.raw(`${out.pad}<TNRef RefId="${known}" />`);
      return;
    }
    const ref = this.#typeRefs.size;
    this.#typeRefs.set(key, ref);
    out.start(TN, NONE, ` RefId="${ref}"`);
    for (const name of names) out.element(T, this.#typeName, escapeText(name));
    out.end(TN, 0);
  }

  #namesOf(object: PSObject | undefined, base: unknown): readonly string[] {
    if (object?.typeNames) return object.typeNames;
    if (base === undefined) return CUSTOM_OBJECT;
    const builtIn = builtInTypeNames(base);
    if (this.#view && (base instanceof NetObject || builtIn === undefined)) return this.#view.typeNames(base);
    return builtIn ?? ["System.Object"];
  }

  #toString(text: string | undefined): void {
    if (text === "") this.#out.empty(TO_STRING, NONE);
    else if (text !== undefined) this.#out.element(TO_STRING, this.#content, escapeText(text));
  }

  /** A custom object, or one that came from elsewhere: its members, as far as there is depth. */
  #custom(object: PSObject, attribute: Attribute, depth: number): void {
    const mark = this.#startObject(object, attribute);
    this.#typeNames(object.typeNames ?? CUSTOM_OBJECT);
    this.#toString(object.text);
    this.#members(object, depth);
    this.#out.end(OBJ, mark);
  }

  /** A string, number or the like with members of its own. */
  #primitiveWithNotes(object: PSObject, primitive: unknown, attribute: Attribute, depth: number): void {
    if (object.values.length === 0 && object.typeNames === undefined && object.text === undefined) {
      writePrimitive(this.#out, primitive, attribute, this.#style);
      return;
    }
    this.#startObject(object, attribute);
    if (object.typeNames) this.#typeNames(object.typeNames);
    this.#toString(object.text);
    writePrimitive(this.#out, primitive, this.#content, this.#style);
    this.#own(object, MS, 0, object.values.length, depth);
    this.#out.end(OBJ, 0);
  }

  /** A .NET object at the end of the depth. */
  #asText(
    value: object,
    object: PSObject | undefined,
    description: Description | undefined,
    attribute: Attribute,
    depth: number,
  ): void {
    const text = this.#textOf(value, object, description);
    if (!object || (object.values.length === 0 && object.typeNames === undefined)) {
      writeText(this.#out, text, attribute);
      return;
    }
    this.#startObject(object, attribute);
    if (object.typeNames) this.#typeNames(object.typeNames);
    this.#toString(object.text);
    writeText(this.#out, text, this.#content);
    this.#own(object, MS, object.adapted, object.values.length, depth);
    this.#out.end(OBJ, 0);
  }

  #textOf(value: object, object: PSObject | undefined, description: Description | undefined): string {
    if (object?.text !== undefined) return object.text;
    if (description) return description.text;
    if (this.#view) return this.#view.text(value);
    return value instanceof NetObject ? value.typeName : "";
  }

  #container(value: object, object: PSObject | undefined, base: Container, attribute: Attribute, depth: number): void {
    const mark = this.#startObject(value, attribute);
    this.#typeNames(this.#namesOf(object, base));
    if (base instanceof Dictionary) this.#dictionary(base, depth);
    else if (base instanceof PSList) this.#list(enumerated(base), listTag(base), depth);
    else this.#list(base, LISTS.LST, depth);
    if (depth > 0) {
      if (object) this.#members(object, depth);
      else if (base instanceof PSList && listTag(base) === LISTS.IE && this.#view) this.#viewed(base, undefined, depth);
    }
    this.#out.end(OBJ, mark);
  }

  #list(items: readonly unknown[], list: Tag, depth: number): void {
    const out = this.#out;
    if (items.length === 0) {
      out.empty(list, NONE);
      return;
    }
    out.start(list, NONE);
    for (const item of items) {
      this.#one(item, this.#item, depth);
      out.settle();
    }
    out.end(list, 0);
  }

  #dictionary(dictionary: Dictionary, depth: number): void {
    const out = this.#out;
    if (dictionary.size === 0) {
      out.empty(DCT, NONE);
      return;
    }
    out.start(DCT, NONE);
    for (const { key, value } of dictionary) {
      out.start(EN, NONE);
      this.#one(key, this.#key, depth);
      this.#one(value, this.#value, depth);
      out.end(EN, 0);
      out.settle();
    }
    out.end(DCT, 0);
  }

  #complex(
    value: object,
    object: PSObject | undefined,
    base: unknown,
    description: Description | undefined,
    attribute: Attribute,
    depth: number,
  ): void {
    const mark = this.#startObject(value, attribute);
    const given = object?.typeNames || this.#view ? undefined : description?.typeNames;
    this.#typeNames(given ?? this.#namesOf(object, base));
    this.#toString(this.#textOf(value, object, description));
    if (base instanceof EnumValue) writePrimitive(this.#out, base.value, this.#content, this.#style);
    if (description) {
      this.#pairs(PROPS, description.adapted, depth - 1);
      this.#pairs(MS, description.extended, description.isNote ? depth : depth - 1);
      if (object) this.#own(object, MS, 0, object.values.length, depth);
    } else if (this.#view) this.#viewed(value, object, depth);
    else if (object) this.#members(object, depth);
    this.#out.end(OBJ, mark);
  }

  #pairs(section: Tag, pairs: readonly (readonly [string, unknown])[], depth: number): void {
    if (pairs.length === 0) return;
    this.#out.start(section, NONE);
    for (const [name, value] of pairs) this.#one(value, Attribute.named(name), depth);
    this.#out.end(section, 0);
  }

  /** Properties of a .NET object: Props, then in MS its own notes, which use up no depth, and those its type adds. */
  #viewed(value: object, object: PSObject | undefined, depth: number): void {
    const view = this.#view!;
    const out = this.#out;
    const adapted = view.adaptedNames(value);
    if (adapted.length > 0) {
      out.start(PROPS, NONE);
      const mark = out.length;
      this.#properties(value, adapted, depth - 1);
      out.end(PROPS, mark);
    }
    const before = out.length;
    out.start(MS, NONE);
    const mark = out.length;
    if (object) this.#slots(object, 0, object.values.length, depth);
    const folded = new Set(adapted.map((name) => name.toLowerCase()));
    const isOfType = (name: string): boolean => !folded.has(name.toLowerCase()) && !object?.has(name);
    this.#properties(value, view.propertyNames(value).filter(isOfType), depth - 1);
    this.#endOrTakeBack(MS, before, mark);
  }

  #properties(value: object, names: readonly string[], depth: number): void {
    for (const name of names) {
      const property = this.#view!.property(value, name);
      if (property !== undefined) this.#one(property, Attribute.named(name), depth);
    }
  }

  /** A PSObject's own members: those that were adapted where it came from, then the others. */
  #members(object: PSObject, depth: number): void {
    const { adapted, values } = object;
    if (adapted > 0) this.#own(object, PROPS, 0, adapted, depth - 1);
    this.#own(object, MS, adapted, values.length, depth);
  }

  #own(object: PSObject, section: Tag, from: number, to: number, depth: number): void {
    if (from >= to) return;
    const before = this.#out.length;
    this.#out.start(section, NONE);
    const mark = this.#out.length;
    this.#slots(object, from, to, depth);
    this.#endOrTakeBack(section, before, mark);
  }

  #endOrTakeBack(section: Tag, before: number, mark: number): void {
    if (this.#out.length > mark) this.#out.end(section, 0);
    else {
      this.#out.outdent();
      this.#out.takeBack(before);
    }
  }

  #slots(object: PSObject, from: number, to: number, depth: number): void {
    const attributes = this.#attributesOf(object.shape);
    const { values } = object;
    for (let slot = from; slot < to; slot++) {
      const value = values[slot];
      if (value instanceof PSMember) this.#computed(object, slot, value, attributes[slot]!, depth);
      else this.#one(value, attributes[slot]!, depth);
    }
  }

  #computed(object: PSObject, slot: number, member: PSMember, attribute: Attribute, depth: number): void {
    switch (member.memberType) {
      case "MemberSet":
        this.#out.empty(MS, attribute);
        return;
      case "AliasProperty":
      case "ScriptProperty":
      case "CodeProperty": {
        const value = this.#view?.property(object, object.shape.names[slot]!);
        if (value !== undefined) this.#one(value, attribute, depth);
      }
    }
  }

  #attributesOf(shape: Shape): readonly Attribute[] {
    let attributes = this.#attributes.get(shape);
    if (!attributes) {
      attributes = shape.names.map((name) => Attribute.named(name));
      this.#attributes.set(shape, attributes);
    }
    return attributes;
  }
}
