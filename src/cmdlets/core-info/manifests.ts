// New-ModuleManifest and Test-ModuleManifest: the file that describes a module.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { fileError, isFileError, nativePath } from "../shared/files.js";
import { CORE } from "../shared/modules.js";
import { encodeText } from "../shared/text-encoding.js";
import { ModuleFault, readManifest } from "./module-files.js";

// The keys of a manifest in the order they are written, and what they are when nothing is said.
const KEYS: readonly (readonly [name: string, kind: "text" | "list" | "export", note: string])[] = [
  ["RootModule", "text", "Script module or binary module file of this module"],
  ["ModuleVersion", "text", "Version number of this module"],
  ["GUID", "text", "ID that tells this module from others of its name"],
  ["Author", "text", "Author of this module"],
  ["CompanyName", "text", "Company or vendor of this module"],
  ["Copyright", "text", "Copyright statement"],
  ["Description", "text", "What this module provides"],
  ["PowerShellVersion", "text", "Lowest version of PowerShell that runs it"],
  ["RequiredModules", "list", "Modules that must be imported first"],
  ["NestedModules", "list", "Modules to import as part of this one"],
  ["FunctionsToExport", "export", "Functions to export"],
  ["CmdletsToExport", "export", "Cmdlets to export"],
  ["VariablesToExport", "export", "Variables to export"],
  ["AliasesToExport", "export", "Aliases to export"],
];

export const newModuleManifest: CmdletDefinition = {
  name: "New-ModuleManifest",
  module: CORE,
  synopsis: "Creates a new module manifest.",
  supportsShouldProcess: true,
  confirmImpact: "Low",
  parameters: {
    Path: { type: "string", position: 0, mandatory: true },
    ...Object.fromEntries(
      KEYS.map(([name, kind]) => [
        name,
        kind === "text" ? { type: "string" } : { type: "string[]", allowEmptyCollection: true },
      ]),
    ),
    PassThru: { type: "switch" },
  },
  examples: [
    {
      code: "New-ModuleManifest m.psd1 -ModuleVersion 1.2; (Test-ModuleManifest m.psd1).Version.ToString()",
      output: "1.2",
    },
  ],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      const path = nativePath(engine, bound["Path"]);
      if (!path.toLowerCase().endsWith(".psd1"))
        context.throwTerminating(
          context.error(
            "System.InvalidOperationException",
            `The file name '${bound["Path"]}' is not valid for a module manifest. The file name must have the extension '.psd1'.`,
            "Modules_InvalidModuleManifestPath",
            "InvalidArgument",
            path,
          ),
        );
      const text = manifestText(context);
      if (context.shouldProcess(path, "Creating the module manifest file")) {
        try {
          engine.host.files.write(path, encodeText(text, "utf8NoBOM"), "truncate");
        } catch (error) {
          if (!isFileError(error)) throw error;
          context.throwTerminating(fileError(context, error, path, "FileOpenFailure"));
        }
      }
      if (bound["PassThru"] === true) context.write(text);
    },
  }),
};

function manifestText(context: CmdletContext): string {
  const { bound, engine } = context;
  const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const defaults: Readonly<Record<string, string>> = {
    ModuleVersion: "0.0.1",
    GUID: engine.host.newGuid(),
    Author: engine.host.computer.userName,
    CompanyName: "Unknown",
    Copyright: `(c) ${engine.host.computer.userName}. All rights reserved.`,
  };
  const lines = KEYS.flatMap(([name, kind, note]) => {
    const given: unknown = bound[name] ?? (kind === "export" ? ["*"] : defaults[name]);
    const shown = Array.isArray(given)
      ? given.length === 0
        ? "@()"
        : given.map((item) => quote(engine.values.toText(item))).join(", ")
      : quote(engine.values.toText(given ?? ""));
    return ["", `# ${note}`, `${given === undefined ? "# " : ""}${name} = ${shown}`];
  });
  return ["@{", ...lines, "", "}", ""].join("\n");
}

export const testModuleManifest: CmdletDefinition = {
  name: "Test-ModuleManifest",
  module: CORE,
  synopsis: "Verifies that a module manifest file accurately describes the contents of a module.",
  parameters: {
    Path: { type: "string", position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true },
  },
  outputTypes: ["System.Management.Automation.PSModuleInfo"],
  examples: [{ code: "New-ModuleManifest t.psd1; (Test-ModuleManifest t.psd1).Name", output: "t" }],
  run: (context) => ({
    process() {
      const { engine } = context;
      const path = nativePath(engine, context.bound["Path"]);
      try {
        const manifest = readManifest(engine, path);
        const name = path.replace(/^.*[\\/]/, "").replace(/\.psd1$/i, "");
        const version = engine.values.toText(manifest.get("ModuleVersion") ?? "0.0");
        const module = engine.sessionState.newModule(name, engine.scriptBlock(""), [], undefined, {
          path,
          version,
          description: engine.values.toText(manifest.get("Description") ?? ""),
        });
        module.version = version;
        module.moduleType = "Manifest";
        context.write(module);
      } catch (error) {
        if (!(error instanceof ModuleFault)) throw error;
        context.writeError(context.error(error.exceptionType, error.message, error.errorId, error.category, path));
      }
    },
  }),
};
