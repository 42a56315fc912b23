// ConvertFrom-StringData: lines of `name = value` as a hashtable.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { Dictionary } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

export const convertFromStringData: CmdletDefinition = {
  name: "ConvertFrom-StringData",
  module: UTILITY,
  synopsis: "Converts a string containing one or more key and value pairs to a hash table.",
  parameters: {
    StringData: { type: "string", position: 0, mandatory: true, fromPipeline: true, allowEmptyString: true },
    Delimiter: { type: "char", position: 1 },
  },
  outputTypes: ["System.Collections.Hashtable"],
  examples: [{ code: "(ConvertFrom-StringData 'a = 1').a", output: "1" }],
  run: (context) => ({
    process() {
      const delimiter =
        context.bound["Delimiter"] === undefined ? "=" : context.engine.values.toText(context.bound["Delimiter"]);
      context.write(readPairs(context, context.bound["StringData"], delimiter));
    },
  }),
};

function readPairs(context: CmdletContext, text: string, delimiter: string): Dictionary {
  const table = new Dictionary();
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const at = line.indexOf(delimiter);
    if (at <= 0) {
      refuse(context, `Data line '${line}' is not in 'name${delimiter}value' format.`);
    }
    const name = line.slice(0, at).trim();
    if (table.has(name)) {
      refuse(context, `Data item '${name}' in line '${line}' is already defined.`);
    }
    table.set(name, unescape(line.slice(at + 1).trim()));
  }
  return table;
}

function refuse(context: CmdletContext, message: string): never {
  return context.throwTerminating(
    context.error(
      "System.Management.Automation.PSInvalidOperationException",
      message,
      "InvalidOperation",
      "InvalidOperation",
    ),
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
  e: "\u001b",
  "0": "\0",
};

/** The escapes of a .NET regular expression: \t, \\, \u0041. */
function unescape(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g,
    (_, wide: string, narrow: string, single: string) => {
      if (wide ?? narrow) return String.fromCharCode(Number.parseInt(wide ?? narrow, 16));
      return ESCAPES[single] ?? single;
    },
  );
}
