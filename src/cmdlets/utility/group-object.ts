// Group-Object: objects that have the same value of some properties, together.

import { defineType, type CmdletContext, type CmdletDefinition, type TypeDefinition } from "../../engine/index.js";
import { Dictionary, NetObject, PSList } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import { EXPRESSION_KEY, evaluate, readPropertyExpressions } from "../shared/property-expression.js";

export const groupObject: CmdletDefinition = {
  name: "Group-Object",
  module: UTILITY,
  synopsis: "Groups objects that contain the same value for specified properties.",
  aliases: ["group"],
  defaultParameterSet: "HashTable",
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true },
    Property: { type: "object[]", position: 0 },
    NoElement: { type: "switch" },
    AsHashTable: { type: "switch", aliases: ["AHT"], sets: { HashTable: {} } },
    AsString: { type: "switch", sets: { HashTable: {} } },
    Culture: { type: "string" },
    CaseSensitive: { type: "switch" },
  },
  examples: [
    { code: "'a', 'b', 'a' | Group-Object | ForEach-Object { \"$($_.Name) $($_.Count)\" }", output: "a 2\nb 1" },
  ],
  run(context) {
    const rows: Row[] = [];
    const expressions = readPropertyExpressions(context, context.bound["Property"] ?? [], EXPRESSION_KEY);
    return {
      begin() {
        if (context.bound["AsString"] && !context.bound["AsHashTable"]) refuseAsString(context);
      },
      process() {
        const item = context.bound["InputObject"];
        if (item === null || item === undefined) return;
        const keys = expressions.length === 0 ? [item] : expressions.map((each) => evaluate(context, each, item));
        rows.push({ item, keys });
      },
      end() {
        const groups = groupRows(context, rows);
        if (context.bound["AsHashTable"]) context.write(asDictionary(context, groups));
        else for (const group of groups) context.write(groupInfo(context, group));
      },
    };
  },
};

interface Row {
  readonly item: unknown;
  readonly keys: readonly unknown[];
}

interface Group {
  readonly keys: readonly unknown[];
  readonly items: unknown[];
}

function refuseAsString(context: CmdletContext): void {
  context.throwTerminating(
    context.error(
      "System.ArgumentException",
      "The command cannot be run because the AsString parameter requires that you specify the AsHashtable parameter.",
      "ArgumentException",
      "InvalidArgument",
    ),
  );
}

/** Groups in the order of their keys, as PowerShell gives them: it sorts first and cuts where neighbours differ. */
function groupRows(context: CmdletContext, rows: readonly Row[]): readonly Group[] {
  const sorted = [...rows];
  sorted.sort((left, right) => compareKeys(context, left.keys, right.keys));
  const groups: Group[] = [];
  for (const row of sorted) {
    const last = groups.at(-1);
    if (last && compareKeys(context, last.keys, row.keys) === 0) last.items.push(row.item);
    else groups.push({ keys: row.keys, items: [row.item] });
  }
  return groups;
}

function compareKeys(context: CmdletContext, left: readonly unknown[], right: readonly unknown[]): number {
  for (let i = 0; i < left.length; i++) {
    const result = compareOne(context, left[i], right[i]);
    if (result !== 0) return result;
  }
  return 0;
}

function compareOne(context: CmdletContext, left: unknown, right: unknown): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  const { values } = context.engine;
  const caseSensitive = context.bound["CaseSensitive"] === true;
  try {
    return values.compare(left, right, caseSensitive);
  } catch {
    return values.compare(values.toText(left), values.toText(right), caseSensitive);
  }
}

function nameOf(context: CmdletContext, group: Group): string {
  return group.keys.map((key) => context.engine.values.toText(key ?? null)).join(", ");
}

function collection(items: unknown[]): PSList {
  return new PSList(
    "Collection",
    "System.Collections.ObjectModel.Collection`1[[System.Management.Automation.PSObject]]",
    items,
  );
}

function asDictionary(context: CmdletContext, groups: readonly Group[]): Dictionary {
  const dictionary = new Dictionary();
  for (const group of groups) {
    const [key] = group.keys;
    const single = group.keys.length === 1 && !context.bound["AsString"];
    dictionary.set(single ? (key ?? "") : nameOf(context, group), collection(group.items));
  }
  return dictionary;
}

/** A group as Group-Object writes it; without its elements a GroupInfoNoElement. */
class GroupInfo extends NetObject {
  readonly typeName: string;
  readonly values: PSList;
  readonly name: string;
  readonly items: PSList;
  readonly count: number;
  constructor(name: string, keys: unknown[], items: unknown[], withElements: boolean) {
    super();
    this.typeName = withElements ? GROUP_INFO : GROUP_INFO_NO_ELEMENT;
    this.name = name;
    this.values = new PSList("ArrayList", "System.Collections.ArrayList", keys);
    this.items = collection(withElements ? items : []);
    this.count = items.length;
  }
}

const GROUP_INFO = "Microsoft.PowerShell.Commands.GroupInfo";
const GROUP_INFO_NO_ELEMENT = "Microsoft.PowerShell.Commands.GroupInfoNoElement";

export const groupTypes: readonly TypeDefinition[] = [
  defineType(GROUP_INFO, {
    members: {
      "System.Collections.ArrayList Values": (group: GroupInfo) => group.values,
      "int Count": (group: GroupInfo) => group.count,
      "System.Collections.ObjectModel.Collection[psobject] Group": (group: GroupInfo) => group.items,
      "string Name": (group: GroupInfo) => group.name,
    },
  }),
  defineType(GROUP_INFO_NO_ELEMENT, { base: GROUP_INFO }),
];

function groupInfo(context: CmdletContext, group: Group): GroupInfo {
  const keys = group.keys.map((key) => key ?? null);
  return new GroupInfo(nameOf(context, group), keys, group.items, context.bound["NoElement"] !== true);
}
