// Flow of control must not leave a `finally` block: no return, no jump to a loop outside of it.
import type { Ast, ExpressionAst, StatementBlockAst } from "../ast/ast.js";
import { forEachChild } from "../ast/children.js";
import { type Parsing, report } from "../state.js";

/** Reports each statement that would leave the block. */
export function checkFinally(p: Parsing, block: StatementBlockAst): void {
  visit(p, block, []);
}

/** `loops`: the labels of the loops around, inside the block; null for one without a label. */
function visit(p: Parsing, node: Ast, loops: readonly (string | null)[]): void {
  switch (node.kind) {
    case "ScriptBlock":
    case "FunctionDefinition":
    case "TypeDefinition":
      return;
    case "ReturnStatement":
      report(p, node.extent, "ControlLeavingFinally");
      return;
    case "BreakStatement":
    case "ContinueStatement":
      if (!staysInside(node.label, loops)) report(p, node.extent, "ControlLeavingFinally");
      return;
    case "WhileStatement":
    case "DoWhileStatement":
    case "DoUntilStatement":
    case "ForStatement":
    case "ForEachStatement":
    case "SwitchStatement":
      forEachChild(node, (child) => visit(p, child, [...loops, node.label]));
      return;
    default:
      forEachChild(node, (child) => visit(p, child, loops));
  }
}

function staysInside(label: ExpressionAst | null, loops: readonly (string | null)[]): boolean {
  if (label === null) return loops.length > 0;
  if (label.kind !== "StringConstantExpression") return true;
  const wanted = label.value.toLowerCase();
  return loops.some((name) => name?.toLowerCase() === wanted);
}
