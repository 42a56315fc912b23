import assert from "node:assert/strict";
import { test } from "node:test";
import { Double, PSObject } from "../../src/objects/index.js";
import { formatLines } from "../../src/format/index.js";
import { fakeView } from "./fake-view.js";

const cell = (value: number): string =>
  formatLines([PSObject.of({ D: new Double(value) })], { view: fakeView })[3]!.trim();

const cases: readonly (readonly [number, string])[] = [
  [0.125, "0.12"],
  [0.375, "0.38"],
  [2.5, "2.50"],
  [1.005, "1.00"],
  [-0.001, "-0.00"],
  [-0, "-0.00"],
  [1e20, "100000000000000000000.00"],
  [1e-9, "0.00"],
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
  [123456789.125, "123456789.12"],
];

for (const [value, expected] of cases)
  test(`${value} in a table is ${expected}`, () => {
    assert.equal(cell(value), expected);
  });
