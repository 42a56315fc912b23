// Values → CLIXML text. MS-PSRP 2.2.5, and PowerShell's rules of depth.
//
// Rule: depth counts steps into properties of .NET objects only; lists, dictionaries and note properties are free.
// At depth 0 a .NET object is its text. What was written before is written as a reference, strings and numbers never.

import {
  BigInteger,
  Byte,
  Char,
  DateTime,
  Decimal,
  Dictionary,
  Double,
  EnumValue,
  Guid,
  Int16,
  type ObjectView,
  NetObject,
  ProgressRecord,
  PSException,
  PSList,
  PSMember,
  PSObject,
  SByte,
  ScriptBlockText,
  SecureString,
  type Shape,
  Single,
  TimeSpan,
  UInt16,
  UInt32,
  UInt64,
  Uri,
  Version,
  XmlText,
} from "../objects/index.js";
import { formatDateTime, formatTimeSpan, type LocalOffset, systemOffset } from "./dates.js";
import { describe } from "./describe.js";
import { ClixmlError } from "./error.js";
import { escapeAttribute, escapeText } from "./escapes.js";
import { formatDouble, formatSingle } from "./numbers.js";
import { encodeBase64 } from "./primitives.js";
import { base64OfUtf16, hexOfUtf16 } from "./secure-strings.js";
import { builtInTypeNames, CUSTOM_OBJECT, isDeserializedName } from "./type-names.js";

export interface WriteOptions {
  /** Steps into properties of .NET objects; 1 unless said. */
  readonly depth?: number;
  /** How to look at .NET objects; without it they are written as their type's name. */
  readonly view?: ObjectView;
  /** "Objs": a whole document, as in files; "fragment": values without a root, as on the wire. */
  readonly root?: "Objs" | "fragment";
  /** One element a line, two blanks a level. */
  readonly indent?: boolean;
  /** The text of an `<SS>`. Default: unencrypted, as base64 (wire) or hex (file). */
  readonly encryptSecureString?: (clear: string) => string;
  readonly localOffset?: LocalOffset;
}

/** Values as a CLIXML document, by default one with a root. Throws ClixmlError for what CLIXML cannot hold. */
export function writeClixml(values: readonly unknown[], options: WriteOptions = {}): string {
  const isDocument = (options.root ?? "Objs") === "Objs";
  const writer = new Writer(options, isDocument);
  for (const value of values) writer.write(value);
  if (!isDocument) return writer.out;
  refuseNoncharacters(writer.out);
  const root = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"';
  return writer.out === "" ? `${root} />` : `${root}>${writer.out}${options.indent ? "\n" : ""}</Objs>`;
}

/** One value as it travels in a payload. */
export function writeValue(value: unknown, options: WriteOptions = {}): string {
  const writer = new Writer(options, false);
  writer.write(value);
  return writer.out;
}

/** In a document PowerShell refuses U+FFFE and U+FFFF; on the wire they go as references, as written here. */
function refuseNoncharacters(text: string): void {
  const at = text.indexOf("&#xFFF");
  if (at < 0) return;
  const code = text.slice(at + 3, at + 7);
  throw new ClixmlError(
    `'${String.fromCharCode(parseInt(code, 16))}', hexadecimal value 0x${code}, is an invalid character.`,
  );
}

const DEEPEST = 50;
const TOO_DEEP = "Serialized XML is nested too deeply.";

class Writer {
  out = "";
  readonly #view: ObjectView | undefined;
  readonly #depth: number;
  readonly #isDocument: boolean;
  readonly #encrypt: (clear: string) => string;
  readonly #localOffset: LocalOffset;
  readonly #isIndented: boolean;
  /** What goes before an element: a line break and blanks where the text is indented, else nothing. */
  #pad: string;
  #nesting = 0;
  #nextRef = 0;
  readonly #refs: Map<object, number> = new Map();
  readonly #typeRefs: Map<readonly string[] | string, number> = new Map();
  readonly #attributes: Map<Shape, readonly string[]> = new Map();

