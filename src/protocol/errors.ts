// What goes wrong in the protocol: bad bytes from the peer, or an action at the wrong time.
//
// Rule: every error of this folder is a ProtocolError, says whose fault it is and what was expected.

/** `local`: this side asked for something out of turn. `remote`: the peer sent what it must not. */
export type Fault = "local" | "remote";

export class ProtocolError extends Error {
  override readonly name: string = "ProtocolError";
  readonly fault: Fault;
  /** PowerShell's FullyQualifiedErrorId where it has one, else "PSRemotingDataStructureException". */
  readonly fullyQualifiedErrorId: string;
  /** Name of the ErrorCategory this maps onto. */
  readonly category: string;
  constructor(fault: Fault, message: string, errorId = "PSRemotingDataStructureException", category = "ProtocolError") {
    super(message);
    this.fault = fault;
    this.fullyQualifiedErrorId = errorId;
    this.category = category;
  }
}

/** An action in a state that does not allow it. */
export class StateError extends ProtocolError {
  override readonly name: string = "StateError";
  readonly action: string;
  readonly state: string;
  readonly allowed: readonly string[];
  constructor(fault: Fault, subject: string, action: string, state: string, allowed: readonly string[]) {
    const where = allowed.length === 0 ? "in no state" : `in state ${allowed.join(", ")}`;
    super(fault, `${subject} cannot ${action} in state ${state}; it can ${where}.`, "InvalidState", "InvalidOperation");
    this.action = action;
    this.state = state;
    this.allowed = allowed;
  }
}

/** The peer sent bytes or text that the protocol does not allow. */
export function remoteFault(message: string): ProtocolError {
  return new ProtocolError("remote", message);
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
