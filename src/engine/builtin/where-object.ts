// Where-Object: a block, or a property compared with a value, decides which objects go on.

import type { CmdletContext, CmdletDefinition, CmdletRun, ParameterDefinition } from "../commands/cmdlet.js";
import { baseOf, Dictionary, type ErrorCategory, type ErrorRecord } from "../../objects/index.js";
import { EngineError } from "../types/errors.js";
import type { Runtime } from "../run/runtime.js";
import type { ScriptBlock } from "../run/script-block.js";
import type { ValueOperator } from "../types/operators/operators.js";

/** Switch names and the operator each stands for; the first names the parameter set too. */
const OPERATORS: readonly (readonly [name: string, operator: ValueOperator, aliases: readonly string[]])[] = [
  ["EQ", "-ieq", ["IEQ"]],
  ["CEQ", "-ceq", []],
  ["NE", "-ine", ["INE"]],
  ["CNE", "-cne", []],
  ["GT", "-igt", ["IGT"]],
  ["CGT", "-cgt", []],
  ["LT", "-ilt", ["ILT"]],
  ["CLT", "-clt", []],
  ["GE", "-ige", ["IGE"]],
  ["CGE", "-cge", []],
  ["LE", "-ile", ["ILE"]],
  ["CLE", "-cle", []],
  ["Like", "-ilike", ["ILike"]],
  ["CLike", "-clike", []],
  ["NotLike", "-inotlike", ["INotLike"]],
  ["CNotLike", "-cnotlike", []],
  ["Match", "-imatch", ["IMatch"]],
  ["CMatch", "-cmatch", []],
  ["NotMatch", "-inotmatch", ["INotMatch"]],
  ["CNotMatch", "-cnotmatch", []],
  ["Contains", "-icontains", ["IContains"]],
  ["CContains", "-ccontains", []],
  ["NotContains", "-inotcontains", ["INotContains"]],
  ["CNotContains", "-cnotcontains", []],
  ["In", "-iin", ["IIn"]],
  ["CIn", "-cin", []],
  ["NotIn", "-inotin", ["INotIn"]],
  ["CNotIn", "-cnotin", []],
  ["Is", "-is", []],
  ["IsNot", "-isnot", []],
];

function setName(name: string): string {
  return name === "Not" ? "NotSet" : `${/^C[A-Z]/.test(name) ? `CaseSensitive${name.slice(1)}` : name}Set`;
}

function parameters(): Record<string, ParameterDefinition> {
  const names = ["Not", ...OPERATORS.map(([name]) => name)];
  const propertySets = Object.fromEntries(names.map((name) => [setName(name), { position: 0, mandatory: true }]));
  const valueSets = Object.fromEntries(
    names.filter((name) => name !== "Not").map((name) => [setName(name), { position: 1 }]),
  );
  const own: Record<string, ParameterDefinition> = {
    InputObject: { type: "psobject", fromPipeline: true, allowNull: true },
    FilterScript: { type: "scriptblock", sets: { ScriptBlockSet: { position: 0, mandatory: true } } },
    Property: { type: "string", sets: propertySets },
    Value: { type: "object", allowNull: true, sets: valueSets },
    Not: { type: "switch", sets: { NotSet: { mandatory: true } } },
  };
  for (const [name, , aliases] of OPERATORS)
    own[name] = { type: "switch", aliases, sets: { [setName(name)]: name === "EQ" ? {} : { mandatory: true } } };
  return own;
}

export const whereObject: CmdletDefinition = {
  name: "Where-Object",
  module: "Microsoft.PowerShell.Core",
  synopsis: "Passes on the objects that a condition holds for.",
  aliases: ["?", "where"],
  defaultParameterSet: "EQSet",
  parameters: parameters(),
  examples: [{ code: "1..4 | Where-Object { $_ -gt 2 }", output: "3\n4" }],
  run: (context) => (context.bound["FilterScript"] !== undefined ? byScript(context) : byProperty(context)),
};

