// What holds inside classes and enums only: how methods return, which variables they may name, how constructors look.
import type { FunctionMemberAst, ParameterAst, TypeConstraintAst, TypeDefinitionAst } from "../ast/ast.js";
import { walkAst } from "../ast/children.js";
import { checkMethodFlow } from "./method-flow.js";
import { type Parsing, report } from "../state.js";

const ENUM_TYPES: ReadonlySet<string> = new Set(
  "byte sbyte short int16 ushort uint16 int int32 uint uint32 long int64 ulong uint64".split(" "),
);

/** Reports what is wrong with a class or an enum beyond its syntax. */
export function checkClass(p: Parsing, type: TypeDefinitionAst): void {
  if (type.typeKind === "enum") return checkEnum(p, type);
  for (const member of type.members) {
    if (member.kind === "FunctionMember") checkMethod(p, type, member);
    else if (member.isStatic && member.initialValue !== null) checkNoThis(p, member.initialValue);
  }
}

function checkEnum(p: Parsing, type: TypeDefinitionAst): void {
  const base = type.baseTypes[0];
  if (base === undefined) return;
  const name = base.typeName.name.toLowerCase().replace(/^system\./, "");
  if (!ENUM_TYPES.has(name)) report(p, base.extent, "InvalidUnderlyingType", base.typeName.name);
}

function checkMethod(p: Parsing, type: TypeDefinitionAst, method: FunctionMemberAst): void {
  const body = method.body;
  if (method.isConstructor && method.returnType !== null)
    report(p, method.returnType.extent, "ConstructorCantHaveReturnType");
  if (method.isConstructor && method.isStatic && method.parameters.length > 0)
    report(p, method.parameters[0]!.extent, "StaticConstructorCantHaveParameters");
  for (const parameter of method.parameters) checkParameter(p, parameter);
  checkDuplicates(p, method.parameters);
  if (body.paramBlock !== null) report(p, body.paramBlock.extent, "ParamBlockNotAllowedInMethod");
  const named = [body.beginBlock, body.processBlock, body.cleanBlock, body.dynamicParamBlock];
  if (body.endBlock !== null && !body.endBlock.unnamed) named.push(body.endBlock);
  for (const block of named) if (block !== null) report(p, block.extent, "NamedBlockNotAllowedInMethod");
  checkReturns(p, method, isVoid(method.returnType));
  if (method.isStatic) checkNoThis(p, body);
  if (body.endBlock !== null) checkMethodFlow(p, type, method, body.endBlock);
}

function checkParameter(p: Parsing, parameter: ParameterAst): void {
  const types = parameter.attributes.filter((attribute) => attribute.kind === "TypeConstraint");
  const second = types[1];
  if (second !== undefined) report(p, second.extent, "MultipleTypeConstraintsOnMethodParam");
}

function checkDuplicates(p: Parsing, parameters: readonly ParameterAst[]): void {
  const known = new Set<string>();
  for (const { name } of parameters) {
    const folded = name.path.userPath.toLowerCase();
    if (known.has(folded)) report(p, name.extent, "DuplicateFormalParameter", name.path.userPath);
    known.add(folded);
  }
}

/** A method without a return type returns nothing. */
function isVoid(type: TypeConstraintAst | null): boolean {
  if (type === null) return true;
  return /^(system\.)?void$/i.test(type.typeName.name) && type.typeName.arrayRanks.length === 0;
}

function checkReturns(p: Parsing, method: FunctionMemberAst, returnsVoid: boolean): void {
  walkAst(method.body, (node) => {
    if (node.kind === "ScriptBlock") return node === method.body;
    if (node.kind === "FunctionDefinition" || node.kind === "TypeDefinition") return false;
    if (node.kind !== "ReturnStatement") return true;
    if (returnsVoid && node.pipeline !== null) report(p, node.extent, "VoidMethodHasReturn");
    if (!returnsVoid && node.pipeline === null) report(p, node.extent, "NonVoidMethodMissingReturnValue");
    return true;
  });
}

function checkNoThis(p: Parsing, node: Parameters<typeof walkAst>[0]): void {
  walkAst(node, (child) => {
    if (child.kind === "FunctionDefinition" || child.kind === "TypeDefinition") return false;
    if (child.kind === "VariableExpression" && child.path.userPath.toLowerCase() === "this")
      report(p, child.extent, "NonStaticMemberAccessInStaticMember", child.path.userPath);
    return true;
  });
}
