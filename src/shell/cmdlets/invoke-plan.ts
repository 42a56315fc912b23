// Where a command runs: the sessions and computers that Invoke-Command's parameters name.
//
// Rule: nothing is connected to and nothing runs here; what cannot be asked for is refused before anything starts.

import type { CmdletContext } from "../../engine/index.js";
import type { SessionObject } from "../engine/session-objects.js";
import type { Target } from "../services/session-data.js";
import { sessionOf } from "./connection-parameters.js";
import { computerTargets } from "./targets.js";

/** Where a command runs. */
export interface InvokePlan {
  readonly targets: readonly Target[];
  /** What each target is called, for errors and the job's Location. */
  readonly locations: readonly string[];
}

/** `check`: a session that cannot run it now is an error, and left out. */
export function planOf(context: CmdletContext, check: boolean): InvokePlan {
  const { bound } = context;
  if (bound["Session"] === undefined) {
    const targets = computerTargets(context);
    if (targets.length === 0) nobodyNamed(context);
    return { targets, locations: targets.map((target) => target.computerName) };
  }
  const sessions = (bound["Session"] as unknown[]).map(sessionOf).filter((session) => session !== undefined);
  const usable = check ? sessions.filter((session) => isUsable(context, session)) : sessions;
  if (check && usable.length === 0)
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        "No valid sessions were specified.  Ensure you provide valid sessions that are in the Opened state and are available to run commands.",
        "InvokeCommandCommandNoValidRunspaces",
        "InvalidOperation",
      ),
    );
  return {
    targets: usable.map((session) => ({ sessionId: session.id })),
    locations: usable.map((session) => session.computerName),
  };
}

/** As PowerShell says it: no set of parameters is left where nobody is named. */
function nobodyNamed(context: CmdletContext): never {
  return context.throwTerminating(
    context.error(
      "System.Management.Automation.ParameterBindingException",
      "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.",
      "AmbiguousParameterSet",
      "InvalidArgument",
    ),
  );
}

function isUsable(context: CmdletContext, session: SessionObject): boolean {
  const view = session.view;
  const names = `${view.name}, ${view.instanceId}, ${view.computerName}`;
  const fail = (id: string, message: string): false => {
    context.writeError(
      context.error(
        "System.Management.Automation.Runspaces.InvalidRunspaceStateException",
        message,
        id,
        "InvalidOperation",
        session,
      ),
    );
    return false;
  };
  if (view.state !== "Opened")
    return fail(
      "InvokeCommandCommandInvalidSessionState",
      `Because the session state for session ${names} is not equal to Open, you cannot run a command in the session.  The session state is ${view.state}.`,
    );
  if (view.availability !== "Available")
    return fail(
      "InvokeCommandCommandInvalidSessionAvailability",
      `Because the session ${names} is not available to run commands, you cannot run a command in the session.  The session availability is ${view.availability}.`,
    );
  return true;
}

/** Parameters that do not go together. */
export function refuseContradictions(context: CmdletContext, asJob: boolean): void {
  const { bound } = context;
  const fail = (id: string, message: string): never =>
    context.throwTerminating(context.error("System.InvalidOperationException", message, id, "InvalidOperation"));
  if (bound["InDisconnectedSession"] && asJob)
    fail(
      "AsJobAndDisconnectedError",
      "You cannot use the Invoke-Command cmdlet with both the AsJob and Disconnected parameters in the same command. Rerun the command without one of these parameters.",
    );
  if (bound["SessionName"] && !bound["InDisconnectedSession"])
    fail(
      "SessionNameWithoutInvokeDisconnected",
      "The SessionName parameter can only be used with the Disconnected switch parameter.",
    );
}