  constructor(options: WriteOptions, isDocument: boolean) {
    this.#view = options.view;
    this.#depth = options.depth ?? 1;
    if (!(this.#depth >= 1)) throw new ClixmlError("Value of depth parameter must be greater than or equal to 1.");
    this.#isDocument = isDocument;
    this.#encrypt = options.encryptSecureString ?? (isDocument ? hexOfUtf16 : base64OfUtf16);
    this.#localOffset = options.localOffset ?? systemOffset;
    this.#isIndented = options.indent ?? false;
    this.#pad = this.#isIndented ? (isDocument ? "\n  " : "\n") : "";
  }

  /** Writes a top-level value. */
  write(value: unknown): void {
    this.#one(value, "", this.#depth);
    // On the wire the value at the top is in a wrapper of its own: met again further in, it is not the same object.
    if (!this.#isDocument && typeof value === "object" && value !== null && !(value instanceof PSObject))
      this.#refs.delete(value);
  }

  #element(tag: string, attribute: string, content: string): void {
    this.out += `${this.#pad}<${tag}${attribute}>${content}</${tag}>`;
  }

  #one(value: unknown, attribute: string, depth: number): void {
    if (value === null || value === undefined) {
      this.out += `${this.#pad}<Nil${attribute} />`;
      return;
    }
    if (++this.#nesting >= DEEPEST) this.#element("S", attribute, TOO_DEEP);
    else if (!this.#primitive(value, attribute)) this.#object(value as object, attribute, depth);
    this.#nesting--;
  }

  #indent(): void {
    if (this.#isIndented) this.#pad += "  ";
  }
  #outdent(): void {
    if (this.#isIndented) this.#pad = this.#pad.slice(0, -2);
  }

  /** Writes a value of a type that is one element; false if it is of another type. */
  #primitive(value: unknown, attribute: string): boolean {
    switch (typeof value) {
      case "string":
        this.#element("S", attribute, escapeText(value));
        return true;
      case "number":
        if ((value | 0) === value) this.#element("I32", attribute, String(value));
        else this.#element("Db", attribute, formatDouble(value));
        return true;
      case "boolean":
        this.#element("B", attribute, value ? "true" : "false");
        return true;
      case "bigint":
        this.#element("I64", attribute, value.toString());
        return true;
      case "object":
        return this.#boxed(value as object, attribute);
      default:
        return false;
    }
  }

  #boxed(value: object, attribute: string): boolean {
    if (value instanceof PSObject || value instanceof Dictionary || value instanceof PSList) return false;
    if (value instanceof Double) this.#element("Db", attribute, formatDouble(value.value));
    else if (value instanceof DateTime) this.#element("DT", attribute, formatDateTime(value, this.#localOffset));
    else if (value instanceof Guid) this.#element("G", attribute, value.value);
    else if (value instanceof TimeSpan) this.#element("TS", attribute, formatTimeSpan(value));
    else if (value instanceof Char) this.#element("C", attribute, String(value.code));
    else if (value instanceof Decimal) this.#element("D", attribute, value.toString());
    else if (value instanceof Single) this.#element("Sg", attribute, formatSingle(value.value));
    else if (value instanceof Byte) this.#element("By", attribute, String(value.value));
    else if (value instanceof SByte) this.#element("SB", attribute, String(value.value));
    else if (value instanceof Int16) this.#element("I16", attribute, String(value.value));
    else if (value instanceof UInt16) this.#element("U16", attribute, String(value.value));
    else if (value instanceof UInt32) this.#element("U32", attribute, String(value.value));
    else if (value instanceof UInt64) this.#element("U64", attribute, value.value.toString());
    else if (value instanceof Version) this.#element("Version", attribute, value.toString());
    else if (value instanceof Uri) this.#element("URI", attribute, escapeText(value.original));
    else if (value instanceof Uint8Array) this.#bytes(value, attribute);
    else if (value instanceof XmlText) this.#element("XD", attribute, escapeText(value.text));
    else if (value instanceof ScriptBlockText) this.#element("SBK", attribute, escapeText(value.text));
    else if (value instanceof SecureString) this.#element("SS", attribute, this.#encrypt(value.reveal()));
    else if (value instanceof ProgressRecord) this.#progress(value, attribute);
    else if (value instanceof NetObject && this.#view && value.typeName === "System.Management.Automation.ScriptBlock")
      this.#element("SBK", attribute, escapeText(this.#view.text(value)));
    else if (value instanceof NetObject && this.#view && value.typeName === "System.Xml.XmlDocument")
      this.#element("XD", attribute, escapeText(this.#view.text(value)));
    else return false;
    return true;
  }

  #bytes(value: Uint8Array, attribute: string): void {
    if (value.length > 0) this.#element("BA", attribute, encodeBase64(value));
    else this.out += `${this.#pad}<BA${attribute} />`;
  }

  #progress(record: ProgressRecord, attribute: string): void {
    this.out += `${this.#pad}<PR${attribute}>`;
    this.#indent();
    this.#element("AV", "", escapeText(record.activity));
    this.#element("AI", "", String(record.activityId));
    if (record.currentOperation === null) this.out += `${this.#pad}<Nil />`;
    else this.#element("S", "", escapeText(record.currentOperation));
    this.#element("PI", "", String(record.parentActivityId));
    this.#element("PC", "", String(record.percentComplete));
    this.#element("T", "", record.recordType);
    this.#element("SR", "", String(record.secondsRemaining));
    this.#element("SD", "", escapeText(record.statusDescription));
    this.#outdent();
    this.out += `${this.#pad}</PR>`;
  }

  #object(value: object, attribute: string, asked: number): void {
    const ref = this.#refs.get(value);
    if (ref !== undefined) {
      this.out += `${this.#pad}<Ref${attribute} RefId="${ref}" />`;
      return;
    }
    const object = value instanceof PSObject ? value : undefined;
    const base = object ? innermost(object) : value;
    const depth = this.#depthOf(object, base, asked);
    if (object && base !== undefined && this.#isPrimitive(base))
      this.#primitiveWithNotes(object, base, attribute, depth);
    else if (isContainer(base)) this.#container(value, object, base, attribute, depth);
    else if (depth <= 0) this.#asText(value, object, attribute, depth);
    else this.#complex(value, object, base, attribute, depth);
  }

  /** Some types keep a depth of their own; on the wire so do objects that came from elsewhere. */
  #depthOf(object: PSObject | undefined, base: unknown, asked: number): number {
    if (base instanceof PSException) return 1;
    if (asked > 1) return asked;
    const description = base instanceof NetObject ? undefined : describe(base);
    if (description?.ownDepth !== undefined) return description.ownDepth;
    if (!this.#isDocument && asked <= 0 && object && isDeserialized(object)) return 1;
    return asked;
  }

  #isPrimitive(base: unknown): boolean {
    if (typeof base !== "object") return true;
    const before = this.out;
    const is = this.#primitive(base, "");
    this.out = before;
    return is;
  }

