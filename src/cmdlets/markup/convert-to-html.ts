// ConvertTo-Html: objects as a table or list of a page.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { Dictionary } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import {
  EXPRESSION_KEY,
  evaluate,
  expandNames,
  readPropertyExpressions,
  type PropertyExpression,
} from "../shared/property-expression.js";
import { escapeHtml } from "./escape.js";

const KEYS = { ...EXPRESSION_KEY, name: ["name", "label"], alignment: ["alignment"], width: ["width"] };

export const convertToHtml: CmdletDefinition = {
  name: "ConvertTo-Html",
  module: UTILITY,
  synopsis: "Converts .NET objects into HTML that can be displayed in a Web browser.",
  defaultParameterSet: "Page",
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true },
    Property: { type: "object[]", position: 0 },
    Body: { type: "string[]", sets: { Page: { position: 3 } } },
    Head: { type: "string[]", sets: { Page: { position: 1 } } },
    Title: { type: "string", sets: { Page: { position: 2 } } },
    As: { type: "string", validate: [{ kind: "Set", values: ["Table", "List"] }] },
    CssUri: { type: "string", aliases: ["cu", "uri"], sets: { Page: {} } },
    Fragment: { type: "switch", sets: { Fragment: {} } },
    Meta: { type: "hashtable", sets: { Page: {} } },
    Charset: { type: "string", sets: { Page: {} } },
    Transitional: { type: "switch", sets: { Page: {} } },
    PostContent: { type: "string[]" },
    PreContent: { type: "string[]" },
  },
  outputTypes: ["System.String"],
  examples: [{ code: "([pscustomobject]@{ A = 1 } | ConvertTo-Html -Fragment)[3]", output: "<tr><td>1</td></tr>" }],
  run(context) {
    let columns: readonly PropertyExpression[] | undefined;
    let rows = 0;
    return {
      begin() {
        if (!context.bound["Fragment"]) for (const line of pageStart(context)) context.write(line);
        for (const line of context.bound["PreContent"] ?? []) context.write(line);
        context.write("<table>");
      },
      process() {
        const item = context.bound["InputObject"];
        if (item === undefined || item === null) return;
        if (!columns) {
          columns = columnsOf(context, item);
          if (!isList(context)) for (const line of tableHead(columns)) context.write(line);
        }
        if (isList(context) && rows > 0) context.write("<tr><td><hr></td></tr>");
        rows++;
        for (const line of isList(context) ? listRows(context, columns, item) : [tableRow(context, columns, item)])
          context.write(line);
      },
      end() {
        context.write("</table>");
        for (const line of context.bound["PostContent"] ?? []) context.write(line);
        if (!context.bound["Fragment"]) context.write("</body></html>");
      },
    };
  },
};

function isList(context: CmdletContext): boolean {
  return (context.bound["As"] ?? "Table").toLowerCase() === "list";
}

function pageStart(context: CmdletContext): readonly string[] {
  const { bound } = context;
  const head: readonly string[] = bound["Head"] ?? [`<title>${escapeHtml(bound["Title"] ?? "HTML TABLE")}</title>`];
  const style =
    bound["CssUri"] === undefined
      ? []
      : [`<link rel="stylesheet" type="text/css" href="${escapeHtml(bound["CssUri"])}" />`];
  const kind = bound["Transitional"] ? "Transitional" : "Strict";
  return [
    `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 ${kind}//EN"  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-${kind.toLowerCase()}.dtd">`,
    '<html xmlns="http://www.w3.org/1999/xhtml">',
    "<head>",
    ...metaLines(context),
    ...head,
    ...style,
    "</head><body>",
    ...(bound["Body"] ?? []),
  ];
}

function metaLines(context: CmdletContext): readonly string[] {
  const { bound, engine } = context;
  const charset = bound["Charset"] === undefined ? [] : [`<meta charset="${escapeHtml(bound["Charset"])}">`];
  const table: unknown = bound["Meta"];
  if (!(table instanceof Dictionary)) return charset;
  const text = (value: unknown): string => escapeHtml(engine.values.toText(value));
  return [...charset, ...Array.from(table, ({ key, value }) => `<meta name="${text(key)}" content="${text(value)}">`)];
}

function columnsOf(context: CmdletContext, item: unknown): readonly PropertyExpression[] {
  const given = readPropertyExpressions(context, context.bound["Property"] ?? ["*"], KEYS);
  return given.flatMap((each) => {
    const { expression } = each;
    if (typeof expression !== "string") return [each];
    const names = expandNames(context, item, expression);
    // A number has no properties: its column is the pattern, its cell the number.
    if (names.length === 0) return [each];
    return names.map((name) => ({
      ...each,
      name: each.options.has("name") ? each.name : name,
      expression: name,
    }));
  });
}

function tableHead(columns: readonly PropertyExpression[]): readonly string[] {
  const cols = columns.map(() => "<col/>").join("");
  return [
    `<colgroup>${cols}</colgroup>`,
    `<tr>${columns.map((column) => `<th>${escapeHtml(column.name)}</th>`).join("")}</tr>`,
  ];
}

function tableRow(context: CmdletContext, columns: readonly PropertyExpression[], item: unknown): string {
  return `<tr>${columns.map((column) => `<td>${cell(context, column, item)}</td>`).join("")}</tr>`;
}

function listRows(context: CmdletContext, columns: readonly PropertyExpression[], item: unknown): readonly string[] {
  return columns.map(
    (column) => `<tr><td>${escapeHtml(column.name)}:</td><td>${cell(context, column, item)}</td></tr>`,
  );
}

function cell(context: CmdletContext, column: PropertyExpression, item: unknown): string {
  const value = column.expression === "*" ? item : evaluate(context, column, item);
  return value === undefined || value === null ? "" : escapeHtml(context.engine.values.toText(value));
}
