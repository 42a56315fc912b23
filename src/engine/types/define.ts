// How the table's files spell types: a member is its signature, as PowerShell prints it, and a function.
//
//   "string Substring(int startIndex)": (s: string, start: number) => …      a method; further overloads are further lines
//   "static int Compare(string a, string b)": (a, b) => …                   a static method
//   "new(char c, int count)": (c, n) => …                                   a constructor
//   "int Length": (s: string) => s.length                                   a property; [get, set] where it can be set
//
// Rule: functions get the engine as their last argument. Numbers of the boxed types come in and go out as plain JavaScript
// numbers (double, byte, …) or bigints (ulong), a char as a string of one unit; the signature says how to box them again.

import {
  BigInteger,
  Byte,
  Char,
  Decimal,
  Double,
  Int16,
  SByte,
  Single,
  UInt16,
  UInt32,
  UInt64,
} from "../../objects/index.js";
import type { Engine } from "../engine.js";
import type { MethodDefinition, PropertyDefinition, TypeDefinition } from "./definition.js";

type Getter = (...args: any[]) => unknown;
type Setter = (...args: any[]) => void;
export type Member = Getter | readonly [get: Getter, set: Setter];

export interface TypeSource {
  readonly base?: string;
  /** Full names, separated by blanks. */
  readonly interfaces?: string;
  readonly kind?: "struct" | "interface" | "abstract" | "static";
  readonly members?: Readonly<Record<string, Member>>;
  /** types.ps1xml: "alias int Count", "script string BaseName", "code string Mode", "note …". */
  readonly extended?: Readonly<Record<string, Member>>;
  /** Names of hidden members, separated by blanks. */
  readonly hidden?: string;
  /** DefaultDisplayPropertySet, separated by blanks. */
  readonly defaultDisplay?: string;
  /** Enumerations. */
  readonly enumValues?: readonly (readonly [name: string, value: number | bigint])[];
  readonly flags?: boolean;
  /** A struct's zero value, where 0 does not convert to it. */
  zero?(): unknown;
  convertFrom?(value: unknown, engine: Engine): unknown;
  text?(self: any, engine: Engine): string;
}

/** The types of one family by full name; a generic one gets the full names of its arguments. */
export type Family = Readonly<Record<string, (...typeArguments: string[]) => TypeSource>>;

type Unbox = (value: any) => unknown;

const value: Unbox = (boxed) => (boxed === null || boxed === undefined ? boxed : boxed.value);
const UNBOX: Readonly<Record<string, Unbox>> = {
  double: value,
  float: value,
  byte: value,
  sbyte: value,
  short: value,
  ushort: value,
  uint: value,
  ulong: value,
  bigint: value,
  char: (boxed) => (boxed instanceof Char ? String.fromCharCode(boxed.code) : boxed),
};

const BOX: Readonly<Record<string, (raw: any) => unknown>> = {
  double: (raw) => (typeof raw === "number" ? new Double(raw) : raw),
  float: (raw) => (typeof raw === "number" ? new Single(raw) : raw),
  byte: (raw) => (typeof raw === "number" ? new Byte(raw) : raw),
  sbyte: (raw) => (typeof raw === "number" ? new SByte(raw) : raw),
  short: (raw) => (typeof raw === "number" ? new Int16(raw) : raw),
  ushort: (raw) => (typeof raw === "number" ? new UInt16(raw) : raw),
  uint: (raw) => (typeof raw === "number" ? new UInt32(raw) : raw),
  ulong: (raw) => (typeof raw === "bigint" ? new UInt64(raw) : raw),
  long: (raw) => (typeof raw === "number" ? BigInt(raw) : raw),
  decimal: (raw) => (typeof raw === "bigint" ? new Decimal(raw, 0) : raw),
  bigint: (raw) => (typeof raw === "bigint" ? new BigInteger(raw) : raw),
  char: (raw) => (typeof raw === "string" ? new Char(raw.charCodeAt(0)) : raw),
  void: () => undefined,
};

interface Signature {
  readonly isStatic: boolean;
  /** A property with parameters: "param char Chars(int index)". */
  readonly isParameterized: boolean;
  readonly returns: string;
  readonly name: string;
  /** "IConvertible" of "bool IConvertible.ToBoolean(…)"; "" for a method of the class's own. */
  readonly face: string;
  /** Undefined for a property. */
  readonly parameters: readonly string[] | undefined;
}

function readSignature(text: string): Signature {
  const isStatic = text.startsWith("static ");
  const isParameterized = text.startsWith("param ");
  const rest = isStatic ? text.slice(7) : isParameterized ? text.slice(6) : text;
  const open = rest.indexOf("(");
  const head = open < 0 ? rest : rest.slice(0, open);
  const blank = head.lastIndexOf(" ");
  const returns = blank < 0 ? "" : head.slice(0, blank);
  const [face, name] = /^(?:(\w+)\.)?(.*)$/.exec(head.slice(blank + 1))!.slice(1) as [string | undefined, string];
  if (open < 0) return { isStatic, isParameterized, returns, name, face: face ?? "", parameters: undefined };
  const inner = rest.slice(open + 1, rest.lastIndexOf(")"));
  return {
    isStatic,
    isParameterized,
    returns,
    name,
    face: face ?? "",
    parameters: inner === "" ? [] : inner.split(", "),
  };
}

