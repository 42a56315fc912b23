// Sort-Object: sorts by value or by properties, strings by the culture's rules.
//
// Rule: equals keep their order with -Stable, -Top and -Bottom only; else theirs is the order that .NET's sort leaves.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { netSort } from "./net-sort.js";
import { evaluate, readPropertyExpressions, type PropertyExpression } from "../shared/property-expression.js";

export const sortObject: CmdletDefinition = {
  name: "Sort-Object",
  module: UTILITY,
  synopsis: "Sorts objects by property values.",
  aliases: ["sort"],
  defaultParameterSet: "Default",
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true },
    Property: { type: "object[]", position: 0 },
    Descending: { type: "switch" },
    Unique: { type: "switch" },
    CaseSensitive: { type: "switch" },
    Culture: { type: "string" },
    Stable: { type: "switch", sets: { Default: {} } },
    Top: { type: "int", sets: { Top: { mandatory: true } }, validate: [{ kind: "Range", min: 1, max: 2147483647 }] },
    Bottom: {
      type: "int",
      sets: { Bottom: { mandatory: true } },
      validate: [{ kind: "Range", min: 1, max: 2147483647 }],
    },
  },
  examples: [
    { code: "3, 1, 2 | Sort-Object", output: "1\n2\n3" },
    { code: "'pear', 'fig', 'apple' | Sort-Object Length -Descending", output: "apple\npear\nfig" },
  ],
  run(context) {
    const rows: Row[] = [];
    const orders = readOrders(context);
    return {
      process() {
        const item = context.bound["InputObject"];
        if (item !== undefined && item !== null) rows.push(makeRow(context, orders, item));
      },
      end() {
        const sorted = sortRows(context, orders, rows);
        for (const row of takeTopOrBottom(
          context,
          context.bound["Unique"] ? firstOfEquals(context, orders, sorted) : sorted,
        )) {
          context.write(row.item);
        }
      },
    };
  },
};

interface Order {
  /** Undefined: the object itself. */
  readonly expression: PropertyExpression | undefined;
  readonly descending: boolean;
}

interface Row {
  readonly item: unknown;
  readonly keys: readonly unknown[];
}

const KEYS = { expression: ["expression"], ascending: ["ascending"], descending: ["descending"] };

function readOrders(context: CmdletContext): readonly Order[] {
  const byDefault = context.bound["Descending"] === true;
  const expressions = readPropertyExpressions(context, context.bound["Property"] ?? [], KEYS);
  if (expressions.length === 0) return [{ expression: undefined, descending: byDefault }];
  return expressions.map((expression) => {
    const truth = (name: string): boolean | undefined =>
      expression.options.has(name) ? context.engine.values.toBoolean(expression.options.get(name)) : undefined;
    const ascending = truth("ascending");
    return { expression, descending: truth("descending") ?? (ascending === undefined ? byDefault : !ascending) };
  });
}

function makeRow(context: CmdletContext, orders: readonly Order[], item: unknown): Row {
  return {
    item,
    keys: orders.map(({ expression }) => (expression === undefined ? item : evaluate(context, expression, item))),
  };
}

function sortRows(context: CmdletContext, orders: readonly Order[], rows: readonly Row[]): Row[] {
  const sorted = [...rows];
  const compare = (left: Row, right: Row): number => compareRows(context, orders, left, right);
  const stable = context.bound["Stable"] || context.parameterSetName !== "Default";
  return stable ? sorted.sort(compare) : netSort(sorted, compare);
}

function compareRows(context: CmdletContext, orders: readonly Order[], left: Row, right: Row): number {
  for (let i = 0; i < orders.length; i++) {
    const result = compareKeys(context, left.keys[i], right.keys[i], orders[i]!.descending);
    if (result !== 0) return result;
  }
  return 0;
}

/** An object that lacks the property comes last, whatever the direction; values that do not compare do so as text. */
function compareKeys(context: CmdletContext, left: unknown, right: unknown, descending: boolean): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  const { values } = context.engine;
  const caseSensitive = context.bound["CaseSensitive"] === true;
  let result: number;
  try {
    result = values.compare(left, right, caseSensitive);
  } catch {
    result = values.compare(values.toText(left), values.toText(right), caseSensitive);
  }
  return descending ? -result : result;
}

function firstOfEquals(context: CmdletContext, orders: readonly Order[], sorted: readonly Row[]): Row[] {
  return sorted.filter((row, i) => i === 0 || compareRows(context, orders, sorted[i - 1]!, row) !== 0);
}

function takeTopOrBottom(context: CmdletContext, rows: Row[]): readonly Row[] {
  if (context.bound["Top"] !== undefined) return rows.slice(0, context.bound["Top"]);
  if (context.bound["Bottom"] !== undefined) return rows.slice(-context.bound["Bottom"]);
  return rows;
}
