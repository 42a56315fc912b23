// What the rest of the engine, and through its door the cmdlets, use of the type layer.

export * from "./errors.js";
export * from "./type-object.js";
export * from "./operators.js";
export * from "./values.js";
export * from "./psmembers.js";
export { PSPropertyInfo, PSObjectView } from "./psobject-view.js";
export { PSMethod } from "./invoke.js";
export { PSDelegate } from "./delegate.js";
export { DynamicObject } from "./dynamic-object.js";
export { IndexedObject } from "./indexing.js";
export type { MemberDescription } from "./describe.js";
export type { FullTypeTable, ExtendedMember } from "./table.js";
export { wildcard, hasWildcards, escapeWildcard, unescapeWildcard } from "./wildcard.js";
export type { WildcardPattern } from "./wildcard.js";
export { Regex, Match, Group, escapeRegex, REGEX_OPTIONS } from "./regex.js";
export { CultureInfo, INVARIANT, cultureNamed } from "./culture.js";
export { defineType } from "./define.js";
export type { Family, Member, TypeSource } from "./define.js";
export { formatDate, formatTimeSpan } from "./format-date.js";
export { parseDate, parseDateExact, parseTimeSpan } from "./parse-date.js";
export {
  addMonths,
  localNow,
  millisecondsOf,
  partsOf,
  ticksOf,
  ticksOfMilliseconds,
  toLocal,
  toUtc,
} from "./calendar.js";
export { doubleText, doubleG15, formatNumber, singleG7 } from "./format-number.js";
export { formatComposite, formatValue } from "./format-string.js";
export { scanNumber } from "./scan-number.js";
export { seededNumbers } from "./table/random.js";
export { compareText, compareNumbers } from "./compare.js";
export { numericKind, toDouble, toBigInt, box } from "./numeric.js";
export type { NumericKind } from "./numeric.js";
export { typeNameOf, CUSTOM_OBJECT } from "./type-of.js";
export { shortName, namespaceOf, parseTypeName, typeToString } from "./type-name.js";
export type { TypeContext } from "./context.js";
export { toArray, toBoolean, enumerate } from "./enumerate.js";
