// A view: how objects of some types are laid out. Views are data (views/*.ts); this file says what one is and finds the right one.
//
// Rule: the first view in the list that names the object's own type wins; else the one that names its nearest base type;
// else the same with "Deserialized." taken off. A view of another shape than the one asked for does not count.

import type { ObjectView } from "../objects/index.js";
import { liveTypeName } from "./names.js";
import type { Alignment, ComplexItem } from "./records.js";
import type { FormatServices } from "./services.js";

/** What a view's own code may use. */
export interface ViewContext extends FormatServices {
  /** A property's value; null where there is none. */
  get(item: unknown, name: string): unknown;
  /** A property as a listing shows it. */
  textOf(value: unknown): string;
}

/** Where a cell's content comes from: a property, or a function of the item. */
export type CellSource = string | ((item: unknown, context: ViewContext) => unknown);

export interface ColumnDefinition {
  /** Absent: the property's name. */
  readonly label?: string;
  readonly value: CellSource;
  /** Cells; absent: what is left, shared among such columns. */
  readonly width?: number;
  readonly alignment?: Alignment;
  /** A format string, bare or composite. */
  readonly format?: string;
}

export interface ListItemDefinition {
  readonly label?: string;
  readonly value: CellSource;
  readonly format?: string;
  /** Absent: always shown. */
  readonly when?: (item: unknown, context: ViewContext) => boolean;
}

export type ViewBody =
  | {
      readonly kind: "Table";
      readonly autosize?: boolean;
      readonly wrap?: boolean;
      readonly hideHeader?: boolean;
      readonly columns: readonly ColumnDefinition[];
    }
  | { readonly kind: "List"; readonly items: readonly ListItemDefinition[] }
  | { readonly kind: "Wide"; readonly value: CellSource; readonly columns?: number }
  | { readonly kind: "Complex"; readonly layout: (item: unknown, context: ViewContext) => readonly ComplexItem[] };

export interface ViewDefinition {
  readonly name: string;
  /** Full type names, without "Deserialized." unless the view is for those only. */
  readonly types: readonly string[];
  /** Printed wherever it comes, between the rows of other objects, without opening a group of its own. */
  readonly outOfBand?: boolean;
  readonly groupBy?: {
    /** What decides the group. */
    readonly value: CellSource;
    /** The heading; absent: "   Label: value". */
    readonly label?: string;
    readonly heading?: (item: unknown, context: ViewContext) => readonly ComplexItem[];
  };
  readonly body: ViewBody;
}

export type Shape = ViewBody["kind"];

/** The view for these type names, or undefined. */
export function findView(
  views: readonly ViewDefinition[],
  typeNames: readonly string[],
  options: {
    readonly shape?: Shape | undefined;
    readonly name?: string | undefined;
    readonly outOfBand?: boolean;
  } = {},
): ViewDefinition | undefined {
  const name = options.name?.toLowerCase();
  const candidates = views.filter(
    (view) =>
      (view.outOfBand ?? false) === (options.outOfBand ?? false) &&
      (options.shape === undefined || view.body.kind === options.shape) &&
      (name === undefined || view.name.toLowerCase() === name),
  );
  return nearest(candidates, typeNames) ?? nearest(candidates, liveNames(typeNames));
}

/** True where objects of this type go on in a sequence of `view`. */
export function appliesTo(view: ViewDefinition, typeNames: readonly string[]): boolean {
  return nearest([view], typeNames) !== undefined || nearest([view], liveNames(typeNames)) !== undefined;
}

function nearest(views: readonly ViewDefinition[], typeNames: readonly string[]): ViewDefinition | undefined {
  for (const typeName of typeNames) {
    const folded = typeName.toLowerCase();
    for (const view of views) if (view.types.some((type) => type.toLowerCase() === folded)) return view;
  }
  return undefined;
}

function liveNames(typeNames: readonly string[]): readonly string[] {
  return typeNames[0]?.startsWith("Deserialized.") ? typeNames.map(liveTypeName) : [];
}

/** The value behind a cell; what a view's code throws shows as nothing. */
export function sourceValue(context: ViewContext, source: CellSource, item: unknown): unknown {
  if (typeof source === "string") return context.view.property(item, source);
  try {
    return source(item, context);
  } catch {
    context.checkStop?.();
    return null;
  }
}

/** The services as a view's code sees them. */
export function viewContext(services: FormatServices, textOf: (value: unknown) => string): ViewContext {
  const view: ObjectView = services.view;
  return { ...services, get: (item, name) => view.property(item, name) ?? null, textOf };
}
