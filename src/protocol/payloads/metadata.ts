// GET_COMMAND_METADATA: a question about commands, answered with a pipeline's output. MS-PSRP 2.2.2.14, 2.2.3.22.

import { EnumValue, typedArray } from "../../objects/index.js";
import { intField, itemsOf, readObject, writeObject } from "./fields.js";

/** CommandTypes, as bits. */
export const COMMAND_TYPES: Readonly<Record<string, number>> = {
  Alias: 1,
  Function: 2,
  Filter: 4,
  Cmdlet: 8,
  ExternalScript: 16,
  Application: 32,
  Script: 64,
  Configuration: 256,
};

export interface GetCommandMetadata {
  /** Names and wildcards; null for all. */
  readonly name: readonly string[] | null;
  /** CommandTypes as bits. */
  readonly commandType: number;
  readonly namespace: readonly string[] | null;
  readonly fullyQualifiedModule: unknown;
  readonly argumentList: readonly unknown[] | null;
}

export function encodeGetCommandMetadata(question: GetCommandMetadata): string {
  return writeObject([
    ["Name", question.name && typedArray("System.String", [...question.name])],
    ["CommandType", commandTypes(question.commandType)],
    ["Namespace", question.namespace && typedArray("System.String", [...question.namespace])],
    ["FullyQualifiedModule", question.fullyQualifiedModule ?? null],
    ["ArgumentList", question.argumentList && [...question.argumentList]],
  ]);
}

export function decodeGetCommandMetadata(payload: string): GetCommandMetadata {
  const object = readObject(payload);
  const texts = (name: string): string[] | null => itemsOf(object.get(name))?.map(String) ?? null;
  return {
    name: texts("Name"),
    commandType: intField(object, "CommandType"),
    namespace: texts("Namespace"),
    fullyQualifiedModule: object.get("FullyQualifiedModule") ?? null,
    argumentList: itemsOf(object.get("ArgumentList")) ?? null,
  };
}

function commandTypes(value: number): EnumValue {
  const names = Object.keys(COMMAND_TYPES).filter((name) => (value & COMMAND_TYPES[name]!) !== 0);
  return new EnumValue("System.Management.Automation.CommandTypes", value, names.join(", ") || String(value));
}
