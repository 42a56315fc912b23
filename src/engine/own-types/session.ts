// Members of what a session is to a script: variables, modules, session state, $PSCmdlet.

import { Dictionary, type ErrorRecord, NetObject } from "../../objects/index.js";
import type { CommandInfo } from "../commands/command-info.js";
import { PSTypeName } from "./commands.js";
import type { ModuleInfo } from "../session/module-info.js";
import type { Runtime } from "../run/runtime.js";
import type { Variable } from "../session/scopes.js";
import { ScriptBlock } from "../run/script-block.js";
import type { ScriptCmdlet } from "../pipeline/script-cmdlet.js";
import { AUTOMATION, type Add, asIs, collection } from "./type-tools.js";

/** $PSCmdlet.SessionState, $ExecutionContext.SessionState, and what hangs from them. */
class SessionStateObject extends NetObject {
  readonly typeName: string;
  constructor(kind: string) {
    super();
    this.typeName = AUTOMATION + kind;
  }
}

export function addSessionState(rt: Runtime, add: Add): void {
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
        "string Author": (m: ModuleInfo) => m.author || null,
        "string CompanyName": (m: ModuleInfo) => m.companyName || null,
        "string Copyright": (m: ModuleInfo) => m.copyright || null,
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