  #startObject(value: object, attribute: string): void {
    const ref = this.#nextRef++;
    if (!isBoxedValue(value)) this.#refs.set(value, ref);
    this.out += `${this.#pad}<Obj${attribute} RefId="${ref}">`;
    this.#indent();
  }

  #endObject(mark: number): void {
    this.#outdent();
    if (this.out.length === mark) this.out = `${this.out.slice(0, -1)} />`;
    else this.out += `${this.#pad}</Obj>`;
  }

  #typeNames(names: readonly string[]): void {
    if (names.length === 0) return;
    let ref = this.#typeRefs.get(names);
    if (ref === undefined) {
      const key = names.join("\n");
      ref = this.#typeRefs.get(key);
      if (ref === undefined) {
        this.#newTypeNames(names, key);
        return;
      }
    }
    this.out += `${this.#pad}<TNRef RefId="${ref}" />`;
  }

  #newTypeNames(names: readonly string[], key: string): void {
    const ref = this.#typeRefs.size;
    this.#typeRefs.set(key, ref);
    this.out += `${this.#pad}<TN RefId="${ref}">`;
    this.#indent();
    for (const name of names) this.#element("T", "", escapeText(name));
    this.#outdent();
    this.out += `${this.#pad}</TN>`;
  }

  #namesOf(object: PSObject | undefined, base: unknown): readonly string[] {
    if (object?.typeNames) return object.typeNames;
    if (base === undefined) return CUSTOM_OBJECT;
    if (this.#view && (base instanceof NetObject || builtInTypeNames(base) === undefined))
      return this.#view.typeNames(base);
    return builtInTypeNames(base) ?? ["System.Object"];
  }

  #toString(text: string | undefined): void {
    if (text === undefined) return;
    if (text === "") this.out += `${this.#pad}<ToString />`;
    else this.#element("ToString", "", escapeText(text));
  }

  /** A string, number or the like with members of its own. */
  #primitiveWithNotes(object: PSObject, primitive: unknown, attribute: string, depth: number): void {
    if (object.shape.size === 0 && object.typeNames === undefined && object.text === undefined) {
      this.#primitive(primitive, attribute);
      return;
    }
    this.#startObject(object, attribute);
    if (object.typeNames) this.#typeNames(object.typeNames);
    this.#toString(object.text);
    this.#primitive(primitive, "");
    this.#own(object, "MS", 0, object.values.length, depth);
    this.#endObject(0);
  }

  /** A .NET object at the end of the depth. */
  #asText(value: object, object: PSObject | undefined, attribute: string, depth: number): void {
    const text = this.#textOf(value, object) ?? "";
    if (!object || (object.shape.size === 0 && object.typeNames === undefined)) {
      this.#element("S", attribute, escapeText(text));
      return;
    }
    this.#startObject(object, attribute);
    if (object.typeNames) this.#typeNames(object.typeNames);
    this.#toString(object.text);
    this.#element("S", "", escapeText(text));
    this.#own(object, "MS", object.adapted, object.values.length, depth);
    this.#endObject(0);
  }

  #textOf(value: object, object: PSObject | undefined): string | undefined {
    if (object?.text !== undefined) return object.text;
    const described = describe(object ? innermost(object) : value);
    if (described) return described.text;
    if (this.#view) return this.#view.text(value);
    return value instanceof NetObject ? value.typeName : "";
  }

  #container(value: object, object: PSObject | undefined, base: Container, attribute: string, depth: number): void {
    this.#startObject(value, attribute);
    const mark = this.out.length;
    this.#typeNames(this.#namesOf(object, base));
    if (base instanceof Dictionary) this.#dictionary(base, depth);
    else if (base instanceof PSList) this.#list(base.items, listTag(base), depth);
    else this.#list(base, "LST", depth);
    if (depth > 0) {
      if (object) this.#members(object, depth);
      else if (base instanceof PSList && listTag(base) === "IE" && this.#view) this.#viewed(base, undefined, depth);
    }
    this.#endObject(mark);
  }

  #list(items: readonly unknown[], tag: string, depth: number): void {
    if (items.length === 0) {
      this.out += `${this.#pad}<${tag} />`;
      return;
    }
    this.out += `${this.#pad}<${tag}>`;
    this.#indent();
    for (const item of items) this.#one(item, "", depth);
    this.#outdent();
    this.out += `${this.#pad}</${tag}>`;
  }

  #dictionary(dictionary: Dictionary, depth: number): void {
    if (dictionary.size === 0) {
      this.out += `${this.#pad}<DCT />`;
      return;
    }
    this.out += `${this.#pad}<DCT>`;
    this.#indent();
    for (const { key, value } of dictionary) {
      this.out += `${this.#pad}<En>`;
      this.#indent();
      this.#one(key, ' N="Key"', depth);
      this.#one(value, ' N="Value"', depth);
      this.#outdent();
      this.out += `${this.#pad}</En>`;
    }
    this.#outdent();
    this.out += `${this.#pad}</DCT>`;
  }

  #complex(value: object, object: PSObject | undefined, base: unknown, attribute: string, depth: number): void {
    this.#startObject(value, attribute);
    const mark = this.out.length;
    const described = base === undefined ? undefined : describe(base, this.#localOffset);
    this.#typeNames(
      described?.typeNames && !object?.typeNames && !this.#view ? described.typeNames : this.#namesOf(object, base),
    );
    if (base !== undefined || object?.text !== undefined) this.#toString(this.#textOf(value, object));
    if (base instanceof EnumValue) this.#primitive(base.value, "");
    if (described) {
      this.#pairs("Props", described.adapted, depth - 1);
      this.#pairs("MS", described.extended, described.isNote ? depth : depth - 1);
      if (object) this.#own(object, "MS", 0, object.values.length, depth);
    } else if (base !== undefined && this.#view) this.#viewed(value, object, depth);
    else if (object) this.#members(object, depth);
    this.#endObject(mark);
  }

  #pairs(section: "Props" | "MS", pairs: readonly (readonly [string, unknown])[], depth: number): void {
    if (pairs.length === 0) return;
    this.out += `${this.#pad}<${section}>`;
    this.#indent();
    for (const [name, value] of pairs) this.#one(value, ` N="${escapeAttribute(name)}"`, depth);
    this.#outdent();
    this.out += `${this.#pad}</${section}>`;
  }

  /** Properties of a .NET object: Props, then MS; those of the type use up depth, the object's own notes do not. */
  #viewed(value: object, object: PSObject | undefined, depth: number): void {
    const view = this.#view!;
    const adapted = view.adaptedNames(value);
    this.#pairs("Props", present(adapted, view, value), depth - 1);
    const folded = new Set(adapted.map((name) => name.toLowerCase()));
    const extended = view.propertyNames(value).filter((name) => !folded.has(name.toLowerCase()));
    const ofType = extended.filter((name) => !object?.has(name));
    const open = this.out.length;
    this.#pairs("MS", present(ofType, view, value), depth - 1);
    if (!object || object.values.length === 0) return;
    if (this.out.length === open) {
      this.#own(object, "MS", 0, object.values.length, depth);
      return;
    }
    this.out = this.out.slice(0, -`${this.#pad}</MS>`.length);
    this.#indent();
    this.#slots(object, 0, object.values.length, depth);
    this.#outdent();
    this.out += `${this.#pad}</MS>`;
  }

  /** A PSObject's own members: those that were adapted where it came from, then the others. */
  #members(object: PSObject, depth: number): void {
    if (object.adapted > 0) this.#own(object, "Props", 0, object.adapted, depth - 1);
    this.#own(object, "MS", object.adapted, object.values.length, depth);
  }

  #own(object: PSObject, section: "Props" | "MS", from: number, to: number, depth: number): void {
    if (from >= to) return;
    const open = `${this.#pad}<${section}>`;
    this.out += open;
    const mark = this.out.length;
    this.#indent();
    this.#slots(object, from, to, depth);
    this.#outdent();
    if (this.out.length === mark) this.out = this.out.slice(0, -open.length);
    else this.out += `${this.#pad}</${section}>`;
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

  #computed(object: PSObject, slot: number, member: PSMember, attribute: string, depth: number): void {
    if (member.memberType === "MemberSet") this.out += `${this.#pad}<MS${attribute} />`;
    if (!member.memberType.endsWith("Property") || member.memberType === "ParameterizedProperty" || !this.#view) return;
    const value = this.#view.property(object, object.shape.names[slot]!);
    if (value !== undefined) this.#one(value, attribute, depth);
  }

  #attributesOf(shape: Shape): readonly string[] {
    let attributes = this.#attributes.get(shape);
    if (!attributes) {
      attributes = shape.names.map((name) => ` N="${escapeAttribute(name)}"`);
      this.#attributes.set(shape, attributes);
    }
    return attributes;
  }
}

