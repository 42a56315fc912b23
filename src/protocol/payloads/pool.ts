// What is said of a runspace pool: INIT_RUNSPACEPOOL, CONNECT_RUNSPACEPOOL, RUNSPACEPOOL_INIT_DATA, the count of
// runspaces, APPLICATION_PRIVATE_DATA. MS-PSRP 2.2.2.2, 2.2.2.6 to 2.2.2.9, 2.2.2.11, 2.2.2.13, 2.2.2.28 to 2.2.2.31.

import { Dictionary, baseOf } from "../../objects/index.js";
import type { PSObject } from "../../objects/index.js";
import { readValue } from "../../clixml/index.js";
import { remoteFault } from "../errors.js";
import { type HostInfo, hostInfoObject, readHostInfo } from "./host-info.js";
import {
  boolField,
  dictionaryOf,
  enumOf,
  field,
  intField,
  longField,
  objectField,
  readObject,
  toInt,
  writeObject,
} from "./fields.js";

export const PS_THREAD_OPTIONS: Readonly<Record<string, number>> = {
  Default: 0,
  UseNewThread: 1,
  ReuseThread: 2,
  UseCurrentThread: 3,
};
export const APARTMENT_STATES: Readonly<Record<string, number>> = { STA: 0, MTA: 1, Unknown: 2 };

export interface InitRunspacePool {
  readonly minRunspaces: number;
  readonly maxRunspaces: number;
  /** PSThreadOptions by number; 0 is Default. */
  readonly threadOptions: number;
  /** ApartmentState by number; 2 is Unknown. */
  readonly apartmentState: number;
  /** A PSPrimitiveDictionary; null where the client gives none. */
  readonly applicationArguments: Dictionary | null;
  readonly hostInfo: HostInfo;
}

export function encodeInitRunspacePool(init: InitRunspacePool): string {
  return writeObject([
    ["MinRunspaces", init.minRunspaces],
    ["MaxRunspaces", init.maxRunspaces],
    ["PSThreadOptions", threadOptions(init.threadOptions)],
    ["ApartmentState", apartmentState(init.apartmentState)],
    ["ApplicationArguments", init.applicationArguments],
    ["HostInfo", hostInfoObject(init.hostInfo)],
  ]);
}

export function decodeInitRunspacePool(payload: string): InitRunspacePool {
  const object = readObject(payload);
  const minRunspaces = intField(object, "MinRunspaces");
  const maxRunspaces = intField(object, "MaxRunspaces");
  if (minRunspaces < 1 || maxRunspaces < 1) throw remoteFault("The pool size cannot be less than one.");
  if (minRunspaces > maxRunspaces)
    throw remoteFault("The minimum pool size cannot be greater than the maximum pool size.");
  // In the order in which PowerShell misses what is not there.
  return {
    minRunspaces,
    maxRunspaces,
    applicationArguments: dictionaryOf(field(object, "ApplicationArguments")) ?? null,
    threadOptions: intField(object, "PSThreadOptions"),
    apartmentState: intField(object, "ApartmentState"),
    hostInfo: readHostInfo(objectField(object, "HostInfo")),
  };
}

function threadOptions(value: number): unknown {
  return enumOf("System.Management.Automation.Runspaces.PSThreadOptions", PS_THREAD_OPTIONS, value);
}

export function apartmentState(value: number): unknown {
  return enumOf("System.Threading.ApartmentState", APARTMENT_STATES, value);
}

/** The bounds a client asks for when it connects to a pool that runs; undefined leaves them as they are. */
export interface ConnectRunspacePool {
  readonly minRunspaces: number | undefined;
  readonly maxRunspaces: number | undefined;
}

export function encodeConnectRunspacePool(connect: ConnectRunspacePool): string {
  if (connect.minRunspaces === undefined && connect.maxRunspaces === undefined) return "<S></S>";
  return writeObject([
    ["MinRunspaces", connect.minRunspaces],
    ["MaxRunspaces", connect.maxRunspaces],
  ]);
}

