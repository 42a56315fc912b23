// Get-, Import-, New- and Remove-Module, Export-ModuleMember.

import {
  CmdletInfo,
  EngineError,
  ModuleInfo,
  type CmdletContext,
  type CmdletDefinition,
  type ModuleObject,
} from "../../engine/index.js";
import { CORE, HOST, MANAGEMENT, SECURITY, UTILITY } from "../shared/modules.js";
import { matchesAny } from "../shared/wildcards.js";
import { findModuleFile, loadModule, ModuleFault } from "./module-files.js";
import { attempt, sortedBy } from "./shared.js";

/** Modules whose cmdlets every runspace has, with their versions: importing them again changes nothing. */
const BUILT_IN: Readonly<Record<string, string>> = {
  [CORE]: "7.6.5.0",
  [HOST]: "7.0.0.0",
  [MANAGEMENT]: "7.0.0.0",
  [SECURITY]: "7.0.0.0",
  "Microsoft.PowerShell.ThreadJob": "2.2.0",
  [UTILITY]: "7.0.0.0",
  ThreadJob: "2.1.0",
};

function builtIn(context: CmdletContext, name: string): ModuleInfo | undefined {
  const known = Object.keys(BUILT_IN).find((each) => each.toLowerCase() === name.toLowerCase());
  if (known === undefined) return undefined;
  const module = new ModuleInfo(known);
  module.version = BUILT_IN[known]!;
  module.moduleType = known.endsWith("ThreadJob") ? "Binary" : "Manifest";
  for (const command of context.engine.sessionState.commands("*", ["Cmdlet"]))
    if (command.moduleName === known && command instanceof CmdletInfo)
      module.exportedCmdlets.set(command.name, command);
  return module;
}

export const getModule: CmdletDefinition = {
  name: "Get-Module",
  module: CORE,
  synopsis: "List the modules imported in the current session or that can be imported from the PSModulePath.",
  aliases: ["gmo"],
  defaultParameterSet: "Loaded",
  parameters: {
    Name: {
      type: "string[]",
      sets: { Loaded: { position: 0, fromPipeline: true }, Available: { position: 0, fromPipeline: true } },
    },
    FullyQualifiedName: { type: "object[]", sets: { Loaded: {}, Available: {} } },
    All: { type: "switch", sets: { Loaded: {}, Available: {} } },
    ListAvailable: { type: "switch", sets: { Available: { mandatory: true } } },
    Refresh: { type: "switch", sets: { Available: {} } },
  },
  outputTypes: ["System.Management.Automation.PSModuleInfo"],
  examples: [
    {
      code: "New-Module -Name Mine { function Get-Mine { 1 } } | Import-Module; (Get-Module Mine).Name",
      output: "Mine",
    },
  ],
  run: (context) => ({
    process() {
      const loaded =
        context.bound["ListAvailable"] === true
          ? Object.keys(BUILT_IN)
              .filter((name) => name !== CORE)
              .map((name) => builtIn(context, name)!)
          : sortedBy(
              context,
              [...new Set(context.engine.sessionState.modules.values())].filter((module) => !module.isUnlisted),
              ({ name }) => name,
            );
      for (const module of loaded) if (matchesAny(context, module.name, context.bound["Name"])) context.write(module);
    },
  }),
};

export const importModule: CmdletDefinition = {
  name: "Import-Module",
  module: CORE,
  synopsis: "Adds modules to the current session.",
  aliases: ["ipmo"],
  defaultParameterSet: "Name",
  parameters: {
    Name: { type: "string[]", sets: { Name: { position: 0, mandatory: true, fromPipeline: true } } },
    ModuleInfo: {
      type: "System.Management.Automation.PSModuleInfo[]",
      sets: { ModuleInfo: { position: 0, mandatory: true, fromPipeline: true } },
    },
    Global: { type: "switch" },
    Prefix: { type: "string", validate: [{ kind: "NotNull" }] },
    Function: { type: "string[]" },
    Cmdlet: { type: "string[]" },
    Variable: { type: "string[]" },
    Alias: { type: "string[]" },
    Force: { type: "switch" },
    PassThru: { type: "switch" },
    AsCustomObject: { type: "switch" },
    MinimumVersion: { type: "version", aliases: ["Version"] },
    MaximumVersion: { type: "string" },
    RequiredVersion: { type: "version" },
    ArgumentList: { type: "object[]", aliases: ["Args"] },
    DisableNameChecking: { type: "switch" },
    NoClobber: { type: "switch", aliases: ["NoOverwrite"] },
    Scope: { type: "string", validate: [{ kind: "Set", values: ["Local", "Global"], ignoreCase: true }] },
    SkipEditionCheck: { type: "switch" },
    UseWindowsPowerShell: { type: "switch", aliases: ["UseWinPS"] },
  },
  examples: [{ code: "Set-Content m.psm1 'function Get-M { 5 }'; Import-Module ./m.psm1; Get-M", output: "5" }],
  run: (context) => ({
    process() {
      for (const module of (context.bound["ModuleInfo"] ?? []) as ModuleObject[]) bring(context, module);
      for (const name of (context.bound["Name"] ?? []) as string[]) importByName(context, name);
    },
  }),
};

