// What Format-Table, -List, -Wide and -Custom have in common: the parameters, and objects in, format records out.

import type { CmdletContext, CmdletRun, ParameterDefinition } from "../../engine/index.js";
import {
  createFormatCommand,
  readSpecs,
  type FormatParameters,
  type Formatter,
  type SpecUse,
} from "../../format/index.js";
import { formatServices, formatting } from "./services.js";

/** Parameters of every Format-* cmdlet but for -Property. */
export const COMMON_FORMAT_PARAMETERS: Readonly<Record<string, ParameterDefinition>> = {
  GroupBy: { type: "object", help: "Starts a new group wherever this property or expression changes." },
  View: { type: "string", help: "The name of the view to use." },
  ShowError: { type: "switch", help: "Shows errors of expressions in the output." },
  DisplayError: { type: "switch", help: "Shows #ERR where an expression failed." },
  Force: { type: "switch", help: "Lays out even what would print as text." },
  Expand: {
    type: "string",
    validate: [{ kind: "Set", values: ["CoreOnly", "EnumOnly", "Both"], ignoreCase: true }],
    help: "Whether a collection is shown itself, by its elements, or both.",
  },
  InputObject: { type: "psobject", fromPipeline: true, help: "The objects to lay out." },
};

const SPEC_USE: Readonly<Record<NonNullable<FormatParameters["shape"]>, SpecUse>> = {
  Table: "Table",
  List: "List",
  Wide: "Wide",
  Complex: "Custom",
};

/** Runs a Format-* cmdlet of this shape; `more` is what only this one has. */
export function formatRun(
  context: CmdletContext,
  shape: NonNullable<FormatParameters["shape"]>,
  more: (bound: CmdletContext["bound"]) => FormatParameters = () => ({}),
): CmdletRun {
  let command: Formatter | undefined;
  return {
    begin: () =>
      formatting(context, () => {
        const parameters = { ...readParameters(context, shape), ...more(context.bound) };
        command = createFormatCommand(formatServices(context.engine), parameters, (record) => context.write(record));
      }),
    process() {
      const item = context.bound["InputObject"];
      if (item !== null && item !== undefined) formatting(context, () => command?.add(item));
    },
    end: () => formatting(context, () => command?.end()),
  };
}

function readParameters(context: CmdletContext, shape: NonNullable<FormatParameters["shape"]>): FormatParameters {
  const { bound, engine } = context;
  const { view } = engine.values;
  if (bound["View"] !== undefined && bound["Property"] !== undefined)
    context.throwTerminating(
      context.error(
        "System.Management.Automation.PSInvalidOperationException",
        "Cmdlet parameters View and Property are mutually exclusive.",
        "FormatCannotSpecifyViewAndProperty",
        "InvalidArgument",
      ),
    );
  const property: unknown = bound["Property"];
  const given = property === undefined ? [] : Array.isArray(property) && shape !== "Wide" ? property : [property];
  const groupBy: unknown = bound["GroupBy"];
  const expand: string | undefined = bound["Expand"];
  return {
    shape,
    properties: readSpecs(view, SPEC_USE[shape], given),
    groupBy: groupBy === undefined || groupBy === null ? undefined : readSpecs(view, "GroupBy", [groupBy])[0],
    viewName: bound["View"],
    force: bound["Force"] === true,
    showError: bound["ShowError"] === true,
    displayError: bound["DisplayError"] === true,
    expand: (["CoreOnly", "EnumOnly", "Both"] as const).find((name) => name.toLowerCase() === expand?.toLowerCase()),
  };
}
