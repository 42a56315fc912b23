// What a reader refuses: never a crash, never slow, always an error with a place. The words are .NET's.

import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import { SaxesParser } from "saxes";
import { ClixmlError, readClixml, readValue, writeValue } from "../../src/clixml/index.js";
import { clixmlNames, fixture, payloads, plain } from "./support.js";

const OPEN = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';

const REFUSED: [string, string][] = [
  ["", "Root element is missing."],
  ["  \n", "Root element is missing."],
  ["<!-- only a comment -->", "Root element is missing."],
  ["text", "Data at the root level is invalid. Line 1, position 1."],
  [
    `<!DOCTYPE x [<!ENTITY e "x">]>${OPEN}<S>&e;</S></Objs>`,
    "For security reasons DTD is prohibited in this XML document. To enable DTD processing set the DtdProcessing property on XmlReaderSettings to Parse and pass the settings into XmlReader.Create method.",
  ],
  [`${OPEN}<S>&e;</S></Objs>`, "Reference to undeclared entity 'e'. Line 1, position 85."],
  [`${OPEN}<S>&amp</S></Objs>`, "'<' is an unexpected token. The expected token is ';'. Line 1, position 88."],
  [`${OPEN}<S>&#xZ;</S></Objs>`, "Invalid syntax for a hexadecimal numeric entity reference. Line 1, position 85."],
  [`${OPEN}<S>&#99999999;</S></Objs>`, "Invalid value of a character entity reference. Line 1, position 85."],
  [`${OPEN}<S>a\u0001</S></Objs>`, "'\u0001', hexadecimal value 0x01, is an invalid character. Line 1, position 85."],
  [`${OPEN}<S>a]]>b</S></Objs>`, "']]>' is not allowed in character data. Line 1, position 85."],
  [
    `${OPEN}<S>x`,
    "Unexpected end of file has occurred. The following elements are not closed: S, Objs. Line 1, position 85.",
  ],
  [OPEN, "Unexpected end of file has occurred. The following elements are not closed: Objs. Line 1, position 81."],
  [`${OPEN}</Objs>\n${OPEN}</Objs>`, "There are multiple root elements. Line 2, position 2."],
  [`${OPEN}\n  <S>x</S>\n  <Zzz />\n</Objs>`, "Zzz XML tag is not recognized. Line 3, position 4."],
  [`${OPEN}<S N="a" N="b">x</S></Objs>`, "'N' is a duplicate attribute name. Line 1, position 90."],
  [`${OPEN}<S N=a>x</S></Objs>`, `'a' is an unexpected token. The expected token is '"' or '''. Line 1, position 86.`],
  [`${OPEN}<S N>x</S></Objs>`, "'>' is an unexpected token. The expected token is '='. Line 1, position 85."],
  [
    `${OPEN}<S><I32>1</I32></S></Objs>`,
    "ReadElementContentAs() methods cannot be called on an element that has child elements. Line 1, position 85.",
  ],
  [
    `${OPEN}<!-- a -- b --></Objs>`,
    "An XML comment cannot contain '--', and '-' cannot be the last character. Line 1, position 88.",
  ],
  [`${OPEN}<1></1></Objs>`, "Name cannot begin with the '1' character, hexadecimal value 0x31. Line 1, position 82."],
  [`${OPEN}<Obj RefId="0"><Ref RefId="0" /></Obj></Objs>`, "An object cannot be within itself. Line 1, position 97."],
  [
    `${OPEN}<Obj RefId="0"><Obj RefId="1"><Ref RefId="0" /></Obj></Obj></Objs>`,
    "An object cannot be within itself. Line 1, position 112.",
  ],
  [`${OPEN}<Obj><TNRef RefId="5" /></Obj></Objs>`, "No type found for referenceId 5 Line 1, position 87."],
];

for (const [text, message] of REFUSED) {
  test(`refused: ${text.replace(OPEN, "").slice(0, 50).replaceAll("\n", "␊") || "nothing"}`, () => {
    assert.throws(
      () => readClixml(text),
      (error: ClixmlError) => {
        assert.ok(error instanceof ClixmlError);
        assert.equal(error.message, message);
        return true;
      },
    );
  });
}

const WRONG_TEXT: [string, string[]][] = [
  ["I32", ["", "1.0", "1e3", "0x1", "1 2", "--1", "+", "\u0661", "99999999999999999999"]],
  ["U32", ["-1", "4294967296"]],
  ["I64", ["9223372036854775808", "1n", ""]],
  ["U64", ["-1", "18446744073709551616"]],
  ["By", ["256", "-1"]],
  ["C", ["-1", "x", "65536"]],
  ["B", ["True", "yes", ""]],
  ["Db", ["", "1,5", "0x1", "1e", "--1", "Inf"]],
  ["D", ["", ".", "1e3", "79228162514264337593543950336", "1,0"]],
  [
    "DT",
    [
      "",
      "2026-13-01",
      "2026-02-29",
      "0000-01-01",
      "2026-01-01T25:00:00",
      "2026-01-01T24:00:01",
      "2026-01-01T00:00:00+15:00",
      "2026-01-01T00:00:00.",
      "2026-1-1",
      "9999-12-31T24:00:00",
    ],
  ],
  ["TS", ["", "P", "PT", "1", "P1H", "PT1D", "P99999999D", "P1DT"]],
  ["G", ["", "x", "0123456789abcdef0123456789abcde"]],
  ["Version", ["1", "", "a.b", "1.2.3.4.5", "1.-2", "99999999999.1"]],
  ["BA", ["!", "AAA", "A===", "é"]],
  ["SS", ["!", "AA=="]],
];

