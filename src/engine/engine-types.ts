// Members of the engine's own objects, for scripts: script blocks, commands, $PSCmdlet, modules, session state, the host.

import { Dictionary, PSList, type ErrorRecord, NetObject } from "../objects/index.js";
import { astObject } from "./ast-object.js";
import { AliasInfo, CmdletInfo, type CommandInfo, FunctionInfo, type ExternalScriptInfo } from "./command-info.js";
import { commandParameters, tableOfCommand } from "./command-parameters.js";
import { newClosure } from "./closure.js";
import type { Engine } from "./engine.js";
import { addHostTypes } from "./host-types.js";
import type { InputEnumerator } from "./invocation.js";
import type { ModuleInfo } from "./module-info.js";
import { addParameterTypes, AttributeObject, ParameterMetadata } from "./parameter-types.js";
import { ALL_SETS } from "./parameters.js";
import { addParserTypes } from "./parser-types.js";
import { addPowerShellType } from "./powershell-object.js";
import type { Runtime } from "./runtime.js";

import type { Variable } from "./scopes.js";
import { ScriptBlock } from "./script-block.js";
import type { ScriptCmdlet } from "./script-cmdlet.js";
import { type SteppablePipeline, steppable } from "./steppable.js";
import { defineType, type TypeSource } from "./types/define.js";

const AUTOMATION = "System.Management.Automation.";

/** $PSCmdlet.SessionState, $ExecutionContext.SessionState, and what hangs from them. */
class SessionStateObject extends NetObject {
  readonly typeName: string;
  constructor(kind: string) {
    super();
    this.typeName = AUTOMATION + kind;
  }
}

export function addEngineTypes(rt: Runtime): void {
  const add = (name: string, source: TypeSource, accelerators: readonly string[] = []): void =>
    rt.types.add(defineType(name.includes(".") ? name : AUTOMATION + name, source, accelerators));
  addScriptBlock(rt, add);
  addCommands(rt, add);
  addSessionState(rt, add);
  addHostTypes(rt);
  addParameterTypes(rt);
  addParserTypes(rt);
  addPowerShellType(rt);
  for (const name of ["PSVersionHashTable", "DefaultParameterDictionary"])
    if (rt.types.find(AUTOMATION + name) === undefined) add(name, { base: "System.Collections.Hashtable" });
}

type Add = (name: string, source: TypeSource, accelerators?: readonly string[]) => void;

function collection(items: unknown[]): PSList {
  return new PSList(
    "Collection",
    "System.Collections.ObjectModel.Collection`1[[System.Management.Automation.PSObject]]",
    items,
  );
}

function asIs(items: readonly unknown[]): unknown {
  return items.length === 1 ? items[0] : items.length === 0 ? undefined : items;
}

