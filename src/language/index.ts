// The language: text to tree. Pure; evaluates nothing.
export type * from "./ast.js";
export type { ParseError, ParseErrorId } from "./errors.js";
export * from "./parser.js";
export * from "./position.js";
export { parseVariablePath } from "./scan-variable.js";
export type { Token, TokenKind } from "./tokens.js";
