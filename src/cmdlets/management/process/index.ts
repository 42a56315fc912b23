// Get-, Stop-, Wait-, Start- and Debug-Process.

import type { CmdletContext, CmdletDefinition, TypeDefinition } from "../../../engine/index.js";
import { PSObject, type ErrorRecord } from "../../../objects/index.js";
import { MANAGEMENT } from "../../shared/modules.js";
import { hasWildcard } from "../../shared/wildcards.js";
import { PASS_THRU } from "../parameters.js";
import {
  findProcess,
  hasExited,
  killProcess,
  listProcesses,
  ProcessObject,
  processType,
  waitForExit,
} from "./process.js";
import { startProcess } from "./start-process.js";

/** The processes that -Name, -Id or -InputObject of a command stand for; those that are not there are reported. */
function chosen(context: CmdletContext): readonly ProcessObject[] {
  const { bound } = context;
  if (bound["InputObject"]) return bound["InputObject"];
  if (bound["Id"]) return (bound["Id"] as readonly number[]).flatMap((id) => byId(context, id));
  if (bound["Name"]) return (bound["Name"] as readonly string[]).flatMap((name) => byName(context, name));
  return listProcesses();
}

function byId(context: CmdletContext, id: number): readonly ProcessObject[] {
  const process = findProcess(id);
  if (process) return [process];
  context.writeError(
    notFound(context, `Cannot find a process with the process identifier ${id}.`, "NoProcessFoundForGivenId", id),
  );
  return [];
}

function byName(context: CmdletContext, pattern: string): readonly ProcessObject[] {
  const found = listProcesses().filter((process) => context.engine.values.like(process.name, pattern));
  if (found.length === 0 && !hasWildcard(pattern)) {
    const message = `Cannot find a process with the name "${pattern}". Verify the process name and call the cmdlet again.`;
    context.writeError(notFound(context, message, "NoProcessFoundForGivenName", pattern));
  }
  return found;
}

function notFound(context: CmdletContext, message: string, errorId: string, target: unknown): ErrorRecord {
  return context.error(
    "Microsoft.PowerShell.Commands.ProcessCommandException",
    message,
    errorId,
    "ObjectNotFound",
    target,
  );
}

const getProcess: CmdletDefinition = {
  name: "Get-Process",
  module: MANAGEMENT,
  synopsis: "Gets the processes that are running on the local computer.",
  aliases: ["gps", "ps"],
  defaultParameterSet: "Name",
  parameters: {
    Name: {
      type: "string[]",
      aliases: ["ProcessName"],
      sets: {
        Name: { position: 0, fromPipelineByPropertyName: true },
        NameWithUserName: { position: 0, fromPipelineByPropertyName: true },
      },
      complete: () => [...new Set(listProcesses().map((process) => process.name))],
    },
    Id: {
      type: "int[]",
      aliases: ["PID"],
      sets: {
        Id: { mandatory: true, fromPipelineByPropertyName: true },
        IdWithUserName: { mandatory: true, fromPipelineByPropertyName: true },
      },
    },
    InputObject: {
      type: "System.Diagnostics.Process[]",
      sets: { InputObject: { mandatory: true, fromPipeline: true } },
    },
    IncludeUserName: {
      type: "switch",
      sets: { NameWithUserName: { mandatory: true }, IdWithUserName: { mandatory: true } },
    },
    Module: { type: "switch", sets: { Name: {}, Id: {}, InputObject: {} } },
    FileVersionInfo: { type: "switch", aliases: ["FV", "FVI"], sets: { Name: {}, Id: {}, InputObject: {} } },
  },
  outputTypes: ["System.Diagnostics.Process"],
  examples: [{ code: "(Get-Process -Id $PID).HasExited", output: "False" }],
  run: (context) => ({
    process() {
      const processes = [...chosen(context)];
      if (!context.bound["Id"])
        processes.sort((left, right) => context.engine.values.compare(left.name, right.name) || left.id - right.id);
      for (const process of processes)
        context.write(context.bound["IncludeUserName"] ? withUserName(context, process) : process);
    },
  }),
};

