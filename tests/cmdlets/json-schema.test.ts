// What JSON schemas ask, keyword by keyword.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSchema } from "../../src/cmdlets/json/json-schema.js";

const CASES: readonly [schema: unknown, good: unknown, bad: unknown, message: string, at: string][] = [
  [{ type: "integer" }, 1, "1", 'Value is "string" but should be "integer"', ""],
  [{ type: ["string", "null"] }, null, 1, 'Value is "integer" but should be one of ["string","null"]', ""],
  [{ type: "number" }, 1, true, 'Value is "boolean" but should be "number"', ""],
  [{ required: ["a", "b"] }, { a: 1, b: 2 }, { a: 1 }, 'Required properties ["b"] are not present', ""],
  [{ properties: { a: { minimum: 2 } } }, { a: 2 }, { a: 1 }, "1 should be at least 2", "/a"],
  [{ items: { maxLength: 1 } }, ["a"], ["a", "bc"], "Value should be at most 1 characters", "/1"],
  [{ enum: [1, { a: 1, b: 2 }] }, { b: 2, a: 1 }, 2, "Value should match one of the values specified by the enum", ""],
  [{ additionalProperties: false }, {}, { "x/y": 1 }, "All values fail against the false schema", "/x~1y"],
  [{ oneOf: [{ minimum: 1 }, { maximum: 3 }] }, 5, 2, "Expected 1 matching subschema but found 2", ""],
  [{ not: { const: 1 } }, 2, 1, "Value should not match the subschema", ""],
  [{ $ref: "#/$defs/p", $defs: { p: { multipleOf: 2 } } }, 4, 3, "3 should be a multiple of 2", ""],
  // oxlint-disable-next-line no-thenable -- JSON Schema has a word "then"
  [{ if: { minimum: 10 }, then: { maximum: 20 } }, 5, 30, "30 should be at most 20", ""],
];

for (const [schema, good, bad, message, at] of CASES)
  test(`the schema ${JSON.stringify(schema)} is held against a document`, () => {
    assert.deepEqual(checkSchema(good, schema), []);
    assert.deepEqual(checkSchema(bad, schema), [{ message, at }]);
  });

test("a schema that refers to itself for ever comes to an end", () =>
  assert.deepEqual(checkSchema(1, { $ref: "#" }), []));
