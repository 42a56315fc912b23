// Update-, Get- and Remove-TypeData: members that every object of a type has.
//
// Rule: what this session added is remembered here by name, because only that can be listed and removed again.

import {
  PSMemberSet,
  type CmdletContext,
  type CmdletDefinition,
  type FullTypeTable,
  type TypeDefinition,
} from "../../engine/index.js";
import { baseOf, Dictionary, PSMember, PSObject } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import { matchesAny } from "../shared/wildcards.js";
import { makeMember } from "./add-member.js";

/** What a member of type data is to scripts: only its name is needed, as the element of a dictionary. */
export const typeMemberType: TypeDefinition = {
  name: "System.Management.Automation.Runspaces.TypeMemberData",
  isAbstract: true,
};

interface Added {
  readonly typeName: string;
  readonly members: Map<string, readonly [name: string, member: unknown]>;
  defaultDisplay: readonly string[] | undefined;
}

/** The type-data commands of one runspace. */
export function typeDataCmdlets(): readonly CmdletDefinition[] {
  const added = new Map<string, Added>();

  function entry(typeName: string): Added {
    const key = typeName.toLowerCase();
    let found = added.get(key);
    if (!found) added.set(key, (found = { typeName, members: new Map(), defaultDisplay: undefined }));
    return found;
  }

  function addMember(context: CmdletContext, typeName: string): void {
    const { bound, engine } = context;
    const name: string = bound["MemberName"];
    const member = makeMember(context, bound["MemberType"], bound["Value"], bound["SecondValue"]);
    const known = entry(typeName).members;
    if (known.has(name.toLowerCase()) && bound["Force"] !== true)
      return context.writeError(
        context.error(
          "System.Management.Automation.RuntimeException",
          `Error in TypeData "${typeName}": The member ${name} is already present.`,
          "TypesDynamicUpdateException",
          "InvalidOperation",
        ),
      );
    known.set(name.toLowerCase(), [name, member]);
    engine.types.extend(typeName, name, member instanceof PSMember ? member : { note: member });
  }

  const updateTypeData: CmdletDefinition = {
    name: "Update-TypeData",
    module: UTILITY,
    synopsis: "Updates the extended type data in the session.",
    defaultParameterSet: "FileSet",
    supportsShouldProcess: true,
    confirmImpact: "Medium",
    parameters: {
      TypeName: { type: "string", sets: { DynamicTypeSet: { mandatory: true, fromPipelineByPropertyName: true } } },
      MemberType: {
        type: "string",
        sets: { DynamicTypeSet: {} },
        validate: [
          {
            kind: "Set",
            values: ["NoteProperty", "AliasProperty", "ScriptProperty", "CodeProperty", "ScriptMethod", "CodeMethod"],
            ignoreCase: true,
          },
        ],
      },
      MemberName: { type: "string", sets: { DynamicTypeSet: {} } },
      Value: { type: "object", sets: { DynamicTypeSet: {} }, allowNull: true },
      SecondValue: { type: "object", sets: { DynamicTypeSet: {} } },
      DefaultDisplayProperty: { type: "string", sets: { DynamicTypeSet: {} } },
      DefaultDisplayPropertySet: { type: "string[]", sets: { DynamicTypeSet: {} } },
      DefaultKeyPropertySet: { type: "string[]", sets: { DynamicTypeSet: {} } },
      SerializationDepth: { type: "int", sets: { DynamicTypeSet: {} } },
      Force: { type: "switch" },
      AppendPath: { type: "string[]", sets: { FileSet: { position: 0 } } },
      PrependPath: { type: "string[]", sets: { FileSet: {} } },
    },
    examples: [
      {
        code: "Update-TypeData -TypeName My.T -MemberType ScriptProperty -MemberName Twice -Value { $this.A * 2 }; ([pscustomobject]@{ PSTypeName = 'My.T'; A = 4 }).Twice",
        output: "8",
      },
    ],
    run: (context) => ({
      process() {
        const { bound, engine } = context;
        if (bound["TypeName"] === undefined) return;
        const typeName = engine.types.find(bound["TypeName"])?.name ?? (bound["TypeName"] as string);
        if (!context.shouldProcess(`TypeName: ${typeName}`, "Update TypeData")) return;
        if (bound["MemberName"] !== undefined && bound["MemberType"] !== undefined) addMember(context, typeName);
        const names: readonly string[] | undefined = bound["DefaultDisplayPropertySet"];
        if (names) {
          entry(typeName).defaultDisplay = names;
          engine.types.setDefaultDisplay(typeName, names);
        }
      },
    }),
  };

  const getTypeData: CmdletDefinition = {
    name: "Get-TypeData",
    module: UTILITY,
    synopsis: "Gets the extended type data in the current session.",
    parameters: { TypeName: { type: "string[]", position: 0, fromPipeline: true } },
    examples: [{ code: "@(Get-TypeData No.Such.Type).Count", output: "0" }],
    run: (context) => ({
      process() {
        for (const { typeName, members } of added.values())
          if (members.size > 0 && matchesAny(context, typeName, context.bound["TypeName"]))
            context.write(typeDataOf(typeName, members));
      },
    }),
  };

  const removeTypeData: CmdletDefinition = {
    name: "Remove-TypeData",
    module: UTILITY,
    synopsis: "Deletes extended types from the current session.",
    supportsShouldProcess: true,
    defaultParameterSet: "RemoveTypeSet",
    parameters: {
      TypeData: { type: "psobject", sets: { RemoveTypeDataSet: { mandatory: true, fromPipeline: true } } },
      TypeName: { type: "string", sets: { RemoveTypeSet: { mandatory: true, position: 0 } } },
      Path: { type: "string[]", sets: { RemoveFileSet: { mandatory: true } } },
    },
    examples: [
      {
        code: "Update-TypeData -TypeName My.R -MemberType NoteProperty -MemberName X -Value 1; Remove-TypeData My.R; @(Get-TypeData My.R).Count",
        output: "0",
      },
    ],
    run: (context) => ({
      process() {
        const { bound, engine } = context;
        const given =
          bound["TypeName"] ?? engine.values.toText(engine.values.getMember(bound["TypeData"], "TypeName") ?? "");
        const typeName = engine.types.find(given)?.name ?? given;
        if (!added.delete(String(typeName).toLowerCase()))
          return context.writeError(
            context.error(
              "System.Management.Automation.RuntimeException",
              `Error in TypeData "${typeName}": The type "${typeName}" was not found. The type name value must be the full name of the type. Verify the type name and run the command again.`,
              "TypesDynamicRemoveException",
              "InvalidOperation",
            ),
          );
        (engine.types as FullTypeTable).removeExtensions(typeName);
      },
    }),
  };

  return [updateTypeData, getTypeData, removeTypeData];
}

function typeDataOf(typeName: string, members: Added["members"]): PSObject {
  const table = new Dictionary(
    "Dictionary",
    "System.Collections.Generic.Dictionary`2[[System.String],[System.Management.Automation.Runspaces.TypeMemberData]]",
  );
  for (const [name, member] of members.values()) {
    const kind = member instanceof PSMember ? member.memberType : "NoteProperty";
    table.set(
      name,
      PSObject.of({
        Name: name,
        MemberType: kind,
        Value: member instanceof PSMemberSet ? null : (baseOf(member) ?? null),
      }),
    );
  }
  const data = PSObject.of({ TypeName: typeName, Members: table });
  data.typeNames = ["System.Management.Automation.Runspaces.TypeData", "System.Object"];
  return data;
}