/** With the note that tells whose process it is: the owner of its folder in /proc. */
function withUserName(context: CmdletContext, process: ProcessObject): PSObject {
  const { values, host } = context.engine;
  let user: string | null = null;
  try {
    user = host.files.ownerOf(`/proc/${process.id}`).user;
  } catch {
    // The process has ended since.
  }
  const object = new PSObject(process);
  object.typeNames = ["System.Diagnostics.Process#IncludeUserName", ...values.view.typeNames(process)];
  object.set("UserName", user);
  return object;
}

const CHOICE = {
  Id: { type: "int[]", sets: { Id: { position: 0, mandatory: true, fromPipelineByPropertyName: true } } },
  Name: {
    type: "string[]",
    aliases: ["ProcessName"],
    sets: { Name: { mandatory: true, fromPipelineByPropertyName: true } },
  },
  InputObject: {
    type: "System.Diagnostics.Process[]",
    sets: { InputObject: { position: 0, mandatory: true, fromPipeline: true } },
  },
} as const;

const stopProcess: CmdletDefinition = {
  name: "Stop-Process",
  module: MANAGEMENT,
  synopsis: "Stops one or more running processes.",
  aliases: ["spps", "kill"],
  defaultParameterSet: "Id",
  supportsShouldProcess: true,
  parameters: { ...CHOICE, ...PASS_THRU, Force: { type: "switch" } },
  examples: [{ code: "Start-Process sleep 30 -PassThru | Stop-Process", runs: true }],
  run: (context) => ({
    process() {
      for (const process of chosen(context)) stopOne(context, process);
    },
  }),
};

function stopOne(context: CmdletContext, process: ProcessObject): void {
  if (!context.shouldProcess(`${process.name} (${process.id})`)) return;
  try {
    if (!hasExited(process)) killProcess(process);
  } catch (error) {
    const message = `Cannot stop process "${process.name} (${process.id})" because of the following error: ${(error as Error).message}`;
    context.writeError(
      context.error(
        "Microsoft.PowerShell.Commands.ProcessCommandException",
        message,
        "CouldNotStopProcess",
        "CloseError",
        process,
      ),
    );
    return;
  }
  if (context.bound["PassThru"]) context.write(process);
}

const waitProcess: CmdletDefinition = {
  name: "Wait-Process",
  module: MANAGEMENT,
  synopsis: "Waits for the processes to be stopped before accepting more input.",
  defaultParameterSet: "Name",
  parameters: {
    ...CHOICE,
    Id: {
      type: "int[]",
      aliases: ["PID", "ProcessId"],
      sets: { Id: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    Name: {
      type: "string[]",
      aliases: ["ProcessName"],
      sets: { Name: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    },
    Timeout: { type: "int", aliases: ["TimeoutSec"], position: 1, validate: [{ kind: "Range", min: 0, max: 32767 }] },
    Any: { type: "switch" },
    ...PASS_THRU,
  },
  examples: [{ code: "Start-Process sleep 0.1 -PassThru | Wait-Process", runs: true }],
  run(context) {
    const all: ProcessObject[] = [];
    return {
      process() {
        all.push(...chosen(context));
      },
      end: () => waitForAll(context, all),
    };
  },
};

function waitForAll(context: CmdletContext, processes: readonly ProcessObject[]): void {
  const { engine, bound } = context;
  const until = bound["Timeout"] === undefined ? Infinity : engine.host.monotonic() + bound["Timeout"] * 1000;
  for (const process of processes) {
    const left = until === Infinity ? -1 : Math.max(0, until - engine.host.monotonic());
    const ended = waitForExit(process, left, engine);
    if (!ended) {
      const message = `This command stopped because process "${process.name} (${process.id})" is not stopped in the specified time-out.`;
      context.writeError(
        context.error("System.TimeoutException", message, "ProcessNotTerminated", "CloseError", process),
      );
    }
    if (bound["PassThru"]) context.write(process);
    if (ended && bound["Any"]) return;
  }
}

export const processCmdlets: readonly CmdletDefinition[] = [getProcess, stopProcess, waitProcess, startProcess];
export const processTypes: readonly TypeDefinition[] = [processType];
