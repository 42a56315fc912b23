// The language: text to tree. Pure; evaluates nothing.
export type * from "./ast.js";
export { forEachChild, walkAst } from "./children.js";
export { parseErrorText } from "./error-text.js";
export type { ParseError, ParseErrorId } from "./errors.js";
export { type ParseOptions, type ParseResult, parse } from "./parser.js";
export * from "./position.js";
export { printAst, printTypeName } from "./print.js";
export { parseVariablePath } from "./scan-variable.js";
export { type ClassifiedToken, type TokenClass, tokenize } from "./tokenize.js";
export type { TokenRole } from "./state.js";
export type { Token, TokenKind } from "./tokens.js";
