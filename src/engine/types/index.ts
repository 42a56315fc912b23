// What the rest of the engine, and through its door the cmdlets, use of the type layer.

export * from "./errors.js";
export * from "./type-object.js";
export * from "./operators/operators.js";
export * from "./values.js";
export * from "./members/psmembers.js";
export { PSPropertyInfo } from "./members/psobject-view.js";
export type { MemberDescription } from "./members/describe.js";
export type { FullTypeTable } from "./table.js";
export { CultureInfo, INVARIANT, cultureNamed } from "./text/culture.js";
export { defineType } from "./define.js";
export { seededNumbers } from "./table/numbers/random.js";
