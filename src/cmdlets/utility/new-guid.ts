// New-Guid and New-TemporaryFile.

import type { CmdletDefinition } from "../../engine/index.js";
import { Guid } from "../../objects/index.js";

export const newGuid: CmdletDefinition = {
  name: "New-Guid",
  module: "Microsoft.PowerShell.Utility",
  synopsis: "Creates a GUID.",
  defaultParameterSet: "Default",
  parameters: {
    Empty: { type: "switch", sets: { Empty: {} } },
    InputObject: { type: "string", sets: { InputObject: { position: 0, mandatory: true, fromPipeline: true } } },
  },
  outputTypes: ["System.Guid"],
  examples: [{ code: "(New-Guid -Empty).ToString()", output: "00000000-0000-0000-0000-000000000000" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      if (bound["Empty"]) context.write(new Guid("00000000-0000-0000-0000-000000000000"));
      else if (bound["InputObject"] !== undefined) context.write(engine.values.convert(bound["InputObject"], "guid"));
      else context.write(new Guid(engine.host.newGuid()));
    },
  }),
};

export const newTemporaryFile: CmdletDefinition = {
  name: "New-TemporaryFile",
  module: "Microsoft.PowerShell.Utility",
  synopsis: "Creates a temporary file.",
  supportsShouldProcess: true,
  parameters: {},
  outputTypes: ["System.IO.FileInfo"],
  examples: [{ code: "(New-TemporaryFile).Length", output: "0" }],
  run: (context) => ({
    end() {
      const { files, newGuid: id } = context.engine.host;
      const path = `${files.temporaryDirectory()}/tmp${id().slice(0, 8)}.tmp`;
      if (!context.shouldProcess(files.temporaryDirectory())) return;
      files.write(path, new Uint8Array(), "new");
      context.write(context.engine.values.invokeStatic("System.IO.FileInfo", "new", [path]));
    },
  }),
};
