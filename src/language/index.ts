// The language: text to tree. Pure; evaluates nothing.
export type * from "./ast/ast.js";
export { forEachChild, walkAst } from "./ast/children.js";
export { parseErrorText } from "./error-text.js";
export type { ParseError, ParseErrorId } from "./errors.js";
export { type ParseOptions, type ParseResult, parse } from "./grammar/parser.js";
export * from "./position.js";
export { printAst, printTypeName } from "./ast/print.js";
export { parseVariablePath } from "./tokens/variable.js";
export { type ClassifiedToken, type TokenClass, tokenize } from "./tokenize.js";
export type { TokenRole } from "./state.js";
export type { Token, TokenKind } from "./tokens/tokens.js";
