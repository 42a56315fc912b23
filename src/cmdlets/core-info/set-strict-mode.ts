// Set-StrictMode: which mistakes are errors, from here on and in what is called from here.

import type { CmdletDefinition } from "../../engine/index.js";
import { CORE } from "../shared/modules.js";

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
      const version = /^latest$/i.test(text) ? 3 : Number.parseFloat(text);
      if (Number.isFinite(version)) return engine.sessionState.setStrictMode(version);
      context.throwTerminating(
        context.error(
          "System.Management.Automation.ParameterBindingArgumentTransformationException",
          `Cannot process argument transformation on parameter 'Version'. Cannot convert value "${text}" to type "System.Version".`,
          "ParameterArgumentTransformationError",
          "InvalidData",
          text,
        ),
      );
    },
  }),
};
