// Add-Type: names assemblies, which are all there; compiles nothing.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";

/** Assemblies that scripts name: those of .NET and of PowerShell. What is missing in them says so by its own name. */
const KNOWN = /^(System|Microsoft|mscorlib|netstandard|WindowsBase|Presentation(Core|Framework))\b/i;

export const addType: CmdletDefinition = {
  name: "Add-Type",
  module: UTILITY,
  synopsis: "Adds a .NET type to a session: here, names the assemblies a script uses.",
  defaultParameterSet: "FromSource",
  parameters: {
    TypeDefinition: {
      type: "string",
      sets: { FromSource: { position: 0, mandatory: true } },
    },
    Name: { type: "string", sets: { FromMember: { position: 0, mandatory: true } } },
    MemberDefinition: { type: "string[]", sets: { FromMember: { position: 1, mandatory: true } } },
    Namespace: { type: "string", aliases: ["NS"], sets: { FromMember: {} } },
    UsingNamespace: { type: "string[]", aliases: ["Using"], sets: { FromMember: {} } },
    Path: { type: "string[]", sets: { FromPath: { position: 0, mandatory: true } } },
    LiteralPath: { type: "string[]", aliases: ["PSPath", "LP"], sets: { FromLiteralPath: { mandatory: true } } },
    AssemblyName: { type: "string[]", aliases: ["AN"], sets: { FromAssemblyName: { mandatory: true } } },
    Language: { type: "string", sets: { FromSource: {}, FromMember: {} } },
    ReferencedAssemblies: { type: "string[]", aliases: ["RA"], sets: { FromSource: {}, FromMember: {} } },
    OutputAssembly: { type: "string", aliases: ["OA"] },
    OutputType: { type: "string", aliases: ["OT"] },
    PassThru: { type: "switch" },
    IgnoreWarnings: { type: "switch" },
    CompilerOptions: { type: "string[]" },
  },
  outputTypes: ["System.Type"],
  examples: [{ code: "Add-Type -AssemblyName System.Web" }],
  run: (context) => ({
    process() {
      const assemblies: readonly string[] | undefined = context.bound["AssemblyName"];
      if (assemblies === undefined) refuse(context);
      else for (const name of assemblies) if (!KNOWN.test(name)) notFound(context, name);
    },
  }),
};

function notFound(context: CmdletContext, name: string): never {
  return context.throwTerminating(
    context.error(
      "System.Exception",
      `Cannot add type. The assembly '${name}' could not be found.`,
      "ASSEMBLY_NOT_FOUND",
      "ObjectNotFound",
      name,
    ),
  );
}

function refuse(context: CmdletContext): never {
  const what = (context.bound["Path"] ?? context.bound["LiteralPath"]) ? "load assemblies" : "compile C#";
  return context.throwTerminating(
    context.error(
      "System.NotSupportedException",
      `Cannot add type. Remora does not ${what}; a PowerShell class or enum does for many uses.`,
      "NotSupported",
      "NotImplemented",
    ),
  );
}