export function decodeConnectRunspacePool(payload: string): ConnectRunspacePool {
  if (/^<S\b/.test(payload) || payload === "") return { minRunspaces: undefined, maxRunspaces: undefined };
  const object = readObject(payload);
  const bound = (name: string): number | undefined => (object.has(name) ? intField(object, name) : undefined);
  return { minRunspaces: bound("MinRunspaces"), maxRunspaces: bound("MaxRunspaces") };
}

export interface RunspacePoolInitData {
  readonly minRunspaces: number;
  readonly maxRunspaces: number;
}

export function encodeRunspacePoolInitData(data: RunspacePoolInitData): string {
  return writeObject([
    ["MinRunspaces", data.minRunspaces],
    ["MaxRunspaces", data.maxRunspaces],
  ]);
}

export function decodeRunspacePoolInitData(payload: string): RunspacePoolInitData {
  const object = readObject(payload);
  return { minRunspaces: intField(object, "MinRunspaces"), maxRunspaces: intField(object, "MaxRunspaces") };
}

/** A question of the client about the pool, told apart by its call id. */
export type PoolQuestion =
  | { readonly type: "SET_MAX_RUNSPACES"; readonly callId: bigint; readonly count: number }
  | { readonly type: "SET_MIN_RUNSPACES"; readonly callId: bigint; readonly count: number }
  | { readonly type: "GET_AVAILABLE_RUNSPACES"; readonly callId: bigint }
  | { readonly type: "RESET_RUNSPACE_STATE"; readonly callId: bigint };

export type PoolQuestionType = PoolQuestion["type"];

export function encodePoolQuestion(question: PoolQuestion): string {
  if (question.type === "SET_MAX_RUNSPACES") return countQuestion("MaxRunspaces", question.count, question.callId);
  if (question.type === "SET_MIN_RUNSPACES") return countQuestion("MinRunspaces", question.count, question.callId);
  return writeObject([["ci", question.callId]]);
}

function countQuestion(name: string, count: number, callId: bigint): string {
  return writeObject([
    [name, count],
    ["ci", callId],
  ]);
}

export function decodePoolQuestion(type: PoolQuestionType, payload: string): PoolQuestion {
  const object = readObject(payload);
  const callId = longField(object, "ci");
  switch (type) {
    case "SET_MAX_RUNSPACES":
      return { type, callId, count: intField(object, "MaxRunspaces") };
    case "SET_MIN_RUNSPACES":
      return { type, callId, count: intField(object, "MinRunspaces") };
    default:
      return { type, callId };
  }
}

/** The answer to each of the four questions: a count of runspaces, or whether it was done. */
export interface RunspaceAvailability {
  readonly callId: bigint;
  readonly answer: number | boolean;
}

export function encodeRunspaceAvailability(availability: RunspaceAvailability): string {
  return writeObject([
    ["SetMinMaxRunspacesResponse", availability.answer],
    ["ci", availability.callId],
  ]);
}

export function decodeRunspaceAvailability(payload: string): RunspaceAvailability {
  const object = readObject(payload);
  const answer = baseOf(field(object, "SetMinMaxRunspacesResponse"));
  return {
    callId: longField(object, "ci"),
    answer: typeof answer === "boolean" ? answer : (toInt(answer) ?? boolField(object, "SetMinMaxRunspacesResponse")),
  };
}

/** What a server tells of itself when the pool opens: PSVersionTable, and the debugger's state for a single runspace. */
export function encodeApplicationPrivateData(data: Dictionary | null): string {
  return writeObject([["ApplicationPrivateData", data]]);
}

export function decodeApplicationPrivateData(payload: string): Dictionary | null {
  const object: PSObject = readObject(payload);
  return dictionaryOf(field(object, "ApplicationPrivateData")) ?? null;
}

/** Reads what a caller gives as application arguments; null for nothing, and for what is no dictionary. */
export function decodePrimitiveDictionary(clixml: string | undefined): Dictionary | null {
  return clixml === undefined ? null : (dictionaryOf(readValue(clixml)) ?? null);
}

/** An empty dictionary of the kind that application arguments and private data are. */
export function primitiveDictionary(entries: Iterable<readonly [string, unknown]> = []): Dictionary {
  const dictionary = new Dictionary("PSPrimitiveDictionary", "System.Management.Automation.PSPrimitiveDictionary");
  for (const [key, value] of entries) dictionary.set(key, value);
  return dictionary;
}
