// Get-, Set-, New-, Remove-, Export- and Import-Alias.

import type { CmdletContext, CmdletDefinition, CommandObject, ParameterDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { decodeText, encodeText } from "../shared/text-encoding.js";
import { fileError, isFileError, nativePath } from "../shared/files.js";
import { hasWildcard, matchesAny } from "../shared/wildcards.js";
import { attempt, OPTION, optionsOf, SCOPE, scopeOf, sortedBy } from "./shared.js";

const NAME: ParameterDefinition = {
  type: "string",
  position: 0,
  mandatory: true,
  fromPipelineByPropertyName: true,
  complete: (engine) => engine.sessionState.aliases().map(({ name }) => name),
};

const CHANGES: Readonly<Record<string, ParameterDefinition>> = {
  Name: NAME,
  Value: { type: "string", position: 1, mandatory: true, fromPipelineByPropertyName: true },
  Description: { type: "string" },
  Option: OPTION,
  PassThru: { type: "switch" },
  Scope: SCOPE,
  Force: { type: "switch" },
};

function notFound(context: CmdletContext, kind: "name" | "definition", text: string): void {
  context.writeError(
    context.error(
      "System.Management.Automation.ItemNotFoundException",
      `This command cannot find a matching alias because an alias with the ${kind} '${text}' does not exist.`,
      "ItemNotFoundException",
      "ObjectNotFound",
      text,
    ),
  );
}

export const getAlias: CmdletDefinition = {
  name: "Get-Alias",
  module: UTILITY,
  synopsis: "Gets the aliases for the current session.",
  aliases: ["gal"],
  defaultParameterSet: "Default",
  parameters: {
    Name: {
      type: "string[]",
      sets: { Default: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } },
      validate: [{ kind: "NotNullOrEmpty" }],
      complete: (engine) => engine.sessionState.aliases().map(({ name }) => name),
    },
    Exclude: { type: "string[]" },
    Scope: SCOPE,
    Definition: { type: "string[]", sets: { Definition: {} } },
  },
  outputTypes: ["System.Management.Automation.AliasInfo"],
  examples: [{ code: "(Get-Alias gci).Definition", output: "Get-ChildItem" }],
  run: (context) => ({
    process: () =>
      void attempt(context, () => {
        const { bound } = context;
        if (bound["Definition"] !== undefined)
          for (const text of bound["Definition"] as string[]) writeMatches(context, "definition", text);
        else for (const text of (bound["Name"] ?? ["*"]) as string[]) writeMatches(context, "name", text);
      }),
  }),
};

function writeMatches(context: CmdletContext, by: "name" | "definition", pattern: string): void {
  const { sessionState, values } = context.engine;
  const excluded: readonly string[] | undefined = context.bound["Exclude"];
  const found = sessionState
    .aliases(scopeOf(context))
    .filter((alias) => values.like(by === "name" ? alias.name : alias.definition, pattern))
    .filter((alias) => !excluded || !matchesAny(context, alias.name, excluded));
  if (found.length === 0 && !hasWildcard(pattern)) notFound(context, by, pattern);
  for (const alias of sortedBy(context, found, ({ name }) => name)) context.write(alias);
}

function change(context: CmdletContext, mayExist: boolean): void {
  const { bound, engine } = context;
  const name: string = bound["Name"];
  attempt(context, () => {
    const scope = scopeOf(context);
    if (!mayExist && bound["Force"] !== true && engine.sessionState.getAlias(name, scope))
      return alreadyThere(context, name);
    if (!context.shouldProcess(`Name: ${name} Value: ${bound["Value"]}`, mayExist ? "Set Alias" : "New Alias")) return;
    const alias = engine.sessionState.setAlias(name, bound["Value"], {
      scope,
      options: optionsOf(context),
      description: bound["Description"],
      force: bound["Force"] === true,
    });
    if (bound["PassThru"] === true) context.write(alias);
  });
}

function alreadyThere(context: CmdletContext, name: string): void {
  context.writeError(
    context.error(
      "System.Management.Automation.SessionStateException",
      `The alias is not allowed, because an alias with the name '${name}' already exists.`,
      "AliasAlreadyExists",
      "ResourceExists",
      name,
    ),
  );
}

export const setAlias: CmdletDefinition = {
  name: "Set-Alias",
  module: UTILITY,
  synopsis: "Creates or changes an alias for a cmdlet or other command in the current PowerShell session.",
  aliases: ["sal"],
  defaultParameterSet: "Default",
  supportsShouldProcess: true,
  confirmImpact: "Low",
  parameters: CHANGES,
  examples: [{ code: "Set-Alias say Write-Output; say hello", output: "hello" }],
  run: (context) => ({ process: () => change(context, true) }),
};

export const newAlias: CmdletDefinition = {
  name: "New-Alias",
  module: UTILITY,
  synopsis: "Creates a new alias.",
  aliases: ["nal"],
  supportsShouldProcess: true,
  confirmImpact: "Low",
  parameters: CHANGES,
  examples: [{ code: "New-Alias na Get-Date; (Get-Alias na).Definition", output: "Get-Date" }],
  run: (context) => ({ process: () => change(context, false) }),
};

