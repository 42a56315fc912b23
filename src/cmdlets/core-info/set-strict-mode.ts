// Set-StrictMode: which mistakes are errors, from here on and in what is called from here.

import { EngineError, type CmdletContext, type CmdletDefinition } from "../../engine/index.js";
import { CORE } from "../shared/modules.js";

/** The versions of PowerShell there have been. */
const KNOWN = /^(1\.0|2\.0|3\.0|4\.0|5\.[01]|6\.[0-2]|7\.[0-6])$/;

/** "3" is 3.0; what is no version is an error of binding. */
function asVersion(context: CmdletContext, text: string): string {
  const { values } = context.engine;
  try {
    return values.toText(values.convert(/^\d+$/.test(text) ? `${text}.0` : text === "" ? "0.0" : text, "version"));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return context.throwTerminating(
      context.error(
        "System.Management.Automation.ParameterBindingException",
        `Cannot bind parameter 'Version'. ${error.exception.message}`,
        "CannotConvertArgumentNoMessage",
        "InvalidArgument",
        text,
      ),
    );
  }
}

export const setStrictMode: CmdletDefinition = {
  name: "Set-StrictMode",
  module: CORE,
  synopsis: "Establishes and enforces coding rules in expressions, scripts, and script blocks.",
  defaultParameterSet: "Version",
  parameters: {
    Off: { type: "switch", sets: { Off: { mandatory: true } } },
    Version: {
      type: "string",
      aliases: ["v"],
      allowEmptyString: true,
      sets: { Version: { mandatory: true } },
      complete: () => ["1.0", "2.0", "3.0", "Latest"],
    },
  },
  examples: [{ code: "Set-StrictMode -Version Latest; try { $noSuchVariable } catch { 'unset' }", output: "unset" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      if (bound["Off"] === true) return engine.sessionState.setStrictMode("Off");
      const text: string = bound["Version"];
      if (/^latest$/i.test(text)) return engine.sessionState.setStrictMode(3);
      const version = asVersion(context, text);
      if (KNOWN.test(version)) return engine.sessionState.setStrictMode(Number.parseFloat(version));
      context.throwTerminating(
        context.error(
          "System.Management.Automation.ParameterBindingValidationException",
          `Cannot validate argument on parameter 'Version'. The "${version}" argument does not contain a valid PowerShell version. Supply a valid version number and then try the command again.`,
          "ParameterArgumentValidationError",
          "InvalidData",
          text,
        ),
      );
    },
  }),
};