function addScriptBlock(rt: Runtime, add: Add): void {
  const text = (engine: Engine, value: unknown): string => engine.values.toText(value);
  add(
    "ScriptBlock",
    {
      members: {
        "System.Management.Automation.Language.Ast Ast": (b: ScriptBlock) => astObject(rt, b.ast, b.ast.source),
        "string File": (b: ScriptBlock) => b.file,
        "bool IsFilter": (b: ScriptBlock) => b.isFilter,
        "bool IsConfiguration": () => false,
        "psmoduleinfo Module": (b: ScriptBlock) => b.state?.module ?? null,
        "System.Object StartPosition": (b: ScriptBlock) => astObject(rt, b.ast, b.ast.source),
        "guid Id": () => rt.values.convert(rt.host.newGuid(), "guid"),
        "System.Collections.Generic.List[System.Attribute] Attributes": (b: ScriptBlock) =>
          new PSList("List", "System.Collections.Generic.List`1[[System.Attribute]]", blockAttributes(b)),
        "System.Collections.ObjectModel.Collection[psobject] Invoke(Params System.Object[] args)": (
          b: ScriptBlock,
          args: unknown[],
        ) => collection(rt.invokeCollect(b, args ?? [])),
        "System.Object InvokeReturnAsIs(Params System.Object[] args)": (b: ScriptBlock, args: unknown[]) =>
          asIs(rt.invokeCollect(b, args ?? [])),
        "System.Collections.ObjectModel.Collection[psobject] InvokeWithContext(System.Collections.IDictionary functionsToDefine, System.Object variablesToDefine, Params System.Object[] args)":
          (b: ScriptBlock, functions: unknown, variables: unknown, args: unknown[]) =>
            collection(withContext(rt, b, functions, variables, args ?? [])),
        "scriptblock GetNewClosure()": (b: ScriptBlock) => newClosure(rt, b),
        "System.Management.Automation.SteppablePipeline GetSteppablePipeline()": (b: ScriptBlock) => steppable(rt, b),
        "System.Management.Automation.SteppablePipeline GetSteppablePipeline(System.Object commandOrigin)": (
          b: ScriptBlock,
        ) => steppable(rt, b),
        "System.Management.Automation.SteppablePipeline GetSteppablePipeline(System.Object commandOrigin, System.Object[] args)":
          (b: ScriptBlock) => steppable(rt, b),
        "void CheckRestrictedLanguage(System.Object allowedCommands, System.Object allowedVariables, bool allowEnvironmentVariables)":
          () => undefined,
        "static scriptblock Create(string script)": (script: string) => rt.parse(script, null),
        "string ToString()": (b: ScriptBlock) => b.text,
      },
      text: (b: ScriptBlock) => b.text,
    },
    ["scriptblock"],
  );
  void text;
  add("SteppablePipeline", {
    members: {
      "void Begin(System.Object expectInput)": (p: SteppablePipeline, input: unknown) => p.begin(input),
      "void Begin(System.Object expectInput, System.Object context)": (p: SteppablePipeline, input: unknown) =>
        p.begin(input),
      "array Process(System.Object input)": (p: SteppablePipeline, input: unknown) => p.process(input, true),
      "array Process()": (p: SteppablePipeline) => p.process(null, false),
      "array End()": (p: SteppablePipeline) => p.end(),
      "void Clean()": (p: SteppablePipeline) => p.dispose(),
      "void Dispose()": (p: SteppablePipeline) => p.dispose(),
    },
  });
  add("System.Collections.ArrayList+ArrayListEnumeratorSimple", {
    interfaces: "System.Collections.IEnumerator",
    members: {
      "bool MoveNext()": (e: InputEnumerator) => e.moveNext(),
      "void Reset()": (e: InputEnumerator) => e.reset(),
      "System.Object Current": (e: InputEnumerator) => e.current,
    },
  });
}

function blockAttributes(block: ScriptBlock): unknown[] {
  return (block.ast.paramBlock?.attributes ?? []).map((attribute) => {
    const name = attribute.typeName.name.replace(/^.*\./, "");
    return new AttributeObject(name.endsWith("Attribute") ? name : `${name}Attribute`);
  });
}

function withContext(
  rt: Runtime,
  block: ScriptBlock,
  functions: unknown,
  variables: unknown,
  args: unknown[],
): unknown[] {
  const outer = rt.state.current;
  const names: string[] = [];
  const defined: string[] = [];
  if (functions instanceof Dictionary)
    for (const { key, value } of functions) {
      const name = rt.values.toText(key);
      (outer.functions ??= new Map()).set(name.toLowerCase(), new FunctionInfo(name, value as ScriptBlock));
      defined.push(name.toLowerCase());
    }
  const list =
    variables instanceof PSList ? variables.items : Array.isArray(variables) ? variables : variables ? [variables] : [];
  for (const variable of list as Variable[]) {
    outer.set(variable.name, variable.value);
    names.push(variable.name.toLowerCase());
  }
  rt.commandEpoch++;
  try {
    return rt.invokeCollect(block, args);
  } finally {
    for (const name of names) outer.remove(name);
    for (const name of defined) outer.functions?.delete(name);
    rt.commandEpoch++;
  }
}

