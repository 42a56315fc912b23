// How strings compare: by culture or by their characters' numbers, with case or without; StringComparer.

import { NetObject } from "../../../../objects/index.js";
import { compareText, equalText } from "../../operators/compare.js";
import type { Family } from "../../define.js";
import { numberOf } from "../common.js";
import { hashCode } from "../object.js";

/** StringComparison: odd numbers ignore case, from 4 on ordinal. */
export const ignoresCase = (comparison: unknown): boolean => numberOf(comparison as number) % 2 === 1;

export function compareBy(a: string | null, b: string | null, ignoreCase: boolean, ordinal: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (!ordinal) return Math.sign(compareText(a, b, !ignoreCase));
  const [x, y] = ignoreCase ? [a.toUpperCase(), b.toUpperCase()] : [a, b];
  if (x === y) return 0;
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = x.charCodeAt(i) - y.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}

export const compareWith = (a: string | null, b: string | null, comparison: unknown): number =>
  compareBy(a, b, ignoresCase(comparison), numberOf(comparison as number) >= 4);

export const fold = (text: string, comparison: unknown): string =>
  ignoresCase(comparison) ? text.toUpperCase() : text;

export class StringComparer extends NetObject {
  readonly typeName: string = "System.StringComparer";
  readonly ignoreCase: boolean;
  readonly ordinal: boolean;
  constructor(ignoreCase: boolean, ordinal: boolean) {
    super();
    this.ignoreCase = ignoreCase;
    this.ordinal = ordinal;
  }
  compare(a: string | null, b: string | null): number {
    return compareBy(a, b, this.ignoreCase, this.ordinal);
  }
  equal(a: string | null, b: string | null): boolean {
    if (a === null || b === null) return a === b;
    return this.ordinal ? this.compare(a, b) === 0 : equalText(a, b, !this.ignoreCase);
  }
}

export const comparerTypes: Family = {
  "System.StringComparer": () => ({
    interfaces:
      "System.Collections.IComparer System.Collections.IEqualityComparer System.Collections.Generic.IComparer`1[[System.String]] System.Collections.Generic.IEqualityComparer`1[[System.String]]",
    members: {
      "static System.StringComparer Ordinal": () => new StringComparer(false, true),
      "static System.StringComparer OrdinalIgnoreCase": () => new StringComparer(true, true),
      "static System.StringComparer InvariantCulture": () => new StringComparer(false, false),
      "static System.StringComparer InvariantCultureIgnoreCase": () => new StringComparer(true, false),
      "static System.StringComparer CurrentCulture": () => new StringComparer(false, false),
      "static System.StringComparer CurrentCultureIgnoreCase": () => new StringComparer(true, false),
      "int Compare(string x, string y)": (self: StringComparer, a, b) => self.compare(a, b),
      "bool Equals(string x, string y)": (self: StringComparer, a, b) => self.equal(a, b),
      "int GetHashCode(string obj)": (self: StringComparer, text: string) =>
        hashCode(self.ignoreCase ? text.toUpperCase() : text),
    },
  }),
};
