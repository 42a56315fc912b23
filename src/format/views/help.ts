// Help of commands: the whole, the examples alone, one parameter, a line in a list.

import { baseOf } from "../../objects/index.js";
import type { ComplexItem } from "../records.js";
import type { ViewContext, ViewDefinition } from "../view.js";
import { column, frame, NEWLINE, text } from "./layout.js";

const INDENT = 4;

/** Columns of text beside the indent: it fits into a terminal of 80. */
const COLUMNS = 74;

function lines(content: string): ComplexItem[] {
  return content.split("\n").flatMap((line) => wrapped(line).flatMap((part) => [text(part), NEWLINE]));
}

/** A line in pieces of whole words. */
function wrapped(line: string): string[] {
  const [, indent = "", rest = ""] = /^( *)(.*)$/s.exec(line) ?? [];
  const pieces: string[] = [];
  let piece = "";
  for (const word of rest.split(" ")) {
    if (piece !== "" && indent.length + piece.length + 1 + word.length > COLUMNS) {
      pieces.push(piece);
      piece = word;
    } else piece = piece === "" ? word : `${piece} ${word}`;
  }
  return [...pieces, piece].map((each) => indent + each);
}

function section(title: string, body: readonly ComplexItem[]): ComplexItem[] {
  return [text(title), NEWLINE, frame(INDENT, body), NEWLINE];
}

function listOf(value: unknown): readonly unknown[] {
  const base = baseOf(value);
  return Array.isArray(base) ? base : base === null || base === undefined ? [] : [base];
}

function syntax(item: unknown, context: ViewContext): ComplexItem[] {
  const all = listOf(context.get(item, "Syntax")).map((line) => context.textOf(line));
  return all.flatMap((line) => [...lines(line), NEWLINE]);
}

function parameter(item: unknown, { get, textOf }: ViewContext): ComplexItem[] {
  const shown = (name: string): string => textOf(get(item, name));
  const facts: readonly (readonly [string, string])[] = [
    ["Required?", shown("Required").toLowerCase()],
    ["Position?", shown("Position")],
    ["Accept pipeline input?", shown("PipelineInput")],
    ["Parameter set name", shown("ParameterSetName")],
    ["Aliases", shown("Aliases") || "None"],
  ];
  const description = shown("Description");
  return [
    text(`-${shown("Name")} ${shown("ParameterValue")}`.trimEnd()),
    NEWLINE,
    frame(INDENT, [
      ...(description === "" ? [] : lines(description)),
      NEWLINE,
      ...facts.flatMap(([label, fact]) => [text(`${label.padEnd(29)}${fact}`), NEWLINE]),
    ]),
    NEWLINE,
  ];
}

function example(item: unknown, { get, textOf }: ViewContext): ComplexItem[] {
  const remarks = textOf(get(item, "Remarks"));
  return [
    text(textOf(get(item, "Title"))),
    NEWLINE,
    NEWLINE,
    text(`PS> ${textOf(get(item, "Code"))}`),
    NEWLINE,
    ...(remarks === "" ? [] : [NEWLINE, ...lines(remarks)]),
    NEWLINE,
  ];
}

function examples(item: unknown, context: ViewContext): ComplexItem[] {
  return listOf(context.get(item, "Examples")).flatMap((one) => example(one, context));
}

function parameters(item: unknown, context: ViewContext): ComplexItem[] {
  return listOf(context.get(item, "Parameters")).flatMap((one) => parameter(one, context));
}

function layout(parts: "Short" | "Detailed" | "Full" | "Examples") {
  return (item: unknown, context: ViewContext): readonly ComplexItem[] => {
    const shown = (name: string): string => context.textOf(context.get(item, name));
    const head = [...section("NAME", lines(shown("Name"))), ...section("SYNOPSIS", lines(shown("Synopsis")))];
    if (parts === "Examples") return [...head, ...examples(item, context)];
    const description = shown("Description");
    const body = [
      ...head,
      ...section("SYNTAX", syntax(item, context)),
      ...section("DESCRIPTION", description === "" ? [] : lines(description)),
    ];
    const aliases = shown("Aliases");
    if (parts === "Short")
      return [
        ...body,
        ...section("ALIASES", lines(aliases === "" ? "None" : aliases)),
        ...section("REMARKS", lines(remarks(shown("Name")))),
      ];
    return [
      ...body,
      ...section("PARAMETERS", parameters(item, context)),
      ...section("EXAMPLES", examples(item, context)),
    ];
  };
}

function remarks(name: string): string {
  return [
    `To see the examples, type: Get-Help ${name} -Examples`,
    `For more information, type: Get-Help ${name} -Detailed`,
    `For one parameter, type: Get-Help ${name} -Parameter <name>`,
  ].join("\n");
}

export const helpViews: readonly ViewDefinition[] = [
  { name: "FullHelp", types: ["MamlCommandHelpInfo#FullView"], body: { kind: "Complex", layout: layout("Full") } },
  {
    name: "DetailedHelp",
    types: ["MamlCommandHelpInfo#DetailedView"],
    body: { kind: "Complex", layout: layout("Detailed") },
  },
  {
    name: "HelpExamples",
    types: ["MamlCommandHelpInfo#ExamplesView"],
    body: { kind: "Complex", layout: layout("Examples") },
  },
  { name: "Help", types: ["MamlCommandHelpInfo"], body: { kind: "Complex", layout: layout("Short") } },
  { name: "HelpParameter", types: ["MamlCommandHelpInfo#parameter"], body: { kind: "Complex", layout: parameter } },
  { name: "HelpExample", types: ["MamlCommandHelpInfo#example"], body: { kind: "Complex", layout: example } },
  {
    name: "HelpInfoShort",
    types: ["HelpInfoShort"],
    body: {
      kind: "Table",
      columns: [column("Name", 33), column("Category", 9), column("Module", 25), column("Synopsis")],
    },
  },
];
