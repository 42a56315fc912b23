// Get-Error: everything known about the newest errors. Set-StrictMode: which mistakes are errors.

import type { CmdletDefinition } from "../../engine/index.js";
import { baseOf, PSObject, Shape } from "../../objects/index.js";
import { CORE, UTILITY } from "./shared.js";

const EXTENDED = "System.Management.Automation.ErrorRecord#PSExtendedError";

export const getError: CmdletDefinition = {
  name: "Get-Error",
  module: UTILITY,
  synopsis: "Gets and displays the most recent error messages from the current session.",
  aliases: ["gerr"],
  defaultParameterSet: "Newest",
  parameters: {
    InputObject: { type: "psobject", sets: { Error: { position: 0, fromPipeline: true } } },
    Newest: {
      type: "int",
      aliases: ["Last"],
      sets: { Newest: {} },
      validate: [{ kind: "Range", min: 1, max: 2147483647 }],
    },
  },
  examples: [{ code: "$Error.Clear(); @(Get-Error).Count", output: "0" }],
  run(context) {
    const { engine } = context;
    const show = (record: unknown): void => {
      const names = engine.values.view.typeNames(record);
      context.write(new PSObject(baseOf(record), Shape.empty, [], [EXTENDED, ...names]));
    };
    return {
      process() {
        const item = context.bound["InputObject"];
        if (item !== null && item !== undefined) return show(item);
        if (context.expectingInput) return;
        for (const record of engine.errors.slice(0, context.bound["Newest"] ?? 1)) show(record);
      },
    };
  },
};

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
