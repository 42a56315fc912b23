// `command &`: the command's text for a job, where the caller's variables go along as `$using:`.

import type { Frame } from "../run/runtime.js";
import type { ScriptBlock } from "../run/script-block.js";

/** Variables that a job has of its own. */
const OWN = new Set([
  "pid",
  "psversiontable",
  "psedition",
  "pshome",
  "host",
  "true",
  "false",
  "null",
  "_",
  "psitem",
  "args",
  "input",
]);

interface VariableNode {
  readonly kind: "VariableExpression";
  readonly extent: { readonly start: number; readonly end: number };
  readonly path: { readonly name: string; readonly qualifier: string | null; readonly isDrive: boolean };
}

/** The block's text with `$x` as `$using:x` for every variable the caller has. */
export function withUsing(block: ScriptBlock, frame: Frame): string {
  const { text } = block.ast.source;
  const found = variables(block.ast)
    .filter(({ path }) => path.qualifier === null && !path.isDrive && !OWN.has(path.name.toLowerCase()))
    .filter(({ path }) => frame.scope.find(path.name.toLowerCase()) !== undefined)
    .sort((left, right) => right.extent.start - left.extent.start);
  let result = text;
  for (const { extent } of found) {
    const name = text.slice(extent.start, extent.end).replace(/^([$@]\{?)/, "$1using:");
    result = result.slice(0, extent.start) + name + result.slice(extent.end);
  }
  return result;
}

/** All variables below a node, script blocks within it too. */
function variables(node: unknown): VariableNode[] {
  const found = new Map<number, VariableNode>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) return value.forEach(visit);
    const { kind } = value as { kind?: unknown };
    if (kind === "VariableExpression") found.set((value as VariableNode).extent.start, value as VariableNode);
    for (const [name, field] of Object.entries(value)) if (name !== "parent" && name !== "source") visit(field);
  };
  visit(node);
  return [...found.values()];
}
