// Clear-, New-, Remove-, Rename-, Copy- and Move-ItemProperty. No provider here has properties that come and go: what can
// be cleared is a file's attributes; the rest says, as PowerShell does, that the provider has no such operation.

import type { CmdletContext, CmdletDefinition, ParameterDefinition } from "../../engine/index.js";
import type { ErrorRecord } from "../../objects/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { findItems, findOptions, pathsOf, type FoundItem } from "./found-items.js";
import { FILTERS, FORCE, PASS_THRU, PATHS } from "./parameters.js";

type Parameters = Readonly<Record<string, ParameterDefinition>>;

const PROPERTY_NAME: ParameterDefinition = {
  type: "string",
  aliases: ["PSProperty"],
  position: 1,
  mandatory: true,
  fromPipelineByPropertyName: true,
};

function changing(verb: string, synopsis: string, own: Parameters, alias?: string): CmdletDefinition {
  return {
    name: `${verb}-ItemProperty`,
    module: MANAGEMENT,
    synopsis,
    examples: [
      {
        code: `Get-Command ${verb}-ItemProperty`,
        note: "Files have no properties that could be changed so.",
        runs: false,
      },
    ],
    ...(alias === undefined ? {} : { aliases: [alias] }),
    defaultParameterSet: "Path",
    supportsShouldProcess: true,
    parameters: { ...PATHS, ...own, ...FORCE, ...FILTERS },
    run: (context) => ({
      process() {
        for (const item of itemsOf(context)) context.writeError(unsupported(context, item));
      },
    }),
  };
}

function* itemsOf(context: CmdletContext): Iterable<FoundItem> {
  const { paths, literal } = pathsOf(context);
  for (const path of paths) yield* findItems(context, path, { ...findOptions(context, literal), force: true });
}

function unsupported(context: CmdletContext, item: FoundItem): ErrorRecord {
  const kind = item.provider.name === "FileSystem" ? "IDynamicPropertyCmdletProvider" : "IPropertyCmdletProvider";
  return context.error(
    "System.Management.Automation.PSNotSupportedException",
    `Cannot use interface. The ${kind} interface is not supported by this provider.`,
    "NotSupported",
    "NotImplemented",
  );
}

const clearItemProperty: CmdletDefinition = {
  name: "Clear-ItemProperty",
  module: MANAGEMENT,
  synopsis: "Clears the value of a property but does not delete the property.",
  aliases: ["clp"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: {
    ...PATHS,
    Name: { type: "string", aliases: ["PSProperty"], position: 1, mandatory: true },
    ...PASS_THRU,
    ...FORCE,
    ...FILTERS,
  },
  examples: [
    {
      code: "Set-Content a.txt x; (Get-Item a.txt).IsReadOnly = $true; Clear-ItemProperty a.txt Attributes; (Get-Item a.txt).IsReadOnly",
      output: "False",
    },
  ],
  run: (context) => ({
    process() {
      for (const item of itemsOf(context)) clear(context, item);
    },
  }),
};

function clear(context: CmdletContext, item: FoundItem): void {
  const { bound, engine } = context;
  if (item.provider.name !== "FileSystem") {
    context.writeError(unsupported(context, item));
    return;
  }
  if (String(bound["Name"]).toLowerCase() !== "attributes") {
    const message = "Cannot clear the property. Only the attributes property of a file or directory can be cleared.";
    context.writeError(
      context.error(
        "System.Management.Automation.PSArgumentException",
        message,
        "Argument",
        "InvalidArgument",
        item.path,
      ),
    );
    return;
  }
  if (!context.shouldProcess(`Item: ${item.path} Property: attributes`, "Clear Property")) return;
  const facts = engine.host.files.stat(item.path);
  if (facts) engine.host.files.chmod(item.path, (facts.mode & 0o7777) | 0o200);
  if (bound["PassThru"]) context.write(item.provider.getItem(item.drive, item.path)?.value ?? null);
}

const DESTINATION: Parameters = {
  Name: PROPERTY_NAME,
  Destination: { type: "string", position: 2, mandatory: true, fromPipelineByPropertyName: true },
  ...PASS_THRU,
};

export const itemPropertyChanges: readonly CmdletDefinition[] = [
  clearItemProperty,
  changing("New", "Creates a new property for an item and sets its value.", {
    Name: PROPERTY_NAME,
    PropertyType: { type: "string", aliases: ["Type"], fromPipelineByPropertyName: true },
    Value: { type: "object", fromPipelineByPropertyName: true },
  }),
  changing(
    "Remove",
    "Deletes the property and its value from an item.",
    { Name: { ...PROPERTY_NAME, type: "string[]" } },
    "rp",
  ),
  changing(
    "Rename",
    "Renames a property of an item.",
    {
      Name: PROPERTY_NAME,
      NewName: { type: "string", position: 2, mandatory: true, fromPipelineByPropertyName: true },
      ...PASS_THRU,
    },
    "rnp",
  ),
  changing("Copy", "Copies a property and value from a specified location to another location.", DESTINATION, "cpp"),
  changing("Move", "Moves a property from one location to another.", DESTINATION, "mp"),
];
