// The commands by which a client speaks to the debugger of a runspace. There is none here: each ends Completed, which
// is what PowerShell's client needs to hear, and no engine is bothered with it.

import type { CreatePipeline } from "../protocol/index.js";

const DEBUGGER_COMMANDS: ReadonlySet<string> = new Set([
  "__get-psdebuggerstopargs",
  "__set-psdebuggeraction",
  "__set-psdebugmode",
  "__set-psdebuggerstepmode",
  "__set-psunhandledbreakpointmode",
  "__get-psbreakpoint",
  "__set-psbreakpoint",
  "__remove-psbreakpoint",
  "__enable-psbreakpoint",
  "__disable-psbreakpoint",
]);

export function isDebuggerCommand(pipeline: CreatePipeline): boolean {
  const [[first] = []] = pipeline.statements;
  return first !== undefined && !first.isScript && DEBUGGER_COMMANDS.has(first.command.toLowerCase());
}
