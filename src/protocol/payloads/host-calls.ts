// Host calls and their answers: PIPELINE_HOST_CALL, RUNSPACEPOOL_HOST_CALL and the two responses.
// MS-PSRP 2.2.2.15, 2.2.2.16, 2.2.2.27, 2.2.2.28, 2.2.6.

import type { ReadOptions, WriteOptions } from "../../clixml/index.js";
import {
  Char,
  Dictionary,
  EnumValue,
  Guid,
  PSCredential,
  PSObject,
  SecureString,
  Version,
  baseOf,
  typedArray,
} from "../../objects/index.js";
import { remoteFault } from "../errors.js";
import { readCoordinates, readSize } from "./host-info.js";
import {
  HOST_METHODS,
  type BufferCell,
  type BufferCells,
  type ChoiceDescription,
  type FieldDescription,
  type HostCall,
  type HostKind,
  type HostKinds,
  type HostMethod,
  type HostResult,
  type KeyInfo,
  type Rectangle,
} from "./host-methods.js";
import { progressObject, readProgress } from "./records.js";
import {
  type Fields,
  arrayList,
  bag,
  boolField,
  dictionaryOf,
  intField,
  itemsOf,
  listField,
  longField,
  readObject,
  textField,
  toInt,
  wrongKind,
  writeObject,
} from "./fields.js";

const METHOD_BY_ID: ReadonlyMap<number, HostMethod> = new Map(
  (Object.keys(HOST_METHODS) as HostMethod[]).map((method) => [HOST_METHODS[method].id, method]),
);

export function encodeHostCall(call: HostCall, options?: WriteOptions): string {
  const kinds: readonly HostKind[] = HOST_METHODS[call.method].parameters;
  const parameters: readonly unknown[] = call.parameters;
  const fields: Fields = [
    ["ci", call.callId],
    ["mi", methodId(call.method)],
    ["mp", arrayList(kinds.map((kind, at) => write(kind, parameters[at])))],
  ];
  return writeObject(fields, options);
}

/** Throws a ProtocolError for a method that is none, or parameters that are not its own. */
export function decodeHostCall(payload: string, options?: ReadOptions): HostCall {
  const object = readObject(payload, options);
  const method = readMethod(object);
  const kinds: readonly HostKind[] = HOST_METHODS[method].parameters;
  const items = listField(object, "mp");
  if (items.length < kinds.length)
    throw remoteFault(`The host call ${method} takes ${kinds.length} parameters, and ${items.length} were received.`);
  return {
    method,
    callId: longField(object, "ci"),
    parameters: kinds.map((kind, at) => read(kind, items[at])),
  } as unknown as HostCall;
}

/** An answer: what the method gave, or the error it ended with. */
export interface HostResponse {
  readonly method: HostMethod;
  readonly callId: bigint;
  readonly result?: unknown;
  /** An error record. */
  readonly error?: unknown;
}

export function encodeHostResponse(response: HostResponse, options?: WriteOptions): string {
  const { method, result, error } = response;
  const kind: HostKind = HOST_METHODS[method].result;
  const fields: Fields = [
    ["mr", error === undefined && result !== undefined ? write(kind, result) : undefined],
    ["me", error],
    ["ci", response.callId],
    ["mi", methodId(method)],
  ];
  return writeObject(fields, options);
}

export function decodeHostResponse(payload: string, options?: ReadOptions): HostResponse {
  const object = readObject(payload, options);
  const method = readMethod(object);
  const callId = longField(object, "ci");
  const error = object.get("me");
  if (error !== undefined && error !== null) return { method, callId, error };
  const kind: HostKind = HOST_METHODS[method].result;
  const result = object.get("mr");
  return { method, callId, result: result === undefined || result === null ? null : read(kind, result) };
}

/** The result of a response to `method`, typed. */
export function hostResult<Method extends HostMethod>(_method: Method, response: HostResponse): HostResult<Method> {
  return response.result as HostResult<Method>;
}

function methodId(method: HostMethod): EnumValue {
  return new EnumValue("System.Management.Automation.Remoting.RemoteHostMethodId", HOST_METHODS[method].id, method);
}

function readMethod(object: PSObject): HostMethod {
  const id = intField(object, "mi");
  const method = METHOD_BY_ID.get(id);
  if (method === undefined) throw remoteFault(`The remote host method ${id} is not known.`);
  return method;
}

// How each kind is written and read. Those that CLIXML has a form for are what they are.

interface Codec<Kind extends HostKind> {
  write(value: HostKinds[Kind]): unknown;
  read(value: unknown): HostKinds[Kind];
}

const CODECS: { readonly [Kind in HostKind]: Codec<Kind> } = {
  void: { write: () => null, read: () => undefined },
  text: { write: asIs, read: (value) => String(baseOf(value) ?? "") },
  int: { write: asIs, read: readInt },
  long: { write: asIs, read: (value) => BigInt(readInt(value)) },
  flag: { write: asIs, read: (value) => baseOf(value) === true },
  version: { write: asIs, read: (value) => kindOf(value, Version, "a version") },
  guid: { write: asIs, read: (value) => kindOf(value, Guid, "a GUID") },
  size: { write: bagOf, read: readSize },
  coordinates: { write: bagOf, read: readCoordinates },
  rectangle: { write: bagOf, read: readRectangle },
  cell: { write: cellObject, read: readCell },
  cells: { write: cellsObject, read: readCells },
  key: { write: keyObject, read: readKey },
  progress: { write: progressObject, read: (value) => readProgress(objectOf(value)) },
  fields: { write: (fields) => arrayList(fields.map(fieldObject)), read: (value) => itemsIn(value).map(readField) },
  choices: {
    write: (choices) => arrayList(choices.map(choiceObject)),
    read: (value) => itemsIn(value).map(readChoice),
  },
  ints: { write: (ints) => shapedArray([...ints], [ints.length]), read: (value) => shapedItems(value).map(readInt) },
  answers: { write: asIs, read: (value) => dictionaryOf(value) ?? new Dictionary() },
  secureString: { write: asIs, read: (value) => kindOf(value, SecureString, "a secure string") },
  credential: { write: asIs, read: (value) => kindOf(value, PSCredential, "a credential") },
  value: { write: asIs, read: asIs },
};