type Container = Dictionary | PSList | readonly unknown[];

function isContainer(value: unknown): value is Container {
  return value instanceof Dictionary || value instanceof PSList || Array.isArray(value);
}

/** What a PSObject wraps in the end, undefined for a custom object. */
function innermost(object: PSObject): unknown {
  let base: unknown = object.base;
  while (base instanceof PSObject) base = base.base;
  return base;
}

/** Values without identity in .NET: each one is boxed anew, so none is ever a reference to another. */
function isBoxedValue(value: object): boolean {
  return value instanceof EnumValue || value instanceof BigInteger || (describe(value)?.isValueType ?? false);
}

function isDeserialized(object: PSObject): boolean {
  return object.adapted > 0 || object.text !== undefined || isDeserializedName(object.typeNames?.[0] ?? "");
}

function listTag(list: PSList): string {
  switch (list.kind) {
    case "Queue":
      return "QUE";
    case "Stack":
      return "STK";
    case "HashSet":
    case "LinkedList":
      return "IE";
    default:
      return "LST";
  }
}

function present(names: readonly string[], view: ObjectView, value: unknown): (readonly [string, unknown])[] {
  const pairs: (readonly [string, unknown])[] = [];
  for (const name of names) {
    const property = view.property(value, name);
    if (property !== undefined) pairs.push([name, property]);
  }
  return pairs;
}
