// Update-List: adds to and removes from a property that holds a collection.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { baseOf, Dictionary, PSList } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

export const updateList: CmdletDefinition = {
  name: "Update-List",
  module: UTILITY,
  synopsis: "Adds items to and removes items from a property value that contains a collection of objects.",
  defaultParameterSet: "AddRemoveSet",
  parameters: {
    Add: { type: "object[]", sets: { AddRemoveSet: {} } },
    Remove: { type: "object[]", sets: { AddRemoveSet: {} } },
    Replace: { type: "object[]", sets: { ReplaceSet: { mandatory: true } } },
    InputObject: { type: "psobject", fromPipeline: true },
    Property: { type: "string", position: 0 },
  },
  examples: [
    {
      code: '[pscustomobject]@{ L = [System.Collections.ArrayList](1, 2) } | Update-List L -Add 3 | ForEach-Object { "$($_.L)" }',
      output: "1 2 3",
    },
  ],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      const item = bound["InputObject"];
      if (item === undefined) return context.write(changes(context));
      const list = baseOf(engine.values.getMember(item, bound["Property"]));
      if (list instanceof PSList) change(context, list.items);
      else if (Array.isArray(list)) {
        const items = [...list];
        change(context, items);
        engine.values.setMember(item, bound["Property"], items);
      } else return notAList(context, bound["Property"]);
      context.write(item);
    },
  }),
};

function change(context: CmdletContext, items: unknown[]): void {
  const { bound, engine } = context;
  if (bound["Replace"] !== undefined) items.splice(0, items.length, ...(bound["Replace"] as unknown[]));
  items.push(...((bound["Add"] ?? []) as unknown[]));
  for (const gone of (bound["Remove"] ?? []) as unknown[]) {
    const at = items.findIndex((item) => engine.values.equals(item, gone));
    if (at >= 0) items.splice(at, 1);
  }
}

function changes(context: CmdletContext): Dictionary {
  const table = new Dictionary();
  for (const name of ["Add", "Remove", "Replace"])
    if (context.bound[name] !== undefined) table.set(name, context.bound[name]);
  return table;
}

function notAList(context: CmdletContext, property: string): void {
  context.writeError(
    context.error(
      "System.Management.Automation.PSInvalidCastException",
      `The property '${property}' is not a collection that can be changed.`,
      "InvalidOperation",
      "InvalidOperation",
    ),
  );
}
