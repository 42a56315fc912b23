// An entry of an event log, in the words of System.Diagnostics.EventLogEntry, and its members for scripts.

import { DateTime, EnumValue, NetObject, TICKS_PER_MILLISECOND, UNIX_EPOCH_TICKS } from "../../objects/index.js";
import type { Engine, PropertyDefinition, TypeDefinition } from "../../engine/index.js";

export type EntryType = "Error" | "Warning" | "Information" | "SuccessAudit" | "FailureAudit";

/** Numbers of System.Diagnostics.EventLogEntryType. */
const ENTRY_TYPE_NUMBERS: Readonly<Record<EntryType, number>> = {
  Error: 1,
  Warning: 2,
  Information: 4,
  SuccessAudit: 8,
  FailureAudit: 16,
};

export class EventLogEntry extends NetObject {
  readonly typeName: string = "System.Diagnostics.EventLogEntry";
  readonly log: string;
  /** Place in the log, from 1; the newest entry has the highest. */
  readonly index: number;
  /** Milliseconds since 1970 UTC. */
  readonly timeMs: number;
  readonly entryType: EntryType;
  readonly source: string;
  readonly instanceId: number;
  readonly message: string;
  readonly machineName: string;
  readonly userName: string | null;
  constructor(log: string, index: number, facts: LogLine, machineName: string) {
    super();
    this.log = log;
    this.index = index;
    this.timeMs = facts.timeMs;
    this.entryType = facts.entryType;
    this.source = facts.source;
    this.instanceId = facts.instanceId;
    this.message = facts.message;
    this.machineName = facts.machineName ?? machineName;
    this.userName = facts.userName ?? null;
  }
}

/** What a log's source tells of one entry. */
export interface LogLine {
  /** Milliseconds since 1970 UTC. */
  readonly timeMs: number;
  readonly entryType: EntryType;
  readonly source: string;
  readonly instanceId: number;
  readonly message: string;
  readonly machineName?: string;
  readonly userName?: string;
}

/** Syslog's severities 0 (emergency) to 7 (debug) as entry types. */
export function entryTypeOfSeverity(severity: number): EntryType {
  if (severity <= 3) return "Error";
  return severity === 4 ? "Warning" : "Information";
}

/** A moment as the computer's clock on the wall shows it: DateTime of kind Local. */
export function localDateTime(ms: number, engine: Engine): DateTime {
  const offset = engine.host.computer.utcOffsetMinutes(ms) * 60_000;
  return new DateTime(UNIX_EPOCH_TICKS + BigInt(Math.round(ms + offset)) * TICKS_PER_MILLISECOND, "Local");
}

const property = (type: string, get: (entry: EventLogEntry, engine: Engine) => unknown): PropertyDefinition => ({
  type,
  get,
});

export const eventLogEntryType: TypeDefinition = {
  name: "System.Diagnostics.EventLogEntry",
  base: "System.ComponentModel.Component",
  properties: {
    MachineName: property("System.String", (entry) => entry.machineName),
    Data: property("System.Byte[]", () => new Uint8Array()),
    Index: property("System.Int32", (entry) => entry.index),
    Category: property("System.String", () => "(0)"),
    CategoryNumber: property("System.Int16", () => 0),
    EventID: property("System.Int32", (entry) => entry.instanceId & 0xffff),
    EntryType: property(
      "System.Diagnostics.EventLogEntryType",
      (entry) =>
        new EnumValue("System.Diagnostics.EventLogEntryType", ENTRY_TYPE_NUMBERS[entry.entryType], entry.entryType),
    ),
    Message: property("System.String", (entry) => entry.message),
    Source: property("System.String", (entry) => entry.source),
    ReplacementStrings: property("System.String[]", (entry) => [entry.message]),
    InstanceId: property("System.Int64", (entry) => BigInt(entry.instanceId)),
    TimeGenerated: property("System.DateTime", (entry, engine) => localDateTime(entry.timeMs, engine)),
    TimeWritten: property("System.DateTime", (entry, engine) => localDateTime(entry.timeMs, engine)),
    UserName: property("System.String", (entry) => entry.userName),
    Site: property("System.ComponentModel.ISite", () => null),
    Container: property("System.ComponentModel.IContainer", () => null),
  },
};
