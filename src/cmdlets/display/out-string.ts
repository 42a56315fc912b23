// Out-String: objects as the text that would be shown.

import type { CmdletDefinition } from "../../engine/index.js";
import { createFormatter } from "../../format/index.js";
import { UTILITY } from "../shared/modules.js";
import { currentStyle } from "./ps-style.js";
import { formatServices, formatting, lineWidth } from "./services.js";
import { plainWhere } from "./plain.js";

export const outString: CmdletDefinition = {
  name: "Out-String",
  module: UTILITY,
  synopsis: "Outputs input objects as a string.",
  defaultParameterSet: "NoNewLineFormatting",
  parameters: {
    Stream: { type: "switch", sets: { StreamFormatting: {} }, help: "A string for each line, as they come." },
    Width: {
      type: "int",
      validate: [{ kind: "Range", min: 2, max: 2147483647 }],
      help: "Characters in a line.",
    },
    NoNewline: { type: "switch", sets: { NoNewLineFormatting: {} }, help: "Leaves all line breaks out." },
    InputObject: { type: "psobject", fromPipeline: true, help: "The objects to write." },
  },
  outputTypes: ["System.String"],
  examples: [{ code: "(1, 2 | Out-String -Stream) -join '|'", output: "1|2" }],
  run(context) {
    const { bound, engine } = context;
    const stream = bound["Stream"] === true;
    const lineEnd = bound["NoNewline"] === true ? "" : "\n";
    const rendered = plainWhere(() => currentStyle(engine, "Text") === undefined);
    let text = "";
    const formatter = createFormatter(formatServices(engine), {
      width: bound["Width"] ?? lineWidth(engine),
      writeLine(line) {
        if (!stream) text += rendered(line) + lineEnd;
        // A text with line breaks is several lines, an empty one after its last break.
        else for (const each of rendered(line).split("\n")) context.write(each);
      },
    });
    return {
      process() {
        formatting(context, () => formatter.add(context.bound["InputObject"]));
      },
      end() {
        formatter.end();
        if (!stream) context.write(text);
      },
    };
  },
};
