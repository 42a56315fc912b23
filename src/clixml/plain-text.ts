// What ToString gives for the plain values, in the invariant culture: for texts within texts.

import { Byte, Double, Int16, SByte, Single, UInt16, UInt32, UInt64 } from "../objects/index.js";
import { formatDouble, formatSingle } from "./numbers.js";

/** The text of a plain value; of anything else what JavaScript makes of it. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Double) return formatDouble(value.value);
  if (value instanceof Single) return formatSingle(value.value);
  const isBox =
    value instanceof Byte ||
    value instanceof SByte ||
    value instanceof Int16 ||
    value instanceof UInt16 ||
    value instanceof UInt32 ||
    value instanceof UInt64;
  return isBox ? String(value.value) : String(value as string);
}
