// Numbers in every base, with every suffix and multiplier, against the values PowerShell makes of them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Decimal, Double } from "../../src/objects/index.js";
import { type ExpressionAst, parse } from "../../src/language/index.js";

/** The type and value of a script that is nothing but a number, or the id of its error. */
function valueOf(source: string): string {
  const { ast, errors } = parse(source);
  if (errors[0] !== undefined) return `!${errors[0].errorId}`;
  const statement = ast.endBlock?.statements[0];
  const element = statement?.kind === "Pipeline" ? statement.elements[0] : undefined;
  return element?.kind === "CommandExpression" ? constantOf(element.expression) : "a command";
}

function constantOf(expression: ExpressionAst): string {
  if (expression.kind !== "ConstantExpression") return expression.kind;
  const value = expression.value;
  if (typeof value === "number") return `Int32 ${value}`;
  if (typeof value === "bigint") return `Int64 ${value}`;
  if (value === true) return "Boolean True";
  if (value instanceof Decimal) return `Decimal ${value.toString()}`;
  if (value instanceof Double) return `Double ${bitsOf(value.value)}`;
  return `${value.constructor.name} ${value.value}`;
}

function bitsOf(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}

test("a number is the value that PowerShell makes of it, to the bit", () => {
  const file = new URL("../../../tests/fixtures/language/numbers.jsonl", import.meta.url);
  for (const line of readFileSync(file, "utf8").trimEnd().split("\n")) {
    const [source, value] = JSON.parse(line) as [string, string];
    assert.equal(valueOf(source), value, source);
  }
});