function addCommands(rt: Runtime, add: Add): void {
  const common: NonNullable<TypeSource["members"]> = {
    "string Name": (c: CommandInfo) => c.name,
    "System.Management.Automation.CommandTypes CommandType": (c: CommandInfo) => commandType(rt, c),
    "string Source": (c: CommandInfo) => (c.commandType === "Application" ? c.definition : c.moduleName),
    "version Version": (c: CommandInfo) => (c.module ? rt.values.tryConvert(c.module.version, "version") : null),
    "string Definition": (c: CommandInfo) => definitionOf(rt, c),
    "System.Management.Automation.SessionStateEntryVisibility Visibility": () =>
      rt.values.tryConvert("Public", "System.Management.Automation.SessionStateEntryVisibility") ?? "Public",
    "string ModuleName": (c: CommandInfo) => c.moduleName,
    "psmoduleinfo Module": (c: CommandInfo) => c.module,
    "System.Object RemotingCapability": () => "PowerShell",
    "System.Collections.Generic.Dictionary[string,System.Management.Automation.ParameterMetadata] Parameters": (
      c: CommandInfo,
    ) => (c instanceof AliasInfo ? commandParameters(rt, resolved(rt, c) ?? c) : commandParameters(rt, c)),
    "System.Object ParameterSets": (c: CommandInfo) => parameterSets(rt, c),
    "System.Object OutputType": (c: CommandInfo) => outputTypes(rt, c),
    "string ToString()": (c: CommandInfo) => c.name,
  };
  const scripted: NonNullable<TypeSource["members"]> = {
    "scriptblock ScriptBlock": (c: FunctionInfo) => c.scriptBlock,
  };
  const text = (c: CommandInfo): string => c.name;
  add("CommandInfo", { kind: "abstract", members: common, text });
  add("FunctionInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      ...scripted,
      "bool CmdletBinding": (c: FunctionInfo) => rt.compile(c.scriptBlock).isAdvanced,
      "string DefaultParameterSet": (c: FunctionInfo) => tableOfCommand(rt, c)?.defaultSet ?? null,
      "System.Management.Automation.ScopedItemOptions Options": (c: FunctionInfo) =>
        rt.values.tryConvert(c.options === 0 ? "None" : c.options, `${AUTOMATION}ScopedItemOptions`) ?? "None",
      "string Description": [(c: FunctionInfo) => c.description, (c: FunctionInfo, v: string) => (c.description = v)],
      "string Verb": (c: FunctionInfo) => (c.name.includes("-") ? c.name.slice(0, c.name.indexOf("-")) : ""),
      "string Noun": (c: FunctionInfo) => (c.name.includes("-") ? c.name.slice(c.name.indexOf("-") + 1) : ""),
      "string HelpFile": () => null,
    },
    text,
  });
  add("FilterInfo", { base: `${AUTOMATION}FunctionInfo`, text });
  add("ScriptInfo", { base: `${AUTOMATION}CommandInfo`, members: scripted, text });
  add("ExternalScriptInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      ...scripted,
      "string Path": (c: ExternalScriptInfo) => c.path,
      "string ScriptContents": (c: ExternalScriptInfo) => c.scriptBlock.ast.source.text,
    },
    text,
  });
  add("CmdletInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      "string Verb": (c: CmdletInfo) => c.name.slice(0, c.name.indexOf("-")),
      "string Noun": (c: CmdletInfo) => c.name.slice(c.name.indexOf("-") + 1),
      "string DefaultParameterSet": (c: CmdletInfo) => c.cmdlet.defaultParameterSet ?? null,
      "type ImplementingType": (c: CmdletInfo) => {
        const type = rt.types.find(c.implementingType);
        return type ? rt.types.typeObject(type) : null;
      },
      "string HelpFile": (c: CmdletInfo) => `${c.moduleName}.dll-Help.xml`,
    },
    text,
  });
  add("CommandParameterSetInfo", {
    members: {
      "string Name": (s: ParameterSetInfo) => s.name,
      "bool IsDefault": (s: ParameterSetInfo) => s.isDefault,
      "System.Object Parameters": (s: ParameterSetInfo) => [...s.parameters],
    },
    text: (s: ParameterSetInfo) => s.parameters.map((each) => `[-${each.parameter.name}]`).join(" "),
  });
  add("AliasInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      "System.Management.Automation.CommandInfo ResolvedCommand": (c: AliasInfo) => resolved(rt, c) ?? null,
      "System.Management.Automation.CommandInfo ReferencedCommand": (c: AliasInfo) =>
        rt.lookup(c.definition, null) ?? null,
      "string ResolvedCommandName": (c: AliasInfo) => resolved(rt, c)?.name ?? null,
      "string Description": (c: AliasInfo) => c.description,
      "System.Management.Automation.ScopedItemOptions Options": (c: AliasInfo) =>
        rt.values.tryConvert(c.options, `${AUTOMATION}ScopedItemOptions`) ?? "None",
    },
    extended: {
      "script string DisplayName": (c: AliasInfo) => `${c.name} -> ${resolved(rt, c)?.name ?? c.definition}`,
    },
    text,
  });
  add("ApplicationInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      "string Path": (c: CommandInfo) => c.definition,
      "string Extension": (c: CommandInfo) => /\.[^.]*$/.exec(c.name)?.[0] ?? "",
    },
    text,
  });
}

