// Which expressions are constant enough for an attribute or for an index behind `$using:`.
import type { ExpressionAst, PipelineBaseAst, StatementBlockAst } from "../ast/ast.js";

const CONSTANT_VARIABLES: ReadonlySet<string> = new Set(["true", "false", "null"]);

/** Operators whose value PowerShell works out while it reads. */
const FOLDED_OPERATORS: ReadonlySet<string> = new Set([
  "+",
  "-",
  "*",
  "/",
  "%",
  "-band",
  "-bor",
  "-bxor",
  "-shl",
  "-shr",
  "-and",
  "-or",
  "-xor",
]);

/** Whether an expression is constant. An attribute may also be given types, script blocks and static members. */
export function isConstant(node: ExpressionAst, place: "attribute" | "index"): boolean {
  switch (node.kind) {
    case "ConstantExpression":
    case "StringConstantExpression":
      return true;
    case "TypeExpression":
    case "ScriptBlockExpression":
      return place === "attribute";
    case "VariableExpression":
      return CONSTANT_VARIABLES.has(node.path.userPath.toLowerCase());
    case "ParenExpression":
      return isConstantPipeline(node.pipeline, place);
    case "SubExpression":
      return isConstantBlock(node.subExpression, place);
    case "UnaryExpression":
      return isFoldedUnary(node.operator) && isConstant(node.child, place);
    case "BinaryExpression":
      return FOLDED_OPERATORS.has(node.operator) && isConstant(node.left, place) && isConstant(node.right, place);
    case "TernaryExpression":
      return isConstant(node.condition, place) && isConstant(node.ifTrue, place) && isConstant(node.ifFalse, place);
    case "ConvertExpression":
      return isConstant(node.child, place);
    case "ArrayLiteral":
      return place === "attribute" && node.elements.every((element) => isConstant(element, place));
    case "MemberExpression":
      return place === "attribute" && node.isStatic && node.target.kind === "TypeExpression";
    default:
      return false;
  }
}

function isFoldedUnary(operator: string): boolean {
  return operator === "-" || operator === "+" || operator === "-not" || operator === "-bnot";
}

function isConstantPipeline(pipeline: PipelineBaseAst, place: "attribute" | "index"): boolean {
  if (pipeline.kind !== "Pipeline" || pipeline.elements.length !== 1) return false;
  const element = pipeline.elements[0]!;
  return element.kind === "CommandExpression" && isConstant(element.expression, place);
}

function isConstantBlock(block: StatementBlockAst, place: "attribute" | "index"): boolean {
  const statement = block.statements[0];
  return block.statements.length === 1 && statement?.kind === "Pipeline" && isConstantPipeline(statement, place);
}
