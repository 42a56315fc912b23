// Test-Json: whether a text is JSON.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";

export const testJson: CmdletDefinition = {
  name: "Test-Json",
  module: "Microsoft.PowerShell.Utility",
  synopsis: "Tests whether a string is a valid JSON document.",
  parameters: {
    Json: { type: "string", position: 0, mandatory: true, fromPipeline: true, allowEmptyString: true },
  },
  outputTypes: ["System.Boolean"],
  examples: [{ code: "'[1, 2]' | Test-Json", output: "True" }],
  run: (context) => ({
    process() {
      context.write(isJson(context, context.bound["Json"]));
    },
  }),
};

function isJson(context: CmdletContext, text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    context.writeError(
      context.error(
        "System.Exception",
        `Cannot parse the JSON. ${(error as Error).message}`,
        "InvalidJson",
        "InvalidData",
        text,
      ),
    );
    return false;
  }
}
