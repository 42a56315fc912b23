// TabExpansion2: what completes a line, as a console asks for it, its own or one in a session.

import type { CmdletDefinition } from "../../engine/index.js";
import { PSObject, Shape } from "../../objects/index.js";
import { complete } from "../engine/complete.js";

const COMPLETION = Shape.of(["CurrentMatchIndex", "ReplacementIndex", "ReplacementLength", "CompletionMatches"]);
const MATCH = Shape.of(["CompletionText", "ListItemText", "ResultType", "ToolTip"]);

export const tabExpansion: CmdletDefinition = {
  name: "TabExpansion2",
  module: "Microsoft.PowerShell.Core",
  synopsis: "Gets what could complete a command line at the cursor.",
  parameters: {
    InputScript: { type: "string", mandatory: true, position: 0, help: "The line." },
    CursorColumn: { type: "int", position: 1, help: "Characters before the cursor; the end of the line where absent." },
    Options: { type: "hashtable", position: 2, help: "Accepted." },
  },
  examples: [{ code: "(TabExpansion2 'Get-Hos').CompletionMatches.CompletionText", output: "Get-Host", runs: false }],
  run: (context) => ({
    end() {
      const { bound, engine } = context;
      const line = String(bound["InputScript"]);
      const { start, end, matches } = complete(engine, line, Number(bound["CursorColumn"] ?? line.length));
      const list = matches.map(({ text, label }) => new PSObject(undefined, MATCH, [text, label, "Text", label]));
      context.write(new PSObject(undefined, COMPLETION, [-1, start, end - start, list]));
    },
  }),
};
