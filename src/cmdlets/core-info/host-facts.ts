// Get-Host, Get-Culture, Get-UICulture: what the session runs in.

import {
  cultureNamed,
  INVARIANT,
  type CmdletContext,
  type CmdletDefinition,
  type CultureInfo,
} from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";

export const getHost: CmdletDefinition = {
  name: "Get-Host",
  module: UTILITY,
  synopsis: "Gets an object that represents the current host program.",
  parameters: {},
  examples: [{ code: "(Get-Host).Version.GetType().Name", output: "Version" }],
  run: (context) => ({ process: () => context.write(context.engine.getVariable("Host")) }),
};

export const getCulture: CmdletDefinition = {
  name: "Get-Culture",
  module: UTILITY,
  synopsis: "Gets the current culture set in the operating system.",
  defaultParameterSet: "CurrentCulture",
  parameters: {
    NoUserOverrides: { type: "switch", sets: { CurrentCulture: {}, Name: {} } },
    Name: { type: "string[]", sets: { Name: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } } },
  },
  outputTypes: ["System.Globalization.CultureInfo"],
  examples: [{ code: "(Get-Culture de-DE).NumberFormat.NumberDecimalSeparator", output: "," }],
  run: (context) => ({
    process() {
      const names: readonly string[] | undefined = context.bound["Name"];
      if (names === undefined) return context.write(currentCulture(context));
      for (const name of names) context.write(namedCulture(context, name));
    },
  }),
};

export const getUICulture: CmdletDefinition = {
  name: "Get-UICulture",
  module: UTILITY,
  synopsis: "Gets the current UI culture settings in the operating system.",
  parameters: {},
  outputTypes: ["System.Globalization.CultureInfo"],
  examples: [{ code: "(Get-UICulture).GetType().Name", output: "CultureInfo" }],
  run: (context) => ({ process: () => context.write(currentCulture(context)) }),
};

function currentCulture(context: CmdletContext): unknown {
  return context.engine.getVariable("PSCulture") === ""
    ? INVARIANT
    : (cultureNamed(context.engine.values.toText(context.engine.getVariable("PSCulture") ?? "")) ?? INVARIANT);
}

function namedCulture(context: CmdletContext, name: string): CultureInfo {
  const found = name === "" ? INVARIANT : isKnown(name) ? cultureNamed(name) : undefined;
  if (found) return found;
  return context.throwTerminating(
    context.error(
      "System.Management.Automation.ParameterBindingValidationException",
      `Cannot validate argument on parameter 'Name'. The culture name '${name}' is not supported.`,
      "ParameterArgumentValidationError",
      "InvalidData",
    ),
  );
}

function isKnown(name: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(name).length > 0;
  } catch {
    return false;
  }
}