function importByName(context: CmdletContext, name: string): void {
  const { sessionState } = context.engine;
  const known = builtIn(context, name);
  if (known) return context.bound["PassThru"] === true ? context.write(known) : undefined;
  try {
    const loaded = [...sessionState.modules.values()].find(
      (module) => module.name.toLowerCase() === name.toLowerCase() || module.path === name,
    );
    const path = findModuleFile(context.engine, name);
    const same =
      loaded ?? [...sessionState.modules.values()].find((module) => path !== undefined && module.path === path);
    if (same && context.bound["Force"] !== true) return bring(context, same);
    if (path === undefined) return missing(context, name);
    if (same) {
      for (const each of same.exportedFunctions.values())
        context.writeVerbose(`Removing the imported "${each.name}" function.`);
      for (const each of same.exportedVariables.values())
        context.writeVerbose(`Removing the imported "${each.name}" variable.`);
      sessionState.removeModule(same);
    }
    context.writeVerbose(`Loading module from path '${path}'.`);
    bring(context, loadModule(context, path, context.bound["ArgumentList"] ?? []));
  } catch (error) {
    if (error instanceof ModuleFault) {
      context.writeError(context.error(error.exceptionType, error.message, error.errorId, error.category, name));
    } else if (error instanceof EngineError && error.thrown) {
      error.thrown = false; // ends this command, not its caller
      throw error;
    } else attempt(context, () => rethrow(error));
  }
}

function rethrow(error: unknown): never {
  throw error;
}

// Makes a module's members visible to the caller.
function bring(context: CmdletContext, module: ModuleObject): void {
  const { bound, engine } = context;
  if (bound["AsCustomObject"] === true) return context.write(engine.sessionState.moduleAsObject(module));
  const given = (name: string): { readonly [key: string]: readonly string[] } =>
    bound[name] === undefined ? {} : { [`${name.toLowerCase()}${name === "Alias" ? "es" : "s"}`]: bound[name] };
  module.isUnlisted = false;
  engine.sessionState.importModule(module, {
    ...(bound["Prefix"] === undefined ? {} : { prefix: bound["Prefix"] }),
    global: bound["Global"] === true || /^global$/i.test(bound["Scope"] ?? ""),
    ...given("Function"),
    ...given("Alias"),
    ...given("Variable"),
    noClobber: bound["NoClobber"] === true,
  });
  tellImported(context, module);
  if (bound["PassThru"] === true) context.write(module);
}

function tellImported(context: CmdletContext, module: ModuleObject): void {
  const prefix: string = context.bound["Prefix"] ?? "";
  const tell = (kind: string, names: Iterable<{ name: string }>): void => {
    for (const { name } of names) {
      const shown = prefix === "" || kind === "variable" ? name : name.replace(/^([^-]+-)?/, `$1${prefix}`);
      context.writeVerbose(`Importing ${kind} '${shown}'.`);
    }
  };
  tell("function", module.exportedFunctions.values());
  tell("variable", module.exportedVariables.values());
  tell("alias", module.exportedAliases.values());
}

function missing(context: CmdletContext, name: string): void {
  context.writeError(
    context.error(
      "System.IO.FileNotFoundException",
      `The specified module '${name}' was not loaded because no valid module file was found in any module directory.`,
      "Modules_ModuleNotFound",
      "ResourceUnavailable",
      name,
    ),
  );
}

