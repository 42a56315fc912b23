// Get-, Add-, Clear- and Invoke-History: the commands a person typed in this session.
//
// Rule: each runspace has a history of its own; whoever reads what a person types adds to it (Add-History).

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { EnumValue, PSObject } from "../../objects/index.js";
import { CORE } from "../shared/modules.js";

const MOST_ENTRIES = 4096;

interface HistoryEntry {
  readonly id: bigint;
  readonly commandLine: string;
  readonly object: PSObject;
}

/** The history commands of one runspace, which share its entries. */
export function historyCmdlets(): readonly CmdletDefinition[] {
  const entries: HistoryEntry[] = [];
  let lastId = 0n;

  function add(context: CmdletContext, source: PSObject): HistoryEntry {
    const { values } = context.engine;
    const read = (name: string): unknown => values.view.property(source, name);
    const commandLine = values.toText(read("CommandLine") ?? "");
    const object = PSObject.of({
      Id: ++lastId,
      CommandLine: commandLine,
      ExecutionStatus: new EnumValue("System.Management.Automation.Runspaces.PipelineState", 4, "Completed"),
      StartExecutionTime: read("StartExecutionTime") ?? null,
      EndExecutionTime: read("EndExecutionTime") ?? null,
      Duration: read("Duration") ?? null,
    });
    object.typeNames = ["Microsoft.PowerShell.Commands.HistoryInfo", "System.Object"];
    object.text = commandLine;
    const entry = { id: lastId, commandLine, object };
    entries.push(entry);
    if (entries.length > MOST_ENTRIES) entries.shift();
    return entry;
  }

  function find(context: CmdletContext, id: bigint): HistoryEntry | undefined {
    const entry = entries.find((each) => each.id === id);
    if (!entry) missing(context, `Cannot locate the history for Id ${id}.`, "GetHistoryNoHistoryForId", id);
    return entry;
  }

  function missing(context: CmdletContext, message: string, id: string, target: unknown): void {
    context.writeError(context.error("System.ArgumentException", message, id, "ObjectNotFound", target));
  }

  /** The entry that Invoke-History means: the last one, one by its id, or the last that starts so. */
  function meant(context: CmdletContext, wanted: string | undefined): HistoryEntry {
    const id = wanted !== undefined && /^\d+$/.test(wanted) ? BigInt(wanted) : undefined;
    const entry =
      wanted === undefined
        ? entries.at(-1)
        : id !== undefined
          ? entries.find((each) => each.id === id)
          : entries.findLast(({ commandLine }) => commandLine.startsWith(wanted));
    if (entry) return entry;
    const [message, errorId] =
      wanted === undefined
        ? ["Cannot locate most recent history.", "InvokeHistoryNoLastHistoryEntryFound"]
        : id !== undefined
          ? [`Cannot locate the history for Id ${wanted}.`, "InvokeHistoryNoHistoryForId"]
          : [`Cannot locate the history for command line ${wanted}.`, "InvokeHistoryNoHistoryForCommandline"];
    return context.throwTerminating(
      context.error("System.ArgumentException", message!, errorId!, "ObjectNotFound", wanted ?? null),
    );
  }

  const getHistory: CmdletDefinition = {
    name: "Get-History",
    module: CORE,
    synopsis: "Gets a list of the commands entered during the current session.",
    aliases: ["ghy", "h", "history"],
    parameters: {
      Id: { type: "long[]", position: 0, fromPipeline: true },
      Count: { type: "int", position: 1, validate: [{ kind: "Range", min: 0, max: 32767 }] },
    },
    outputTypes: ["Microsoft.PowerShell.Commands.HistoryInfo"],
    examples: [{ code: "Get-History -Count 5", runs: false }],
    run: (context) => ({
      process() {
        const ids: readonly bigint[] | undefined = context.bound["Id"];
        const count: number | undefined = context.bound["Count"];
        if (ids) {
          for (const id of ids) {
            const entry = find(context, BigInt(id));
            if (entry) context.write(entry.object);
          }
        } else
          for (const { object } of count === undefined ? entries : entries.slice(-count || entries.length))
            context.write(object);
      },
    }),
  };

  const addHistory: CmdletDefinition = {
    name: "Add-History",
    module: CORE,
    synopsis: "Appends entries to the session history.",
    parameters: {
      InputObject: { type: "object[]", position: 0, fromPipeline: true },
      Passthru: { type: "switch" },
    },
    examples: [
      {
        code: "[pscustomobject]@{ CommandLine = 'Get-Date' } | Add-History -Passthru | ForEach-Object CommandLine",
        output: "Get-Date",
      },
    ],
    run: (context) => ({
      process() {
        for (const item of (context.bound["InputObject"] ?? []) as unknown[]) {
          if (item === null || item === undefined) continue;
          if (!(item instanceof PSObject) || !item.has("CommandLine")) {
            context.writeError(
              context.error(
                "System.ArgumentException",
                "Cannot add history because the input object has a format that is not valid.",
                "AddHistoryInvalidInput",
                "InvalidData",
                item,
              ),
            );
            continue;
          }
          const entry = add(context, item);
          if (context.bound["Passthru"] === true) context.write(entry.object);
        }
      },
    }),
  };

  const clearHistory: CmdletDefinition = {
    name: "Clear-History",
    module: CORE,
    synopsis: "Deletes entries from the PowerShell session command history.",
    aliases: ["clhy"],
    supportsShouldProcess: true,
    defaultParameterSet: "IDParameter",
    parameters: {
      Id: { type: "int[]", sets: { IDParameter: { position: 0 } } },
      CommandLine: { type: "string[]", sets: { CommandLineParameter: {} } },
      Count: { type: "int", position: 1 },
      Newest: { type: "switch" },
    },
    examples: [{ code: "Clear-History; @(Get-History).Count", output: "0" }],
    run: (context) => ({
      process() {
        const { bound, engine } = context;
        const ids: readonly number[] | undefined = bound["Id"];
        for (const id of ids ?? []) find(context, BigInt(id));
        const patterns: readonly string[] | undefined = bound["CommandLine"];
        const fitting = entries.filter(
          (entry) =>
            (ids === undefined || ids.some((id) => BigInt(id) === entry.id)) &&
            (patterns === undefined || patterns.some((pattern) => engine.values.like(entry.commandLine, pattern))),
        );
        const count: number = bound["Count"] ?? fitting.length;
        const gone = new Set(bound["Newest"] === true ? fitting.slice(-count) : fitting.slice(0, count));
        entries.splice(0, entries.length, ...entries.filter((entry) => !gone.has(entry)));
      },
    }),
  };

  const invokeHistory: CmdletDefinition = {
    name: "Invoke-History",
    module: CORE,
    synopsis: "Runs commands from the session history.",
    aliases: ["ihy", "r"],
    supportsShouldProcess: true,
    parameters: { Id: { type: "string", position: 0, fromPipelineByPropertyName: true } },
    examples: [{ code: "Invoke-History 3", runs: false }],
    run: (context) => ({
      process() {
        const { bound, engine } = context;
        const entry = meant(context, bound["Id"]);
        if (!context.shouldProcess(entry.commandLine)) return;
        engine.host.ui.writeLine(entry.commandLine);
        engine.invoke(engine.scriptBlock(entry.commandLine), {
          newScope: false,
          output: (value) => context.write(value),
        });
      },
    }),
  };

  return [getHistory, addHistory, clearHistory, invokeHistory];
}