function commandType(rt: Runtime, c: CommandInfo): unknown {
  return rt.values.tryConvert(c.commandType, `${AUTOMATION}CommandTypes`) ?? c.commandType;
}

function resolved(rt: Runtime, alias: AliasInfo): CommandInfo | undefined {
  let found: CommandInfo | undefined = alias;
  for (let i = 0; found instanceof AliasInfo && i < 20; i++) found = rt.lookup(found.definition, null);
  return found;
}

function definitionOf(rt: Runtime, c: CommandInfo): string {
  if (!(c instanceof CmdletInfo)) return c.definition;
  return rt.syntax?.(c) ?? c.name;
}

/** System.Management.Automation.CommandParameterSetInfo. */
class ParameterSetInfo extends NetObject {
  readonly typeName: string = `${AUTOMATION}CommandParameterSetInfo`;
  readonly name: string;
  readonly isDefault: boolean;
  readonly parameters: readonly ParameterMetadata[];
  constructor(name: string, isDefault: boolean, parameters: readonly ParameterMetadata[]) {
    super();
    this.name = name;
    this.isDefault = isDefault;
    this.parameters = parameters;
  }
}

function parameterSets(rt: Runtime, c: CommandInfo): unknown {
  const table = tableOfCommand(rt, c);
  if (!table) return [];
  const names = table.setNames.length === 0 ? [ALL_SETS] : table.setNames;
  return names.map(
    (name) =>
      new ParameterSetInfo(
        name,
        name.toLowerCase() === (table.defaultSet ?? ALL_SETS).toLowerCase(),
        table.list
          .filter((parameter) => parameter.sets.has(ALL_SETS) || parameter.sets.has(name))
          .map((parameter) => new ParameterMetadata(parameter)),
      ),
  );
}

function outputTypes(rt: Runtime, c: CommandInfo): unknown {
  const names =
    c instanceof CmdletInfo
      ? (c.cmdlet.outputTypes ?? [])
      : c instanceof FunctionInfo
        ? (c.scriptBlock.ast.paramBlock?.attributes ?? [])
            .filter((attribute) => /^outputtype(attribute)?$/i.test(attribute.typeName.name))
            .flatMap((attribute) =>
              attribute.positionalArguments.map((argument) =>
                argument.kind === "TypeExpression"
                  ? argument.typeName.name
                  : argument.kind === "StringConstantExpression"
                    ? argument.value
                    : "",
              ),
            )
        : [];
  return names.map((name) => new PSTypeName(rt.types.find(name)?.name ?? name));
}

