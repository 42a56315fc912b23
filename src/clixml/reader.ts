// CLIXML text → values. MS-PSRP 2.2.5; what is refused, and with which words, is as PowerShell's deserializer does it.
//
// Rule: reading builds data and runs nothing. A document that is refused leaves nothing behind.

import { ProgressRecord, PSObject, Shape } from "../objects/index.js";
import { addEntry, emptyDictionary, emptyList } from "./containers.js";
import { ClixmlError, type Limits } from "./error.js";
import { decodeEscapes } from "./escapes.js";
import { type ExpectedMember, type KnownType, MemberPlan, type ReaderMemory } from "./memory.js";
import { type Primitive, type PrimitiveContext, PRIMITIVES } from "./primitives.js";
import { Scanner } from "./scanner.js";
import { deserializedName } from "./type-names.js";

const NAMESPACE = "http://schemas.microsoft.com/powershell/2004/04";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What every reader of a door shares. */
export interface ReaderSettings {
  readonly limits: Limits;
  readonly isDocument: boolean;
  readonly context: PrimitiveContext;
}

/** Reads one text, once. */
export class Reader {
  readonly #scan: Scanner;
  readonly #limits: Limits;
  readonly #isDocument: boolean;
  readonly #roots: number;
  readonly #context: PrimitiveContext;
  readonly #objects: Map<string, unknown> = new Map();
  /** Most texts have no `<Ref>`: nothing need be kept for them. */
  readonly #hasReferences: boolean;
  readonly #types: Map<string, KnownType> = new Map();
  readonly #memory: ReaderMemory;
  /** The objects whose end has not been read. */
  readonly #open: object[] = [];
  #depth = 0;
  #count = 0;

  constructor(text: string, settings: ReaderSettings, roots: number, memory: ReaderMemory) {
    this.#limits = settings.limits;
    this.#isDocument = settings.isDocument;
    this.#context = settings.context;
    this.#roots = roots;
    this.#memory = memory;
    if (text.length > this.#limits.size) throw new ClixmlError("The CLIXML text exceeds the allowed size.");
    this.#scan = new Scanner(text);
    this.#hasReferences = text.includes("<Ref");
  }

  readAll(): unknown[] {
    const scan = this.#scan;
    const values: unknown[] = [];
    if (!this.#isDocument) {
      for (;;) {
        const kind = scan.peek();
        if (kind === "end") {
          if (values.length === 0) throw new ClixmlError("Root element is missing.");
          return values;
        }
        if (kind !== "open") throw scan.fail("Data at the root level is invalid.", scan.pos);
        if (values.length >= this.#roots) throw scan.fail("There are multiple root elements.", scan.pos + 1);
        values.push(this.#readOne());
      }
    }
    const start = this.#readRoot();
    if (!scan.isEmpty) {
      while (this.#atElement()) values.push(this.#readOne());
      this.#close("Objs", start);
    }
    switch (scan.peek()) {
      case "end":
        return values;
      case "open":
        throw scan.fail("There are multiple root elements.", scan.pos + 1);
      case "close":
        throw scan.fail("Unexpected end tag.", scan.pos + 2);
      default:
        throw scan.fail("Data at the root level is invalid.", scan.pos);
    }
  }

  #readRoot(): number {
    const scan = this.#scan;
    const kind = scan.peek();
    if (kind === "end") throw new ClixmlError("Root element is missing.");
    if (kind !== "open") throw scan.fail("Data at the root level is invalid.", scan.pos);
    scan.readTag();
    const { at, tag, namespace, version } = scan;
    if (tag !== "Objs" || namespace !== NAMESPACE)
      throw scan.fail(`Element 'Objs' with namespace name '${NAMESPACE}' was not found.`, at + 1);
    if (version !== undefined) this.#checkVersion(version);
    return at;
  }

  #checkVersion(version: string): void {
    const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(version);
    if (!match) throw this.#failNext("Version of PSObject is not valid.");
    if (Number(match[1]) !== 1)
      throw this.#failNext(`Version of incoming PSObject is ${match[1]}. Expected value is 1.`);
  }

  /** An error at the node that comes next, where .NET's reader stands by then. */
  #failNext(reason: string): ClixmlError {
    const kind = this.#scan.peek();
    return this.#scan.fail(reason, this.#scan.pos + (kind === "open" ? 1 : kind === "close" ? 2 : 0));
  }

  /** True at a child element, false at the parent's end tag. Text is refused. */
  #atElement(): boolean {
    const scan = this.#scan;
    switch (scan.peek()) {
      case "open":
        return true;
      case "close":
        return false;
      case "end":
        throw scan.unclosed();
      case "cdata":
        throw scan.fail("Current Node type is CDATA. Expected type is Element.", scan.pos + 9);
      default:
        throw scan.fail("Current Node type is Text. Expected type is Element.", scan.pos);
    }
  }

