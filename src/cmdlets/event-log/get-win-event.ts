// Get-WinEvent: the same logs as Get-EventLog, in the words of its own records; newest first unless -Oldest.

import { defineType, type CmdletContext, type CmdletDefinition, type TypeDefinition } from "../../engine/index.js";
import { baseOf, DateTime, Dictionary, EnumValue, NetObject, PSObject } from "../../objects/index.js";
import { localDateTime, type EntryType, type LogLine } from "./entry.js";
import { refuseOtherComputers } from "./get-event-log.js";
import { operationalLogPath } from "./operational-log.js";
import { findSources, type LogSource } from "./sources.js";

/** One event of a log. */
class EventLogRecord extends NetObject {
  readonly typeName: string = "System.Diagnostics.Eventing.Reader.EventLogRecord";
  readonly log: string;
  /** Place in the log, from 1. */
  readonly recordId: number;
  readonly line: LogLine;
  readonly machineName: string;
  constructor(log: string, recordId: number, line: LogLine, machineName: string) {
    super();
    this.log = log;
    this.recordId = recordId;
    this.line = line;
    this.machineName = line.machineName ?? machineName;
  }
}

/** System.Diagnostics.Eventing.Reader.StandardEventLevel. */
const LEVELS: Readonly<Record<EntryType, readonly [number: number, name: string]>> = {
  Error: [2, "Error"],
  Warning: [3, "Warning"],
  Information: [4, "Information"],
  SuccessAudit: [0, "Information"],
  FailureAudit: [0, "Information"],
};

const level = (record: EventLogRecord): number => LEVELS[record.line.entryType][0];

export const eventRecordType: TypeDefinition = defineType("System.Diagnostics.Eventing.Reader.EventLogRecord", {
  defaultDisplay: "TimeCreated Id LevelDisplayName Message",
  members: {
    "string Message": (record: EventLogRecord) => record.line.message,
    "int Id": (record: EventLogRecord) => record.line.instanceId & 0xffff,
    "System.Object Version": () => null,
    "byte Level": level,
    "long RecordId": (record: EventLogRecord) => BigInt(record.recordId),
    "string ProviderName": (record: EventLogRecord) => record.line.source,
    "string LogName": (record: EventLogRecord) => record.log,
    "System.Object ProcessId": () => null,
    "string MachineName": (record: EventLogRecord) => record.machineName,
    "string UserId": (record: EventLogRecord) => record.line.userName ?? null,
    "datetime TimeCreated": (record: EventLogRecord, engine) => localDateTime(record.line.timeMs, engine),
    "string LevelDisplayName": (record: EventLogRecord) => LEVELS[record.line.entryType][1],
  },
});

export const getWinEvent: CmdletDefinition = {
  name: "Get-WinEvent",
  module: "Microsoft.PowerShell.Diagnostics",
  synopsis: "Gets events from the event logs of this computer.",
  defaultParameterSet: "GetLogSet",
  parameters: {
    LogName: {
      type: "string[]",
      sets: { GetLogSet: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } },
      complete: (engine) => findSources(operationalLogPath(engine.host)).map((source) => source.log),
    },
    ListLog: {
      type: "string[]",
      sets: { ListLogSet: { position: 0, mandatory: true } },
      allowEmptyCollection: true,
    },
    FilterHashtable: { type: "hashtable[]", sets: { HashQuerySet: { position: 0, mandatory: true } } },
    ProviderName: {
      type: "string[]",
      sets: { GetProviderSet: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    },
    MaxEvents: { type: "long", validate: [{ kind: "Range", min: 1, max: Number.MAX_SAFE_INTEGER }] },
    Oldest: { type: "switch" },
    Force: { type: "switch" },
    ComputerName: { type: "string", aliases: ["Cn"] },
  },
  outputTypes: ["System.Diagnostics.Eventing.Reader.EventLogRecord"],
  examples: [
    { code: "Get-WinEvent -ListLog *", note: "The logs of this computer." },
    { code: "Get-WinEvent -FilterHashtable @{ LogName = 'System'; Level = 2 } -MaxEvents 5", runs: false },
  ],
  run: (context) => ({
    process() {
      const { bound } = context;
      if (bound["ComputerName"] !== undefined) refuseOtherComputers(context, [bound["ComputerName"]]);
      const sources = findSources(operationalLogPath(context.engine.host));
      if (bound["ListLog"]) for (const pattern of bound["ListLog"]) listLogs(context, sources, pattern);
      else writeEvents(context, sources, queriesOf(context));
    },
  }),
};

