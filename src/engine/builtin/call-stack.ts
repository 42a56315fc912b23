// Get-PSCallStack: the frames that run, innermost first.

import { lineAndColumn } from "../../language/index.js";
import { PSObject } from "../../objects/index.js";
import type { CmdletDefinition } from "../commands/cmdlet.js";
import type { Frame, Runtime } from "../run/runtime.js";

export const getPSCallStack: CmdletDefinition = {
  name: "Get-PSCallStack",
  module: "Microsoft.PowerShell.Utility",
  synopsis: "Gets the call stack of the running script.",
  aliases: ["gcs"],
  parameters: {},
  outputTypes: ["System.Management.Automation.CallStackFrame"],
  examples: [{ code: "function f { (Get-PSCallStack)[0].FunctionName }; f", output: "f" }],
  run: (context) => ({
    process() {
      for (let frame = (context.engine as Runtime).frame; frame !== null; frame = frame.caller)
        context.write(callStackFrame(frame));
    },
  }),
};

function callStackFrame(frame: Frame): PSObject {
  const { source } = frame.code.ast;
  const { line, column } = lineAndColumn(source.text, frame.at.start);
  const file = source.fileName;
  const name = frame.code.name;
  const object = PSObject.of([
    ["Command", name ?? (file === null ? "<ScriptBlock>" : file.slice(file.lastIndexOf("/") + 1))],
    ["Arguments", "{}"],
    ["Location", `${file === null ? "<No file>" : `${file.slice(file.lastIndexOf("/") + 1)}: line ${line}`}`],
    ["FunctionName", name ?? "<ScriptBlock>"],
    ["ScriptName", file],
    ["ScriptLineNumber", line],
    ["Position", column],
    ["InvocationInfo", frame.invocation?.info ?? null],
  ]);
  object.typeNames = ["System.Management.Automation.CallStackFrame", "System.Object"];
  object.text = `at ${name ?? "<ScriptBlock>"}, ${file ?? "<No file>"}: line ${line}`;
  return object;
}
