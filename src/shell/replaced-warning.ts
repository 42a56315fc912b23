// What is said of a command that did not come back when it was stopped, in its own output.

import { InformationalRecord } from "../objects/index.js";
import { encodeInformationalRecord } from "../protocol/index.js";

/** Payload of a WARNING_RECORD. `lost`: what was ended with the command, "its process". */
export function replacedWarning(lost: string): string {
  const message = `The command did not come back when it was stopped: ${lost} was ended, and the session's variables are lost.`;
  return encodeInformationalRecord(new InformationalRecord("Warning", message));
}