function write(kind: HostKind, value: unknown): unknown {
  return (CODECS[kind] as Codec<"value">).write(value);
}

function read(kind: HostKind, value: unknown): unknown {
  return CODECS[kind].read(value);
}

function asIs<Value>(value: Value): Value {
  return value;
}

function readInt(value: unknown): number {
  const int = toInt(value);
  if (int === undefined) throw wrongKind("mp", "a number");
  return int;
}

function kindOf<Value>(value: unknown, type: abstract new (...args: never[]) => Value, what: string): Value {
  const base = baseOf(value);
  if (base instanceof type) return base;
  throw wrongKind("mr", what);
}

function objectOf(value: unknown): PSObject {
  if (value instanceof PSObject) return value;
  throw wrongKind("mp", "an object");
}

function itemsIn(value: unknown): readonly unknown[] {
  const items = itemsOf(value);
  if (items === undefined) throw wrongKind("mp", "a list");
  return items;
}

function bagOf(value: object): PSObject {
  return bag(Object.entries(value));
}

function readRectangle(value: unknown): Rectangle {
  const object = objectOf(value);
  return {
    left: intField(object, "left"),
    top: intField(object, "top"),
    right: intField(object, "right"),
    bottom: intField(object, "bottom"),
  };
}

function cellObject(cell: BufferCell): PSObject {
  return bag([
    ["character", charOf(cell.character)],
    ["foregroundColor", cell.foregroundColor],
    ["backgroundColor", cell.backgroundColor],
    ["bufferCellType", cell.bufferCellType],
  ]);
}

function readCell(value: unknown): BufferCell {
  const object = objectOf(value);
  return {
    character: characterOf(object.get("character")),
    foregroundColor: intField(object, "foregroundColor"),
    backgroundColor: intField(object, "backgroundColor"),
    bufferCellType: intField(object, "bufferCellType"),
  };
}

function charOf(text: string): Char {
  return new Char(text.charCodeAt(0) || 0);
}

function characterOf(value: unknown): string {
  const base = baseOf(value);
  return base instanceof Char ? base.toString() : String(base ?? "");
}

/** An array of value types: its elements in one list, and the length of each of its dimensions. */
function shapedArray(elements: unknown[], lengths: number[]): PSObject {
  return bag([
    ["mae", arrayList(elements)],
    ["mal", typedArray("System.Int32", lengths)],
  ]);
}

function shapedItems(value: unknown): readonly unknown[] {
  return value instanceof PSObject && value.has("mae") ? listField(value, "mae") : itemsIn(value);
}

function cellsObject(rows: BufferCells): PSObject {
  return shapedArray(rows.flat().map(cellObject), [rows.length, rows[0]?.length ?? 0]);
}

function readCells(value: unknown): BufferCells {
  const object = objectOf(value);
  const cells = listField(object, "mae").map(readCell);
  const [, width = cells.length] = listField(object, "mal").map(readInt);
  const rows: BufferCell[][] = [];
  for (let at = 0; width > 0 && at < cells.length; at += width) rows.push(cells.slice(at, at + width));
  return rows;
}

function keyObject(key: KeyInfo): PSObject {
  return bag([
    ["virtualKeyCode", key.virtualKeyCode],
    ["character", charOf(key.character)],
    ["controlKeyState", key.controlKeyState],
    ["keyDown", key.keyDown],
  ]);
}

function readKey(value: unknown): KeyInfo {
  const object = objectOf(value);
  return {
    virtualKeyCode: intField(object, "virtualKeyCode"),
    character: characterOf(object.get("character")),
    controlKeyState: intField(object, "controlKeyState"),
    keyDown: boolField(object, "keyDown"),
  };
}

function fieldObject(field: FieldDescription): PSObject {
  return bag([
    ["name", field.name],
    ["label", field.label],
    ["parameterTypeName", field.parameterTypeName],
    ["parameterTypeFullName", field.parameterTypeFullName],
    ["parameterAssemblyFullName", field.parameterAssemblyFullName],
    ["helpMessage", field.helpMessage],
    ["isMandatory", field.isMandatory],
    ["defaultValue", field.defaultValue],
    ["metadata", arrayList([])],
    ["modifiedByRemotingProtocol", false],
    ["isFromRemoteHost", false],
  ]);
}

function readField(value: unknown): FieldDescription {
  const object = objectOf(value);
  const text = (name: string): string => textField(object, name) ?? "";
  const field: FieldDescription = {
    name: text("name"),
    label: text("label"),
    parameterTypeName: text("parameterTypeName"),
    parameterTypeFullName: text("parameterTypeFullName"),
    parameterAssemblyFullName: text("parameterAssemblyFullName"),
    helpMessage: text("helpMessage"),
    isMandatory: boolField(object, "isMandatory"),
  };
  return object.has("defaultValue") ? { ...field, defaultValue: object.get("defaultValue") } : field;
}

function choiceObject(choice: ChoiceDescription): PSObject {
  return bag([
    ["label", choice.label],
    ["helpMessage", choice.helpMessage],
  ]);
}

function readChoice(value: unknown): ChoiceDescription {
  const object = objectOf(value);
  return { label: textField(object, "label") ?? "", helpMessage: textField(object, "helpMessage") ?? "" };
}
