// -Encoding, as every command takes it: a name, a code page or a [System.Text.Encoding].

import type { CmdletContext, ParameterDefinition } from "../../engine/index.js";
import { baseOf } from "../../objects/index.js";
import { ENCODING_NAMES, findEncoding, type EncodingName } from "./text-encoding.js";

export const ENCODING: ParameterDefinition = {
  type: "object",
  validate: [{ kind: "NotNullOrEmpty" }],
  complete: () => ENCODING_NAMES,
  help: "utf8NoBOM where not given.",
};

/** The encoding a command was told; undefined where it was not. What is none ends the command. */
export function encodingArgument(context: CmdletContext): EncodingName | undefined {
  const given: unknown = baseOf(context.bound["Encoding"]);
  if (given === undefined || given === null) return undefined;
  const name = typeof given === "string" || typeof given === "number" ? String(given) : webNameOf(context, given);
  const encoding = findEncoding(name);
  if (encoding) return encoding;
  return context.throwTerminating(
    context.error(
      "System.Management.Automation.ParameterBindingArgumentTransformationException",
      `Cannot process argument transformation on parameter 'Encoding'. '${name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method. (Parameter 'name')`,
      "ParameterArgumentTransformationError",
      "InvalidData",
    ),
  );
}

function webNameOf(context: CmdletContext, encoding: unknown): string {
  const { values } = context.engine;
  const name = values.toText(values.getMember(encoding, "WebName"));
  const preamble = values.invokeMethod(encoding, "GetPreamble", []);
  return name === "utf-8" && preamble instanceof Uint8Array && preamble.length > 0 ? "utf8BOM" : name;
}