/** System.Management.Automation.PSTypeName. */
class PSTypeName extends NetObject {
  readonly typeName: string = `${AUTOMATION}PSTypeName`;
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

function addSessionState(rt: Runtime, add: Add): void {
  add("PSTypeName", {
    members: {
      "string Name": (t: PSTypeName) => t.name,
      "type Type": (t: PSTypeName) => {
        const type = rt.types.find(t.name);
        return type ? rt.types.typeObject(type) : null;
      },
    },
    text: (t: PSTypeName) => t.name,
  });
  add(
    "PSVariable",
    {
      members: {
        "string Name": (v: Variable) => v.name,
        "string Description": [(v: Variable) => v.description, (v: Variable, text: string) => (v.description = text)],
        "System.Object Value": [
          (v: Variable) => v.value ?? null,
          (v: Variable, value: unknown) => void (v.value = v.constraint ? v.constraint(value, v.name) : value),
        ],
        "System.Management.Automation.SessionStateEntryVisibility Visibility": (v: Variable) =>
          rt.values.tryConvert(v.visibility, `${AUTOMATION}SessionStateEntryVisibility`) ?? v.visibility,
        "psmoduleinfo Module": () => null,
        "string ModuleName": () => "",
        "System.Management.Automation.ScopedItemOptions Options": (v: Variable) =>
          rt.values.tryConvert(v.optionText, `${AUTOMATION}ScopedItemOptions`) ?? v.optionText,
        "System.Object Attributes": () => [],
        "new(string name, System.Object value)": (name: string, value: unknown) => newVariable(rt, name, value),
        "new(string name)": (name: string) => newVariable(rt, name, null),
      },
      text: () => `${AUTOMATION}PSVariable`,
    },
    ["psvariable"],
  );
  addModule(rt, add);
  addCmdletObject(rt, add);
  const states = {
    state: new SessionStateObject("SessionState"),
    variables: new SessionStateObject("PSVariableIntrinsics"),
    path: new SessionStateObject("PathIntrinsics"),
    invoke: new SessionStateObject("CommandInvocationIntrinsics"),
    invokeProvider: new SessionStateObject("ProviderIntrinsics"),
  };
  add("EngineIntrinsics", {
    members: {
      "System.Management.Automation.SessionState SessionState": () => states.state,
      "System.Management.Automation.CommandInvocationIntrinsics InvokeCommand": () => states.invoke,
      "System.Management.Automation.Host.PSHost Host": () => rt.getVariable("Host"),
      "System.Object InvokeProvider": () => states.invokeProvider,
    },
  });
  add("SessionState", {
    members: {
      "System.Management.Automation.PSVariableIntrinsics PSVariable": () => states.variables,
      "System.Management.Automation.PathIntrinsics Path": () => states.path,
      "System.Management.Automation.CommandInvocationIntrinsics InvokeCommand": () => states.invoke,
      "psmoduleinfo Module": () => rt.state.module,
      "System.Object LanguageMode": [
        () => rt.values.tryConvert("FullLanguage", `${AUTOMATION}PSLanguageMode`) ?? "FullLanguage",
        () => {},
      ],
    },
  });
  add("PSVariableIntrinsics", {
    members: {
      "psvariable Get(string name)": (_: unknown, name: string) => rt.sessionState.getVariable(name) ?? null,
      "System.Object GetValue(string name)": (_: unknown, name: string) =>
        rt.sessionState.getVariable(name)?.value ?? null,
      "System.Object GetValue(string name, System.Object defaultValue)": (
        _: unknown,
        name: string,
        otherwise: unknown,
      ) => rt.sessionState.getVariable(name)?.value ?? otherwise,
      "void Set(string name, System.Object value)": (_: unknown, name: string, value: unknown) =>
        void rt.sessionState.setVariable(name, value),
      "void Set(psvariable variable)": (_: unknown, variable: Variable) =>
        void rt.sessionState.setVariable(variable.name, variable.value),
      "void Remove(string name)": (_: unknown, name: string) => rt.sessionState.removeVariable(name),
    },
  });
  add("PathIntrinsics", {
    members: {
      "System.Management.Automation.PathInfo CurrentLocation": () => rt.getVariable("PWD"),
      "System.Management.Automation.PathInfo CurrentFileSystemLocation": () => rt.getVariable("PWD"),
      "string GetUnresolvedProviderPathFromPSPath(string path)": (_: unknown, path: string) =>
        rt.location.resolve(path).path,
      "string Combine(string parent, string child)": (_: unknown, parent: string, child: string) =>
        parent.endsWith("/") ? parent + child : `${parent}/${child}`,
    },
  });
  add("CommandInvocationIntrinsics", {
    members: {
      "string ExpandString(string source)": (_: unknown, source: string) => rt.expandString(source),
      "System.Collections.ObjectModel.Collection[psobject] InvokeScript(string script)": (_: unknown, script: string) =>
        collection(invokeText(rt, script)),
      "System.Collections.ObjectModel.Collection[psobject] InvokeScript(string script, Params System.Object[] args)": (
        _: unknown,
        script: string,
        args: unknown[],
      ) => collection(rt.invokeCollect(rt.parse(script, null), args ?? [])),
      "scriptblock NewScriptBlock(string scriptText)": (_: unknown, script: string) => rt.parse(script, null),
      "System.Management.Automation.CommandInfo GetCommand(string commandName, System.Object type)": (
        _: unknown,
        name: string,
      ) => rt.sessionState.findCommand(name) ?? null,
      "System.Management.Automation.CmdletInfo GetCmdlet(string commandName)": (_: unknown, name: string) =>
        rt.sessionState.findCommand(name, ["Cmdlet"]) ?? null,
    },
  });
}

function invokeText(rt: Runtime, script: string): unknown[] {
  return rt.invokeCollect(rt.parse(script, null));
}

function newVariable(rt: Runtime, name: string, value: unknown): Variable {
  const scope = Object.create(rt.state.current) as typeof rt.state.current;
  void scope;
  return rt.looseVariable(name, value);
}

function addModule(rt: Runtime, add: Add): void {
  const exported = (map: ReadonlyMap<string, { name: string }>, element: string): Dictionary => {
    const table = new Dictionary(
      "Dictionary",
      `System.Collections.Generic.Dictionary\`2[[System.String],[${AUTOMATION}${element}]]`,
    );
    for (const item of map.values()) table.set(item.name, item);
    return table;
  };
  add(
    "PSModuleInfo",
    {
      members: {
        "string Name": (m: ModuleInfo) => m.name,
        "string Path": (m: ModuleInfo) => (m.path === "" ? null : m.path),
        "string ModuleBase": (m: ModuleInfo) => m.moduleBase,
        "string Description": [(m: ModuleInfo) => m.description, (m: ModuleInfo, v: string) => (m.description = v)],
        "version Version": (m: ModuleInfo) => rt.values.tryConvert(m.version, "version") ?? m.version,
        "System.Management.Automation.ModuleType ModuleType": (m: ModuleInfo) =>
          rt.values.tryConvert(m.moduleType, `${AUTOMATION}ModuleType`) ?? m.moduleType,
        "guid Guid": (m: ModuleInfo) => rt.values.convert(m.guid, "guid"),
        "System.Object ExportedFunctions": (m: ModuleInfo) => exported(m.exportedFunctions, "FunctionInfo"),
        "System.Object ExportedAliases": (m: ModuleInfo) => exported(m.exportedAliases, "AliasInfo"),
        "System.Object ExportedVariables": (m: ModuleInfo) => exported(m.exportedVariables, "PSVariable"),
        "System.Object ExportedCmdlets": (m: ModuleInfo) => exported(m.exportedCmdlets, "CmdletInfo"),
        "System.Object ExportedCommands": (m: ModuleInfo) =>
          exported(
            new Map<string, CommandInfo>([...m.exportedFunctions, ...m.exportedAliases, ...m.exportedCmdlets]),
            "CommandInfo",
          ),
        "System.Object NestedModules": (m: ModuleInfo) => m.nestedModules,
        "System.Object PrivateData": [
          (m: ModuleInfo) => m.privateData,
          (m: ModuleInfo, v: unknown) => (m.privateData = v),
        ],
        "scriptblock OnRemove": [(m: ModuleInfo) => m.onRemove, (m: ModuleInfo, v: unknown) => (m.onRemove = v)],
        "System.Object SessionState": (m: ModuleInfo) => (m.state ? new SessionStateObject("SessionState") : null),
        "System.Object Invoke(scriptblock sb, Params System.Object[] args)": (
          m: ModuleInfo,
          block: ScriptBlock,
          args: unknown[],
        ) => asIs(rt.invokeCollect(new ScriptBlock(block.ast, m.state, block.extraParameters), args ?? [])),
        "scriptblock NewBoundScriptBlock(scriptblock scriptBlockToBind)": (m: ModuleInfo, block: ScriptBlock) =>
          new ScriptBlock(block.ast, m.state, block.extraParameters, block.isFilter),
        "string ToString()": (m: ModuleInfo) => m.name,
      },
      text: (m: ModuleInfo) => m.name,
    },
    ["psmoduleinfo"],
  );
}

function addCmdletObject(rt: Runtime, add: Add): void {
  const record = (cmdlet: ScriptCmdlet, error: ErrorRecord): void => cmdlet.writeError(error);
  add("PSScriptCmdlet", {
    members: {
      "void WriteObject(System.Object sendToPipeline)": (c: ScriptCmdlet, value: unknown) =>
        c.writeObject(value, false),
      "void WriteObject(System.Object sendToPipeline, bool enumerateCollection)": (
        c: ScriptCmdlet,
        value: unknown,
        enumerate: boolean,
      ) => c.writeObject(value, enumerate),
      "void WriteError(System.Management.Automation.ErrorRecord errorRecord)": record,
      "void ThrowTerminatingError(System.Management.Automation.ErrorRecord errorRecord)": (
        c: ScriptCmdlet,
        error: ErrorRecord,
      ) => c.throwTerminating(error),
      "void WriteWarning(string text)": (c: ScriptCmdlet, text: string) => c.writeMessage("Warning", text),
      "void WriteVerbose(string text)": (c: ScriptCmdlet, text: string) => c.writeMessage("Verbose", text),
      "void WriteDebug(string text)": (c: ScriptCmdlet, text: string) => c.writeMessage("Debug", text),
      "void WriteInformation(System.Management.Automation.InformationRecord record)": (c: ScriptCmdlet, r: never) =>
        c.writeInformation(r),
      "void WriteProgress(System.Management.Automation.ProgressRecord progressRecord)": (c: ScriptCmdlet, r: never) =>
        c.writeProgress(r),
      "bool ShouldProcess(string target)": (c: ScriptCmdlet, target: string) => c.shouldProcess(target, undefined),
      "bool ShouldProcess(string target, string action)": (c: ScriptCmdlet, target: string, action: string) =>
        c.shouldProcess(target, action),
      "bool ShouldContinue(string query, string caption)": (c: ScriptCmdlet, query: string, caption: string) =>
        c.shouldContinue(query, caption),
      "string ParameterSetName": (c: ScriptCmdlet) => c.parameterSetName,
      "System.Management.Automation.InvocationInfo MyInvocation": (c: ScriptCmdlet) => c.processor.call.invocation.info,
      "System.Management.Automation.SessionState SessionState": () => new SessionStateObject("SessionState"),
      "System.Management.Automation.CommandInvocationIntrinsics InvokeCommand": () =>
        new SessionStateObject("CommandInvocationIntrinsics"),
      "System.Management.Automation.Host.PSHost Host": () => rt.getVariable("Host"),
      "bool Stopping": () => rt.host.stop.requested,
      "System.Object GetVariableValue(string name)": (_: ScriptCmdlet, name: string) =>
        rt.sessionState.getVariable(name)?.value ?? null,
      "System.Object GetVariableValue(string name, System.Object defaultValue)": (
        _: ScriptCmdlet,
        name: string,
        otherwise: unknown,
      ) => rt.sessionState.getVariable(name)?.value ?? otherwise,
      "string GetUnresolvedProviderPathFromPSPath(string path)": (_: ScriptCmdlet, path: string) =>
        rt.location.resolve(path).path,
      "System.Object PagingParameters": () => null,
    },
  });
}
