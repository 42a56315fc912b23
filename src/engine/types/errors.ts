// The one error the engine throws: a .NET exception as data, and what its error record will say.
//
// Rule: `throw netError(…)` is what a .NET method does inside; `throw runtimeError(…)` is what PowerShell's own code does.
// A method call wraps the first kind into a MethodInvocationException, never the second.

import { ErrorRecord, PSException } from "../../objects/index.js";
import type { ErrorCategory } from "../../objects/index.js";

/** A terminating error on its way. `record` is there once one was made (or `throw $errorRecord` brought one). */
export class EngineError extends Error {
  readonly exception: PSException;
  /** FullyQualifiedErrorId, without the ",Command" a cmdlet appends. */
  readonly errorId: string;
  readonly category: ErrorCategory;
  readonly target: unknown;
  record: ErrorRecord | undefined;
  /** Came from a `throw` statement: ends the script unless something catches it. */
  thrown = false;
  /** Came out of a script class's method: its caller sees it as it is, not wrapped as a .NET member's. */
  fromScript = false;
  /** Came out of a cmdlet: another one that it passes through leaves its id alone. */
  throughCmdlet = false;
  /** $ErrorActionPreference has been asked and said Stop: nothing but a catch ends its way up. */
  stopped = false;
  constructor(exception: PSException, errorId: string, category: ErrorCategory, target: unknown = null) {
    super(exception.message);
    this.name = "EngineError";
    this.exception = exception;
    this.errorId = errorId;
    this.category = category;
    this.target = target;
  }
  /** The error record, made once. */
  get errorRecord(): ErrorRecord {
    if (this.record === undefined) {
      this.record = new ErrorRecord(this.exception, this.errorId, this.category, this.target);
      const { typeName } = this.exception;
      this.record.reason = typeName.slice(typeName.lastIndexOf(".") + 1);
    }
    return this.record;
  }
}

/** An error of PowerShell itself. */
export function runtimeError(
  errorId: string,
  message: string,
  options: {
    readonly category?: ErrorCategory;
    readonly target?: unknown;
    /** Full type name; System.Management.Automation.RuntimeException where absent. */
    readonly exceptionType?: string;
    readonly inner?: PSException | null;
  } = {},
): EngineError {
  const type = options.exceptionType ?? "System.Management.Automation.RuntimeException";
  const exception = new PSException(type, message, options.inner ?? null);
  return new EngineError(exception, errorId, options.category ?? "InvalidOperation", options.target ?? null);
}

/** An exception of a .NET member: its id is the exception's full type name. */
export function netError(typeName: string, message: string, inner: PSException | null = null): EngineError {
  return new EngineError(new PSException(typeName, message, inner), typeName, "OperationStopped", null);
}

/** System.ArgumentException and its like: the parameter's name ends the message. */
export function argumentError(message: string, parameter: string, typeName = "System.ArgumentException"): EngineError {
  const error = netError(typeName, `${message} (Parameter '${parameter}')`);
  error.exception.extra.set("ParamName", parameter);
  return error;
}

export function argumentOutOfRange(message: string, parameter: string): EngineError {
  return argumentError(message, parameter, "System.ArgumentOutOfRangeException");
}

/** A position or a length below zero. */
export function negativeArgument(parameter: string, value: number): EngineError {
  const error = argumentOutOfRange(`${parameter} ('${value}') must be a non-negative value.`, parameter);
  error.exception.message += `\nActual value was ${value}.`;
  return error;
}

/** A position or a length above what there is. */
export function tooLargeArgument(parameter: string, value: number, most: number): EngineError {
  const error = argumentOutOfRange(`${parameter} ('${value}') must be less than or equal to '${most}'.`, parameter);
  error.exception.message += `\nActual value was ${value}.`;
  return error;
}

export function argumentNull(parameter: string): EngineError {
  return argumentError("Value cannot be null.", parameter, "System.ArgumentNullException");
}

export function formatError(message: string): EngineError {
  return netError("System.FormatException", message);
}

export function invalidOperation(message: string): EngineError {
  return netError("System.InvalidOperationException", message);
}

/**
 * What JavaScript threw inside a .NET member, as .NET would have: too long a text or array, a missing object. Errors of the
 * engine pass as they are, and so does an exhausted stack, which the evaluator tells apart.
 */
export function asNetError(error: unknown): unknown {
  if (error instanceof RangeError) {
    if (error.message.includes("call stack")) return error;
    if (error.message.includes("Division by zero"))
      return netError("System.DivideByZeroException", "Attempted to divide by zero.");
    return netError("System.OutOfMemoryException", "Insufficient memory to continue the execution of the program.");
  }
  if (error instanceof TypeError)
    return netError("System.NullReferenceException", "Object reference not set to an instance of an object.");
  return error instanceof SyntaxError || error instanceof URIError ? formatError(error.message) : error;
}

/** The largest number of elements that is made at once. */
const LARGEST = 2 ** 26;

/** A count that memory has room for. */
export function checkedCount(count: number): number {
  if (count > LARGEST)
    throw netError("System.OutOfMemoryException", "Insufficient memory to continue the execution of the program.");
  return count;
}

/** A failed cast: PowerShell's RuntimeException around a PSInvalidCastException around what .NET said. */
export function castFailure(errorId: string, message: string, cause: PSException | null = null): EngineError {
  const inner = new PSException("System.Management.Automation.PSInvalidCastException", message, cause);
  return runtimeError(errorId, message, { category: "InvalidArgument", inner });
}
