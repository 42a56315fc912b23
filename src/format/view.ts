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

/** Views by the types they name, in lower case, in the order in which they are tried. */
export type ViewTable = ReadonlyMap<string, readonly ViewDefinition[]>;

export function viewTable(views: readonly ViewDefinition[]): ViewTable {
  const table = new Map<string, ViewDefinition[]>();
  for (const view of views)
    for (const type of view.types) {
      const key = type.toLowerCase();
      const listed = table.get(key);
      if (listed) listed.push(view);
      else table.set(key, [view]);
    }
  return table;
}

/** The view for these type names, or undefined. */
export function findView(
  table: ViewTable,
  typeNames: readonly string[],
  options: {
    readonly shape?: Shape | undefined;
    readonly name?: string | undefined;
    readonly outOfBand?: boolean;
  } = {},
): ViewDefinition | undefined {
  const name = options.name?.toLowerCase();
  const fits = (view: ViewDefinition): boolean =>
    (view.outOfBand ?? false) === (options.outOfBand ?? false) &&
    (options.shape === undefined || view.body.kind === options.shape) &&
    (name === undefined || view.name.toLowerCase() === name);
  return nearest(table, typeNames, fits) ?? nearest(table, liveNames(typeNames), fits);
}

function nearest(
  table: ViewTable,
  typeNames: readonly string[],
  fits: (view: ViewDefinition) => boolean,
): ViewDefinition | undefined {
  for (const typeName of typeNames) {
    const found = table.get(typeName.toLowerCase())?.find(fits);
    if (found) return found;
  }
  return undefined;
}

/** True where objects of this type go on in a sequence of `view`. */
export function appliesTo(view: ViewDefinition, typeNames: readonly string[]): boolean {
  const names = (all: readonly string[]): boolean =>
    all.some((typeName) => view.types.some((type) => type.toLowerCase() === typeName.toLowerCase()));
  return names(typeNames) || names(liveNames(typeNames));
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
  // The services may change from moment to moment ($PSStyle): they are looked at, not copied.
  const own = { get: (item: unknown, name: string) => view.property(item, name) ?? null, textOf };
  return Object.assign(Object.create(services) as FormatServices, own);
}
