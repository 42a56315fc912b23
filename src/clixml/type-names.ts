// Type names as PowerShell puts them on the wire: the .NET type, then the types it derives from.

import {
  BigInteger,
  DateOnly,
  DateTimeOffset,
  Dictionary,
  elementType,
  EnumValue,
  KeyValue,
  NetObject,
  PSCredential,
  PSList,
  SemanticVersion,
  SwitchParameter,
  TimeOnly,
} from "../objects/index.js";

const PREFIX = "Deserialized.";

export const CUSTOM_OBJECT: readonly string[] = ["System.Management.Automation.PSCustomObject", "System.Object"];

/** A type name as that of a deserialized object. */
export function deserializedName(name: string): string {
  return isDeserializedName(name) ? name : PREFIX + name;
}

export function isDeserializedName(name: string): boolean {
  return name.length >= PREFIX.length && name.slice(0, PREFIX.length).toLowerCase() === "deserialized.";
}

const CORE = ", System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e";
const AUTOMATION =
  ", System.Management.Automation, Version=7.6.0.500, Culture=neutral, PublicKeyToken=31bf3856ad364e35";

/** Full names of a generic type's arguments carry their assembly: `List`1[[System.Int32]]` is short for that. */
function qualifiedName(typeName: string): string {
  if (!typeName.includes("`")) return typeName;
  return typeName.replace(/\[([A-Za-z_][^[\],]*(?:\[,*\])*)\]/g, (_, name: string) => {
    return `[${name}${name.startsWith("System.Management.Automation.") ? AUTOMATION : CORE}]`;
  });
}

/** The names of a value that is no PSObject and no NetObject; undefined for what this layer knows nothing of. */
export function builtInTypeNames(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return [elementType(value) + "[]", "System.Array", "System.Object"];
  if (value instanceof PSList) return [qualifiedName(value.typeName), "System.Object"];
  if (value instanceof Dictionary) return dictionaryTypeNames(value);
  if (value instanceof EnumValue) return [value.typeName, "System.Enum", "System.ValueType", "System.Object"];
  if (value instanceof KeyValue) return valueType(qualifiedName(value.typeName));
  if (value instanceof SwitchParameter) return valueType("System.Management.Automation.SwitchParameter");
  if (value instanceof PSCredential) return ["System.Management.Automation.PSCredential", "System.Object"];
  if (value instanceof SemanticVersion) return ["System.Management.Automation.SemanticVersion", "System.Object"];
  if (value instanceof DateTimeOffset) return valueType("System.DateTimeOffset");
  if (value instanceof DateOnly) return valueType("System.DateOnly");
  if (value instanceof TimeOnly) return valueType("System.TimeOnly");
  if (value instanceof BigInteger) return valueType("System.Numerics.BigInteger");
  if (value instanceof NetObject) return netTypeNames(value.typeName);
  return undefined;
}

function valueType(name: string): readonly string[] {
  return [name, "System.ValueType", "System.Object"];
}

function dictionaryTypeNames(dictionary: Dictionary): readonly string[] {
  const name = qualifiedName(dictionary.typeName);
  if (dictionary.kind === "PSPrimitiveDictionary") return [name, "System.Collections.Hashtable", "System.Object"];
  return [name, "System.Object"];
}

const AUTOMATION_EXCEPTION = "System.Management.Automation.RuntimeException";

/** What some well-known classes derive from, for writers without a view of the engine's types. */
const BASES: Readonly<Record<string, string>> = {
  "System.SystemException": "System.Exception",
  "System.InvalidOperationException": "System.SystemException",
  "System.ArgumentException": "System.SystemException",
  "System.ArgumentNullException": "System.ArgumentException",
  "System.ArgumentOutOfRangeException": "System.ArgumentException",
  "System.FormatException": "System.SystemException",
  "System.InvalidCastException": "System.SystemException",
  "System.NotSupportedException": "System.SystemException",
  "System.NotImplementedException": "System.SystemException",
  "System.NullReferenceException": "System.SystemException",
  "System.ArithmeticException": "System.SystemException",
  "System.DivideByZeroException": "System.ArithmeticException",
  "System.IO.IOException": "System.SystemException",
  "System.TimeoutException": "System.SystemException",
  "System.UnauthorizedAccessException": "System.SystemException",
  "Microsoft.PowerShell.Commands.WriteErrorException": "System.SystemException",
  [AUTOMATION_EXCEPTION]: "System.SystemException",
  "System.Management.Automation.CommandNotFoundException": AUTOMATION_EXCEPTION,
  "System.Management.Automation.PipelineStoppedException": AUTOMATION_EXCEPTION,
  "System.Management.Automation.ParameterBindingException": AUTOMATION_EXCEPTION,
  "System.Management.Automation.ActionPreferenceStopException": AUTOMATION_EXCEPTION,
  "System.Management.Automation.CmdletInvocationException": AUTOMATION_EXCEPTION,
  "System.Management.Automation.MethodException": "System.Management.Automation.ExtendedTypeSystemException",
  "System.Management.Automation.MethodInvocationException": "System.Management.Automation.MethodException",
  "System.Management.Automation.ExtendedTypeSystemException": AUTOMATION_EXCEPTION,
  "System.Management.Automation.ParseException": AUTOMATION_EXCEPTION,
  "System.Management.Automation.PSInvalidCastException": "System.InvalidCastException",
  "System.Management.Automation.SessionStateException": AUTOMATION_EXCEPTION,
  "System.Management.Automation.ItemNotFoundException": "System.Management.Automation.SessionStateException",
  "System.Management.Automation.RemoteException": AUTOMATION_EXCEPTION,
  "System.Management.Automation.WarningRecord": "System.Management.Automation.InformationalRecord",
  "System.Management.Automation.VerboseRecord": "System.Management.Automation.InformationalRecord",
  "System.Management.Automation.DebugRecord": "System.Management.Automation.InformationalRecord",
};

/** A class and what it derives from, as far as this layer knows; any other exception derives from System.Exception. */
function netTypeNames(typeName: string): readonly string[] {
  const names = [typeName];
  for (let base = BASES[typeName]; base !== undefined; base = BASES[base]) names.push(base);
  const last = names[names.length - 1]!;
  if (last.endsWith("Exception") && last !== "System.Exception") names.push("System.Exception");
  if (last !== "System.Object") names.push("System.Object");
  return names;
}
