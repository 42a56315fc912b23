// Whatever meets whatever: a value, or an error of PowerShell's, never one of JavaScript's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EngineError } from "../../../src/engine/index.js";
import { freshFolder } from "../../support/test-host.js";
import { createTestRunspace } from "../../support/test-runspace.js";

const SAMPLES = [
  "$null",
  "''",
  "'abc'",
  "'5'",
  "5",
  "-1",
  "[long]::MaxValue",
  "1.5",
  "[double]::NaN",
  "1e300",
  "1.5d",
  "$true",
  "[char]'a'",
  ", @()",
  ", @(1, 2)",
  "@{a=1}",
  "[pscustomobject]@{a=1}",
  "[datetime]'2024-01-02'",
  "[timespan]'1:00'",
  "[guid]::Empty",
  "{ 1 }",
  "[int]",
  "[DayOfWeek]::Monday",
  ", [byte[]](1, 2)",
  "[xml]'<a b=\"1\"/>'",
  "[regex]'a'",
  "[bigint]5",
  "[System.Exception]::new('m')",
];

const TYPES =
  "int long byte uint64 double single decimal bigint char bool string datetime timespan guid version semver uri regex xml type switch hashtable ordered pscustomobject psobject array int[] string[] char[] byte[] object[] ipaddress mailaddress scriptblock ref cultureinfo System.DayOfWeek System.IO.FileAttributes System.Collections.ArrayList System.Collections.Generic.List[int] System.Collections.Generic.Dictionary[string,int] System.Text.StringBuilder System.Exception nullable[int] System.Func[int,int]".split(
    " ",
  );

const OPERATORS = [
  "+",
  "-",
  "*",
  "/",
  "%",
  "-ieq",
  "-ilt",
  "-band",
  "-shl",
  "-icontains",
  "-ilike",
  "-imatch",
  "-ireplace",
  "-isplit",
  "-f",
  "-join",
  "-is",
  "-as",
] as const;

const engine = createTestRunspace(freshFolder());
const values = SAMPLES.map((script) => {
  let value: unknown;
  engine.runScript(script, { output: (made) => void (value = made) });
  return [script, value] as const;
});

function holds(what: string, attempt: () => unknown): void {
  try {
    attempt();
  } catch (error) {
    assert.ok(error instanceof EngineError, `${what}: ${String(error)}`);
  }
}

test("every cast of every value ends in a value or in an error of PowerShell's", () => {
  for (const [script, value] of values)
    for (const type of TYPES) holds(`[${type}]${script}`, () => engine.values.convert(value, type));
});

test("every operator on every pair of values does", () => {
  for (const [left, a] of values)
    for (const [right, b] of values)
      for (const operator of OPERATORS) {
        if (operator === "*" && right === "[long]::MaxValue") continue;
        holds(`${left} ${operator} ${right}`, () => engine.ops.binary(operator)(a, b));
      }
});

test("every value can be listed, printed and asked for any index", () => {
  for (const [script, value] of values) {
    holds(script, () => engine.values.toText(value));
    holds(script, () => engine.values.methods(value));
    for (const name of engine.values.view.propertyNames(value))
      holds(script, () => engine.values.view.property(value, name));
    for (const [index, key] of values) holds(`${script}[${index}]`, () => engine.values.getIndex(value, [key]));
  }
});
