// A script block that is one pipeline of plain commands goes to the other side as these commands, as PowerShell sends it: an error
// that ends one of them then ends the pipeline, and no line of a script is named. All else goes as the script it is.

import type { CommandAst, ExpressionAst, PipelineAst, ScriptBlockAst } from "../../language/index.js";
import type { PlainCommand } from "../services/pipelines.js";

/** The commands of a block; undefined where it is more than that. `encode` makes CLIXML of a constant. */
export function plainCommands(block: ScriptBlockAst, encode: (value: unknown) => string): PlainCommand[] | undefined {
  const pipeline = onlyPipeline(block);
  if (!pipeline) return undefined;
  const commands: PlainCommand[] = [];
  for (const element of pipeline.elements) {
    const command = element.kind === "Command" ? plainCommand(element, encode) : undefined;
    if (!command) return undefined;
    commands.push(command);
  }
  return commands;
}

function onlyPipeline(block: ScriptBlockAst): PipelineAst | undefined {
  const others = [block.paramBlock, block.dynamicParamBlock, block.beginBlock, block.processBlock, block.cleanBlock];
  if (others.some((part) => part !== null) || block.usings.length > 0 || block.requirements) return undefined;
  const { statements = [], traps = [] } = block.endBlock ?? {};
  const [only] = statements;
  if (statements.length !== 1 || traps.length > 0 || only?.kind !== "Pipeline" || only.background) return undefined;
  return only;
}

function plainCommand(command: CommandAst, encode: (value: unknown) => string): PlainCommand | undefined {
  const [name, ...rest] = command.elements;
  if (command.invocation !== null || command.redirections.length > 0) return undefined;
  if (name?.kind !== "StringConstantExpression" || EXPANDED.test(name.value)) return undefined;
  const parameters: { name: string | null; value: string }[] = [];
  for (const element of rest) {
    const isParameter = element.kind === "CommandParameter";
    const argument = isParameter ? element.argument : element;
    const value = argument === null ? { is: null } : constant(argument);
    if (!value || (value.is === null && argument !== null && isParameter)) return undefined;
    // As it was typed: a name with its dash and colon; a value that follows is a parameter without a name.
    const typed = isParameter ? `-${element.name}${argument === null ? "" : ":"}` : null;
    parameters.push({ name: typed, value: value.is === null ? "" : encode(value.is) });
  }
  return { name: name.value, parameters };
}

/** A word that a file system may take for several, or for a home: it must be read where it stands. */
const EXPANDED = /[*?[\]~]/;

function constant(ast: ExpressionAst): { readonly is: unknown } | undefined {
  switch (ast.kind) {
    case "StringConstantExpression":
      return ast.stringType === "BareWord" && EXPANDED.test(ast.value) ? undefined : { is: ast.value };
    case "ConstantExpression":
      // A number that is written in another way than it is shown keeps its spelling only in a script.
      return typeof ast.value === "number" ? { is: ast.value } : undefined;
    case "VariableExpression": {
      const { userPath } = ast.path;
      const is = { true: true, false: false, null: null }[userPath.toLowerCase()];
      return is === undefined || ast.splatted ? undefined : { is };
    }
    default:
      return undefined;
  }
}
