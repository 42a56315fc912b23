// What the rest of the engine, and through its door the cmdlets, use of the type layer.

export * from "./errors.js";
export * from "./type-object.js";
export * from "./operators.js";
export * from "./values.js";
