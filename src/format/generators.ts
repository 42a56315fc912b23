// Objects of one kind to entries: the four shapes, by a view or by properties.
//
// Rule: a generator is made from the first object of a sequence and keeps what it decided then; a list alone looks anew
// at every object.

import type { ObjectView } from "../objects/index.js";
import { cellText } from "./cell.js";
import { complexOfObject } from "./complex.js";
import { defaultNames, displayName, isScalarType, isString, listedNames, showsComputerName } from "./names.js";
import {
  everyProperty,
  plainProperties,
  resolveSpecs,
  valueOf,
  type PropertySpec,
  type ResolvedProperty,
} from "./property-spec.js";
import type { Alignment, Entry, Header, TableColumn } from "./records.js";
import type { FormatServices } from "./services.js";
import { sourceValue, type CellSource, type Shape, type ViewContext, type ViewDefinition } from "./view.js";

/** What a Format-* cmdlet was told. */
export interface FormatParameters {
  readonly shape?: Shape | undefined;
  readonly properties?: readonly PropertySpec[] | undefined;
  readonly groupBy?: PropertySpec | undefined;
  readonly viewName?: string | undefined;
  readonly autosize?: boolean | undefined;
  readonly wrap?: boolean | undefined;
  readonly hideHeader?: boolean | undefined;
  /** Format-Wide -Column. */
  readonly columns?: number | undefined;
  /** Format-Custom -Depth; 5 where absent. */
  readonly depth?: number | undefined;
  /** -Force: format even what would print as text. */
  readonly force?: boolean | undefined;
  /** -Expand. */
  readonly expand?: "CoreOnly" | "EnumOnly" | "Both" | undefined;
  /** -DisplayError: #ERR in the cell. */
  readonly displayError?: boolean | undefined;
  /** -ShowError: the error in the output. */
  readonly showError?: boolean | undefined;
}

export interface Generator {
  readonly view: ViewDefinition | undefined;
  readonly header: Header;
  readonly autosize: boolean;
  entry(item: unknown): Entry;
}

/** Told when a calculated property threw. */
export type FailureSink = (property: ResolvedProperty, item: unknown, error: unknown) => void;

const MOST_DEFAULT_COLUMNS = 10;

/** The shape that objects without a view take: a table up to four properties, a list beyond. */
export function shapeOf(view: ObjectView, item: unknown): Shape {
  const chosen = defaultNames(view, item);
  const count = chosen.length > 0 ? chosen.length : everyProperty(view, item).length;
  return count <= 4 ? "Table" : "List";
}

/** A generator that lays objects out as a view says. */
export function viewGenerator(
  context: ViewContext,
  view: ViewDefinition,
  first: unknown,
  parameters: FormatParameters,
): Generator {
  const { body } = view;
  const autosize = parameters.autosize ?? (body.kind === "Table" && (body.autosize ?? false));
  const content = (item: unknown, source: CellSource, format?: string): string =>
    cellText(context, sourceValue(context, source, item), { format });
  switch (body.kind) {
    case "Table": {
      const columns: TableColumn[] = body.columns.map((column) => ({
        label: column.label ?? (typeof column.value === "string" ? column.value : ""),
        width: column.width ?? 0,
        alignment: column.alignment ?? "Left",
        isProperty: true,
      }));
      const computer = showsComputerName(context.view, first);
      if (computer) columns.push({ label: "PSComputerName", width: 0, alignment: "Left", isProperty: true });
      return {
        view,
        autosize,
        header: { kind: "Table", columns, hideHeader: parameters.hideHeader ?? body.hideHeader ?? false },
        entry: (item) => {
          const cells = body.columns.map((column) => content(item, column.value, column.format));
          if (computer) cells.push(content(item, "PSComputerName"));
          return { kind: "Table", cells, wrap: parameters.wrap ?? body.wrap ?? false };
        },
      };
    }
    case "List":
      return {
        view,
        autosize: false,
        header: { kind: "List" },
        entry: (item) => {
          const fields = body.items
            .filter((field) => field.when?.(item, context) ?? true)
            .map((field) => ({
              label: field.label ?? (typeof field.value === "string" ? field.value : ""),
              text: content(item, field.value, field.format),
            }));
          if (showsComputerName(context.view, item))
            fields.push({ label: "PSComputerName", text: content(item, "PSComputerName") });
          return { kind: "List", fields };
        },
      };
    case "Wide":
      return {
        view,
        autosize,
        header: { kind: "Wide", columns: parameters.columns ?? body.columns ?? 0 },
        entry: (item) => ({ kind: "Wide", text: content(item, body.value) }),
      };
    case "Complex":
      return {
        view,
        autosize: false,
        header: { kind: "Complex" },
        entry: (item) => ({ kind: "Complex", items: body.layout(item, context) }),
      };
  }
}

