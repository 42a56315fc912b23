// Tee-Object: what passes is also kept, in a file or a variable.

import type { CmdletDefinition } from "../../engine/index.js";
import { PSList } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

export const teeObject: CmdletDefinition = {
  name: "Tee-Object",
  module: UTILITY,
  synopsis: "Saves command output in a file or variable and also sends it down the pipeline.",
  defaultParameterSet: "File",
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true },
    FilePath: { type: "string", aliases: ["Path"], sets: { File: { position: 0, mandatory: true } } },
    LiteralPath: { type: "string", aliases: ["PSPath", "LP"], sets: { LiteralFile: { mandatory: true } } },
    Append: { type: "switch", sets: { File: {}, Variable: {} } },
    Encoding: { type: "object", sets: { File: {}, LiteralFile: {} } },
    Variable: { type: "string", sets: { Variable: { mandatory: true } } },
  },
  examples: [{ code: '1..3 | Tee-Object -Variable t | Out-Null; "$t"', output: "1 2 3" }],
  run(context) {
    const { bound, engine } = context;
    const kept: unknown[] = [];
    return {
      process() {
        kept.push(bound["InputObject"]);
        context.write(bound["InputObject"]);
      },
      end() {
        if (bound["Variable"] !== undefined) keepInVariable();
        else saveFile();
      },
    };

    function keepInVariable(): void {
      const before = bound["Append"] ? engine.getVariable(bound["Variable"]) : undefined;
      const all =
        before === undefined || before === null ? kept : [...(engine.values.enumerate(before) ?? [before]), ...kept];
      engine.setVariable(
        bound["Variable"],
        all.length === 1 ? all[0] : new PSList("ArrayList", "System.Collections.ArrayList", all),
      );
    }

    function saveFile(): void {
      const script = engine.scriptBlock(
        "param($items, $path, $append, $encoding) $more = @{}; if ($encoding) { $more.Encoding = $encoding }; $items | Microsoft.PowerShell.Utility\\Out-File -LiteralPath $path -Append:$append @more",
      );
      const path = bound["FilePath"] ?? bound["LiteralPath"];
      engine.invoke(script, {
        args: [kept, path, bound["Append"] === true, bound["Encoding"] ?? null],
        output: (value) => context.write(value),
      });
    }
  },
};
