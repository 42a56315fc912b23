// What the rest of the engine, and through its door the cmdlets, use of the type layer.

export * from "./errors.js";
export * from "./type-object.js";
export * from "./operators/operators.js";
export * from "./values.js";
export * from "./members/psmembers.js";
export { PSPropertyInfo, PSObjectView } from "./members/psobject-view.js";
export { PSMethod } from "./members/invoke.js";
export { PSDelegate } from "./members/delegate.js";
export { DynamicObject } from "./members/dynamic-object.js";
export { IndexedObject } from "./members/indexing.js";
export type { MemberDescription } from "./members/describe.js";
export type { FullTypeTable, ExtendedMember } from "./table.js";
export { wildcard, hasWildcards, escapeWildcard, unescapeWildcard } from "./text/wildcard.js";
export type { WildcardPattern } from "./text/wildcard.js";
export { Regex, Match, Group, escapeRegex, REGEX_OPTIONS } from "./regex/regex.js";
export { CultureInfo, INVARIANT, cultureNamed } from "./text/culture.js";
export { defineType } from "./define.js";
export type { Family, Member, TypeSource } from "./define.js";
export { formatDate, formatTimeSpan } from "./dates/format-date.js";
export { parseDate, parseDateExact, parseTimeSpan } from "./dates/parse-date.js";
export {
  addMonths,
  localNow,
  millisecondsOf,
  partsOf,
  ticksOf,
  ticksOfMilliseconds,
  toLocal,
  toUtc,
} from "./dates/calendar.js";
export { doubleText, doubleG15, formatNumber, singleG7 } from "./numbers/format-number.js";
export { formatComposite, formatValue } from "./text/format-string.js";
export { scanNumber } from "./numbers/scan-number.js";
export { seededNumbers } from "./table/numbers/random.js";
export { compareText, compareNumbers } from "./operators/compare.js";
export { numericKind, toDouble, toBigInt, box } from "./numbers/numeric.js";
export type { NumericKind } from "./numbers/numeric.js";
export { typeNameOf, CUSTOM_OBJECT } from "./type-of.js";
export { shortName, namespaceOf, parseTypeName, typeToString } from "./type-name.js";
export type { TypeContext } from "./context.js";
export { toArray, toBoolean, enumerate } from "./enumerate.js";
