// Get-Item: the item at a path.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { hasWildcard } from "../shared/wildcards.js";
import { nameOf } from "./file-system.js";
import { findItems, findOptions, isHiddenName, pathsOf, writeItem, type FoundItem } from "./found-items.js";
import { FILTERS, FORCE, PATHS } from "./parameters.js";

export const getItem: CmdletDefinition = {
  name: "Get-Item",
  module: MANAGEMENT,
  synopsis: "Gets the item at the specified location.",
  aliases: ["gi"],
  defaultParameterSet: "Path",
  parameters: { ...PATHS, ...FILTERS, ...FORCE, Stream: { type: "string[]" } },
  outputTypes: ["System.IO.FileInfo", "System.IO.DirectoryInfo"],
  examples: [{ code: "Set-Content a.txt x; (Get-Item a.txt).Name", output: "a.txt" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      const options = findOptions(context, literal);
      for (const path of paths) {
        const isPattern = !literal && hasWildcard(path);
        for (const item of findItems(context, path, options)) {
          if (!options.force && !isPattern && isHidden(item)) refuseHidden(context, item);
          else writeItem(context, item);
        }
      }
    },
  }),
};

function isHidden(item: FoundItem): boolean {
  const name = nameOf(item.path);
  return isHiddenName(item, name) && name !== "." && name !== "..";
}

function refuseHidden(context: CmdletContext, item: FoundItem): void {
  context.writeError(
    context.error(
      "System.IO.IOException",
      `Could not find item ${item.path}.`,
      "ItemNotFound",
      "ObjectNotFound",
      item.path,
    ),
  );
}
