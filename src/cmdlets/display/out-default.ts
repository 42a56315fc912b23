// Out-Default and Out-Host: objects as lines on the host's screen; Out-Null: nowhere.

import type { CmdletContext, CmdletDefinition, CmdletRun, ParameterDefinition } from "../../engine/index.js";
import { CORE } from "../shared/modules.js";
import { createHostFormatter, formatting } from "./services.js";

const INPUT: ParameterDefinition = { type: "psobject", fromPipeline: true, help: "The objects to show." };

function showOnHost(context: CmdletContext): CmdletRun {
  const formatter = createHostFormatter(context.engine);
  return {
    process: () => formatting(context, () => formatter.add(context.bound["InputObject"])),
    end: () => formatting(context, () => formatter.end()),
  };
}

export const outDefault: CmdletDefinition = {
  name: "Out-Default",
  module: CORE,
  synopsis: "Sends the output to the default formatter and to the default output cmdlet.",
  parameters: {
    Transcript: { type: "switch", help: "Writes to transcripts only." },
    InputObject: INPUT,
  },
  examples: [{ code: "1 | Out-Default", runs: false, note: "Shows 1." }],
  run: (context) => (context.bound["Transcript"] === true ? {} : showOnHost(context)),
};

export const outHost: CmdletDefinition = {
  name: "Out-Host",
  module: CORE,
  synopsis: "Sends output to the command line.",
  aliases: ["oh"],
  parameters: {
    Paging: { type: "switch", help: "Waits after every screen full." },
    InputObject: INPUT,
  },
  examples: [{ code: "Get-Process | Out-Host -Paging", runs: false }],
  run: showOnHost,
};

export const clearHost: CmdletDefinition = {
  name: "Clear-Host",
  module: CORE,
  synopsis: "Clears the display in the host program.",
  aliases: ["cls", "clear"],
  parameters: {},
  examples: [{ code: "Clear-Host", runs: false }],
  run: ({ engine }) => ({ end: () => engine.host.ui.clear?.() }),
};

export const outNull: CmdletDefinition = {
  name: "Out-Null",
  module: CORE,
  synopsis: "Hides the output instead of sending it down the pipeline or displaying it.",
  parameters: { InputObject: INPUT },
  examples: [{ code: "1..3 | Out-Null", output: "" }],
  run: () => ({}),
};
