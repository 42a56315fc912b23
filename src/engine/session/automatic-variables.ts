// The variables every session has, with their values at the start.

import { Dictionary, EnumValue, NetObject, PSList, SemanticVersion, Version, typedArray } from "../../objects/index.js";
import { setOptions } from "../compile/variable.js";
import type { Runtime } from "../run/runtime.js";
import { ALL_SCOPE, CONSTANT, READ_ONLY, type Variable } from "./scopes.js";

/** $Host: the members are the table of types' business. */
export class HostObject extends NetObject {
  readonly typeName: string = "System.Management.Automation.Internal.Host.InternalHost";
  readonly rt: Runtime;
  constructor(rt: Runtime) {
    super();
    this.rt = rt;
  }
}

/** $ExecutionContext. */
class EngineIntrinsics extends NetObject {
  readonly typeName: string = "System.Management.Automation.EngineIntrinsics";
  readonly rt: Runtime;
  constructor(rt: Runtime) {
    super();
    this.rt = rt;
  }
}

export function defineAutomaticVariables(rt: Runtime, errors: PSList): void {
  const { root } = rt.global;
  const { computer } = rt.host;
  const set = (name: string, value: unknown, options = 0): Variable => {
    const variable = root.create(name, value);
    setOptions(variable, options);
    if (options & ALL_SCOPE) rt.allScope.set(name.toLowerCase(), variable);
    return variable;
  };
  const fixed = CONSTANT | ALL_SCOPE;
  const shared = READ_ONLY | ALL_SCOPE;
  set("true", true, fixed);
  set("false", false, fixed);
  set("null", null, fixed);
  set("Host", new HostObject(rt), fixed);
  set("PID", computer.processId, fixed);
  set("Error", errors, CONSTANT);
  set("HOME", rt.host.files.homeDirectory(), shared);
  set("PSHOME", programFolder(computer.executable), fixed);
  set("ExecutionContext", new EngineIntrinsics(rt), fixed);
  set("ShellId", "Microsoft.PowerShell", fixed);
  set("PSVersionTable", versionTable(rt), fixed);
  set("PSEdition", "Core", fixed);
  set("IsLinux", computer.platform === "linux", fixed);
  set("IsMacOS", computer.platform === "darwin", fixed);
  set("IsWindows", computer.platform === "win32", fixed);
  set("IsCoreCLR", true, fixed);
  set("PSCulture", "en-US", shared);
  set("PSUICulture", "en-US", shared);
  set("PWD", null, ALL_SCOPE);
  set("OFS", undefined);
  root.remove("ofs");
  set("?", true, shared);
  root.remove("?");
  set("NestedPromptLevel", 0);
  set("StackTrace", "");
  set("ErrorView", enumValue("System.Management.Automation.ErrorView", 3, "ConciseView"));
  set("FormatEnumerationLimit", 4);
  set("MaximumHistoryCount", 4096);
  set("OutputEncoding", null);
  set(
    "PSDefaultParameterValues",
    new Dictionary("Hashtable", "System.Management.Automation.DefaultParameterDictionary"),
  );
  set("PSEmailServer", "");
  set(
    "PSNativeCommandArgumentPassing",
    enumValue("System.Management.Automation.NativeArgumentPassingStyle", 1, "Standard"),
  );
  set("PSNativeCommandUseErrorActionPreference", false);
  set("PSSessionApplicationName", "wsman");
  set("PSSessionConfigurationName", "http://schemas.microsoft.com/powershell/Microsoft.PowerShell");
  preference(set, "ErrorActionPreference", 2, "Continue");
  preference(set, "WarningPreference", 2, "Continue");
  preference(set, "ProgressPreference", 2, "Continue");
  preference(set, "VerbosePreference", 0, "SilentlyContinue");
  preference(set, "DebugPreference", 0, "SilentlyContinue");
  preference(set, "InformationPreference", 0, "SilentlyContinue");
  const confirm = set("ConfirmPreference", enumValue("System.Management.Automation.ConfirmImpact", 3, "High"));
  constrain(rt, confirm, "System.Management.Automation.ConfirmImpact");
  set("WhatIfPreference", false);
  for (const name of PREFERENCES)
    constrain(rt, root.own(name.toLowerCase())!, "System.Management.Automation.ActionPreference");
}

/** The variables that say what becomes of each stream. */
export const PREFERENCES: readonly string[] = [
  "ErrorActionPreference",
  "WarningPreference",
  "ProgressPreference",
  "VerbosePreference",
  "DebugPreference",
  "InformationPreference",
];

function constrain(rt: Runtime, variable: Variable, typeName: string): void {
  variable.constraint = (value) => rt.values.convert(value, typeName);
  setOptions(variable, variable.options);
}

function preference(set: (name: string, value: unknown) => Variable, name: string, value: number, text: string): void {
  set(name, enumValue("System.Management.Automation.ActionPreference", value, text));
}

function enumValue(typeName: string, value: number, text: string): EnumValue {
  return new EnumValue(typeName, value, text);
}

function programFolder(path: string): string {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return at <= 0 ? path : path.slice(0, at);
}

function versionTable(rt: Runtime): Dictionary {
  const { computer } = rt.host;
  const table = new Dictionary("Hashtable", "System.Management.Automation.PSVersionHashTable");
  table.set("PSVersion", new SemanticVersion(7, 6, 5));
  table.set("PSEdition", "Core");
  table.set("GitCommitId", "7.6.5");
  table.set("OS", computer.osDescription);
  table.set("Platform", computer.platform === "win32" ? "Win32NT" : "Unix");
  table.set(
    "PSCompatibleVersions",
    typedArray(
      "System.Version",
      [
        [1, 0],
        [2, 0],
        [3, 0],
        [4, 0],
        [5, 0],
        [5, 1],
        [6, 0],
        [7, 0],
      ].map(([a, b]) => new Version(a!, b!)),
    ),
  );
  table.set("PSRemotingProtocolVersion", new Version(2, 4));
  table.set("SerializationVersion", new Version(1, 1, 0, 1));
  table.set("WSManStackVersion", new Version(3, 0));
  return table;
}