/** A generator that shows properties: those asked for, else the object's own. */
export function propertyGenerator(
  services: FormatServices,
  shape: Shape,
  first: unknown,
  parameters: FormatParameters,
  onFailure: FailureSink = () => {},
): Generator {
  const { view } = services;
  const specs = parameters.properties ?? [];
  const content = (property: ResolvedProperty, item: unknown, table: boolean): string => {
    const found = valueOf(services, property, item);
    if (found.kind === "value") return cellText(services, found.value, { table, format: property.spec?.format });
    if (found.kind === "missing") return "";
    onFailure(property, item, found.error);
    return parameters.displayError ? "#ERR" : "";
  };
  const chosen = (item: unknown, most: number): ResolvedProperty[] => {
    if (specs.length > 0) return resolveSpecs(view, specs, item, false);
    const defaults = defaultNames(view, item);
    if (defaults.length > 0)
      return plainProperties(showsComputerName(view, item) ? [...defaults, "PSComputerName"] : defaults);
    return plainProperties(listedNames(view, item).slice(0, most));
  };
  switch (shape) {
    case "Table": {
      const properties =
        specs.length > 0 ? resolveSpecs(view, specs, first, true) : chosen(first, MOST_DEFAULT_COLUMNS);
      return {
        view: undefined,
        autosize: parameters.autosize ?? false,
        header: {
          kind: "Table",
          columns: properties.map((property) => columnOf(services, property, first)),
          hideHeader: parameters.hideHeader ?? false,
        },
        entry: (item) => ({
          kind: "Table",
          cells: properties.map((property) => content(property, item, true)),
          wrap: parameters.wrap ?? false,
        }),
      };
    }
    case "List":
      return {
        view: undefined,
        autosize: false,
        header: { kind: "List" },
        entry: (item) => ({
          kind: "List",
          fields: chosen(item, Infinity).map((property) => ({
            label: property.label,
            text: content(property, item, false),
          })),
        }),
      };
    case "Wide":
      return {
        view: undefined,
        autosize: parameters.autosize ?? false,
        header: { kind: "Wide", columns: parameters.columns ?? 0 },
        entry: (item) => {
          const property = specs.length > 0 ? chosen(item, 1)[0] : wideProperty(view, item);
          return { kind: "Wide", text: property ? content(property, item, false) : "" };
        },
      };
    case "Complex":
      return {
        view: undefined,
        autosize: false,
        header: { kind: "Complex" },
        entry: (item) => ({
          kind: "Complex",
          items: complexOfObject(services, item, specs, parameters.depth ?? 5),
        }),
      };
  }
}

function columnOf(services: FormatServices, property: ResolvedProperty, first: unknown): TableColumn {
  return {
    label: property.label,
    width: property.spec?.width ?? 0,
    alignment: property.spec?.alignment ?? defaultAlignment(services, property, first),
    isProperty: property.spec === undefined || ("name" in property.source && property.source.name === property.label),
  };
}

// Numbers, booleans and enumerations of the first object stand at the right.
function defaultAlignment(services: FormatServices, property: ResolvedProperty, first: unknown): Alignment {
  const found = valueOf(services, property, first);
  if (found.kind !== "value" || found.value === null) return "Left";
  const typeNames = services.view.typeNames(found.value);
  return !isString(typeNames) && isScalarType(typeNames) ? "Right" : "Left";
}

function wideProperty(view: ObjectView, item: unknown): ResolvedProperty | undefined {
  const name = displayName(view, item) ?? defaultNames(view, item)[0] ?? listedNames(view, item)[0];
  return name === undefined ? undefined : plainProperties([name])[0];
}
