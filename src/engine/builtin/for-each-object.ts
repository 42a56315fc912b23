// ForEach-Object: blocks, or a member by name, for each object of the pipeline.

import type { CmdletContext, CmdletDefinition, CmdletRun } from "../commands/cmdlet.js";
import {
  baseOf,
  Dictionary,
  type ErrorRecord,
  type InformationalRecord,
  type InformationRecord,
  PSObject,
} from "../../objects/index.js";
import { isolatedState, usingNames } from "../session/isolation.js";
import { asError } from "../errors/raise.js";
import type { Runtime, Streams } from "../run/runtime.js";
import { ScriptBlock } from "../run/script-block.js";

export const forEachObject: CmdletDefinition = {
  name: "ForEach-Object",
  module: "Microsoft.PowerShell.Core",
  synopsis: "Runs script blocks, or reads or calls a member, for each object.",
  aliases: ["%", "foreach"],
  supportsShouldProcess: true,
  defaultParameterSet: "ScriptBlockSet",
  parameters: {
    InputObject: {
      type: "psobject",
      fromPipeline: true,
      allowNull: true,
      sets: { ScriptBlockSet: {}, PropertyAndMethodSet: {}, ParallelParameterSet: {} },
    },
    Begin: { type: "scriptblock", sets: { ScriptBlockSet: {} } },
    Process: {
      type: "scriptblock[]",
      allowNull: true,
      allowEmptyCollection: true,
      sets: { ScriptBlockSet: { position: 0, mandatory: true } },
    },
    End: { type: "scriptblock", sets: { ScriptBlockSet: {} } },
    RemainingScripts: {
      type: "scriptblock[]",
      allowNull: true,
      allowEmptyCollection: true,
      sets: { ScriptBlockSet: { fromRemainingArguments: true } },
    },
    MemberName: { type: "string", sets: { PropertyAndMethodSet: { position: 0, mandatory: true } } },
    Parallel: { type: "scriptblock", sets: { ParallelParameterSet: { mandatory: true } } },
    ThrottleLimit: {
      type: "int",
      validate: [{ kind: "Range", min: 1, max: 2147483647 }],
      sets: { ParallelParameterSet: {} },
    },
    TimeoutSeconds: { type: "int", sets: { ParallelParameterSet: {} } },
    AsJob: { type: "switch", sets: { ParallelParameterSet: {} } },
    UseNewRunspace: { type: "switch", sets: { ParallelParameterSet: {} } },
    ArgumentList: {
      type: "object[]",
      aliases: ["Args"],
      sets: { PropertyAndMethodSet: { fromRemainingArguments: true } },
    },
  },
  examples: [
    { code: "1..3 | ForEach-Object { $_ * 2 }", output: "2\n4\n6" },
    { code: "'ab', 'c' | ForEach-Object Length", output: "2\n1" },
  ],
  run(context) {
    if (context.bound["Parallel"] !== undefined) return inParallel(context);
    return context.bound["MemberName"] !== undefined ? byMember(context) : byBlocks(context);
  },
};

/** -Parallel: each object's block runs in a session state of its own; one after another, which no script can tell but by the clock. */
function inParallel(context: CmdletContext): CmdletRun {
  const rt = context.engine as Runtime;
  const block = context.bound["Parallel"] as ScriptBlock;
  let using: Map<string, unknown>;
  return {
    begin() {
      using = usingValues(context, rt, block);
    },
    process() {
      const state = isolatedState(rt);
      for (const [name, value] of using) state.root.set(name, value);
      const inside = new ScriptBlock(block.ast, state, block.extraParameters, block.isFilter);
      const { streams } = rt;
      rt.streams = throughContext(context, streams);
      try {
        rt.invoke(inside, {
          dollarUnder: context.bound["InputObject"] ?? null,
          output: (value) => context.write(value),
        });
      } catch (thrown) {
        const error = asError(thrown);
        context.writeError(rt.locate(error, rt.frame));
      } finally {
        rt.streams = streams;
      }
    },
  };
}

/** A parallel block's records are this command's: its preferences decide over them. */
function throughContext(context: CmdletContext, streams: Streams): Streams {
  const message = (write: (text: string) => void): { write(value: unknown): void } => ({
    write: (record) => write((record as InformationalRecord).message),
  });
  return {
    ...streams,
    error: { write: (record) => context.writeError(record as ErrorRecord) },
    warning: message((text) => context.writeWarning(text)),
    verbose: message((text) => context.writeVerbose(text)),
    debug: message((text) => context.writeDebug(text)),
    information: { write: (record) => context.writeInformation(record as InformationRecord) },
  };
}

