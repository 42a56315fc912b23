// Set-PSDebug: strict mode of the whole session. There is no tracing or stepping here, and asking for it is an error.

import type { CmdletDefinition } from "../../engine/index.js";
import { CORE } from "../shared/modules.js";

export const setPSDebug: CmdletDefinition = {
  name: "Set-PSDebug",
  module: CORE,
  synopsis: "Turns script debugging features on and off, and toggles strict mode.",
  defaultParameterSet: "on",
  parameters: {
    Trace: {
      type: "int",
      sets: { on: {} },
      validate: [{ kind: "Range", min: 0, max: 2 }],
      help: "0, no tracing; there is no other here.",
    },
    Step: { type: "switch", sets: { on: {} }, help: "Not available." },
    Strict: { type: "switch", sets: { on: {} }, help: "A variable without a value is an error in the whole session." },
    Off: { type: "switch", sets: { off: { mandatory: true } }, help: "Ends strict mode." },
  },
  examples: [{ code: "Set-PSDebug -Strict; try { $noSuchVariable } catch { 'unset' }", output: "unset" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      if (bound["Off"]) engine.sessionState.setStrictMode("Off", "Global");
      else if (bound["Trace"] > 0 || bound["Step"])
        context.writeError(
          context.error(
            "System.NotSupportedException",
            "Scripts cannot be traced or stepped through here. Write-Debug and Write-Verbose show what a script does.",
            "TracingNotSupported",
            "NotImplemented",
          ),
        );
      else if (bound["Strict"]) engine.sessionState.setStrictMode(1, "Global");
    },
  }),
};
