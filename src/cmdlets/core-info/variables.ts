// Get-, Set-, New-, Clear- and Remove-Variable.

import type {
  CmdletContext,
  CmdletDefinition,
  ParameterDefinition,
  SetOptions,
  VariableObject,
} from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { hasWildcard, matchesAny } from "../shared/wildcards.js";
import { attempt, OPTION, optionsOf, SCOPE, scopeOf, sortedBy } from "./shared.js";

type Parameters = Readonly<Record<string, ParameterDefinition>>;

const FILTERS: Parameters = {
  Include: { type: "string[]" },
  Exclude: { type: "string[]" },
};

const NAMES: ParameterDefinition = {
  type: "string[]",
  position: 0,
  fromPipelineByPropertyName: true,
  complete: (engine) => engine.sessionState.variables().map(({ name }) => name),
};

const VISIBILITY: ParameterDefinition = {
  type: "string",
  validate: [{ kind: "Set", values: ["Public", "Private"], ignoreCase: true }],
};

function settings(context: CmdletContext): SetOptions {
  const { bound } = context;
  const visibility: string | undefined = bound["Visibility"];
  return {
    scope: scopeOf(context),
    options: optionsOf(context),
    description: bound["Description"],
    force: bound["Force"] === true,
    visibility: visibility === undefined ? undefined : /^private$/i.test(visibility) ? "Private" : "Public",
  };
}

/** The variables a name or pattern stands for; reports a plain name that is none. */
function find(context: CmdletContext, pattern: string): readonly VariableObject[] {
  const { sessionState } = context.engine;
  const scope = scopeOf(context);
  const { Include, Exclude } = context.bound as { Include?: readonly string[]; Exclude?: readonly string[] };
  const wanted = (variable: VariableObject): boolean =>
    matchesAny(context, variable.name, Include) && !(Exclude && matchesAny(context, variable.name, Exclude));
  if (hasWildcard(pattern)) {
    const all = sessionState.variables(scope).filter(({ name }) => context.engine.values.like(name, pattern));
    return sortedBy(context, all.filter(wanted), ({ name }) => name);
  }
  const variable = sessionState.getVariable(pattern, scope);
  if (variable) return wanted(variable) ? [variable] : [];
  context.writeError(
    context.error(
      "System.Management.Automation.ItemNotFoundException",
      `Cannot find a variable with the name '${pattern}'.`,
      "VariableNotFound",
      "ObjectNotFound",
      pattern,
    ),
  );
  return [];
}

export const getVariable: CmdletDefinition = {
  name: "Get-Variable",
  module: UTILITY,
  synopsis: "Gets the variables in the current console.",
  aliases: ["gv"],
  parameters: {
    Name: { ...NAMES, fromPipeline: true, validate: [{ kind: "NotNullOrEmpty" }] },
    ValueOnly: { type: "switch", help: "Writes the values, not the variables." },
    ...FILTERS,
    Scope: SCOPE,
  },
  outputTypes: ["System.Management.Automation.PSVariable"],
  examples: [{ code: "$a = 5; Get-Variable a -ValueOnly", output: "5" }],
  run: (context) => ({
    process: () =>
      void attempt(context, () => {
        for (const name of (context.bound["Name"] ?? ["*"]) as string[])
          for (const variable of find(context, name))
            context.write(context.bound["ValueOnly"] === true ? variable.value : variable);
      }),
  }),
};

export const setVariable: CmdletDefinition = {
  name: "Set-Variable",
  module: UTILITY,
  synopsis: "Sets the value of a variable. Creates the variable if one with the requested name does not exist.",
  aliases: ["sv", "set"],
  supportsShouldProcess: true,
  confirmImpact: "Low",
  parameters: {
    Name: { ...NAMES, mandatory: true },
    Value: { type: "object", position: 1, fromPipeline: true, fromPipelineByPropertyName: true, allowNull: true },
    ...FILTERS,
    Description: { type: "string" },
    Option: OPTION,
    Force: { type: "switch" },
    Visibility: VISIBILITY,
    PassThru: { type: "switch" },
    Append: { type: "switch", help: "Adds to what the variable holds." },
    Scope: SCOPE,
  },
  examples: [{ code: 'Set-Variable a, b -Value 4; "$a $b"', output: "4 4" }],
  run(context) {
    const collected: unknown[] = [];
    let names: readonly string[] = [];
    const setAll = (value: unknown, given: boolean): void => {
      for (const name of names) attempt(context, () => setOne(context, name, value, given));
    };
    return {
      process() {
        names = context.bound["Name"];
        if (!context.expectingInput) return;
        if (context.bound["Value"] !== undefined) collected.push(context.bound["Value"]);
      },
      end() {
        if (context.expectingInput && collected.length > 0)
          setAll(collected.length === 1 ? collected[0] : collected, true);
        else setAll(context.bound["Value"] ?? null, "Value" in context.bound);
      },
    };
  },
};

