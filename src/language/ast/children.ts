// Walking a tree without knowing every node's fields.
import type { Ast } from "./ast.js";

/** Calls `visit` for each node directly below `node`, in the order of the text as far as fields are kept in it. */
export function forEachChild(node: Ast, visit: (child: Ast) => void): void {
  for (const value of Object.values(node)) if (typeof value === "object" && value !== null) visitValue(value, visit);
}

/** Fields hold nodes, lists of nodes, and records that hold nodes: clauses, pairs, calls. Positions and constants hold none. */
function visitValue(value: object, visit: (child: Ast) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object" && item !== null) visitValue(item, visit);
  } else if ("kind" in value) {
    visit(value as Ast);
  } else if ("condition" in value || "key" in value || "arguments" in value) {
    for (const part of Object.values(value)) if (typeof part === "object" && part !== null) visitValue(part, visit);
  }
}

/** Calls `visit` for every node of a tree, parents first; what lies below a node is left out when it returns false. */
export function walkAst(node: Ast, visit: (node: Ast) => boolean | void): void {
  if (visit(node) === false) return;
  forEachChild(node, (child) => walkAst(child, visit));
}
