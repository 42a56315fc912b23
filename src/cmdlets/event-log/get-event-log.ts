// Get-EventLog: the events of one of the host's logs, newest first.

import type { CmdletContext, CmdletDefinition, Engine } from "../../engine/index.js";
import { DateTime, PSObject } from "../../objects/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { EventLogEntry, localDateTime, type LogLine } from "./entry.js";
import { operationalLogPath } from "./operational-log.js";
import { findSources, type LogSource } from "./sources.js";

export const getEventLog: CmdletDefinition = {
  name: "Get-EventLog",
  module: MANAGEMENT,
  synopsis: "Gets the events in an event log, or a list of the event logs, of this computer.",
  defaultParameterSet: "LogName",
  parameters: {
    LogName: {
      type: "string",
      aliases: ["LN"],
      sets: { LogName: { position: 0, mandatory: true } },
      complete: (engine) => findSources(operationalLogPath(engine.host)).map((source) => source.log),
      help: "System, Application, Security, or Windows PowerShell (sessions and jobs of this shell).",
    },
    Newest: { type: "int", sets: { LogName: {} }, validate: [{ kind: "Range", min: 0, max: 2147483647 }] },
    After: { type: "datetime", sets: { LogName: {} } },
    Before: { type: "datetime", sets: { LogName: {} } },
    UserName: { type: "string[]", sets: { LogName: {} } },
    InstanceId: { type: "long[]", sets: { LogName: { position: 1 } } },
    Index: { type: "int[]", sets: { LogName: {} } },
    EntryType: {
      type: "string[]",
      aliases: ["ET"],
      sets: { LogName: {} },
      validate: [{ kind: "Set", values: ["Error", "Information", "FailureAudit", "SuccessAudit", "Warning"] }],
    },
    Source: { type: "string[]", aliases: ["ABO"], sets: { LogName: {} } },
    Message: { type: "string", aliases: ["MSG"], sets: { LogName: {} } },
    AsBaseObject: { type: "switch", sets: { LogName: {} } },
    List: { type: "switch", sets: { List: {} } },
    AsString: { type: "switch", sets: { List: {} } },
    ComputerName: { type: "string[]", aliases: ["Cn"] },
  },
  outputTypes: ["System.Diagnostics.EventLogEntry", "System.String"],
  examples: [
    { code: "Get-EventLog -List", note: "The logs of this computer.", runs: true },
    { code: "Get-EventLog -LogName System -Newest 5", runs: false },
    { code: 'Get-EventLog "Windows PowerShell" -EntryType Error', runs: false },
  ],
  run: (context) => ({
    process() {
      refuseOtherComputers(context, context.bound["ComputerName"] ?? []);
      const sources = findSources(operationalLogPath(context.engine.host));
      if (context.parameterSetName === "List") writeList(context, sources);
      else writeEntries(context, findLog(context, sources));
    },
  }),
};

/** The logs of other computers are read there. */
export function refuseOtherComputers(context: CmdletContext, names: readonly string[]): void {
  const command = context.invocation.invocationName || "Get-EventLog";
  const own = context.engine.host.computer.name.toLowerCase();
  const other = names.find((name) => name !== "." && name.toLowerCase() !== "localhost" && name.toLowerCase() !== own);
  if (other === undefined) return;
  context.throwTerminating(
    context.error(
      "System.InvalidOperationException",
      `${command} reads the logs of the computer it runs on. For ${other} use: Invoke-Command -ComputerName ${other} { ${command} … }`,
      "ComputerNameNotSupported",
      "InvalidOperation",
      other,
    ),
  );
}

function findLog(context: CmdletContext, sources: readonly LogSource[]): LogSource {
  const name: string = context.bound["LogName"];
  const source = sources.find((candidate) => candidate.log.toLowerCase() === name.toLowerCase());
  if (source) return source;
  return context.throwTerminating(
    context.error(
      "System.InvalidOperationException",
      `The event log '${name}' on computer '.' does not exist. Logs that can be read here: ${sources.map((each) => each.log).join(", ")}.`,
      "System.InvalidOperationException",
      "NotSpecified",
    ),
  );
}

function writeEntries(context: CmdletContext, source: LogSource): void {
  const { engine } = context;
  const filters = [entryTypeFilter, timeFilter, textFilter, numberFilter].map((make) => make(context));
  const newest: number | undefined = context.bound["Newest"];
  const unfiltered = ["After", "Before", "UserName", "InstanceId", "Index", "EntryType", "Source", "Message"].every(
    (name) => context.bound[name] === undefined,
  );
  const lines = source.read(engine, unfiltered && newest !== undefined ? newest : Number.MAX_SAFE_INTEGER);
  let left = newest ?? Infinity;
  let found = false;
  for (let i = lines.length - 1; i >= 0 && left > 0; i--) {
    engine.checkStop();
    const entry = new EventLogEntry(source.log, i + 1, lines[i]!, engine.host.computer.name);
    if (!filters.every((accepts) => accepts(entry))) continue;
    found = true;
    left--;
    context.write(entry);
  }
  if (!found && !unfiltered) {
    context.writeError(
      context.error("System.ArgumentException", "No matches found", "GetEventLogNoEntriesFound", "ObjectNotFound"),
    );
  }
}

type Filter = (entry: EventLogEntry) => boolean;

function entryTypeFilter(context: CmdletContext): Filter {
  const types: readonly string[] | undefined = context.bound["EntryType"]?.map((type: string) => type.toLowerCase());
  return (entry) => types === undefined || types.includes(entry.entryType.toLowerCase());
}

function timeFilter(context: CmdletContext): Filter {
  const ticks = (name: string): bigint | undefined => localTicks(context.bound[name]);
  const after = ticks("After");
  const before = ticks("Before");
  return (entry) => {
    const at = localDateTime(entry.timeMs, context.engine).ticks;
    return (after === undefined || at > after) && (before === undefined || at < before);
  };
}

function localTicks(value: unknown): bigint | undefined {
  return value instanceof DateTime ? value.ticks : undefined;
}

function textFilter(context: CmdletContext): Filter {
  const like = (value: string, pattern: string): boolean => context.engine.values.like(value, pattern);
  const sources: readonly string[] | undefined = context.bound["Source"];
  const users: readonly string[] | undefined = context.bound["UserName"];
  const message: string | undefined = context.bound["Message"];
  return (entry) =>
    (sources === undefined || sources.some((pattern) => like(entry.source, pattern))) &&
    (users === undefined || users.some((pattern) => like(entry.userName ?? "", pattern))) &&
    (message === undefined || like(entry.message, message));
}

function numberFilter(context: CmdletContext): Filter {
  const indexes: readonly number[] | undefined = context.bound["Index"];
  const instances: readonly bigint[] | undefined = context.bound["InstanceId"];
  return (entry) =>
    (indexes === undefined || indexes.includes(entry.index)) &&
    (instances === undefined || instances.some((id) => Number(id) === entry.instanceId));
}

function writeList(context: CmdletContext, sources: readonly LogSource[]): void {
  for (const source of sources) {
    if (context.bound["AsString"]) context.write(source.log);
    else context.write(describeLog(source, context.engine));
  }
}

function describeLog(source: LogSource, engine: Engine): PSObject {
  const lines: readonly LogLine[] = source.read(engine, Number.MAX_SAFE_INTEGER);
  return PSObject.of({ Log: source.log, Entries: lines.length, Origin: source.origin });
}
