// New-TemporaryFile: an empty file of a name that nobody has.

import type { CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";

export const newTemporaryFile: CmdletDefinition = {
  name: "New-TemporaryFile",
  module: UTILITY,
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
