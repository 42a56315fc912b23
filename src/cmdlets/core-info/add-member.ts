// Add-Member: properties and methods of an object's own.

import {
  EngineError,
  isSignal,
  PSAliasProperty,
  PSMemberSet,
  PSPropertyInfo,
  PSPropertySet,
  PSScriptMethod,
  PSScriptProperty,
  type CmdletContext,
  type CmdletDefinition,
} from "../../engine/index.js";
import { baseOf, Dictionary, PSObject } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

const KINDS = [
  "AliasProperty",
  "CodeProperty",
  "NoteProperty",
  "ScriptProperty",
  "PropertySet",
  "CodeMethod",
  "ScriptMethod",
  "MemberSet",
] as const;

export const addMember: CmdletDefinition = {
  name: "Add-Member",
  module: UTILITY,
  synopsis: "Adds custom properties and methods to an instance of a PowerShell object.",
  defaultParameterSet: "TypeNameSet",
  parameters: {
    InputObject: { type: "psobject", mandatory: true, fromPipeline: true, help: "The object that gets the member." },
    MemberType: {
      type: "System.Management.Automation.PSMemberTypes",
      aliases: ["Type"],
      sets: { MemberSet: { mandatory: true, position: 0 } },
      complete: () => KINDS,
    },
    Name: { type: "string", sets: { MemberSet: { mandatory: true, position: 1 } } },
    Value: { type: "object", sets: { MemberSet: { position: 2 } }, allowNull: true },
    SecondValue: { type: "object", sets: { MemberSet: { position: 3 } }, allowNull: true },
    TypeName: {
      type: "string",
      sets: {
        TypeNameSet: { mandatory: true },
        MemberSet: {},
        NotePropertySingleMemberSet: {},
        NotePropertyMultiMemberSet: {},
      },
      help: "A type name to put before the object's others.",
    },
    Force: { type: "switch", help: "Replaces a member of this name." },
    PassThru: { type: "switch", help: "Writes the object." },
    NotePropertyName: {
      type: "string",
      sets: { NotePropertySingleMemberSet: { mandatory: true, position: 0 } },
      // A word that names a kind of member is -MemberType's.
      validate: [{ kind: "Pattern", pattern: `^(?!(?:${KINDS.join("|")})$)` }],
    },
    NotePropertyValue: {
      type: "object",
      sets: { NotePropertySingleMemberSet: { mandatory: true, position: 1 } },
      allowNull: true,
    },
    NotePropertyMembers: {
      type: "System.Collections.IDictionary",
      sets: { NotePropertyMultiMemberSet: { mandatory: true, position: 0 } },
    },
  },
  examples: [{ code: "([pscustomobject]@{ A = 1 } | Add-Member B 2 -PassThru).B", output: "2" }],
  run: (context) => ({
    process() {
      const { bound } = context;
      let item: unknown = bound["InputObject"];
      for (const [name, member] of newMembers(context)) item = add(context, item, name, member);
      if (bound["TypeName"] !== undefined) item = addTypeName(context, item, bound["TypeName"]);
      if (bound["PassThru"] === true) context.write(item);
    },
  }),
};

function* newMembers(context: CmdletContext): Iterable<readonly [string, unknown]> {
  const { bound, engine } = context;
  if (bound["NotePropertyName"] !== undefined) yield [bound["NotePropertyName"], bound["NotePropertyValue"] ?? null];
  const many = baseOf(bound["NotePropertyMembers"]);
  if (many instanceof Dictionary) for (const { key, value } of many) yield [engine.values.toText(key), value];
  if (bound["MemberType"] !== undefined)
    yield [bound["Name"], makeMember(context, kindOf(context), bound["Value"], bound["SecondValue"])];
}

function kindOf(context: CmdletContext): string {
  return context.engine.values.toText(context.bound["MemberType"]);
}

/** The member that -MemberType, -Value and -SecondValue describe. */
export function makeMember(context: CmdletContext, kind: string, value: unknown, second: unknown): unknown {
  const { values } = context.engine;
  switch (KINDS.find((known) => known.toLowerCase() === kind.toLowerCase())) {
    case "AliasProperty":
      return new PSAliasProperty(
        values.toText(value ?? ""),
        second === undefined || second === null ? undefined : values.toText(second),
      );
    case "ScriptProperty":
      return new PSScriptProperty(value ?? null, second ?? null);
    case "ScriptMethod":
      return new PSScriptMethod(value ?? null);
    case "PropertySet":
      return new PSPropertySet([...(values.enumerate(value) ?? [value])].map((name) => values.toText(name)));
    case "MemberSet":
      return new PSMemberSet(membersOf(context, value));
    default:
      return value ?? null;
  }
}

function membersOf(context: CmdletContext, value: unknown): Map<string, unknown> {
  const members = new Map<string, unknown>();
  for (const member of context.engine.values.enumerate(value) ?? (value ? [value] : [])) {
    if (member instanceof PSPropertyInfo) members.set(member.name.toLowerCase(), member.slot());
    else if (member !== null && typeof member === "object" && "name" in member) {
      const { name } = member as { name: string };
      members.set(name.toLowerCase(), member);
    }
  }
  return members;
}

function add(context: CmdletContext, item: unknown, name: string, member: unknown): unknown {
  const { values } = context.engine;
  const isOwn = item instanceof PSObject && item.has(name);
  if (context.bound["Force"] !== true && (isOwn || values.hasMember(item, name))) {
    context.writeError(
      context.error(
        "System.InvalidOperationException",
        `Cannot add a member with the name "${name}" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.`,
        "MemberAlreadyExists",
        "InvalidOperation",
        item,
      ),
    );
    return item;
  }
  try {
    return values.addMember(item, name, member);
  } catch (error) {
    if (isSignal(error) || !(error instanceof EngineError)) throw error;
    context.writeError(
      context.error(error.exception.typeName, error.message, "InvalidMember", "InvalidOperation", item),
    );
    return item;
  }
}

function addTypeName(context: CmdletContext, item: unknown, typeName: string): unknown {
  const { types, values } = context.engine;
  const full = types.find(typeName)?.name ?? typeName;
  const object = item instanceof PSObject ? item : new PSObject(item);
  object.typeNames = [full, ...values.view.typeNames(item)];
  return object;
}