function byScript(context: CmdletContext): CmdletRun {
  const block = context.bound["FilterScript"] as ScriptBlock;
  const { engine } = context;
  return {
    process() {
      const item: unknown = context.bound["InputObject"];
      const result: unknown[] = [];
      engine.invoke(block, { newScope: false, dollarUnder: item ?? null, output: (value) => void result.push(value) });
      if (engine.values.toBoolean(result.length === 1 ? result[0] : result.length === 0 ? null : result))
        context.write(item);
    },
  };
}

function byProperty(context: CmdletContext): CmdletRun {
  const { bound } = context;
  const property = bound["Property"] as string;
  const chosen = OPERATORS.find(([name]) => bound[name] === true);
  const { values } = context.engine;
  const rt = context.engine as Runtime;
  const valueGiven = "Value" in bound;
  const truth = chosen === undefined && !valueGiven;
  const operator = rt.ops.binary(chosen?.[1] ?? "-ieq");
  let expected: unknown = bound["Value"] === undefined ? null : bound["Value"];
  if (/^-is(not)?$/.test(chosen?.[1] ?? "") && typeof expected === "string")
    expected = values.convert(expected, "type");
  const failed = (id: string, type: string, message: string, category: ErrorCategory, target: unknown): ErrorRecord =>
    context.error(`System.Management.Automation.${type}`, message, id, category, target);
  return {
    process() {
      const item: unknown = bound["InputObject"];
      if (chosen !== undefined && !valueGiven)
        context.throwTerminating(
          failed(
            "ValueNotSpecifiedForWhereObject",
            "PSInvalidOperationException",
            "The specified operator requires both the -Property and -Value parameters. Provide values for both parameters, and then try the command again.",
            "InvalidArgument",
            null,
          ),
        );
      if (chosen === undefined && valueGiven && bound["Not"] !== true)
        context.throwTerminating(
          failed(
            "OperatorNotSpecified",
            "PSInvalidOperationException",
            "An operator is required to compare the two specified values. Include a valid operator in the command, and then try the command again. For example, Get-Process | Where-Object -Property Name -eq Idle",
            "InvalidArgument",
            null,
          ),
        );
      const value = propertyOf(context, item, property);
      if (value === undefined) return;
      let passed: boolean;
      if (bound["Not"] === true) passed = !values.toBoolean(value);
      else if (truth) passed = values.toBoolean(value);
      else {
        try {
          passed = values.toBoolean(operator(value, expected));
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          const { message, typeName } = error.exception;
          // The operator goes by the name of its token: Ieq, Cmatch, Inotlike.
          const name = chosen![1].slice(1, 2).toUpperCase() + chosen![1].slice(2);
          context.writeError(
            /(Argument|RegexParse)\w*Exception$/.test(typeName)
              ? failed(
                  "BadOperatorArgument",
                  "PSArgumentException",
                  `The argument to operator '${name}' is not valid: ${message}.`,
                  "InvalidArgument",
                  item,
                )
              : failed(
                  "OperatorFailed",
                  "PSInvalidOperationException",
                  `The '${name}' operator failed: ${message}.`,
                  "InvalidOperation",
                  item,
                ),
          );
          return;
        }
      }
      if (passed) context.write(item);
    },
  };
}

/** The property's value, null where there is none; undefined where that is an error (strict mode). */
function propertyOf(context: CmdletContext, item: unknown, name: string): unknown {
  const { values } = context.engine;
  if (item === null || item === undefined) return null;
  const base = baseOf(item);
  if (base instanceof Dictionary && base.has(name)) return base.get(name) ?? null;
  const found = values.getMember(item, name);
  if (found !== undefined) return found;
  if (context.engine.isStrict(2) && !values.hasMember(item, name)) {
    context.writeError(
      context.error(
        "System.Management.Automation.PSArgumentException",
        `The input name "${name}" cannot be resolved to a property.`,
        "PropertyNotFound",
        "InvalidArgument",
        item,
      ),
    );
    return undefined;
  }
  return null;
}