/** The type of a parameter, without "Params ", "ref ", its name and its default. */
export function parameterType(parameter: string): string {
  const text = parameter.replace(/^(?:Params |params |ref )/, "");
  const blank = text.indexOf(" ");
  return blank < 0 ? text : text.slice(0, blank);
}

function method(signature: Signature, body: Getter): MethodDefinition {
  const parameters = signature.parameters!;
  const unboxers = parameters.map((parameter) => {
    const type = parameterType(parameter);
    return parameter.startsWith("ref ") ? undefined : UNBOX[type];
  });
  const unboxed = unboxers.some((unbox) => unbox !== undefined);
  const box = BOX[signature.returns];
  const instance = !signature.isStatic && signature.name !== "new";
  return {
    parameters,
    returns: signature.returns,
    ...(signature.isParameterized && { isParameterized: true }),
    ...(signature.face !== "" && { face: signature.face }),
    call(self, args, engine, typeArguments) {
      const raw = unboxed ? args.map((arg, i) => (unboxers[i] ? unboxers[i](arg) : arg)) : args;
      const result = instance ? body(self, ...raw, engine, typeArguments) : body(...raw, engine, typeArguments);
      return box ? box(result) : result;
    },
  };
}

function property(signature: Signature, member: Member, hidden: boolean): PropertyDefinition {
  const box = BOX[signature.returns];
  const get = typeof member === "function" ? member : member[0];
  const set = typeof member === "function" ? undefined : member[1];
  const isStatic = signature.isStatic;
  return {
    type: signature.returns,
    get(self, engine) {
      const raw = isStatic ? get(engine) : get(self, engine);
      return box ? box(raw) : raw;
    },
    ...(set && {
      set(self: any, next: unknown, engine: Engine) {
        const unbox = UNBOX[signature.returns];
        const raw = unbox ? unbox(next) : next;
        if (isStatic) set(raw, engine);
        else set(self, raw, engine);
      },
    }),
    ...(hidden && { hidden: true }),
  };
}

const MEMBER_TYPES = {
  alias: "AliasProperty",
  script: "ScriptProperty",
  code: "CodeProperty",
  note: "NoteProperty",
} as const;

/** Makes a definition of its source. */
export function defineType(name: string, source: TypeSource, accelerators: readonly string[] = []): TypeDefinition {
  const properties: Record<string, PropertyDefinition> = {};
  const statics: Record<string, PropertyDefinition> = {};
  const methods: Record<string, MethodDefinition[]> = {};
  const staticMethods: Record<string, MethodDefinition[]> = {};
  const constructors: MethodDefinition[] = [];
  const hidden = new Set((source.hidden ?? "").split(" "));
  for (const [text, member] of Object.entries(source.members ?? {})) {
    const signature = readSignature(text);
    if (!signature.parameters) {
      const target = signature.isStatic ? statics : properties;
      target[signature.name] = property(signature, member, hidden.has(signature.name));
    } else if (signature.name === "new") constructors.push(method(signature, member as Getter));
    else {
      const target = signature.isStatic ? staticMethods : methods;
      (target[signature.name] ??= []).push(method(signature, member as Getter));
    }
  }
  const extended: Record<string, any> = {};
  for (const [text, member] of Object.entries(source.extended ?? {})) {
    const blank = text.indexOf(" ");
    const signature = readSignature(text.slice(blank + 1));
    const memberType = MEMBER_TYPES[text.slice(0, blank) as keyof typeof MEMBER_TYPES];
    extended[signature.name] = { ...property(signature, member, false), memberType };
  }
  return {
    name,
    accelerators,
    ...(source.base !== undefined && { base: source.base }),
    ...(source.interfaces !== undefined && { interfaces: source.interfaces.split(" ") }),
    ...(source.kind === "struct" && { isValueType: true }),
    ...(source.kind === "interface" && { isInterface: true }),
    ...((source.kind === "abstract" || source.kind === "static") && { isAbstract: true }),
    ...(source.defaultDisplay !== undefined && { defaultDisplay: source.defaultDisplay.split(" ") }),
    ...(source.enumValues && { enumValues: source.enumValues }),
    ...(source.flags && { flags: true }),
    properties,
    statics,
    methods,
    staticMethods,
    constructors,
    extended,
    ...(source.zero && { zero: source.zero }),
    ...(source.convertFrom && { convertFrom: source.convertFrom }),
    ...(source.text && { text: source.text }),
  };
}

/** True for structs and enumerations. */
export function isValueType(definition: TypeDefinition): boolean {
  return definition.isValueType === true || definition.enumValues !== undefined;
}
