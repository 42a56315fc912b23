// Commands that PowerShell has and this shell does not: each says so by its name, and what to do instead.

import type { CmdletDefinition } from "../../engine/index.js";
import { HOST, UTILITY } from "../shared/modules.js";

const DEBUGGER = "There is no debugger here. Write-Debug, or Set-StrictMode and $Error, tell what a script does.";
const TRACE = "The engine has no trace sources. -Verbose and -Debug show what commands do.";

/** Name, module, what it would do, and the way that there is. */
const COMMANDS: readonly (readonly [name: string, module: string, synopsis: string, instead: string])[] = [
  ["Send-MailMessage", UTILITY, "Sends an email message.", "Use the computer's own mail or sendmail program."],
  ["Set-PSBreakpoint", UTILITY, "Sets a breakpoint on a line, command, or variable.", DEBUGGER],
  ["Get-PSBreakpoint", UTILITY, "Gets the breakpoints that are set in the current session.", DEBUGGER],
  ["Remove-PSBreakpoint", UTILITY, "Deletes breakpoints from the current console.", DEBUGGER],
  ["Enable-PSBreakpoint", UTILITY, "Enables the breakpoints in the current console.", DEBUGGER],
  ["Disable-PSBreakpoint", UTILITY, "Disables the breakpoints in the current console.", DEBUGGER],
  ["Wait-Debugger", UTILITY, "Stops a script in the debugger before running the next statement.", DEBUGGER],
  ["Trace-Command", UTILITY, "Configures and starts a trace of an expression or command.", TRACE],
  ["Get-TraceSource", UTILITY, "Gets PowerShell components that are instrumented for tracing.", TRACE],
  ["Set-TraceSource", UTILITY, "Configures, starts, and stops a trace of PowerShell components.", TRACE],
  [
    "Start-Transcript",
    HOST,
    "Creates a record of all or part of a PowerShell session to a text file.",
    "The program script records a terminal; Tee-Object and redirection record a command.",
  ],
  ["Stop-Transcript", HOST, "Stops a transcript.", "There are no transcripts here."],
];

export const commandsNotHere: readonly CmdletDefinition[] = COMMANDS.map(([name, module, synopsis, instead]) => ({
  name,
  module,
  synopsis: `${synopsis} Not available here. ${instead}`,
  parameters: {
    Arguments: { type: "object[]", fromRemainingArguments: true, allowNull: true, help: "Taken, and not used." },
  },
  examples: [{ code: name, note: instead, runs: false }],
  run: (context) => ({
    end() {
      context.throwTerminating(
        context.error(
          "System.NotSupportedException",
          `${name} is not available here. ${instead}`,
          "NotAvailable",
          "NotImplemented",
        ),
      );
    },
  }),
}));
