// The language: text to tree. Pure; evaluates nothing.
export type * from "./ast.js";
export * from "./position.js";
