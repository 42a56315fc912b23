// Text to a live script block; what is wrong with the text is a ParseException.

import { PSList } from "../../objects/index.js";
import { parse, type ParseError, type ScriptSource } from "../../language/index.js";
import { positionMessage } from "../errors/position.js";
import type { SessionState } from "../session/scopes.js";
import { ScriptBlock } from "../run/script-block.js";
import { type EngineError, runtimeError } from "../types/errors.js";

export function parseScript(text: string, fileName: string | null, state: SessionState | null): ScriptBlock {
  const { ast, errors } = parse(text, fileName);
  if (errors.length > 0) throw parseException(errors, ast.source);
  return new ScriptBlock(ast, state);
}

/** A script at the top of a session. Where its text only stops too early, PowerShell has an exception for that, without places. */
export function parseTypedScript(text: string, fileName: string | null, state: SessionState): ScriptBlock {
  const { ast, errors } = parse(text, fileName);
  const [first] = errors;
  if (first?.incompleteInput) throw incompleteParseException(first);
  if (first) throw parseException(errors, ast.source);
  return new ScriptBlock(ast, state);
}

function incompleteParseException(first: ParseError): EngineError {
  const error = runtimeError(first.errorId, first.message, {
    exceptionType: "System.Management.Automation.IncompleteParseException",
    category: "ParserError",
  });
  error.exception.extra.set(
    "Errors",
    new PSList("List", "System.Management.Automation.Language.ParseError[]", [first]),
  );
  error.exception.extra.set("IncompleteInput", true);
  return error;
}

function parseException(errors: readonly ParseError[], source: ScriptSource): EngineError {
  const shown = errors.slice(0, 10).map((error) => `${positionMessage(source, error.extent)}\n${error.message}`);
  if (errors.length > 10) shown.push("Not all parse errors were reported.  Correct the reported errors and try again.");
  const first = errors[0]!;
  const error = runtimeError(first.errorId, shown.join("\n\n"), {
    exceptionType: "System.Management.Automation.ParseException",
    category: "ParserError",
  });
  const list = new PSList("List", "System.Management.Automation.Language.ParseError[]", [...errors]);
  error.exception.extra.set("Errors", list);
  error.exception.extra.set(
    "IncompleteInput",
    errors.some((each) => each.incompleteInput),
  );
  return error;
}
