// Commands, modules, variables, members, history, groups and matches.

import { baseOf, Dictionary } from "../../objects/index.js";
import type { ViewContext, ViewDefinition } from "../view.js";
import { column, labelled, text, toNumber } from "./layout.js";

const AUTOMATION = "System.Management.Automation.";
const COMMANDS = "Microsoft.PowerShell.Commands.";

/** The first 200 characters of a text. */
function beginning(content: unknown): unknown {
  return typeof content === "string" && content.length >= 200 ? `${content.slice(0, 200)}…` : content;
}

const isPage = (item: unknown, { get }: ViewContext): boolean => typeof get(item, "Content") === "string";

export const commandViews: readonly ViewDefinition[] = [
  {
    name: "CommandInfo",
    types: [
      "AliasInfo",
      "ApplicationInfo",
      "CmdletInfo",
      "ExternalScriptInfo",
      "FilterInfo",
      "FunctionInfo",
      "ScriptInfo",
      "ConfigurationInfo",
      "CommandInfo",
    ].map((name) => AUTOMATION + name),
    body: {
      kind: "Table",
      columns: [
        column("CommandType", 15),
        labelled(
          "Name",
          (item, { get, textOf }) =>
            textOf(get(item, "CommandType")) === "Alias"
              ? (get(item, "DisplayName") ?? get(item, "Name"))
              : get(item, "Name"),
          50,
        ),
        column("Version", 10),
        column("Source"),
      ],
    },
  },
  {
    name: "Module",
    types: [`${AUTOMATION}PSModuleInfo`],
    body: {
      kind: "Table",
      columns: [
        column("ModuleType", 10),
        column("Version", 10),
        labelled(
          "PreRelease",
          (item, { get }) => get(get(get(item, "PrivateData") ?? "", "PSData") ?? "", "Prerelease"),
          10,
        ),
        column("Name", 35),
        labelled("ExportedCommands", (item, { get }) => {
          const commands = baseOf(get(item, "ExportedCommands"));
          return commands instanceof Dictionary ? [...commands].map(({ key }) => key) : commands;
        }),
      ],
    },
  },
  {
    name: "PSVariable",
    types: [`${AUTOMATION}PSVariable`],
    body: { kind: "Table", columns: [column("Name", 30), column("Value")] },
  },
  {
    name: "History",
    types: [`${COMMANDS}HistoryInfo`],
    body: {
      kind: "Table",
      columns: [
        column("Id", 4, "Right"),
        labelled(
          "Duration",
          (item, { get }) => duration(toNumber(get(get(item, "Duration") ?? "", "TotalSeconds"))),
          12,
          "Right",
        ),
        column("CommandLine"),
      ],
    },
  },
  {
    name: "MemberDefinition",
    types: [`${COMMANDS}MemberDefinition`],
    groupBy: { value: "TypeName", label: "TypeName" },
    body: {
      kind: "Table",
      autosize: true,
      columns: [column("Name"), column("MemberType"), column("Definition")],
    },
  },
  {
    name: "GroupInfo",
    types: [`${COMMANDS}GroupInfo`],
    body: { kind: "Table", columns: [column("Count", 5, "Right"), column("Name", 25), column("Group")] },
  },
  {
    name: "GroupInfo",
    types: [`${COMMANDS}GroupInfoNoElement`],
    body: { kind: "Table", columns: [column("Count", 5, "Right"), column("Name", 25)] },
  },
  {
    name: "WebResponseObject",
    types: [`${COMMANDS}WebResponseObject`, `${COMMANDS}BasicHtmlWebResponseObject`],
    body: {
      kind: "List",
      items: [
        { value: "StatusCode" },
        { value: "StatusDescription" },
        { label: "Content", value: (item, context) => beginning(context.get(item, "Content")) },
        { label: "RawContent", value: (item, context) => beginning(context.get(item, "RawContent")) },
        { value: "Headers" },
        { value: "Images", when: isPage },
        { value: "InputFields", when: isPage },
        { value: "Links", when: isPage },
        { value: "RawContentLength" },
        { value: "RelationLink" },
      ],
    },
  },
  {
    name: "MatchInfo",
    types: [`${COMMANDS}MatchInfo`],
    body: { kind: "Complex", layout: (item, { get, textOf }) => [text(textOf(get(item, "DisplayText")))] },
  },
  {
    name: "Verb",
    types: [`${AUTOMATION}VerbInfo`],
    body: {
      kind: "Table",
      columns: [column("Verb", 11), column("AliasPrefix", 11), column("Group", 14), column("Description")],
    },
  },
];

// Seconds as h:mm:ss.fff, shortened to what there is of it.
function duration(seconds: number): string {
  if (Number.isNaN(seconds)) return "";
  const milliseconds = Math.floor(seconds * 1000 + 1e-6);
  const part = (value: number, digits: number): string => String(value).padStart(digits, "0");
  const fraction = `${Math.floor(milliseconds / 1000) % 60}.${part(milliseconds % 1000, 3)}`;
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes === 0) return fraction;
  const rest = `${part(Math.floor(milliseconds / 1000) % 60, 2)}.${part(milliseconds % 1000, 3)}`;
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${part(minutes % 60, 2)}:${rest}`;
}
