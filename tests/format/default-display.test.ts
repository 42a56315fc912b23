import assert from "node:assert/strict";
import { test } from "node:test";
import { Dictionary, Double, EnumValue, PSObject } from "../../src/objects/index.js";
import { createFormatCommand, formatLines, readSpecs, type FormatParameters } from "../../src/format/index.js";
import { fakeView } from "./fake-view.js";

const services = { view: fakeView };
const of = (properties: Record<string, unknown>): PSObject => PSObject.of(properties);

function table(values: readonly unknown[], parameters: FormatParameters): unknown[] {
  const records: unknown[] = [];
  const command = createFormatCommand(services, parameters, (record) => records.push(record));
  for (const value of values) command.add(value);
  command.end();
  return records;
}

const specs = (...values: unknown[]) => readSpecs(fakeView, "Table", values);

function dictionary(entries: Record<string, unknown>): Dictionary {
  const made = new Dictionary("OrderedDictionary", "System.Collections.Specialized.OrderedDictionary");
  for (const [key, value] of Object.entries(entries)) made.set(key, value);
  return made;
}

const cases: readonly (readonly [title: string, values: readonly unknown[], expected: string])[] = [
  ["four properties make a table", [of({ A: 1, B: 2, C: 3, D: 4 }), "text"], "\nA B C D\n- - - -\n1 2 3 4\ntext\n"],
  [
    "five properties make a list",
    [of({ A: 1, B: 2, C: 3, D: 4, E: 5 }), of({ A: 9 })],
    "\nA : 1\nB : 2\nC : 3\nD : 4\nE : 5\n\nA : 9\n",
  ],
  ["null prints nothing and an empty string a blank line", [null, "", "x"], "\nx"],
  ["doubles in a default table have two decimals", [of({ D: new Double(1.5), S: "s" })], "\n   D S\n   - -\n1.50 s\n"],
  ["the first object decides the columns", [of({ a: 1 }), of({ a: 2, b: 3 }), of({ b: 4 })], "\na\n-\n1\n2\n\n"],
  [
    "collections in cells show four elements",
    [of({ l: [1, 2, 3, 4, 5], e: [] })],
    "\nl             e\n-             -\n{1, 2, 3, 4…} {}\n",
  ],
  ["a line break in a cell is cut", [of({ A: "x\ny", B: 1 })], "\nA   B\n-   -\nx…  1\n"],
  [
    "wide characters take two cells",
    [of({ A: "漢字", B: "x" }), of({ A: "ab", B: "y" })],
    "\nA    B\n-    -\n漢字 x\nab   y\n",
  ],
  [
    "enumerations stand at the right",
    [of({ D: new EnumValue("System.DayOfWeek", 5, "Friday"), Ok: true })],
    "\n     D   Ok\n     -   --\nFriday True\n",
  ],
  [
    "PSComputerName is hidden unless PSShowComputerName is true",
    [of({ A: 1, PSComputerName: "h", RunspaceId: "r", PSShowComputerName: false })],
    "\nA RunspaceId\n- ----------\n1 r\n",
  ],
  [
    "PSComputerName is a line where results show their computer",
    [of({ A: 1, B: "two", PSComputerName: "h", RunspaceId: "r", PSShowComputerName: true })],
    "\nA              : 1\nB              : two\nPSComputerName : h\nRunspaceId     : r\n",
  ],
  [
    "a dictionary shows names and values",
    [dictionary({ n: null, a: [1, 2] })],
    "\nName                           Value\n----                           -----\nn\na                              {1, 2}\n",
  ],
];

for (const [title, values, expected] of cases)
  test(title, () => {
    const lines = formatLines(values, services).map((line) => line.trimEnd());
    assert.equal(lines.join("\n").trimEnd(), expected.trimEnd());
  });

const narrow: readonly (readonly [string, PSObject[], FormatParameters, number, string])[] = [
  [
    "columns that do not fit are cut, then left out",
    [of({ a: "x".repeat(30), b: 1 })],
    { shape: "Table" },
    20,
    "\na\n-\nxxxxxxxxxxxxxxxxxxx…\n",
  ],
  [
    "-Wrap breaks a long cell",
    [of({ N: 1, Text: "abcdefghij" })],
    { shape: "Table", wrap: true },
    8,
    "\nN Text\n- ----\n1 abcdef\n  ghij\n",
  ],
  [
    "a calculated column has label, width and alignment",
    [of({ A: "x" }), of({ A: "yyy" })],
    {
      shape: "Table",
      properties: specs(dictionary({ n: "Middle", e: "A", Alignment: "Center", Width: 10 }), "A"),
    },
    40,
    "\n  Middle   A\n  ------   -\n    x      x\n   yyy     yyy\n",
  ],
  [
    "groups have headings",
    [of({ K: "a", V: 1 }), of({ K: "b", V: 3 })],
    { shape: "Table", properties: specs("V"), groupBy: specs("K")[0] },
    40,
    "\n   K: a\n\nV\n-\n1\n\n   K: b\n\nV\n-\n3\n",
  ],
  [
    "a wide view has two columns",
    [of({ Name: "a", V: 1 }), of({ Name: "b", V: 1 }), of({ Name: "c", V: 1 })],
    { shape: "Wide" },
    21,
    "\na          b\nc\n",
  ],
  [
    "a custom view shows classes",
    [of({ A: 1, O: of({ X: 1 }) })],
    { shape: "Complex" },
    80,
    "\nclass PSCustomObject\n{\n  A = 1\n  O =\n    class PSCustomObject\n    {\n      X = 1\n    }\n}\n",
  ],
];

for (const [title, values, parameters, width, expected] of narrow)
  test(title, () => {
    const lines = formatLines(table(values, parameters), services, width).map((line) => line.trimEnd());
    assert.equal(lines.join("\n").trimEnd(), expected.trimEnd());
  });
