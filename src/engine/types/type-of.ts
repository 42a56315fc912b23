// Which .NET type a value is of.

import {
  BigInteger,
  Byte,
  Char,
  DateOnly,
  DateTime,
  DateTimeOffset,
  Decimal,
  Dictionary,
  Double,
  elementType,
  EnumValue,
  Guid,
  Int16,
  KeyValue,
  NetObject,
  PSCredential,
  PSList,
  PSObject,
  SByte,
  ScriptBlockText,
  SecureString,
  SemanticVersion,
  Single,
  SwitchParameter,
  TimeOnly,
  TimeSpan,
  UInt16,
  UInt32,
  UInt64,
  Uri,
  Version,
  XmlText,
} from "../../objects/index.js";

type Constructor = new (...args: any[]) => object;

const BY_CLASS: ReadonlyMap<Constructor, string> = new Map<Constructor, string>([
  [Double, "System.Double"],
  [Single, "System.Single"],
  [Decimal, "System.Decimal"],
  [Byte, "System.Byte"],
  [SByte, "System.SByte"],
  [Int16, "System.Int16"],
  [UInt16, "System.UInt16"],
  [UInt32, "System.UInt32"],
  [UInt64, "System.UInt64"],
  [BigInteger, "System.Numerics.BigInteger"],
  [Char, "System.Char"],
  [DateTime, "System.DateTime"],
  [DateTimeOffset, "System.DateTimeOffset"],
  [TimeSpan, "System.TimeSpan"],
  [DateOnly, "System.DateOnly"],
  [TimeOnly, "System.TimeOnly"],
  [Guid, "System.Guid"],
  [Version, "System.Version"],
  [SemanticVersion, "System.Management.Automation.SemanticVersion"],
  [Uri, "System.Uri"],
  [XmlText, "System.Xml.XmlDocument"],
  [ScriptBlockText, "System.Management.Automation.ScriptBlock"],
  [SecureString, "System.Security.SecureString"],
  [PSCredential, "System.Management.Automation.PSCredential"],
  [SwitchParameter, "System.Management.Automation.SwitchParameter"],
  [Uint8Array, "System.Byte[]"],
]);

export const CUSTOM_OBJECT = "System.Management.Automation.PSCustomObject";

/** A bag of properties that stands for an object of a .NET class of another process. */
export function isDeserializedClass(object: PSObject): boolean {
  const name = object.typeNames?.[0];
  return name !== undefined && name.startsWith("Deserialized.") && !name.endsWith("PSCustomObject");
}

/** Full name of a value's type; "System.Object" for $null, which has none. */
export function typeNameOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "System.String";
    case "number":
      return "System.Int32";
    case "boolean":
      return "System.Boolean";
    case "bigint":
      return "System.Int64";
    case "object":
      break;
    default:
      return "System.Object";
  }
  if (value === null) return "System.Object";
  if (value instanceof PSObject) {
    if (value.base !== undefined) return typeNameOf(value.base);
    return isDeserializedClass(value) ? "System.Management.Automation.PSObject" : CUSTOM_OBJECT;
  }
  if (Array.isArray(value)) return elementType(value) + "[]";
  if (value instanceof NetObject || value instanceof Dictionary || value instanceof PSList) return value.typeName;
  if (value instanceof EnumValue || value instanceof KeyValue) return value.typeName;
  const known = BY_CLASS.get((value as object).constructor as Constructor);
  // Node's Buffer is a Uint8Array too.
  return known ?? (value instanceof Uint8Array ? "System.Byte[]" : "System.Object");
}