export const newModule: CmdletDefinition = {
  name: "New-Module",
  module: CORE,
  synopsis: "Creates a new dynamic module that exists only in memory.",
  aliases: ["nmo"],
  defaultParameterSet: "ScriptBlock",
  parameters: {
    Name: { type: "string", sets: { Name: { position: 0, mandatory: true, fromPipeline: true } } },
    ScriptBlock: {
      type: "scriptblock",
      sets: { ScriptBlock: { position: 0, mandatory: true }, Name: { position: 1, mandatory: true } },
    },
    Function: { type: "string[]" },
    Cmdlet: { type: "string[]" },
    ReturnResult: { type: "switch", help: "Writes what the script block writes, not the module." },
    AsCustomObject: { type: "switch" },
    ArgumentList: { type: "object[]", aliases: ["Args"], fromRemainingArguments: true },
  },
  examples: [{ code: "$null = New-Module { function Get-Nine { 9 } }; Get-Nine", output: "9" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      const { sessionState } = engine;
      const name: string = bound["Name"] ?? `__DynamicModule_${engine.host.newGuid()}`;
      const output: unknown[] = [];
      let module: ModuleObject;
      try {
        module = sessionState.newModule(
          name,
          bound["ScriptBlock"],
          bound["ArgumentList"] ?? [],
          (value) => output.push(value),
          { path: bound["Name"] ?? name },
        );
      } catch (error) {
        // A throw within ends this command, not its caller, and keeps its id.
        if (error instanceof EngineError) [error.thrown, error.throughCmdlet] = [false, true];
        throw error;
      }
      if (bound["AsCustomObject"] === true) return context.write(sessionState.moduleAsObject(module));
      module.isUnlisted = true;
      sessionState.importModule(module, bound["Function"] === undefined ? {} : { functions: bound["Function"] });
      if (bound["ReturnResult"] === true) for (const value of output) context.write(value);
      else context.write(module);
    },
  }),
};

export const removeModule: CmdletDefinition = {
  name: "Remove-Module",
  module: CORE,
  synopsis: "Removes modules from the current session.",
  aliases: ["rmo"],
  supportsShouldProcess: true,
  parameters: {
    Name: { type: "string[]", sets: { Name: { position: 0, mandatory: true, fromPipeline: true } } },
    ModuleInfo: {
      type: "System.Management.Automation.PSModuleInfo[]",
      sets: { ModuleInfo: { position: 0, mandatory: true, fromPipeline: true } },
    },
    Force: { type: "switch" },
  },
  examples: [
    { code: "New-Module -Name Gone { } | Import-Module; Remove-Module Gone; @(Get-Module Gone).Count", output: "0" },
  ],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      const all = [...new Set(engine.sessionState.modules.values())].filter((module) => !module.isUnlisted);
      const gone = new Set<ModuleObject>(bound["ModuleInfo"] ?? []);
      for (const name of (bound["Name"] ?? []) as string[]) {
        const found = all.filter((module) => engine.values.like(module.name, name) || module.path === name);
        if (found.length === 0 && !/[*?[]/.test(name)) noneRemoved(context, name);
        for (const module of found) gone.add(module);
      }
      for (const module of gone)
        if (!module.isUnlisted && context.shouldProcess(module.name)) engine.sessionState.removeModule(module);
    },
  }),
};

function noneRemoved(context: CmdletContext, name: string): void {
  context.writeError(
    context.error(
      "System.InvalidOperationException",
      "No modules were removed. Verify that the specification of modules to remove is correct and those modules exist in the runspace.",
      "Modules_NoModulesRemoved",
      "ResourceUnavailable",
      name,
    ),
  );
}

export const exportModuleMember: CmdletDefinition = {
  name: "Export-ModuleMember",
  module: CORE,
  synopsis: "Specifies the module members that are exported.",
  parameters: {
    Function: {
      type: "string[]",
      position: 0,
      fromPipeline: true,
      fromPipelineByPropertyName: true,
      allowEmptyCollection: true,
    },
    Cmdlet: { type: "string[]", fromPipelineByPropertyName: true, allowEmptyCollection: true },
    Variable: { type: "string[]", fromPipelineByPropertyName: true, allowEmptyCollection: true },
    Alias: { type: "string[]", fromPipelineByPropertyName: true, allowEmptyCollection: true },
  },
  examples: [
    {
      code: "$null = New-Module { function Yes { 1 }; function No { 2 }; Export-ModuleMember Yes }; [bool](Get-Command No -ErrorAction Ignore)",
      output: "False",
    },
  ],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      if (!engine.sessionState.currentModule) {
        context.throwTerminating(
          context.error(
            "System.InvalidOperationException",
            "The Export-ModuleMember cmdlet can only be called from inside a module.",
            "Modules_CanOnlyExecuteExportModuleMemberInsideAModule",
            "PermissionDenied",
          ),
        );
      }
      engine.sessionState.exportMembers({
        ...(bound["Function"] === undefined ? {} : { functions: bound["Function"] }),
        ...(bound["Cmdlet"] === undefined ? {} : { cmdlets: bound["Cmdlet"] }),
        ...(bound["Variable"] === undefined ? {} : { variables: bound["Variable"] }),
        ...(bound["Alias"] === undefined ? {} : { aliases: bound["Alias"] }),
      });
    },
  }),
};
