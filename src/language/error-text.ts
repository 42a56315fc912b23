// All parse errors of a script as one message, the way PowerShell throws them.
import type { ParseError } from "./errors.js";
import { positionMessage } from "./position.js";

const MOST_ERRORS = 10;
const TOO_MANY_ERRORS = "Not all parse errors were reported.  Correct the reported errors and try again.";

/** Position, source line and sentence of each error, with empty lines between. */
export function parseErrorText(text: string, errors: readonly ParseError[], fileName: string | null = null): string {
  const shown = errors
    .slice(0, MOST_ERRORS)
    .map((error) => `${positionMessage(text, error.extent, fileName)}\n${error.message}`);
  if (errors.length > MOST_ERRORS) shown.push(TOO_MANY_ERRORS);
  return shown.join("\n\n");
}
