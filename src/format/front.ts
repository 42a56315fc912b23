// The front half of formatting: objects in, format records out. Format-* cmdlets are this and nothing more.
//
// Rule: the first object that is not text decides view and shape for the whole sequence. What does not fit the view
// afterwards is printed out of band: as text, by its own out-of-band view, or as a list.

import { PSObject } from "../objects/index.js";
import { cellText, enumerable } from "./cell.js";
import {
  propertyGenerator,
  shapeOf,
  viewGenerator,
  type FormatParameters,
  type Generator,
  type FailureSink,
} from "./generators.js";
import { allNames, isScalarType } from "./names.js";
import { FormatArgumentError, resolveSpecs, valueOf, type ResolvedProperty } from "./property-spec.js";
import {
  FormatEndData,
  FormatEntryData,
  FormatStartData,
  GroupEndData,
  GroupStartData,
  isFormatRecord,
  type ComplexItem,
  type FormatRecord,
} from "./records.js";
import type { FormatServices } from "./services.js";
import {
  appliesTo,
  findView,
  sourceValue,
  viewContext,
  type Shape,
  type ViewContext,
  type ViewDefinition,
} from "./view.js";
import { builtInTable, builtInViews } from "./views/index.js";

export interface FrontEnd {
  add(value: unknown): void;
  /** An error record of the error stream: its lines go there too. */
  addError(record: unknown): void;
  end(): void;
}

/** Makes format records of objects and hands them to `emit`. */
export function createFrontEnd(
  services: FormatServices,
  parameters: FormatParameters,
  emit: (record: FormatRecord) => void,
): FrontEnd {
  const context = viewContext(services, (value) => cellText(services, value));
  const failures: FormatEntryData[] = [];
  const onFailure: FailureSink = (property) => {
    if (parameters.showError) failures.push(failureEntry(services, property));
  };
  let generator: Generator | undefined;
  let grouping: Grouping | undefined;
  let inGroup = false;

  function start(item: unknown): Generator {
    const made = selectGenerator(context, item, parameters, onFailure);
    generator = made;
    grouping = groupingOf(context, made.view, parameters);
    const { header } = made;
    emit(new FormatStartData(header, made.autosize ? { objectCount: 0 } : undefined));
    return made;
  }

  function addOne(item: unknown): void {
    if (item === null || item === undefined) return;
    if (isFormatRecord(item)) return emit(item);
    if (!parameters.force) {
      const entry = outOfBandEntry(context, item, false);
      if (entry) return emit(entry);
    }
    const current = generator ?? start(item);
    if (!parameters.force && current.view && !appliesTo(current.view, services.view.typeNames(item))) {
      const entry = outOfBandEntry(context, item, true);
      if (entry) return emit(entry);
    }
    const changed = grouping?.changes(item) ?? false;
    if (inGroup && changed) emit(new GroupEndData());
    if (!inGroup || changed) emit(new GroupStartData(grouping?.heading(item)));
    inGroup = true;
    emit(new FormatEntryData(current.entry(item)));
    while (failures.length > 0) emit(failures.shift()!);
  }

  return {
    add(value) {
      services.checkStop?.();
      if (isFormatRecord(value)) return emit(value);
      const items = enumerable(services, value);
      if (!items || parameters.expand === "CoreOnly") return addOne(value);
      if (parameters.expand === "Both") {
        const entry = outOfBandEntry(context, value, true);
        if (entry) emit(entry);
      }
      for (const item of items) addOne(item);
    },
    addError(record) {
      const entry = outOfBandEntry(context, record, true);
      if (entry) emit(new FormatEntryData(entry.entry, true, "Error"));
    },
    end() {
      if (inGroup) emit(new GroupEndData());
      if (generator) emit(new FormatEndData());
      generator = undefined;
      grouping = undefined;
      inGroup = false;
    },
  };
}

function selectGenerator(
  context: ViewContext,
  first: unknown,
  parameters: FormatParameters,
  onFailure: FailureSink,
): Generator {
  const typeNames = context.view.typeNames(first);
  if ((parameters.properties?.length ?? 0) === 0) {
    const wanted = { shape: parameters.shape, name: parameters.viewName };
    const view = findView(builtInTable, typeNames, wanted);
    if (view) return viewGenerator(context, view, first, parameters);
    if (parameters.viewName !== undefined) throw unknownView(typeNames, parameters);
  }
  const shape = parameters.shape ?? shapeOf(context.view, first);
  return propertyGenerator(context, shape, first, parameters, onFailure);
}