for (const [tag, texts] of WRONG_TEXT) {
  test(`<${tag}> refuses what .NET refuses`, () => {
    for (const text of texts)
      assert.throws(
        () => readValue(`<${tag}>${text}</${tag}>`),
        /primitive type are not valid\. Line 1, position/,
        text,
      );
  });
}

test("limits hold for depth, size and count, wherever a reader might save its checks", () => {
  assert.throws(() => readValue("<S>12345</S>", { limits: { size: 10 } }), { name: "ClixmlError" });
  const list = (count: number): string => `<Obj RefId="0"><LST>${"<I32>1</I32>".repeat(count)}</LST></Obj>`;
  readValue(list(9), { limits: { count: 10 } });
  assert.throws(() => readValue(list(10), { limits: { count: 10 } }), /too many values/);
  const rows = '<Obj><MS><S N="A">1</S><S N="B">2</S></MS></Obj>'.repeat(10);
  assert.throws(() => readClixml(rows, { root: "fragment", limits: { count: 29 } }), /too many values/);
  readClixml(rows, { root: "fragment", limits: { count: 30 } });
  assert.throws(() => readValue('<Obj><MS><I32 N="A">1</I32></MS></Obj>', { limits: { depth: 2 } }), /too deeply/);
});

test("twice the text takes no more than about twice the time", () => {
  const shapes: ((n: number) => string)[] = [
    (n) => `<Obj><MS>${Array.from({ length: n }, (_, i) => `<I32 N="m${i}">1</I32>`).join("")}</MS></Obj>`,
    (n) => `<Obj><MS>${'<I32 N="same">1</I32>'.repeat(n)}</MS></Obj>`,
    (n) => `<Obj><DCT>${'<En><S N="Key">k</S><Nil N="Value" /></En>'.repeat(n)}</DCT></Obj>`,
    (n) => `<S>${"&amp;".repeat(n)}</S>`,
    (n) => `<S>${"_x000A_".repeat(n)}</S>`,
    (n) => `<S>${"_x".repeat(n)}</S>`,
    (n) => `<S>${"&".repeat(n)}</S>`,
    (n) => `<S>${"&a".repeat(n)}`,
    (n) => "<!--".repeat(n),
    (n) => "<![CDATA[".repeat(n),
    (n) => `<S>${"<![CDATA[x]]>".repeat(n)}</S>`,
    (n) => `<S>${"<!--x-->".repeat(n)}`,
    (n) => "<S ".repeat(n),
    (n) => `<S ${Array.from({ length: n }, (_, i) => `a${i}="1"`).join(" ")}>x</S>`,
    (n) => `<S N="${"x".repeat(n)}`,
    (n) => "<S>".repeat(n),
    (n) =>
      `<Obj><LST>${"<Obj><MS><Nil N='a'/><Nil N='b'/></MS></Obj><Obj><MS><Nil N='b'/></MS></Obj>".repeat(n / 4)}</LST></Obj>`,
    (n) => `<Obj><LST>${'<Obj><MS><S N="a">\u{1f600}</S></MS></Obj>'.repeat(n / 4)}</LST></Obj>`,
    (n) => `<I32>${"1".repeat(n)}</I32>`,
    (n) => `<D>0.${"1".repeat(n)}</D>`,
    (n) => `<Db>${"1".repeat(n)}x</Db>`,
    (n) => `<DT>2026-01-01T00:00:00.${"1".repeat(n)}</DT>`,
    (n) => `<BA>${" ".repeat(n)}</BA>`,
    (n) => `<Version>${"1.".repeat(n)}</Version>`,
    (n) => `${"\n".repeat(n)}<Zzz />`,
  ];
  const time = (text: string): number => {
    const start = performance.now();
    try {
      readValue(text);
    } catch (error) {
      assert.ok(error instanceof ClixmlError, String(error));
    }
    return performance.now() - start;
  };
  shapes.forEach((shape, index) => {
    time(shape(2_000));
    // A quadratic reader takes a hundred times as long for ten times the text; a busy machine spoils some runs, not all.
    const text = shape(100_000);
    const tenth = Math.max(1, time(shape(10_000)));
    const isLinear = (): boolean => time(text) < 40 * tenth + 1_000;
    assert.ok(isLinear() || isLinear() || isLinear(), `shape ${index} takes too long for its length`);
  });
});

