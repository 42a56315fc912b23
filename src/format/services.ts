// What the formatter asks of whoever uses it. Nothing here waits, reads a clock or prints by itself.

import type { ObjectView } from "../objects/index.js";
import type { PSStyle } from "./style.js";

/** Views of $ErrorView. */
export type ErrorView = "ConciseView" | "NormalView" | "CategoryView" | "DetailedView";

export interface FormatServices {
  /** How values are looked into. */
  readonly view: ObjectView;
  /** The value of a script block with `$_` set to the item. What the script throws is thrown on. */
  evaluate?(script: unknown, item: unknown): unknown;
  /** True for what `evaluate` may throw that is no error: a stop on its way up. */
  isSignal?(thrown: unknown): boolean;
  /** The elements of a value as a pipeline enumerates it; undefined where it is one thing. Dictionaries need not be known to it. */
  enumerate?(value: unknown): Iterable<unknown> | undefined;
  /** The -f operator: a composite format and one value. */
  format?(format: string, value: unknown): string;
  /** $FormatEnumerationLimit; 4 where absent. Negative: no limit. */
  readonly enumerationLimit?: number;
  /** Milliseconds of a steady clock. Where present, a table whose columns fit their content waits for rows 300 ms at most. */
  now?(): number;
  /** Called between objects; throws where the pipeline is to stop. */
  checkStop?(): void;
  readonly errorView?: ErrorView;
  /** Columns of the window, for error text that is broken at words; 120 where absent. */
  readonly windowWidth?: number;
  /** Escape sequences to colour with; absent: plain text. Asked whenever something is laid out. */
  readonly style?: PSStyle | undefined;
}
