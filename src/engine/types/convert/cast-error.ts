// The error of a cast that nothing could do.

import type { TypeContext } from "../context.js";
import { enumerate } from "../enumerate.js";
import type { EngineError } from "../errors.js";
import { castFailure } from "../errors.js";
import { typeToString } from "../type-name.js";
import { typeNameOf } from "../type-of.js";

/** "Cannot convert the "x" value of type "A" to type "B"." */
export function finalCastError(value: unknown, typeName: string, context: TypeContext): EngineError {
  if (value === null || value === undefined)
    return castFailure("nullToObjectInvalidCast", `Cannot convert null to type "${typeToString(typeName)}".`);
  const text = castText(value, context);
  return castFailure(
    "ConvertToFinalInvalidCastException",
    `Cannot convert the "${text}" value of type "${typeToString(typeNameOf(value))}" to type "${typeToString(typeName)}".`,
  );
}

/** A value's text in an error: a collection is its type's name. */
function castText(value: unknown, context: TypeContext): string {
  return enumerate(value) ? typeToString(typeNameOf(value)) : context.values.toText(value);
}