/** What is left of a mutated text's world: values, or the error. */
function outcome(text: string): { values?: unknown[]; error?: ClixmlError } {
  try {
    return { values: readClixml(text, { root: text.includes("<Objs") ? "Objs" : "fragment" }) };
  } catch (error) {
    if (error instanceof ClixmlError) return { error };
    throw error;
  }
}

function isWellFormed(text: string): boolean {
  const parser = new SaxesParser();
  let isFine = true;
  let hasDoctype = false;
  parser.on("error", () => (isFine = false));
  parser.on("doctype", () => (hasDoctype = true));
  parser.write(text).close();
  return isFine && !hasDoctype;
}

/** A generator of numbers from 0 to 1 that is the same each time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SNIPPETS = [
  "<",
  ">",
  "&",
  '"',
  "'",
  "/",
  "/>",
  "</",
  "</S>",
  "<S>",
  "<Nil />",
  "<Obj>",
  '<Obj RefId="1">',
  "</Obj>",
  "<MS>",
  "</MS>",
  "<LST>",
  "</LST>",
  "<DCT>",
  "<En>",
  '<Ref RefId="0" />',
  '<TNRef RefId="0" />',
  "]]>",
  "<![CDATA[",
  "<!--",
  "-->",
  "<?x?>",
  "&lt;",
  "&#65;",
  "&#xD800;",
  "_x0041_",
  "_x",
  "\0",
  "\u{1f600}",
  "\ud800",
  "\ufffe",
  "\ufeff",
  "é",
  " ",
  "\n",
  "-1",
  "9".repeat(30),
  ' N="a"',
  ' RefId="0"',
  ' xmlns="x"',
  "<PR>",
  "<AV>",
  "<T>",
  "NaN",
  "<!DOCTYPE x>",
  "<?xml version='1.0'?>",
];

function mutated(text: string, next: () => number): string {
  let result = text;
  for (let i = 0, n = 1 + next() * 3; i < n; i++) {
    const at = Math.floor(next() * (result.length + 1));
    const length = Math.floor(next() ** 3 * 40);
    const choice = next();
    if (choice < 0.3) result = result.slice(0, at) + result.slice(at + length);
    else if (choice < 0.7)
      result = result.slice(0, at) + SNIPPETS[Math.floor(next() * SNIPPETS.length)] + result.slice(at);
    else if (choice < 0.85) result = result.slice(0, at) + result.slice(at, at + length) + result.slice(at);
    else result = result.slice(0, at) + String.fromCharCode(next() * 128) + result.slice(at + 1);
  }
  return result;
}

test("mutated documents are values that survive writing, or errors with a place; what saxes refuses is refused", () => {
  const corpus = [
    ...clixmlNames("clixml").map((name) => fixture(`clixml/${name}.clixml`)),
    ...clixmlNames("clixml/malformed").map((name) => fixture(`clixml/malformed/${name}.clixml`)),
    ...payloads().map(({ payload }) => payload),
  ].filter((text) => text.length < 6_000);
  const next = random(20261123);
  const deadline = performance.now() + 4_000;
  let taken = 0;
  let rounds = 0;
  for (; rounds < 30_000 && performance.now() < deadline; rounds++) {
    const text = mutated(corpus[Math.floor(next() * corpus.length)]!, next);
    const { values, error } = outcome(text);
    if (error) {
      assert.ok(error.line >= 0 && error.position >= 0);
      continue;
    }
    taken++;
    for (const value of values!) {
      const once = writeValue(value);
      assert.equal(writeValue(readValue(once)), writeValue(readValue(writeValue(readValue(once)))));
    }
    const isOneRoot = text.includes("<Objs") || values!.length === 1;
    // Stricter than .NET in three things: U+FFFE by reference, an undeclared prefix, an "xml" name.
    if (isOneRoot && !/&#x0*[fF]{3}[eEfF];|&#x?[dD]|&#\d|:/.test(text) && !isWellFormed(text))
      assert.fail(`taken, though saxes refuses it: ${JSON.stringify(text)}`);
    if (taken % 50 === 0) corpus.push(text);
  }
  assert.ok(taken > rounds / 100, `${taken} of ${rounds}`);
});

test("what memory of a reader expects never changes what is read", () => {
  const next = random(7);
  const row = (i: number): string =>
    `<Obj RefId="${i}"><TNRef RefId="0" /><MS><S N="A">${i}</S><I32 N="B">${i}</I32><Nil N="C" /></MS></Obj>`;
  for (let round = 0; round < 300; round++) {
    const rows = Array.from({ length: 8 }, (_, i) => (next() < 0.4 ? mutated(row(i), next) : row(i)));
    const head = '<Obj RefId="h"><TN RefId="0"><T>X</T></TN></Obj>';
    const together = outcome(head + rows.join(""));
    if (!together.values) continue;
    const apart = rows.map((text) => outcome(head + text).values?.slice(1) ?? []).flat();
    if (apart.length === rows.length && together.values.length === rows.length + 1 && !rows.join("").includes("<Ref "))
      assert.deepEqual(
        together.values.slice(1).map((value) => plain(value)),
        apart.map((value) => plain(value)),
      );
  }
});
