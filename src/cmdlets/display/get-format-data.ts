// Get-FormatData: which views there are for a type.

import type { CmdletDefinition } from "../../engine/index.js";
import { viewsFor } from "../../format/index.js";
import { PSObject } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

export const getFormatData: CmdletDefinition = {
  name: "Get-FormatData",
  module: UTILITY,
  synopsis: "Gets the formatting data in the current session.",
  parameters: {
    TypeName: { type: "string[]", position: 0, help: "Full names of the types." },
    PowerShellVersion: { type: "version", help: "The version of the client the data is for." },
  },
  examples: [{ code: "(Get-FormatData System.Version).TypeNames", output: "System.Version" }],
  run: (context) => ({
    process() {
      for (const typeName of (context.bound["TypeName"] ?? []) as string[]) {
        const views = viewsFor([typeName]);
        if (views.length === 0) continue;
        const definition = PSObject.of({
          TypeNames: [...new Set(views.flatMap((view) => view.types))],
          FormatViewDefinition: views.map((view) => PSObject.of({ Name: view.name, Control: view.body.kind })),
        });
        definition.typeNames = ["System.Management.Automation.ExtendedTypeDefinition", "System.Object"];
        context.write(definition);
      }
    },
  }),
};
