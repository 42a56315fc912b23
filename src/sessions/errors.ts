// What can go wrong with a session, in PowerShell's words.
//
// Rule: an error names the computer, says what went wrong there, and what to do where that is known.

/** An error of remoting. `id`, `category` and `exceptionType` are what its error record will say. */
export class RemotingError extends Error {
  override readonly name: string = "RemotingError";
  /** FullyQualifiedErrorId. */
  readonly id: string;
  /** Name of the ErrorCategory. */
  readonly category: string;
  /** Full .NET name of the exception's type. */
  readonly exceptionType: string;
  /** The computer it concerns, where there is one. */
  readonly computerName: string | undefined;
  constructor(
    message: string,
    id: string,
    category = "OpenError",
    exceptionType = "System.Management.Automation.Remoting.PSRemotingTransportException",
    computerName?: string,
  ) {
    super(message);
    this.id = id;
    this.category = category;
    this.exceptionType = exceptionType;
    this.computerName = computerName;
  }
}

/** The session could not be opened. A reason that is whole is said as it is. */
export function openFailed(computerName: string, reason: string, isWhole = false): RemotingError {
  const message =
    `Connecting to remote server ${computerName} failed with the following error message : ${reason} ` +
    "For more information, see the about_Remote_Troubleshooting Help topic.";
  return new RemotingError(
    `[${computerName}] ${isWhole ? reason : message}`,
    "PSSessionOpenFailed",
    "OpenError",
    undefined,
    computerName,
  );
}

/** The connection of an open session is gone. A reason that is whole is said as it is. */
export function sessionBroken(computerName: string, reason: string, isWhole = false): RemotingError {
  return new RemotingError(
    `[${computerName}] ${isWhole ? "" : `The connection to ${computerName} was lost: `}${reason}`,
    "PSSessionStateBroken",
    "OpenError",
    undefined,
    computerName,
  );
}

/** A session whose endpoint keeps nothing cannot be left. */
export function cannotDisconnect(computerName: string): RemotingError {
  return new RemotingError(
    `The session to ${computerName} cannot be disconnected: its endpoint does not keep sessions, and it would end with the ` +
      'connection. Remora\'s own endpoint keeps them, unless the inventory says "keep": false for the computer, or the variable ' +
      "REMORA_KEEPER is set to never here or there. PowerShell's own endpoint does not: keep this session open until its commands have ended.",
    "PSSessionDisconnectFailed",
    "InvalidOperation",
    undefined,
    computerName,
  );
}

/** The id of the error that another client is connected to a session. */
export const SESSION_IN_USE = "PSSessionInUse";

/** A session that is kept could not be connected to. */
export function connectFailed(computerName: string, reason: string, id = "PSSessionConnectFailed"): RemotingError {
  return new RemotingError(
    `[${computerName}] Connecting to the session on ${computerName} failed with the following error message : ${reason}`,
    id,
    "OpenError",
    undefined,
    computerName,
  );
}

/** A second pipeline in a session that runs one. */
export function concurrentPipeline(): RemotingError {
  return new RemotingError(
    "The pipeline was not run because a pipeline is already running. Pipelines cannot be run concurrently.",
    "RemotePipelineExecutionFailed",
    "OperationStopped",
    "System.Management.Automation.PSInvalidOperationException",
  );
}

/** The session is not in a state in which it runs anything. */
export function notOpen(name: string, instanceId: string, computerName: string, state: string): RemotingError {
  return new RemotingError(
    `Because the session state for session ${name}, ${instanceId}, ${computerName} is not equal to Open, you cannot run a ` +
      `command in the session.  The session state is ${state}.`,
    "InvokeCommandCommandInvalidSessionState",
    "InvalidOperation",
    "System.Management.Automation.Runspaces.InvalidRunspaceStateException",
    computerName,
  );
}
