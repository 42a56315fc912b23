// Set-Item, Clear-Item and Invoke-Item.

import type { CmdletDefinition } from "../../engine/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { hasWildcard } from "../shared/wildcards.js";
import { findItems, findOptions, itemObject, locate, pathsOf, type FoundItem } from "./found-items.js";
import { notSupported } from "./item-errors.js";
import { FILTERS, FORCE, PASS_THRU, PATHS } from "./parameters.js";

export const setItem: CmdletDefinition = {
  name: "Set-Item",
  module: MANAGEMENT,
  synopsis: "Changes the value of an item to the value specified in the command.",
  aliases: ["si"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: {
    Path: { type: "string[]", sets: { Path: { position: 0, mandatory: true, fromPipelineByPropertyName: true } } },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: { LiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    Value: { type: "object", position: 1, fromPipeline: true, fromPipelineByPropertyName: true },
    ...FORCE,
    ...PASS_THRU,
    ...FILTERS,
  },
  examples: [{ code: "Set-Item variable:greeting hello; $greeting", output: "hello" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      for (const path of paths) {
        const items: readonly FoundItem[] =
          !literal && hasWildcard(path)
            ? findItems(context, path, findOptions(context, literal))
            : [locate(context.engine, path)];
        for (const item of items) {
          if (!item.provider.setItem) context.throwTerminating(notSupported(context));
          else if (
            context.shouldProcess(
              `Item: ${item.path} Value: ${context.engine.values.toText(context.bound["Value"] ?? null)}`,
              "Set Item",
            )
          ) {
            const set = item.provider.setItem(item.drive, item.path, context.bound["Value"] ?? null, {
              force: context.bound["Force"] === true,
            });
            if (set && context.bound["PassThru"]) context.write(itemObject(context.engine, item, set));
          }
        }
      }
    },
  }),
};

export const clearItem: CmdletDefinition = {
  name: "Clear-Item",
  module: MANAGEMENT,
  synopsis: "Clears the contents of an item, but does not delete the item.",
  aliases: ["cli"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: { ...PATHS, ...FORCE, ...FILTERS },
  examples: [{ code: "$v = 5; Clear-Item variable:v; $null -eq $v", output: "True" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      for (const path of paths) {
        for (const item of findItems(context, path, findOptions(context, literal))) {
          if (!item.provider.setItem) context.throwTerminating(notSupported(context));
          else if (context.shouldProcess(`Item: ${item.path}`, "Clear Item"))
            item.provider.setItem(item.drive, item.path, null);
        }
      }
    },
  }),
};

export const invokeItem: CmdletDefinition = {
  name: "Invoke-Item",
  module: MANAGEMENT,
  synopsis: "Performs the default action on the specified item.",
  aliases: ["ii"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: { ...PATHS, ...FILTERS },
  examples: [{ code: "Invoke-Item report.pdf", runs: false }],
  run: (context) => ({
    process() {
      const { engine } = context;
      const { paths, literal } = pathsOf(context);
      for (const path of paths) {
        for (const item of findItems(context, path, findOptions(context, literal))) {
          if (!context.shouldProcess(`Item: ${item.path}`, "Invoke Item")) continue;
          const opener =
            engine.host.computer.platform === "darwin"
              ? "open"
              : engine.host.computer.platform === "win32"
                ? "explorer.exe"
                : "xdg-open";
          engine.invoke(opener, { args: [item.path], output: (value) => context.write(value) });
        }
      }
    },
  }),
};