function unknownView(typeNames: readonly string[], parameters: FormatParameters): FormatArgumentError {
  const shape = parameters.shape ?? "Table";
  const shapeName = shape === "Complex" ? "Custom" : shape;
  const others = findView(builtInTable, typeNames, { name: parameters.viewName });
  const existing = builtInViews.filter((view) => view.body.kind === shape && appliesTo(view, typeNames));
  let message = `The view name ${parameters.viewName} cannot be found.`;
  if (others) message += ` A view with this name exists for ${others.body.kind}.`;
  message +=
    existing.length === 0
      ? ` There are no existing ${shapeName} views for ${typeNames[0] ?? ""} objects.`
      : ` Specify one of the following ${shapeName} views and try again: ${existing.map((view) => view.name).join(", ")}.`;
  return new FormatArgumentError("FormatViewNotFound", message);
}

/** How an object prints outside any sequence; undefined where it wants one. */
function outOfBandEntry(context: ViewContext, item: unknown, orAsList: boolean): FormatEntryData | undefined {
  const typeNames = context.view.typeNames(item);
  if (typeNames.length === 0) return undefined;
  const view = findView(builtInTable, typeNames, { outOfBand: true });
  if (view) return new FormatEntryData(viewGenerator(context, view, item, {}).entry(item), true);
  if (isScalarType(typeNames) || isPropertyless(context, item))
    return new FormatEntryData({ kind: "Text", text: context.view.text(item) }, true);
  if (!orAsList || allNames(context.view, item).length === 0) return undefined;
  return new FormatEntryData(propertyGenerator(context, "List", item, {}).entry(item), true);
}

// What has no properties but those that say where it came from is text too.
function isPropertyless(context: ViewContext, item: unknown): boolean {
  if (item instanceof PSObject && item.shape.names.some((name) => !ORIGIN.test(name))) return false;
  const names = context.view.propertyNames(item);
  return item instanceof PSObject ? names.every((name) => ORIGIN.test(name)) : names.length === 0;
}

const ORIGIN = /^(PSComputerName|PSShowComputerName|RunspaceId|PSSourceJobInstanceId)$/i;

interface Grouping {
  /** True where this item belongs to another group than the one before it. */
  changes(item: unknown): boolean;
  heading(item: unknown): readonly ComplexItem[];
}

function groupingOf(
  context: ViewContext,
  view: ViewDefinition | undefined,
  parameters: FormatParameters,
): Grouping | undefined {
  const { groupBy } = parameters;
  if (groupBy) {
    const property = (item: unknown): ResolvedProperty | undefined =>
      resolveSpecs(context.view, [groupBy], item, false)[0];
    const label =
      groupBy.label ?? ("name" in groupBy.expression ? undefined : context.view.text(groupBy.expression.script));
    const valueIn = (item: unknown): unknown => {
      const resolved = property(item);
      const found = resolved ? valueOf(context, resolved, item) : undefined;
      return found?.kind === "value" ? found.value : null;
    };
    return makeGrouping(context, valueIn, (item) =>
      defaultHeading(
        label ?? property(item)?.label ?? "",
        cellText(context, valueIn(item), { format: groupBy.format }),
      ),
    );
  }
  const own = view?.groupBy;
  if (!own) return undefined;
  const valueIn = (item: unknown): unknown => sourceValue(context, own.value, item);
  return makeGrouping(context, valueIn, (item) =>
    own.heading
      ? own.heading(item, context)
      : defaultHeading(own.label ?? (typeof own.value === "string" ? own.value : ""), cellText(context, valueIn(item))),
  );
}

function makeGrouping(
  context: ViewContext,
  valueIn: (item: unknown) => unknown,
  heading: (item: unknown) => readonly ComplexItem[],
): Grouping {
  let current: { readonly text: string } | undefined;
  return {
    changes(item) {
      const text = cellText(context, valueIn(item)).toLowerCase();
      const changed = current !== undefined && current.text !== text;
      current = { text };
      return changed;
    },
    heading,
  };
}

function defaultHeading(label: string, value: string): readonly ComplexItem[] {
  return [{ kind: "frame", left: 3, items: [{ kind: "text", text: `${label}: ${value}` }, { kind: "newline" }] }];
}

function failureEntry(services: FormatServices, property: ResolvedProperty): FormatEntryData {
  const text = "name" in property.source ? property.source.name : services.view.text(property.source.script);
  return new FormatEntryData({ kind: "Text", text: `Exception: Failed to evaluate expression "${text}".` }, true);
}

/** The names of the views that would be used for these types, for Get-FormatData. */
export function viewsFor(typeNames: readonly string[], shape?: Shape): readonly ViewDefinition[] {
  return builtInViews.filter((view) => (shape === undefined || view.body.kind === shape) && appliesTo(view, typeNames));
}
