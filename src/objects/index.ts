// PowerShell's values where JavaScript has none. Data and equality only: no parsing, no printing, no evaluation.
//
// How a PowerShell value is held, everywhere in Remora:
//   $null → null · nothing at all (AutomationNull) → undefined · Boolean → boolean · String → string
//   Int32 → number · Int64 → bigint · every other number → its box in numbers.ts · Char → Char
//   object[] → Array · byte[] → Uint8Array · lists → PSList · hashtables and dictionaries → Dictionary
//   dates, GUIDs, versions, enumeration values → the classes of time.ts and scalars.ts
//   [pscustomobject], deserialized objects, values with note properties → PSObject · other .NET objects → NetObject

export * from "./numbers.js";
export * from "./time.js";
export * from "./scalars.js";
export * from "./collections.js";
export * from "./psobject.js";
export * from "./net-object.js";
export * from "./records.js";
export { identityKey } from "./equality.js";