function usingValues(context: CmdletContext, rt: Runtime, block: ScriptBlock): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const name of usingNames(block.ast)) {
    const value = rt.state.current.find(name.toLowerCase())?.value ?? null;
    if (value instanceof ScriptBlock)
      context.throwTerminating(
        context.error(
          "System.Management.Automation.PSArgumentException",
          "A ForEach-Object -Parallel using variable cannot be a script block. Passed-in script block variables are not supported with ForEach-Object -Parallel, and can result in undefined behavior.",
          "ParallelUsingVariableCannotBeScriptBlock",
          "InvalidType",
          block,
        ),
      );
    values.set(`using:${name.toLowerCase()}`, value);
  }
  return values;
}

/** With several blocks and no names, the first is Begin and (from three on) the last is End. */
function blocksOf(context: CmdletContext): {
  begin: ScriptBlock | null;
  process: ScriptBlock[];
  end: ScriptBlock | null;
} {
  const { bound } = context;
  const all = [...(bound["Process"] ?? []), ...(bound["RemainingScripts"] ?? [])] as ScriptBlock[];
  let begin: ScriptBlock | null = bound["Begin"] ?? null;
  let end: ScriptBlock | null = bound["End"] ?? null;
  const givenEnd = end !== null;
  if (begin === null && all.length > 1) begin = all.shift()!;
  if (!givenEnd && (bound["Begin"] === undefined ? all.length > 1 : all.length > 1)) end = all.pop()!;
  return { begin, process: all.filter((block) => block !== null), end };
}

function byBlocks(context: CmdletContext): CmdletRun {
  const { engine } = context;
  const { begin, process, end } = blocksOf(context);
  const output = (value: unknown): void => context.write(value);
  return {
    begin() {
      // The two are for -MemberName alone.
      if (context.bound["WhatIf"] === true || context.bound["Confirm"] === true)
        context.throwTerminating(
          context.error(
            "System.InvalidOperationException",
            "The -WhatIf and -Confirm parameters are not supported for script blocks.",
            "NoShouldProcessForScriptBlockSet",
            "InvalidOperation",
          ),
        );
      if (begin !== null) engine.invoke(begin, { newScope: false, output });
    },
    process() {
      const item: unknown = context.bound["InputObject"];
      for (const block of process)
        engine.invoke(block, { newScope: false, output, dollarUnder: item === undefined ? null : item });
    },
    end() {
      if (end !== null) engine.invoke(end, { newScope: false, output });
    },
  };
}

function byMember(context: CmdletContext): CmdletRun {
  const name = context.bound["MemberName"] as string;
  return {
    process() {
      const item: unknown = context.bound["InputObject"];
      if (item === undefined || item === null) return;
      memberOf(context, item, name, context.bound["ArgumentList"] as unknown[] | undefined);
    },
  };
}

function memberOf(context: CmdletContext, item: unknown, pattern: string, args: unknown[] | undefined): void {
  const { values } = context.engine;
  const base = item instanceof PSObject && item.base !== undefined ? baseOf(item) : item;
  if (base instanceof Dictionary && args === undefined && base.has(pattern))
    return context.writeEnumerated(base.get(pattern));
  const names = values.view.propertyNames(item);
  const property =
    names.find((known) => known.toLowerCase() === pattern.toLowerCase()) ??
    names.find((known) => values.like(known, pattern));
  if (context.bound["WhatIf"] === true || context.bound["Confirm"] === true) {
    const action = property !== undefined && args === undefined ? "Retrieve the value for property" : "Invoke method";
    if (!context.shouldProcess(`InputObject: ${values.toText(item)}`, `${action} '${property ?? pattern}'`)) return;
  }
  if (property !== undefined && args === undefined) return context.writeEnumerated(values.getMember(item, property));
  if (args === undefined) {
    const found = values.getMember(item, pattern);
    if (found !== undefined && values.hasMember(item, pattern)) return context.writeEnumerated(found);
  }
  try {
    context.writeEnumerated(values.invokeMethod(item, pattern, args ?? []));
  } catch (error) {
    const id = (error as { errorId?: string }).errorId;
    if (id !== "MethodNotFound") throw error;
    if (args === undefined) return missing(context, pattern, item);
    context.writeError(
      context.error(
        "System.Management.Automation.PSArgumentException",
        `Input name "${pattern}" cannot be resolved to a method.`,
        "MethodNotFound",
        "InvalidArgument",
        item,
      ),
    );
  }
}

function missing(context: CmdletContext, name: string, item: unknown): void {
  if (!context.engine.isStrict(2)) return context.write(null);
  context.writeError(
    context.error(
      "System.Management.Automation.PSInvalidOperationException",
      `The input name "${name}" cannot be resolved to a member.`,
      "PropertyOrMethodNotFound",
      "InvalidOperation",
      item,
    ),
  );
}
