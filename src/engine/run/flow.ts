// Leaving blocks early. Inside one block a statement says how it ended by a number; only where control leaves across
// closures (out of a script block, a subexpression, a cmdlet) is one of these thrown.

/** How a statement ended. */
export const NORMAL = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;

/** `break`, `continue` or `return` on its way out of a closure. Not an Error: making one costs nothing. */
export class FlowSignal {
  readonly kind: 1 | 2 | 3;
  /** Lower-case label, or null. */
  readonly label: string | null;
  constructor(kind: 1 | 2 | 3, label: string | null) {
    this.kind = kind;
    this.label = label;
  }
}

/** `exit`. */
export class ExitSignal {
  readonly code: unknown;
  constructor(code: unknown) {
    this.code = code;
  }
}

/** The pipeline was stopped from outside: only `finally` and `clean` run on the way up. */
export class PipelineStopped {
  readonly reason: string = "The pipeline has been stopped.";
}

/** A command downstream has all it wants: `requester` and what follows it end normally, what is before it just stops. */
export class StopUpstreamSignal {
  readonly requester: unknown;
  constructor(requester: unknown) {
    this.requester = requester;
  }
}

/** $PSCmdlet.ThrowTerminatingError: ends its function at once, and is an error for whoever called the function. */
export class TerminatingSignal {
  readonly error: Error;
  readonly command: unknown;
  constructor(error: Error, command: unknown) {
    this.error = error;
    this.command = command;
  }
}

/** True for what is not an error and must pass through every handler of errors. */
export function isSignal(thrown: unknown): boolean {
  return (
    thrown instanceof FlowSignal ||
    thrown instanceof PipelineStopped ||
    thrown instanceof ExitSignal ||
    thrown instanceof StopUpstreamSignal ||
    thrown instanceof TerminatingSignal
  );
}
