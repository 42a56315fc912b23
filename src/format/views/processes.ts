// Processes, services and event logs.

import type { CellSource, ColumnDefinition, ViewDefinition } from "../view.js";
import { column, labelled, toNumber, twoDecimals } from "./layout.js";

const KILO = 1024;
const MEGA = 1024 * 1024;

const kilobytes =
  (name: string): CellSource =>
  (item, { get }) => {
    const bytes = toNumber(get(item, name));
    return Number.isNaN(bytes) ? null : Math.round(bytes / KILO);
  };

const megabytes =
  (name: string): CellSource =>
  (item, { get }) =>
    twoDecimals(toNumber(get(item, name)) / MEGA);

const PROCESS_COLUMNS: readonly ColumnDefinition[] = [
  labelled("NPM(K)", kilobytes("NPM"), 7, "Right"),
  labelled("PM(M)", megabytes("PM"), 8, "Right"),
  labelled("WS(M)", megabytes("WS"), 10, "Right"),
  labelled("CPU(s)", (item, { get }) => twoDecimals(toNumber(get(item, "CPU"))), 10, "Right"),
  column("Id", 7, "Right"),
  labelled("SI", "SI", 3, "Right"),
];

export const processViews: readonly ViewDefinition[] = [
  {
    name: "process",
    types: ["System.Diagnostics.Process"],
    body: { kind: "Table", columns: [...PROCESS_COLUMNS, column("ProcessName")] },
  },
  {
    name: "ProcessWithUserName",
    types: ["System.Diagnostics.Process#IncludeUserName"],
    body: {
      kind: "Table",
      columns: [
        labelled("WS(M)", megabytes("WS"), 10, "Right"),
        labelled("CPU(s)", (item, { get }) => twoDecimals(toNumber(get(item, "CPU"))), 8, "Right"),
        column("Id", 7, "Right"),
        column("UserName", 30),
        column("ProcessName"),
      ],
    },
  },
  { name: "process", types: ["System.Diagnostics.Process"], body: { kind: "Wide", value: "ProcessName" } },
  {
    name: "ProcessModule",
    types: ["System.Diagnostics.ProcessModule"],
    body: {
      kind: "Table",
      columns: [labelled("Size(K)", kilobytes("Size"), 10, "Right"), column("ModuleName", 50), column("FileName")],
    },
  },
  {
    name: "service",
    types: ["System.ServiceProcess.ServiceController", "Microsoft.PowerShell.Commands.ServiceInfo"],
    body: { kind: "Table", columns: [column("Status", 8), column("Name", 18), column("DisplayName", 38)] },
  },
  {
    name: "EventLogEntry",
    types: ["System.Diagnostics.EventLogEntry"],
    body: {
      kind: "Table",
      columns: [
        column("Index", 8, "Right"),
        { label: "Time", value: "TimeGenerated", width: 13, format: "{0:MMM} {0:dd} {0:HH}:{0:mm}" },
        column("EntryType", 11),
        column("Source", 20),
        labelled("InstanceID", "InstanceId", 12, "Right"),
        column("Message"),
      ],
    },
  },
  {
    name: "EventLog",
    types: ["System.Diagnostics.EventLog"],
    body: {
      kind: "Table",
      columns: [
        labelled("Max(K)", "MaximumKilobytes", 8, "Right"),
        labelled("Retain", "MinimumRetentionDays", 6, "Right"),
        column("OverflowAction", 18),
        labelled("Entries", (item, { get }) => get(get(item, "Entries") ?? "", "Count"), 10, "Right"),
        column("Log"),
      ],
    },
  },
];
