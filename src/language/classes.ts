// Classes and enums.
import type { AttributeAst, ErrorStatementAst, TypeDefinitionAst } from "./ast.js";
import { errorStatement } from "./blocks.js";
import type { Parsing } from "./state.js";
import type { Token } from "./tokens.js";

export function parseClass(
  p: Parsing,
  keyword: Token,
  attributes: readonly AttributeAst[],
): TypeDefinitionAst | ErrorStatementAst {
  void p;
  void attributes;
  return errorStatement(keyword);
}

export function parseEnum(
  p: Parsing,
  keyword: Token,
  attributes: readonly AttributeAst[],
): TypeDefinitionAst | ErrorStatementAst {
  void p;
  void attributes;
  return errorStatement(keyword);
}
