// Format-Custom without a view: an object as a class with its properties, and theirs, down to a depth.

import { cellText, enumerable } from "./cell.js";
import { defaultNames, isScalarType, listedNames } from "./names.js";
import { plainProperties, resolveSpecs, valueOf, type PropertySpec } from "./property-spec.js";
import type { ComplexItem } from "./records.js";
import type { FormatServices } from "./services.js";
import { ELLIPSIS } from "./width.js";

const NEWLINE: ComplexItem = { kind: "newline" };

interface Walk {
  readonly services: FormatServices;
  readonly level: number;
  readonly depth: number;
}

export function complexOfObject(
  services: FormatServices,
  item: unknown,
  specs: readonly PropertySpec[],
  depth: number,
): readonly ComplexItem[] {
  const walk: Walk = { services, level: 0, depth };
  if (isScalarType(services.view.typeNames(item))) return [text(cellText(services, item)), NEWLINE];
  const elements = enumerable(services, item);
  return elements ? ofElements(walk, elements) : ofObject(walk, item, specs);
}

function ofObject(walk: Walk, item: unknown, specs: readonly PropertySpec[]): ComplexItem[] {
  const { view } = walk.services;
  const fullName = view.typeNames(item)[0] ?? "";
  const properties =
    specs.length > 0 ? resolveSpecs(view, specs, item, false) : plainProperties(defaultProperties(walk, item));
  const lines: ComplexItem[] = [];
  for (const property of properties) {
    walk.services.checkStop?.();
    const found = valueOf(walk.services, property, item);
    const value = found.kind === "value" ? found.value : null;
    const level = property.spec?.depth === undefined ? walk : { ...walk, depth: property.spec.depth };
    lines.push(text(`${property.source && "name" in property.source ? property.source.name : property.label} = `));
    lines.push(...ofValue(level, value));
  }
  return [text(`class ${shortName(fullName)}`), NEWLINE, text("{"), NEWLINE, frame(lines), text("}"), NEWLINE];
}

function defaultProperties(walk: Walk, item: unknown): string[] {
  const names = defaultNames(walk.services.view, item);
  return names.length > 0 ? names : listedNames(walk.services.view, item);
}

function ofValue(walk: Walk, value: unknown): ComplexItem[] {
  if (value === null || value === undefined) return leaf(walk, value);
  const deeper = { ...walk, level: walk.level + 1 };
  const elements = enumerable(walk.services, value);
  if (elements) return [NEWLINE, frame(ofElements(deeper, elements))];
  if (isLeaf(walk, value)) return leaf(walk, value);
  return [NEWLINE, frame(ofObject(deeper, value, []))];
}

function ofElements(walk: Walk, elements: Iterable<unknown>): ComplexItem[] {
  const limit = walk.services.enumerationLimit ?? 4;
  const deeper = { ...walk, level: walk.level + 1 };
  const lines: ComplexItem[] = [];
  let count = 0;
  for (const element of elements) {
    if (limit >= 0 && count++ === limit) {
      lines.push(text(ELLIPSIS), NEWLINE);
      break;
    }
    if (isLeaf(walk, element)) lines.push(...leaf(walk, element));
    else {
      const inner = enumerable(walk.services, element);
      if (inner) lines.push(NEWLINE, frame(ofElements(deeper, inner)));
      else lines.push(...ofObject(deeper, element, []));
    }
  }
  return [text("["), NEWLINE, frame(lines), text("]"), NEWLINE, NEWLINE];
}

function isLeaf(walk: Walk, value: unknown): boolean {
  if (value === null || value === undefined || walk.level >= walk.depth) return true;
  return isScalarType(walk.services.view.typeNames(value));
}

function leaf(walk: Walk, value: unknown): ComplexItem[] {
  return [text(cellText(walk.services, value)), NEWLINE];
}

function text(content: string): ComplexItem {
  return { kind: "text", text: content };
}

function frame(items: readonly ComplexItem[]): ComplexItem {
  return { kind: "frame", left: 2, items };
}

function shortName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf(".") + 1);
}
