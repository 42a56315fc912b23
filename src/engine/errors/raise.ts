// From whatever was thrown to PowerShell's error: throw statements, faults of our own, and who catches what.

import { ErrorRecord, PSException, PSObject } from "../../objects/index.js";
import { isSignal } from "../run/flow.js";
import type { Runtime } from "../run/runtime.js";
import { EngineError, runtimeError } from "../types/errors.js";
import { fileException } from "../types/table/io/file-faults.js";

/** The error that `throw value` makes. */
export function thrownBy(rt: Runtime, value: unknown): EngineError {
  const base = value instanceof PSObject && value.base !== undefined ? value.base : value;
  const error = errorOf(rt, base);
  error.thrown = true;
  return error;
}

function errorOf(rt: Runtime, value: unknown): EngineError {
  if (value instanceof ErrorRecord) return errorFromRecord(value);
  if (value instanceof PSException) {
    const known = value.extra.get("ErrorRecord");
    if (known instanceof ErrorRecord) return errorFromRecord(known);
    return new EngineError(value, value.message, "OperationStopped", null);
  }
  const text = value === null || value === undefined ? "ScriptHalted" : rt.values.toText(value);
  const error = runtimeError(text, text, { category: "OperationStopped", target: value ?? null });
  error.exception.extra.set("WasThrownFromThrowStatement", true);
  return error;
}

/** An error whose record exists already: rethrown, or made by a cmdlet. */
export function errorFromRecord(record: ErrorRecord): EngineError {
  const exception =
    record.exception instanceof PSException
      ? record.exception
      : new PSException("System.Management.Automation.RemoteException", String(record.exception.get("Message") ?? ""));
  const error = new EngineError(exception, record.fullyQualifiedErrorId, record.category, record.targetObject);
  error.record = record;
  return error;
}

/** Whatever was thrown, as an error; signals of control flow are thrown on. */
export function asError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  if (isSignal(thrown)) throw thrown;
  if (thrown instanceof RangeError && thrown.message.includes("call stack"))
    return runtimeError("CallDepthOverflow", "The script failed due to call depth overflow.", {
      exceptionType: "System.Management.Automation.ScriptCallDepthException",
      category: "InvalidOperation",
    });
  const refused = systemError(thrown);
  if (refused) return refused;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const error = runtimeError("RuntimeException", message, { category: "NotSpecified" });
  if (thrown instanceof Error) error.exception.stackTrace = thrown.stack ?? null;
  return error;
}

/** What the system refused the host, in .NET's words: no text of the host's own is a person's to read. */
function systemError(thrown: unknown): EngineError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { code, syscall, path } = thrown as Error & { code?: unknown; syscall?: unknown; path?: unknown };
  const start = /^spawn (.+) (E[A-Z]+)$/s.exec(thrown.message);
  if (start) return notStarted(start[1]!, start[2]!);
  if (typeof code !== "string" || typeof syscall !== "string") return undefined;
  const name = typeof path === "string" ? path : "";
  const { exception } = fileException(code, name);
  return runtimeError(exception.typeName, exception.message, {
    exceptionType: exception.typeName,
    category: code === "EACCES" || code === "EPERM" ? "PermissionDenied" : "NotSpecified",
    target: name,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "Permission denied",
  ENOENT: "No such file or directory",
  ENOEXEC: "Exec format error",
  E2BIG: "Argument list too long",
  EAGAIN: "Resource temporarily unavailable",
};

function notStarted(file: string, code: string): EngineError {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return runtimeError(
    "NativeCommandFailed",
    `Program '${name}' failed to run: An error occurred trying to start process '${file}'. ${REASONS[code] ?? code}`,
    { exceptionType: "System.Management.Automation.ApplicationFailedException", category: "ResourceUnavailable" },
  );
}

/** True where the exception is of this type or one derived from it. */
export function isExceptionOf(rt: Runtime, exception: PSException, typeName: string): boolean {
  const wanted = typeName.toLowerCase();
  if (exception.typeName.toLowerCase() === wanted || wanted === "system.exception" || wanted === "system.object")
    return true;
  let name: string | undefined = exception.typeName;
  for (let depth = 0; name !== undefined && depth < 20; depth++) {
    if (name.toLowerCase() === wanted) return true;
    name = rt.types.find(name)?.base;
  }
  return false;
}
