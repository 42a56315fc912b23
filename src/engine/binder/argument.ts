// An argument of a call, and a parameter's name that became a value.

import { PSObject, Shape } from "../../objects/index.js";

/** An argument as it stands in a call: `-Name`, `-Name:value`, or a value. */
export interface Argument {
  readonly name: string | null;
  readonly value: unknown;
  readonly hasValue: boolean;
  /** From a splatted table: what the call says itself goes before it. */
  readonly splatted: boolean;
  /** As it was written, for native programs and for arguments no parameter takes. */
  readonly text: string;
  /** A number: a parameter that takes texts gets it as it was written. */
  readonly isNumber?: boolean;
  /** A number spelled otherwise than it is shown: `0x10`, `1.50`. Where no type changes it, its text stays with it. */
  readonly isSpelled?: boolean;
  /** A list as it was written: true where an element follows its comma at once. Native programs get such elements as one word. */
  readonly joins?: readonly boolean[];
  /** `--`: what follows is values only. */
  readonly endsParameters?: boolean;
}

/** `-name` among `$args`: a string that splatting knows to be a parameter. */
export class ParameterText extends PSObject {
  readonly parameterName: string;
  readonly colonValue: boolean;
  constructor(text: string, name: string, colonValue: boolean) {
    super(text);
    this.parameterName = name;
    this.colonValue = colonValue;
  }
}

/** The value a parameter gets of an argument: numbers keep their spelling where texts, or anything, are wanted. */
export function given(parameter: { readonly typeName: string }, argument: Argument): unknown {
  if (!argument.isNumber) return argument.value;
  if (/^(string|version|semver)(\[\])?$/i.test(parameter.typeName)) return argument.text;
  return /^((object|psobject)\[\])?$/i.test(parameter.typeName) ? spelled(argument) : argument.value;
}

/** The value of an argument with its text, where that is not how the value is shown. */
export function spelled(argument: Argument): unknown {
  return argument.isSpelled ? new PSObject(argument.value, Shape.empty, [], undefined, argument.text) : argument.value;
}

/** What a pipeline of values is as one value. */
export function single(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values.length === 0 ? null : values;
}