  #close(tag: string, start: number): void {
    this.#scan.readEndTag(tag, start);
  }

  #readOne(): unknown {
    this.#scan.readTag();
    return this.#readTagged();
  }

  /** The value whose start tag was just read. */
  #readTagged(): unknown {
    const scan = this.#scan;
    const { tag, at } = scan;
    if (++this.#count > this.#limits.count) throw scan.fail("The CLIXML text has too many values.", at + 1);
    if (this.#depth + 1 >= this.#limits.depth) throw scan.fail("Serialized XML is nested too deeply.", at + 1);
    if (this.#isDocument && scan.namespace !== undefined && scan.namespace !== NAMESPACE) throw this.#unknown(tag, at);
    const primitive = PRIMITIVES.get(tag);
    if (primitive) return this.#readPrimitive(primitive);
    switch (tag) {
      case "Obj":
        return this.#readObject();
      case "Nil":
        scan.skipElement(this.#limits.depth);
        return null;
      case "Ref":
        return this.#readReference();
      case "PR":
        return this.#readProgress();
      default:
        throw this.#unknown(tag, at);
    }
  }

  #unknown(tag: string, at: number): ClixmlError {
    return this.#scan.fail(`${tag} XML tag is not recognized.`, at + 1);
  }

  #readPrimitive(primitive: Primitive): unknown {
    const scan = this.#scan;
    const text = scan.isEmpty ? "" : (scan.quickText(primitive.close) ?? scan.readText());
    return this.#parsed(primitive, text);
  }

  #parsed(primitive: Primitive, text: string): unknown {
    const value = primitive.parse(text, this.#context);
    if (value === undefined)
      throw this.#failNext(`The contents of the ${primitive.typeName} primitive type are not valid.`);
    return value;
  }

  #readReference(): unknown {
    const scan = this.#scan;
    const { refId, at } = scan;
    if (refId === undefined) throw scan.fail("RefId attribute was expected.", at + 1);
    if (!this.#objects.has(refId)) throw scan.fail(`No object found for referenceId ${refId}`, at + 1);
    scan.skipElement(this.#limits.depth);
    return this.#objects.get(refId);
  }

  #readObject(): unknown {
    const scan = this.#scan;
    const { at, refId, isEmpty } = scan;
    const object = new PSObject(undefined, Shape.empty, []) as Writable<PSObject>;
    const isReferable = refId !== undefined && this.#hasReferences;
    if (isReferable) this.#objects.set(refId, object);
    if (isEmpty) return object;
    this.#depth++;
    this.#open.push(object);
    let type = this.#memory.untyped;
    while (this.#atElement()) type = this.#readPart(object, type);
    this.#close("Obj", at);
    this.#open.pop();
    this.#depth--;
    if (!type.revive) return object;
    const value = type.revive(object as PSObject);
    if (value !== object && isReferable) this.#objects.set(refId, value);
    return value;
  }

  /** One child of an `<Obj>` of this type as far as it is known. Gives the type as it is known then. */
  #readPart(object: Writable<PSObject>, type: KnownType): KnownType {
    const scan = this.#scan;
    scan.readTag();
    switch (scan.tag) {
      case "TNRef":
        return named(object, this.#readTypeReference());
      case "TN":
        return named(object, this.#readTypeNames());
      case "MS":
        this.#readMembers(object, "MS", type.plan("MS", this.#depth));
        return type;
      case "Props":
        this.#readMembers(object, "Props", type.plan("Props", this.#depth));
        object.adapted = object.values.length;
        return type;
      case "ToString":
        object.text = decodeEscapes(scan.isEmpty ? "" : (scan.quickText("</ToString>") ?? scan.readText()));
        return type;
      case "LST":
      case "IE":
      case "QUE":
      case "STK":
        this.#readList(object, scan.tag);
        return type;
      case "DCT":
        this.#readDictionary(object);
        return type;
      default: {
        const { at } = scan;
        const base = this.#readTagged();
        if (base instanceof PSObject && this.#open.includes(base))
          throw scan.fail("An object cannot be within itself.", at + 1);
        // A wrapper around a wrapper would make a chain: the inner one's base is meant.
        if (base !== null) object.base = base instanceof PSObject && !base.isCustom ? base.base : base;
        return type;
      }
    }
  }

  #readTypeNames(): KnownType {
    const scan = this.#scan;
    const memory = this.#memory;
    const { at, refId, isEmpty } = scan;
    if (memory.lastText !== "" && scan.text.startsWith(memory.lastText, at)) {
      scan.pos = at + memory.lastText.length;
    } else {
      const names: string[] = [];
      while (!isEmpty && this.#atElement()) {
        scan.readTag();
        if (scan.tag !== "T") throw this.#notFound("T");
        names.push(deserializedName(decodeEscapes(scan.readText())));
      }
      if (!isEmpty) this.#close("TN", at);
      memory.lastType = memory.type(names);
      memory.lastText = scan.pos - at < 10_000 ? scan.text.slice(at, scan.pos) : "";
    }
    if (refId !== undefined) this.#types.set(refId, memory.lastType);
    return memory.lastType;
  }

  #notFound(tag: string): ClixmlError {
    return this.#scan.fail(`Element '${tag}' with namespace name '${NAMESPACE}' was not found.`, this.#scan.at + 1);
  }

  #readTypeReference(): KnownType {
    const scan = this.#scan;
    const { refId, at } = scan;
    const type = refId === undefined ? undefined : this.#types.get(refId);
    if (!type) throw scan.fail(`No type found for referenceId ${refId ?? ""}`, at + 1);
    scan.skipElement(this.#limits.depth);
    return type;
  }

  #readMembers(object: PSObject, section: "Props" | "MS", plan: MemberPlan): void {
    const scan = this.#scan;
    const { at, isEmpty } = scan;
    if (isEmpty) return;
    const { values } = object;
    const mayExpect = this.#depth + 1 < this.#limits.depth;
    let index = 0;
    for (;;) {
      const expected = plan.members[index];
      if (!mayExpect || expected === undefined || !this.#readExpected(expected, values)) {
        const from = scan.pos;
        if (!this.#atElement()) break;
        scan.readTag();
        if (scan.name === undefined) throw scan.fail("N attribute was expected.", scan.at + 1);
        if (section === "MS" && scan.tag === "MS") {
          this.#readMemberSet();
          continue;
        }
        this.#readMember(from, plan, index, values);
      }
      index++;
    }
    this.#close(section, at);
    plan.shape(object, index);
  }

  /** A member whose start tag was just read, and what there is to remember of it. */
  #readMember(from: number, plan: MemberPlan, index: number, values: unknown[]): void {
    const scan = this.#scan;
    const { tag } = scan;
    const name = decodeEscapes(scan.name!);
    const primitive = tag === "Nil" && scan.isEmpty ? null : scan.isEmpty ? undefined : PRIMITIVES.get(tag);
    const lead = primitive === undefined || scan.pos - from > 1_000 ? "" : scan.text.slice(from, scan.pos);
    values.push(this.#readTagged());
    plan.note(index, name, lead, primitive ?? null);
  }

  /** Reads a member that stands there as expected; false where it does not, and nothing has been read. */
  #readExpected(expected: ExpectedMember, values: unknown[]): boolean {
    const scan = this.#scan;
    const { text } = scan;
    const start = scan.pos;
    let { lead, primitive } = expected;
    // A slice and a comparison: V8 does that in half the time of startsWith.
    if (lead === "" || text.slice(start, start + lead.length) !== lead) {
      lead = expected.otherLead;
      primitive = expected.otherPrimitive;
      if (lead === "" || text.slice(start, start + lead.length) !== lead) return false;
    }
    scan.pos = start + lead.length;
    if (primitive === null) values.push(null);
    else {
      const content = scan.quickText(primitive.close);
      if (content === undefined) {
        scan.pos = start;
        return false;
      }
      values.push(this.#parsed(primitive, content));
    }
    if (++this.#count > this.#limits.count) throw scan.fail("The CLIXML text has too many values.", start);
    return true;
  }

  /** A member set holds how to display and serialize an object, for .NET: read, and left. */
  #readMemberSet(): void {
    if (++this.#depth >= this.#limits.depth)
      throw this.#scan.fail("Serialized XML is nested too deeply.", this.#scan.at + 1);
    this.#readMembers(new PSObject(), "MS", new MemberPlan());
    this.#depth--;
  }

  #readList(object: Writable<PSObject>, tag: "LST" | "IE" | "QUE" | "STK"): void {
    const { at, isEmpty } = this.#scan;
    const list = emptyList(tag);
    object.base = list;
    if (isEmpty) return;
    while (this.#atElement()) list.items.push(this.#readOne());
    this.#close(tag, at);
    // On the wire a stack's last item comes first.
    if (tag === "STK") list.items.reverse();
  }

  #readDictionary(object: Writable<PSObject>): void {
    const scan = this.#scan;
    const { at, isEmpty } = scan;
    const dictionary = emptyDictionary(object.typeNames);
    object.base = dictionary;
    if (isEmpty) return;
    while (this.#atElement()) {
      scan.readTag();
      if (scan.tag !== "En") throw this.#notFound("En");
      const start = scan.at;
      if (scan.isEmpty) throw this.#failNext("Key for dictionary entry is not specified.");
      const key = this.#readEntryPart("Key");
      const value = this.#readEntryPart("Value");
      if (this.#atElement()) throw scan.fail(`Unexpected element in dictionary entry.`, scan.pos + 1);
      this.#close("En", start);
      addEntry(dictionary, key, value);
    }
    this.#close("DCT", at);
  }

  #readEntryPart(part: "Key" | "Value"): unknown {
    const scan = this.#scan;
    if (!this.#atElement()) throw this.#failNext(`${part} for dictionary entry is not specified.`);
    scan.readTag();
    if (scan.name === undefined) throw scan.fail("N attribute was expected.", scan.at + 1);
    if (scan.name.toLowerCase() !== part.toLowerCase())
      throw scan.fail(`Name attribute for dictionary ${part.toLowerCase()} is incorrectly specified.`, scan.at + 1);
    const value = this.#readTagged();
    if (part === "Key" && value === null) throw this.#failNext("Key for dictionary entry is null.");
    return value;
  }

  /** MS-PSRP 2.2.5.1.25: activity, id, current operation, parent id, percent, type, seconds, status. */
  #readProgress(): ProgressRecord {
    const scan = this.#scan;
    const { at, isEmpty } = scan;
    const parts = new Map<string, unknown>();
    if (!isEmpty) {
      while (this.#atElement()) {
        scan.readTag();
        const tag = scan.tag;
        if (tag === "Nil") scan.skipElement(this.#limits.depth);
        else if (PROGRESS_TEXT.has(tag)) parts.set(tag, decodeEscapes(scan.readText()));
        else if (PROGRESS_NUMBER.has(tag)) parts.set(tag, this.#readPrimitive(PRIMITIVES.get("I32")!));
        else throw this.#unknown(tag, scan.at);
      }
      this.#close("PR", at);
    }
    const text = (tag: string): string => (parts.get(tag) as string | undefined) ?? "";
    const number = (tag: string): number => (parts.get(tag) as number | undefined) ?? -1;
    const record = new ProgressRecord(number("AI"), text("AV"), text("SD"));
    record.currentOperation = (parts.get("S") as string | undefined) ?? null;
    record.parentActivityId = number("PI");
    record.percentComplete = number("PC");
    record.recordType = text("T") === "Completed" ? "Completed" : "Processing";
    record.secondsRemaining = number("SR");
    return record;
  }
}

const PROGRESS_TEXT: ReadonlySet<string> = new Set(["AV", "S", "T", "SD"]);
const PROGRESS_NUMBER: ReadonlySet<string> = new Set(["AI", "PI", "PC", "SR"]);

/** Gives the object the names of a type: its own copy, for they may change. */
function named(object: PSObject, type: KnownType): KnownType {
  object.typeNames = type.names.slice();
  return type;
}
