// ConvertTo-Xml: objects as an XML document of properties.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { baseOf, Dictionary, NetObject, PSObject } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import { escapeXml } from "./escape.js";

export const convertToXml: CmdletDefinition = {
  name: "ConvertTo-Xml",
  module: UTILITY,
  synopsis: "Creates an XML-based representation of an object.",
  parameters: {
    Depth: { type: "int", validate: [{ kind: "Range", min: 1, max: 2147483647 }] },
    InputObject: { type: "psobject", position: 0, mandatory: true, fromPipeline: true, allowNull: true },
    NoTypeInformation: { type: "switch" },
    As: { type: "string", validate: [{ kind: "Set", values: ["Document", "String", "Stream"] }] },
  },
  outputTypes: ["System.Xml.XmlDocument", "System.String"],
  examples: [{ code: "(1 | ConvertTo-Xml -As Stream)[2]", output: '<Object Type="System.Int32">1</Object>' }],
  run(context) {
    const items: unknown[] = [];
    return {
      process() {
        items.push(context.bound["InputObject"] ?? null);
      },
      end: () => writeXml(context, items),
    };
  },
};

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

function writeXml(context: CmdletContext, items: readonly unknown[]): void {
  const kind = (context.bound["As"] ?? "Document").toLowerCase();
  const depth: number = context.bound["Depth"] ?? 1;
  const element = (item: unknown, level: number): string =>
    xmlElement(context, "Object", undefined, item, depth, level);
  if (kind === "stream") {
    for (const line of [DECLARATION, "<Objects>", ...items.map((item) => element(item, 0)), "</Objects>"])
      context.write(line);
    return;
  }
  const text = [DECLARATION, "<Objects>", ...items.map((item) => element(item, 1)), "</Objects>"].join("\n");
  context.write(kind === "string" ? text : context.engine.values.convert(text, "xml"));
}

function xmlElement(
  context: CmdletContext,
  tag: string,
  name: string | undefined,
  value: unknown,
  depth: number,
  level: number,
): string {
  const { values } = context.engine;
  const indent = "  ".repeat(level);
  const type =
    context.bound["NoTypeInformation"] || value === null ? "" : ` Type="${escapeXml(values.typeNameOf(value))}"`;
  const open = `${indent}<${tag}${name === undefined ? "" : ` Name="${escapeXml(name)}"`}${type}`;
  if (value === null || value === undefined) return `${open} />`;
  const children = depth > 0 ? childrenOf(context, value) : undefined;
  if (children === undefined) {
    const text = values.toText(value);
    return text === "" ? `${open}></${tag}>` : `${open}>${escapeXml(text)}</${tag}>`;
  }
  const inner = children.map(([childName, child]) =>
    xmlElement(context, "Property", childName, child, depth - 1, level + 1),
  );
  return [`${open}>`, ...inner, `${indent}</${tag}>`].join("\n");
}

/** Properties of an object, elements of a list, entries of a dictionary; undefined for what is a text. */
function childrenOf(
  context: CmdletContext,
  value: unknown,
): readonly (readonly [string | undefined, unknown])[] | undefined {
  const { values } = context.engine;
  const base = baseOf(value);
  if (base instanceof Dictionary)
    return Array.from(base).flatMap(({ key, value: entry }) => [["Key", key] as const, ["Value", entry] as const]);
  if (typeof base !== "string") {
    const elements = values.enumerate(base);
    if (elements) return Array.from(elements, (element) => [undefined, element] as const);
  }
  const isObject = (value instanceof PSObject && value.isCustom) || base instanceof NetObject;
  return isObject
    ? values.view.propertyNames(value).map((name) => [name, values.view.property(value, name) ?? null] as const)
    : undefined;
}
