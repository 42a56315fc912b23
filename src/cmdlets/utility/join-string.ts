// Join-String: objects, or a property of each, as one text.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { baseOf } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import { evaluateScript, isScriptBlock } from "../shared/property-expression.js";

export const joinString: CmdletDefinition = {
  name: "Join-String",
  module: UTILITY,
  synopsis: "Combines objects from the pipeline into a single string.",
  defaultParameterSet: "Default",
  parameters: {
    Property: { type: "object", position: 0 },
    Separator: { type: "string", position: 1, allowEmptyString: true },
    OutputPrefix: { type: "string", aliases: ["op"] },
    OutputSuffix: { type: "string", aliases: ["os"] },
    SingleQuote: { type: "switch", sets: { SingleQuote: {} } },
    DoubleQuote: { type: "switch", sets: { DoubleQuote: {} } },
    FormatString: { type: "string", sets: { Format: {} } },
    UseCulture: { type: "switch" },
    InputObject: { type: "psobject[]", fromPipeline: true },
  },
  outputTypes: ["System.String"],
  examples: [{ code: "'a', 'b' | Join-String -SingleQuote -Separator ', '", output: "'a', 'b'" }],
  run(context) {
    const parts: string[] = [];
    return {
      process() {
        for (const item of context.bound["InputObject"] ?? [])
          if (item !== null) parts.push(quote(context, textOf(context, item)));
      },
      end() {
        const { bound } = context;
        context.write(
          (bound["OutputPrefix"] ?? "") +
            parts.join(bound["Separator"] ?? separatorByDefault(context)) +
            (bound["OutputSuffix"] ?? ""),
        );
      },
    };
  },
};

function separatorByDefault(context: CmdletContext): string {
  const separator = context.engine.getVariable("OFS");
  return separator === undefined || separator === null ? " " : context.engine.values.toText(separator);
}

function textOf(context: CmdletContext, item: unknown): string {
  const { values } = context.engine;
  const property = baseOf(context.bound["Property"]);
  if (property === undefined || property === null) return values.toText(item);
  if (isScriptBlock(property)) return values.toText(evaluateScript(context, property, item));
  return values.toText(values.getMember(item, values.toText(property)) ?? null);
}

function quote(context: CmdletContext, text: string): string {
  const { bound } = context;
  if (bound["SingleQuote"]) return `'${text.replaceAll("'", "''")}'`;
  if (bound["DoubleQuote"]) return `"${text}"`;
  return bound["FormatString"] === undefined ? text : context.engine.values.format(bound["FormatString"], [text]);
}
