// Values of .NET: dates, spans, versions, types, dictionaries and what else prints in a way of its own.

import { baseOf, PSList } from "../../objects/index.js";
import type { ViewDefinition } from "../view.js";
import { column, labelled, text } from "./layout.js";

const SPAN_PROPERTIES = [
  "Days",
  "Hours",
  "Minutes",
  "Seconds",
  "Milliseconds",
  "Ticks",
  "TotalDays",
  "TotalHours",
  "TotalMinutes",
  "TotalSeconds",
  "TotalMilliseconds",
];

export const valueViews: readonly ViewDefinition[] = [
  {
    name: "DateTime",
    types: ["System.DateTime"],
    body: { kind: "Complex", layout: (item, { get, textOf }) => [text(textOf(get(item, "DateTime")))] },
  },
  {
    name: "System.TimeSpan",
    types: ["System.TimeSpan"],
    body: { kind: "List", items: SPAN_PROPERTIES.map((value) => ({ value })) },
  },
  {
    name: "System.TimeSpan",
    types: ["System.TimeSpan"],
    body: { kind: "Table", columns: SPAN_PROPERTIES.slice(0, 5).map((name) => column(name)) },
  },
  {
    name: "System.TimeSpan",
    types: ["System.TimeSpan"],
    body: { kind: "Wide", value: "TotalMilliseconds" },
  },
  {
    name: "System.Version",
    types: ["System.Version"],
    body: {
      kind: "Table",
      columns: [column("Major", 6), column("Minor", 6), column("Build", 6), column("Revision", 8)],
    },
  },
  {
    name: "SemanticVersion",
    types: ["System.Management.Automation.SemanticVersion"],
    body: {
      kind: "Table",
      columns: [
        column("Major", 6),
        column("Minor", 6),
        column("Patch", 6),
        column("PreReleaseLabel", 15),
        column("BuildLabel", 11),
      ],
    },
  },
  { name: "System.Guid", types: ["System.Guid"], body: { kind: "Table", columns: [column("Guid")] } },
  {
    name: "Dictionary",
    types: ["System.Collections.DictionaryEntry"],
    body: { kind: "Table", columns: [column("Name", 30), column("Value")] },
  },
  {
    name: "Dictionary",
    types: ["System.Collections.DictionaryEntry"],
    body: { kind: "List", items: [{ value: "Name" }, { value: "Value" }] },
  },
  {
    name: "System.RuntimeType",
    types: ["System.RuntimeType", "System.Type"],
    body: {
      kind: "Table",
      columns: [
        column("IsPublic", 8),
        labelled("IsSerial", "IsSerializable", 8),
        column("Name", 40),
        column("BaseType"),
      ],
    },
  },
  {
    name: "System.Globalization.CultureInfo",
    types: ["System.Globalization.CultureInfo"],
    body: { kind: "Table", columns: [column("LCID", 16), column("Name", 16), column("DisplayName")] },
  },
  {
    name: "System.Reflection.Assembly",
    types: ["System.Reflection.Assembly"],
    body: {
      kind: "Table",
      columns: [
        { label: "GAC", value: "GlobalAssemblyCache", width: 6 },
        { label: "Version", value: "ImageRuntimeVersion", width: 14 },
        column("Location"),
      ],
    },
  },
  {
    name: "ScriptBlock",
    types: ["System.Management.Automation.ScriptBlock"],
    outOfBand: true,
    body: { kind: "Complex", layout: (item, { view }) => [text(view.text(item))] },
  },
  {
    name: "PSMethod",
    types: ["System.Management.Automation.PSMethod"],
    body: {
      kind: "Table",
      wrap: true,
      columns: [
        {
          label: "OverloadDefinitions",
          // Each method's overloads end with an empty line.
          value: (item, { get, view }) => {
            const overloads = baseOf(get(item, "OverloadDefinitions"));
            const items = Array.isArray(overloads) ? overloads : overloads instanceof PSList ? overloads.items : [];
            return items.map((one) => `${view.text(one)}\n`).join("");
          },
        },
      ],
    },
  },
];
