// Get-ItemProperty, Get-ItemPropertyValue, Set-ItemProperty, Clear-ItemProperty: the properties of an item as such.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { PSObject } from "../../objects/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { findItems, findOptions, itemObject, pathsOf, type FoundItem } from "./found-items.js";
import { FILTERS, FORCE, PASS_THRU, PATHS } from "./parameters.js";

const NOTES = ["PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider"];

export const getItemProperty: CmdletDefinition = {
  name: "Get-ItemProperty",
  module: MANAGEMENT,
  synopsis: "Gets the properties of a specified item.",
  aliases: ["gp"],
  defaultParameterSet: "Path",
  parameters: { ...PATHS, Name: { type: "string[]", aliases: ["PSProperty"], position: 1 }, ...FILTERS },
  examples: [{ code: "Set-Content a.txt abc; (Get-ItemProperty a.txt).Length", output: "4" }],
  run: (context) => ({
    process() {
      for (const [item, object] of objects(context)) {
        const names: readonly string[] | undefined = context.bound["Name"];
        if (names === undefined) context.write(object);
        else writeChosen(context, item, object, names);
      }
    },
  }),
};

function* objects(context: CmdletContext): Iterable<readonly [FoundItem, unknown]> {
  const { paths, literal } = pathsOf(context);
  for (const path of paths) {
    for (const item of findItems(context, path, { ...findOptions(context, literal), force: true })) {
      const found = item.provider.getItem(item.drive, item.path);
      if (found) yield [item, itemObject(context.engine, item, found)];
    }
  }
}

function writeChosen(context: CmdletContext, item: FoundItem, object: unknown, patterns: readonly string[]): void {
  const { values } = context.engine;
  const chosen = new PSObject();
  for (const pattern of patterns) {
    const names = values.view
      .propertyNames(object)
      .filter((name) => values.like(name, pattern) && !NOTES.includes(name));
    if (names.length === 0 && values.hasMember(object, pattern)) names.push(pattern);
    if (names.length === 0) context.writeError(missing(context, pattern, "GetValueError", item));
    for (const name of names) chosen.set(name, values.getMember(object, name));
  }
  if (chosen.shape.names.length === 0) return;
  for (const name of NOTES) if (values.hasMember(object, name)) chosen.set(name, values.getMember(object, name));
  context.write(chosen);
}

function missing(
  context: CmdletContext,
  name: string,
  errorId: string,
  item: FoundItem,
): ReturnType<CmdletContext["error"]> {
  return context.error(
    "System.IO.IOException",
    `The property ${name} does not exist or was not found.`,
    errorId,
    "ReadError",
    item.path,
  );
}

export const getItemPropertyValue: CmdletDefinition = {
  name: "Get-ItemPropertyValue",
  module: MANAGEMENT,
  synopsis: "Gets the value for one or more properties of a specified item.",
  aliases: ["gpv"],
  defaultParameterSet: "Path",
  parameters: {
    ...PATHS,
    Name: { type: "string[]", aliases: ["PSProperty"], position: 1, mandatory: true },
    ...FILTERS,
  },
  examples: [{ code: "Set-Content a.txt abc; Get-ItemPropertyValue a.txt -Name Length", output: "4" }],
  run: (context) => ({
    process() {
      for (const [item, object] of objects(context)) {
        for (const name of context.bound["Name"] as readonly string[]) {
          if (context.engine.values.hasMember(object, name))
            context.write(context.engine.values.getMember(object, name));
          else context.writeError(missing(context, name, "System.IO.IOException", item));
        }
      }
    },
  }),
};

export const setItemProperty: CmdletDefinition = {
  name: "Set-ItemProperty",
  module: MANAGEMENT,
  synopsis: "Creates or changes the value of a property of an item.",
  aliases: ["sp"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: {
    ...PATHS,
    Name: { type: "string", aliases: ["PSProperty"], position: 1, mandatory: true, fromPipelineByPropertyName: true },
    Value: { type: "object", position: 2, mandatory: true, fromPipelineByPropertyName: true, allowNull: true },
    ...PASS_THRU,
    ...FORCE,
    ...FILTERS,
  },
  examples: [
    {
      code: "Set-Content a.txt x; Set-ItemProperty a.txt IsReadOnly $true; (Get-Item a.txt).IsReadOnly",
      output: "True",
    },
  ],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      for (const [item, object] of objects(context)) {
        if (!context.shouldProcess(`Item: ${item.path} Property: ${bound["Name"]}`, "Set Property")) continue;
        if (!engine.values.hasMember(object, bound["Name"])) {
          context.writeError(missing(context, bound["Name"], "SetPropertyError", item));
          continue;
        }
        engine.values.setMember(object, bound["Name"], bound["Value"]);
        if (bound["PassThru"]) context.write(object);
      }
    },
  }),
};