function setOne(context: CmdletContext, name: string, value: unknown, given: boolean): void {
  const { sessionState, values } = context.engine;
  const options = settings(context);
  const names = hasWildcard(name) ? find(context, name).map((variable) => variable.name) : [name];
  for (const each of names) {
    if (!context.shouldProcess(`Name: ${each} Value: ${values.toText(value)}`, "Set variable")) continue;
    const existing = sessionState.getVariable(each, options.scope ?? "Local");
    let next = given ? value : existing ? existing.value : value;
    if (context.bound["Append"] === true && existing)
      next = [...(values.enumerate(existing.value) ?? [existing.value]), value];
    const variable = sessionState.setVariable(each, next, options);
    if (context.bound["PassThru"] === true) context.write(variable);
  }
}

export const newVariable: CmdletDefinition = {
  name: "New-Variable",
  module: UTILITY,
  synopsis: "Creates a new variable.",
  aliases: ["nv"],
  supportsShouldProcess: true,
  confirmImpact: "Low",
  parameters: {
    Name: { type: "string", position: 0, mandatory: true, fromPipelineByPropertyName: true },
    Value: { type: "object", position: 1, fromPipeline: true, fromPipelineByPropertyName: true, allowNull: true },
    Description: { type: "string" },
    Option: OPTION,
    Visibility: VISIBILITY,
    Force: { type: "switch", help: "Replaces a variable of this name." },
    PassThru: { type: "switch" },
    Scope: SCOPE,
  },
  examples: [{ code: "New-Variable answer 42; $answer", output: "42" }],
  run: (context) => ({
    process() {
      const { bound } = context;
      const name: string = bound["Name"];
      const options = settings(context);
      attempt(context, () => {
        const { sessionState } = context.engine;
        const existing = sessionState.getVariable(name, options.scope ?? "Local");
        if (existing && bound["Force"] !== true) return alreadyThere(context, name);
        if (!context.shouldProcess(`Name: ${name}`, "New variable")) return;
        const variable = sessionState.setVariable(name, bound["Value"] ?? null, options);
        if (bound["PassThru"] === true) context.write(variable);
      });
    },
  }),
};

function alreadyThere(context: CmdletContext, name: string): void {
  context.writeError(
    context.error(
      "System.Management.Automation.SessionStateException",
      `A variable with name '${name}' already exists.`,
      "VariableAlreadyExists",
      "ResourceExists",
      name,
    ),
  );
}

export const clearVariable: CmdletDefinition = {
  name: "Clear-Variable",
  module: UTILITY,
  synopsis: "Deletes the value of a variable.",
  aliases: ["clv"],
  supportsShouldProcess: true,
  confirmImpact: "Low",
  parameters: {
    Name: { ...NAMES, mandatory: true },
    ...FILTERS,
    Force: { type: "switch" },
    PassThru: { type: "switch" },
    Scope: SCOPE,
  },
  examples: [{ code: "$v = 5; Clear-Variable v; $null -eq $v", output: "True" }],
  run: (context) => ({
    process() {
      for (const name of context.bound["Name"] as string[])
        for (const variable of find(context, name))
          attempt(context, () => {
            if (!context.shouldProcess(`Name: ${variable.name}`, "Clear variable")) return;
            const scope = scopeOf(context);
            const cleared = context.engine.sessionState.setVariable(variable.name, null, {
              scope,
              force: context.bound["Force"] === true,
            });
            if (context.bound["PassThru"] === true) context.write(cleared);
          });
    },
  }),
};

export const removeVariable: CmdletDefinition = {
  name: "Remove-Variable",
  module: UTILITY,
  synopsis: "Deletes a variable and its value.",
  aliases: ["rv"],
  supportsShouldProcess: true,
  confirmImpact: "Low",
  parameters: {
    Name: { ...NAMES, mandatory: true },
    ...FILTERS,
    Force: { type: "switch" },
    Scope: SCOPE,
  },
  examples: [{ code: "$v = 1; Remove-Variable v; Test-Path variable:v", output: "False" }],
  run: (context) => ({
    process() {
      for (const name of context.bound["Name"] as string[])
        for (const variable of find(context, name))
          attempt(context, () => {
            if (!context.shouldProcess(`Name: ${variable.name}`, "Remove variable")) return;
            context.engine.sessionState.removeVariable(variable.name, {
              scope: scopeOf(context),
              force: context.bound["Force"] === true,
            });
          });
    },
  }),
};