export const removeAlias: CmdletDefinition = {
  name: "Remove-Alias",
  module: UTILITY,
  synopsis: "Removes an alias from the current session.",
  defaultParameterSet: "Default",
  parameters: { Name: { ...NAME, type: "string[]", fromPipeline: true }, Scope: SCOPE, Force: { type: "switch" } },
  examples: [{ code: "Set-Alias ra Get-Item; Remove-Alias ra; Test-Path alias:ra", output: "False" }],
  run: (context) => ({
    process() {
      const { sessionState } = context.engine;
      for (const name of context.bound["Name"] as string[])
        attempt(context, () => {
          const scope = scopeOf(context);
          if (!sessionState.getAlias(name, scope)) return notFound(context, "name", name);
          sessionState.removeAlias(name, { scope, force: context.bound["Force"] === true });
        });
    },
  }),
};

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export const exportAlias: CmdletDefinition = {
  name: "Export-Alias",
  module: UTILITY,
  synopsis: "Exports information about currently defined aliases to a file.",
  aliases: ["epal"],
  defaultParameterSet: "ByPath",
  supportsShouldProcess: true,
  parameters: {
    Path: { type: "string", sets: { ByPath: { position: 0, mandatory: true } } },
    LiteralPath: {
      type: "string",
      aliases: ["PSPath", "LP"],
      sets: { ByLiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    Name: { type: "string[]", position: 1, fromPipeline: true, fromPipelineByPropertyName: true },
    PassThru: { type: "switch" },
    As: { type: "string", validate: [{ kind: "Set", values: ["Csv", "Script"], ignoreCase: true }] },
    Append: { type: "switch" },
    Force: { type: "switch" },
    NoClobber: { type: "switch", aliases: ["NoOverwrite"] },
    Description: { type: "string" },
    Scope: SCOPE,
  },
  examples: [
    {
      code: "Export-Alias a.csv gci; (Get-Content a.csv)[-1]",
      output: '"gci","Get-ChildItem","","ReadOnly, AllScope"',
      runs: false,
    },
  ],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      const path = nativePath(engine, bound["LiteralPath"] ?? bound["Path"]);
      const all = sortedBy(context, engine.sessionState.aliases(scopeOf(context)), ({ name }) => name);
      const chosen = all.filter(({ name }) => matchesAny(context, name, bound["Name"]));
      const lines = /^script$/i.test(bound["As"] ?? "") ? chosen.map(scriptLine) : chosen.map(csvLine);
      if (!context.shouldProcess(path)) return;
      const { files } = engine.host;
      if (bound["NoClobber"] === true && files.stat(path)) {
        context.throwTerminating(
          context.error(
            "System.IO.IOException",
            `The file '${path}' already exists.`,
            "NoClobber",
            "ResourceExists",
            path,
          ),
        );
      }
      try {
        const head = [
          "# Alias File",
          `# Exported by : ${engine.host.computer.userName}`,
          `# Computer : ${engine.host.computer.name}`,
        ];
        const text = [...head, ...lines].map((line) => `${line}\n`).join("");
        files.write(path, encodeText(text, "utf8NoBOM"), bound["Append"] === true ? "append" : "truncate");
      } catch (error) {
        if (!isFileError(error)) throw error;
        context.throwTerminating(fileError(context, error, path, "FileOpenFailure"));
      }
      if (bound["PassThru"] === true) for (const alias of chosen) context.write(alias);
    },
  }),
};

function csvLine(alias: CommandObject): string {
  return [alias.name, alias.definition, "", "None"].map(quoted).join(",");
}

function scriptLine(alias: CommandObject): string {
  return `set-alias -Name:${quoted(alias.name)} -Value:${quoted(alias.definition)} -Description:"" -Option:"None"`;
}

export const importAlias: CmdletDefinition = {
  name: "Import-Alias",
  module: UTILITY,
  synopsis: "Imports an alias list from a file.",
  aliases: ["ipal"],
  defaultParameterSet: "ByPath",
  supportsShouldProcess: true,
  parameters: {
    Path: { type: "string", sets: { ByPath: { position: 0, mandatory: true, fromPipeline: true } } },
    LiteralPath: { type: "string", aliases: ["PSPath", "LP"], sets: { ByLiteralPath: { mandatory: true } } },
    Scope: SCOPE,
    PassThru: { type: "switch" },
    Force: { type: "switch" },
  },
  examples: [
    {
      code: 'Set-Content a.csv \'"xx","Get-Date","","None"\'; Import-Alias a.csv; (Get-Alias xx).Definition',
      output: "Get-Date",
    },
  ],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      const path = nativePath(engine, bound["LiteralPath"] ?? bound["Path"]);
      for (const line of readLines(context, path)) {
        const [name, definition, description = "", option = ""] = fields(line);
        if (name === undefined || definition === undefined) continue;
        attempt(context, () => {
          const scope = scopeOf(context);
          if (bound["Force"] !== true && engine.sessionState.getAlias(name, scope)) return alreadyThere(context, name);
          const options = (["ReadOnly", "Constant", "Private", "AllScope"] as const).filter((each) =>
            option.includes(each),
          );
          const alias = engine.sessionState.setAlias(name, definition, {
            scope,
            description,
            options,
            force: bound["Force"] === true,
          });
          if (bound["PassThru"] === true) context.write(alias);
        });
      }
    },
  }),
};

function readLines(context: CmdletContext, path: string): readonly string[] {
  try {
    const text = decodeText(context.engine.host.files.read(path));
    return text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  } catch (error) {
    if (!isFileError(error)) throw error;
    return context.throwTerminating(fileError(context, error, path, "FileOpenFailure"));
  }
}

function fields(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"|([^,"]+)/g)].map((match) =>
    (match[1] ?? match[2] ?? "").replaceAll('""', '"'),
  );
}
