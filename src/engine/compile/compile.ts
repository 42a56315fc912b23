// A script block's syntax tree to code: puts the parts of the compiler together.

import type { NamedBlockAst, ScriptBlockAst, StatementAst } from "../../language/index.js";
import { compileAssign } from "./assignment.js";
import { compileBlock, guarded } from "./block.js";
import { compilePipeline } from "./command.js";
import { compileExpression } from "./expression.js";
import { buildTable, isAdvanced, parametersOf, plainParameters } from "./parameters.js";
import { compileArray, compileCondition, compileStatement, compileValue } from "./statement.js";
import { namespacesOf, typeNames } from "./type.js";
import type { Compiler } from "./compiler.js";
import { NORMAL } from "../run/flow.js";
import type { ParameterTable } from "../binder/parameters.js";
import { Frame, type Runtime, type Stmt } from "../run/runtime.js";
import { Layout } from "../session/scopes.js";
import type { CompiledBlock, ScriptBlock } from "../run/script-block.js";

/** The compiler of a block: nodes of it to closures that run in a frame of it. */
export function compilerFor(rt: Runtime, block: ScriptBlock, outerNamespaces: readonly string[] = []): Compiler {
  const { ast } = block;
  const layout = new Layout();
  const namespaces = [...outerNamespaces, ...namespacesOf(ast)];
  const types = typeNames(rt, namespaces);
  const c: Compiler = {
    rt,
    source: ast.source,
    layout,
    trapsAround: false,
    inMethod: block.method !== null,
    namespaces,
    expr: (node) => compileExpression(c, node),
    condition: (node) => compileCondition(c, node),
    statement: (node) => compileStatement(c, node),
    guarded: (statement) => (c.trapsAround ? statement : guarded(statement)),
    block: (node) => compileBlock(c, node),
    value: (node) => compileValue(c, node),
    array: (node) => compileArray(c, node),
    command: (node) => compilePipeline(c, node),
    type: (name) => types.type(name),
    cast: (name) => types.cast(name),
    assign: (target) => compileAssign(c, target),
  };
  return c;
}

/** Compiles one block. `outerNamespaces` are those of the script around it. */
export function compileScriptBlock(rt: Runtime, block: ScriptBlock, outerNamespaces: readonly string[]): CompiledBlock {
  const { ast, isFilter } = block;
  const extra = block.extraParameters;
  const c = compilerFor(rt, block, outerNamespaces);
  const { layout, namespaces } = c;
  const parameters = parametersOf(ast, extra);
  const advanced = isAdvanced(ast, parameters);
  const plain = advanced ? null : plainParameters(c, parameters);
  const end = asFilter(ast.endBlock, isFilter) ? null : ast.endBlock;
  const process = asFilter(ast.endBlock, isFilter) ? ast.endBlock : ast.processBlock;
  const part = (block: NamedBlockAst | null): Stmt | null =>
    block === null ? null : withModules(rt, ast, withTypes(c, block));
  const code = {
    begin: part(ast.beginBlock),
    process: part(process),
    end: part(end) ?? (ast.beginBlock || process || ast.dynamicParamBlock || ast.cleanBlock ? null : () => NORMAL),
    clean: part(ast.cleanBlock),
    dynamicParameters: part(ast.dynamicParamBlock),
  };
  let table: ParameterTable | undefined;
  const compiled: CompiledBlock = {
    ast,
    layout,
    ...code,
    endOnly: code.end !== null && !code.begin && !code.process && !code.clean && !code.dynamicParameters,
    plain,
    isAdvanced: advanced,
    name: null,
    baseArguments: block.method?.baseCall?.arguments.map((argument) => c.expr(argument)) ?? null,
    namespaces,
    hasTraps: false,
    get parameters(): ParameterTable {
      if (table === undefined) {
        const frame = new Frame(rt, compiled, rt.state.current, new Array(layout.size), rt.streams, null, rt.frame);
        table = buildTable(c, frame, ast, parameters);
      }
      return table;
    },
  };
  return compiled;
}

/** `using module`: its functions and types are there before anything else. */
function withModules(rt: Runtime, ast: ScriptBlockAst, body: Stmt): Stmt {
  const modules = ast.usings.filter((using) => using.usingKind === "module" && using.name !== null);
  if (modules.length === 0) return body;
  const { fileName } = ast.source;
  const folder = fileName === null ? "." : fileName.slice(0, Math.max(0, fileName.lastIndexOf("/")));
  return (f, out) => {
    for (const { name } of modules) {
      const path = /^\.{1,2}[\\/]/.test(name!) && fileName !== null ? `${folder}/${name}` : name!;
      rt.invoke("Import-Module", { args: [path] });
    }
    rt.typeEpoch++;
    return body(f, out);
  };
}

function asFilter(block: NamedBlockAst | null, isFilter: boolean): boolean {
  return isFilter && block !== null && block.unnamed;
}

/** Types are there before the first statement runs: their definitions move to the front, bases first as written. */
function withTypes(c: Compiler, block: NamedBlockAst): Stmt {
  const isType = (statement: StatementAst): boolean => statement.kind === "TypeDefinition";
  if (!block.statements.some(isType)) return c.block(block);
  const statements = [...block.statements.filter(isType), ...block.statements.filter((s) => !isType(s))];
  return c.block({ ...block, statements });
}
