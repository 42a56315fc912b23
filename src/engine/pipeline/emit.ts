// Writing what an expression gave into the pipeline: collections go element by element, everything else as it is.

import { PSObject } from "../../objects/index.js";
import type { Output, Runtime } from "../run/runtime.js";

/** Writes a value as a statement does. */
export function emit(rt: Runtime, out: Output, value: unknown): void {
  if (typeof value !== "object" || value === null) {
    if (value !== undefined) out.write(value);
    return;
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      out.write(item === undefined ? null : item);
    }
    return;
  }
  if (value instanceof PSObject && value.isCustom) return out.write(value);
  const items = rt.values.enumerate(value);
  if (items === undefined) return out.write(value);
  for (const item of items) out.write(item === undefined ? null : item);
}

/** The elements of a value as `foreach` and `@( )` see them. */
export function elements(rt: Runtime, value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return [value];
  const items = rt.values.enumerate(value);
  return items === undefined ? [value] : [...items];
}
