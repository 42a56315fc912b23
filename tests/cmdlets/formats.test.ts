// CSV, JSON, encodings, command lines, dates and process facts: the pure parts of the cmdlets, each as a table.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CsvReader } from "../../src/cmdlets/csv/read-csv.js";
import { JsonError, readJson, type ReadOptions } from "../../src/cmdlets/json/read-json.js";
import { writeJson, type JsonOptions } from "../../src/cmdlets/json/write-json.js";
import { parseStat } from "../../src/cmdlets/management/process/process.js";
import { splitArguments } from "../../src/cmdlets/management/process/start-process.js";
import {
  byteOrderMark,
  decodeText,
  encodeText,
  findEncoding,
  type EncodingName,
} from "../../src/cmdlets/shared/text-encoding.js";
import { seededNumbers } from "../../src/engine/index.js";
import { netSort } from "../../src/cmdlets/utility/net-sort.js";
import { formatUnixDate } from "../../src/cmdlets/utility/time/unix-date-format.js";
import { BigInteger, DateTime, Decimal, Dictionary, Double, PSObject } from "../../src/objects/index.js";
import { createTestRunspace } from "../support/test-runspace.js";

function csvRecords(text: string, delimiter = ","): string[][] {
  const reader = new CsvReader(delimiter);
  const records = text.split("\n").flatMap((line) => {
    const record = reader.takeLine(line);
    return record ? [record] : [];
  });
  const last = reader.finish();
  return last ? [...records, last] : records;
}

const CSV: readonly [title: string, text: string, records: string[][]][] = [
  ["plain fields", "a,b", [["a", "b"]]],
  ["an empty field at the end", "a,", [["a", ""]]],
  ["only delimiters", ",,", [["", "", ""]]],
  ["quoted fields with delimiters and quotes", '"a,b","say ""hi"""', [["a,b", 'say "hi"']]],
  ["blanks around fields", ' a , "b c" ', [["a", "b c"]]],
  ["a line break in a field", '1,"x\ny",2', [["1", "x\ny", "2"]]],
  ["blank lines between records", "a\n\n  \nb", [["a"], ["b"]]],
  ["a blank line in a field", '"a\n\nb"', [["a\n\nb"]]],
  ["a quote within a plain field", 'a"b,c', [['a"b', "c"]]],
  ["text after a closing quote", '"a"b,c', [["ab", "c"]]],
  ["a quote that nobody closes", '1,"x\ny', [["1", "x\ny"]]],
];

for (const [title, text, records] of CSV)
  test(`CSV with ${title} is read into its fields`, () => assert.deepEqual(csvRecords(text), records));

test("CSV is split at any delimiter", () => assert.deepEqual(csvRecords("a|'b,c'|d", "|"), [["a", "'b,c'", "d"]]));

test("a quote that nobody closes costs no more than the length of the text", () => {
  const lines = '"start\n'.concat("a line of some length\n".repeat(100_000));
  const started = performance.now();
  assert.equal(csvRecords(lines).length, 1);
  assert.ok(performance.now() - started < 5000);
});

const READ: ReadOptions = { maxDepth: 1024, asHashtable: false, readDate: (text) => ({ date: text }) };

const JSON_VALUES: readonly [text: string, value: unknown][] = [
  ["1", 1n],
  ["-0", 0n],
  ["12345678901234567890", new BigInteger(12345678901234567890n)],
  ["1.5", new Double(1.5)],
  ["1e3", new Double(1000)],
  ['"a\\u00e9\\n"', "aé\n"],
  ["'single'", "single"],
  ["[1, 2,]", [1n, 2n]],
  ["/* c */ null // d", null],
  ['"2024-01-02T03:04:05Z"', { date: "2024-01-02T03:04:05Z" }],
  ['"2024-01-02"', "2024-01-02"],
];

for (const [text, value] of JSON_VALUES)
  test(`the JSON ${text} is read as a value`, () => assert.deepEqual(readJson(text, READ), [value]));

test("names of a JSON object need no quotes", () => {
  const [object] = readJson("{ a: 1, 'b c': [] }", READ);
  assert.ok(object instanceof PSObject);
  assert.deepEqual(object.shape.names, ["a", "b c"]);
});

test("keys of a hashtable made from JSON keep order and case", () => {
  const [table] = readJson('{"b":1,"B":2,"":3}', { ...READ, asHashtable: true });
  assert.ok(table instanceof Dictionary);
  assert.deepEqual(
    Array.from(table, (entry) => entry.key),
    ["b", "B", ""],
  );
});

for (const text of ["{", "[1", '{"a" 1}', "nul", '"open', "[1 2]", '{"a":1,"A":2}'])
  test(`the bad JSON ${text} is refused`, () => assert.throws(() => readJson(text, READ), JsonError));

test("JSON deeper than allowed is refused before the stack ends", () =>
  assert.throws(() => readJson("[".repeat(100_000), READ), JsonError));

const engine = createTestRunspace("/");
const COMPRESSED: JsonOptions = { depth: 2, compress: true, enumsAsStrings: false, escape: "Default" };