function matching(context: CmdletContext, sources: readonly LogSource[], pattern: string): readonly LogSource[] {
  const found = sources.filter((source) => context.engine.values.like(source.log, pattern));
  if (found.length === 0)
    context.writeError(
      context.error(
        "System.Exception",
        `There is not an event log on the localhost computer that matches "${pattern}".`,
        "NoMatchingLogsFound",
        "ObjectNotFound",
      ),
    );
  return found;
}

function listLogs(context: CmdletContext, sources: readonly LogSource[], pattern: string): void {
  for (const source of matching(context, sources, pattern))
    context.write(
      PSObject.of({
        LogName: source.log,
        LogMode: "Circular",
        RecordCount: BigInt(source.read(context.engine, Number.MAX_SAFE_INTEGER).length),
        LogFilePath: source.origin,
        IsEnabled: true,
      }),
    );
}

/** What is asked for: logs by name, and what each event must satisfy. */
interface Query {
  readonly logs: readonly string[];
  readonly accepts: (record: EventLogRecord) => boolean;
  /** Says no to some. */
  readonly isFilter: boolean;
}

function queriesOf(context: CmdletContext): readonly Query[] {
  const { bound } = context;
  const tables: readonly unknown[] | undefined = bound["FilterHashtable"];
  if (tables) return tables.map((table) => queryOf(context, baseOf(table) as Dictionary));
  const providers: readonly string[] | undefined = bound["ProviderName"];
  if (providers)
    return [{ logs: ["*"], accepts: (record) => isLike(context, record.line.source, providers), isFilter: true }];
  return [{ logs: bound["LogName"] ?? ["*"], accepts: () => true, isFilter: false }];
}

function isLike(context: CmdletContext, text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => context.engine.values.like(text, pattern));
}

function queryOf(context: CmdletContext, table: Dictionary): Query {
  const { values } = context.engine;
  const list = (key: string): readonly unknown[] | undefined => {
    const value = table.get(key);
    return value === undefined || value === null ? undefined : [...(values.enumerate(value) ?? [value])].map(baseOf);
  };
  const texts = (key: string): readonly string[] | undefined => list(key)?.map((value) => values.toText(value));
  const numbers = (key: string): readonly number[] | undefined =>
    list(key)?.map((value) => Number(value instanceof EnumValue ? value.value : values.convert(value, "long")));
  const ticks = (key: string): bigint | undefined =>
    table.get(key) === undefined ? undefined : (values.convert(table.get(key), "datetime") as DateTime).ticks;
  const providers = texts("ProviderName");
  const ids = numbers("ID");
  const levels = numbers("Level");
  const start = ticks("StartTime");
  const end = ticks("EndTime");
  const logs = texts("LogName");
  if (!logs && !providers) refuseFilter(context);
  return {
    logs: logs ?? ["*"],
    isFilter: true,
    accepts(record) {
      const at = localDateTime(record.line.timeMs, context.engine).ticks;
      return (
        (!providers || isLike(context, record.line.source, providers)) &&
        (!ids || ids.includes(record.line.instanceId & 0xffff)) &&
        (!levels || levels.includes(level(record))) &&
        (start === undefined || at >= start) &&
        (end === undefined || at <= end)
      );
    },
  };
}

function refuseFilter(context: CmdletContext): never {
  return context.throwTerminating(
    context.error(
      "System.Exception",
      'You must specify at least one of the following key-value pairs in the FilterHashtable: "LogName", "ProviderName" or "Path".',
      "NullNotAllowedInHashtable",
      "InvalidArgument",
    ),
  );
}

function writeEvents(context: CmdletContext, sources: readonly LogSource[], queries: readonly Query[]): void {
  const { bound, engine } = context;
  const most = bound["MaxEvents"] === undefined ? Infinity : Number(bound["MaxEvents"]);
  let written = 0;
  let known = false;
  for (const query of queries)
    for (const pattern of query.logs)
      for (const source of matching(context, sources, pattern)) {
        known = true;
        const enough = query.isFilter || bound["Oldest"] || most === Infinity;
        const lines = source.read(engine, enough ? Number.MAX_SAFE_INTEGER : most - written);
        const records = lines.map((line, i) => new EventLogRecord(source.log, i + 1, line, engine.host.computer.name));
        if (!bound["Oldest"]) records.reverse();
        for (const record of records) {
          engine.checkStop();
          if (written >= most) return;
          if (!query.accepts(record)) continue;
          written++;
          context.write(record);
        }
      }
  if (written === 0 && known)
    context.writeError(
      context.error(
        "System.Exception",
        "No events were found that match the specified selection criteria.",
        "NoMatchingEventsFound",
        "ObjectNotFound",
      ),
    );
}
