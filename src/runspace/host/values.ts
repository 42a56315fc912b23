// Values that cross the bridge inside a question or an answer: as CLIXML, like everything else of PowerShell's.

import { readValue, writeValue } from "../../clixml/index.js";
import type { ObjectView } from "../../objects/index.js";

export function encodeValue(value: unknown, view?: ObjectView): string {
  return writeValue(value, view && { view });
}

export function decodeValue(text: string): unknown {
  return text === "" ? null : readValue(text);
}