const JSON_TEXTS: readonly [value: unknown, text: string][] = [
  [null, "null"],
  [1, "1"],
  [new Double(1), "1.0"],
  [new Double(1e300), "1E+300"],
  [new Double(NaN), '"NaN"'],
  [new Decimal(150n, 2), "1.50"],
  [new Decimal(3n, 0), "3.0"],
  ["é<\u2028\t", '"é<\\u2028\\t"'],
  [[1, [2]], "[1,[2]]"],
  [PSObject.of({ a: PSObject.of({}) }), '{"a":{}}'],
  [new PSObject(5, PSObject.of({ N: 1 }).shape, [1]), '{"value":5,"N":1}'],
];

for (const [value, text] of JSON_TEXTS)
  test(`the JSON ${text} is written`, () => assert.equal(writeJson(value, COMPRESSED, engine).text, text));

test("what lies deeper than the depth is written as text, and said", () => {
  const { text, truncated } = writeJson([[[[1, 2]]]], COMPRESSED, engine);
  assert.equal(text, '[[["1 2"]]]');
  assert.equal(truncated, true);
});

const ENCODINGS: readonly [name: EncodingName, bytes: number[]][] = [
  ["utf8NoBOM", [0xc3, 0xa9]],
  ["utf8BOM", [0xc3, 0xa9]],
  ["unicode", [0xe9, 0]],
  ["bigendianunicode", [0, 0xe9]],
  ["utf32", [0xe9, 0, 0, 0]],
  ["latin1", [0xe9]],
  ["ascii", [0x3f]],
];

for (const [name, bytes] of ENCODINGS)
  test(`é in ${name} is written and, where it has it, read back`, () => {
    assert.deepEqual([...encodeText("é", name)], bytes);
    const file = Uint8Array.from([...byteOrderMark(name), ...bytes]);
    assert.equal(decodeText(file, name), name === "ascii" ? "?" : "é");
  });

test("a mark at the start of a file says its encoding, whatever was asked for", () =>
  assert.equal(decodeText(Uint8Array.of(0xff, 0xfe, 0xe9, 0), "utf8NoBOM"), "é"));

const ENCODING_NAMES: readonly [given: string, name: EncodingName | undefined][] = [
  ["UTF8", "utf8NoBOM"],
  ["utf-16", "unicode"],
  ["65001", "utf8NoBOM"],
  ["ASCII", "ascii"],
  ["nope", undefined],
];
for (const [given, name] of ENCODING_NAMES)
  test(`the encoding ${given} is ${name ?? "not known"}`, () => assert.equal(findEncoding(given), name));

const COMMAND_LINES: readonly [line: string, args: string[]][] = [
  ["", []],
  ["  a   b ", ["a", "b"]],
  ['"a b" c', ["a b", "c"]],
  ['-c "echo \\"hi\\""', ["-c", 'echo "hi"']],
  ['a""b ""', ["ab", ""]],
  ["'a b'", ["'a", "b'"]],
];
for (const [line, args] of COMMAND_LINES)
  test(`the command line [${line}] is split as .NET splits it`, () => assert.deepEqual(splitArguments(line), args));

// 2024-02-03 14:05:06, a Saturday.
const DATE = new DateTime(638425659060000000n, "Utc");
const DATES: readonly [format: string, text: string][] = [
  ["%Y-%m-%d", "2024-02-03"],
  ["+%H:%M:%S", "14:05:06"],
  ["%A %a %B %b", "Saturday Sat February Feb"],
  ["%j %u %w %V %G", "034 6 6 05 2024"],
  ["%s", "1706969106"],
  ["%C %y %e %I %p", "20 24  3 02 PM"],
  ["%%|%t|%q", "%|\t|q"],
];
for (const [format, text] of DATES)
  test(`the date format ${format} gives ${JSON.stringify(text)}`, () =>
    assert.equal(formatUnixDate(DATE, format, engine), text));

test("a process is read from its line in /proc, whatever its name holds", () => {
  const line = "42 (a) (b) S 7 42 9 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 3 0 1000 8192 2 18446744073709551615";
  const stat = parseStat(line);
  assert.deepEqual(
    [stat.name, stat.state, stat.parentId, stat.sessionId, stat.cpuSeconds, stat.threads, stat.startSeconds],
    ["a) (b", "S", 7, 9, 2, 3, 10],
  );
  assert.deepEqual([stat.virtualBytes, stat.residentBytes], [8192n, 8192n]);
});

test("a seed gives the numbers that .NET gives", () => {
  assert.equal(seededNumbers(1)(), 534011718);
  assert.equal(seededNumbers(42)(), 1434747710);
});

test("equals come out of a sort as .NET leaves them: three by swaps, few in their order", () => {
  const byText = (left: string, right: string): number => left.toLowerCase().localeCompare(right.toLowerCase());
  assert.deepEqual(netSort(["b", "B", "a"], byText), ["a", "B", "b"]);
  assert.deepEqual(netSort(["b", "B", "a", "A"], byText), ["a", "A", "b", "B"]);
});

test("any number of items is sorted, in order, backwards or all alike", () => {
  for (const size of [0, 1, 2, 17, 100, 1000])
    for (const make of [(i: number) => i, (i: number) => -i, () => 0, (i: number) => (i * 7919) % 101]) {
      const items = Array.from({ length: size }, (_, i) => make(i));
      assert.deepEqual(
        netSort([...items], (a, b) => a - b),
        [...items].sort((a, b) => a - b),
      );
    }
});
