// One table for both directions: a value, and its text on the wire.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readClixml, readValue, writeClixml, writeValue } from "../../src/clixml/index.js";
import {
  BigInteger,
  Byte,
  Char,
  DateOnly,
  DateTime,
  DateTimeOffset,
  Decimal,
  Dictionary,
  Double,
  EnumValue,
  Guid,
  Int16,
  KeyValue,
  ProgressRecord,
  PSCredential,
  PSList,
  PSObject,
  SByte,
  ScriptBlockText,
  SecureString,
  SemanticVersion,
  Single,
  SwitchParameter,
  TimeOnly,
  TimeSpan,
  typedArray,
  UInt16,
  UInt32,
  UInt64,
  Uri,
  Version,
  XmlText,
} from "../../src/objects/index.js";
import { fixture, plain } from "./support.js";

const kolkata = (): number => 330;

const BOTH: [string, unknown, string][] = [
  ["null", null, "<Nil />"],
  ["true", true, "<B>true</B>"],
  ["false", false, "<B>false</B>"],
  ["an Int32", -42, "<I32>-42</I32>"],
  ["the smallest Int32", -2147483648, "<I32>-2147483648</I32>"],
  ["an Int64", -(2n ** 63n), "<I64>-9223372036854775808</I64>"],
  ["a small Int64", 7n, "<I64>7</I64>"],
  ["a Byte", new Byte(255), "<By>255</By>"],
  ["an SByte", new SByte(-128), "<SB>-128</SB>"],
  ["an Int16", new Int16(-32768), "<I16>-32768</I16>"],
  ["a UInt16", new UInt16(65535), "<U16>65535</U16>"],
  ["a UInt32", new UInt32(4294967295), "<U32>4294967295</U32>"],
  ["a UInt64", new UInt64(2n ** 64n - 1n), "<U64>18446744073709551615</U64>"],
  ["a Char", new Char(0xd83d), "<C>55357</C>"],
  ["a Decimal with its scale", new Decimal(110n, 2), "<D>1.10</D>"],
  ["the largest Decimal", new Decimal(2n ** 96n - 1n, 0), "<D>79228162514264337593543950335</D>"],
  ["the smallest Decimal", new Decimal(1n, 28), "<D>0.0000000000000000000000000001</D>"],
  ["a negative Decimal", new Decimal(-5n, 1), "<D>-0.5</D>"],
  ["a Double", new Double(0.1), "<Db>0.1</Db>"],
  ["a third", new Double(1 / 3), "<Db>0.3333333333333333</Db>"],
  ["a whole Double", new Double(2), "<Db>2</Db>"],
  ["negative zero", new Double(-0), "<Db>-0</Db>"],
  ["NaN", new Double(NaN), "<Db>NaN</Db>"],
  ["infinity", new Double(Infinity), "<Db>INF</Db>"],
  ["minus infinity", new Double(-Infinity), "<Db>-INF</Db>"],
  ["1e-5", new Double(1e-5), "<Db>1E-05</Db>"],
  ["1e-4", new Double(1e-4), "<Db>0.0001</Db>"],
  ["1e15", new Double(1e15), "<Db>1000000000000000</Db>"],
  ["1e16", new Double(1e16), "<Db>10000000000000000</Db>"],
  ["1e300", new Double(1e300), "<Db>1E+300</Db>"],
  ["1.5e-300", new Double(-1.5e-300), "<Db>-1.5E-300</Db>"],
  ["the largest Double", new Double(Number.MAX_VALUE), "<Db>1.7976931348623157E+308</Db>"],
  ["the smallest Double", new Double(Number.MIN_VALUE), "<Db>5E-324</Db>"],
  ["a Single", new Single(0.1), "<Sg>0.1</Sg>"],
  ["a third as Single", new Single(1 / 3), "<Sg>0.33333334</Sg>"],
  ["a whole Single", new Single(16777216), "<Sg>16777216</Sg>"],
  ["the largest Single", new Single(3.4028234663852886e38), "<Sg>3.4028235E+38</Sg>"],
  ["the smallest Single", new Single(1.401298464324817e-45), "<Sg>1E-45</Sg>"],
  ["a string", "plain", "<S>plain</S>"],
  ["an empty string", "", "<S></S>"],
  ["blanks", "  x ", "<S>  x </S>"],
  ["XML's marks", "<a b='c' d=\"e\">&amp;</a>]]>", "<S>&lt;a b='c' d=\"e\"&gt;&amp;amp;&lt;/a&gt;]]&gt;</S>"],
  ["control characters", "a\0\r\n\t\u007f\u0085", "<S>a_x0000__x000D__x000A__x0009__x007F__x0085_</S>"],
  ["an emoji", "\u{1f600}", "<S>_xD83D__xDE00_</S>"],
  ["half an emoji", "x\ud83dy", "<S>x_xD83D_y</S>"],
  [
    "what looks like an escape",
    "_x_ _x00 _xABCD_ _X000a_ __x0041_",
    "<S>_x005F_x_ _x005F_x00 _x005F_xABCD_ _x005F_X000a_ __x005F_x0041_</S>",
  ],
  ["underscores", "a_b__c_", "<S>a_b__c_</S>"],
  ["letters of the world", "é漢\u00a0\u2028\ufeff\ufffd", "<S>é漢\u00a0\u2028\ufeff\ufffd</S>"],
  ["noncharacters on the wire", "\ufffe\uffff", "<S>&#xFFFE;&#xFFFF;</S>"],
  ["bytes", Uint8Array.of(1, 2, 3, 255), "<BA>AQID/w==</BA>"],
  ["no bytes", new Uint8Array(), "<BA />"],
  ["a date", new DateTime(639_029_198_450_000_000n), "<DT>2026-01-02T03:04:05</DT>"],
  ["a date with ticks", new DateTime(639_000_000_001_234_567n), "<DT>2025-11-29T08:00:00.1234567</DT>"],
  ["a UTC date", new DateTime(639_029_198_450_000_000n, "Utc"), "<DT>2026-01-02T03:04:05Z</DT>"],
  ["a local date", new DateTime(639_029_198_455_000_000n, "Local"), "<DT>2026-01-02T03:04:05.5+05:30</DT>"],
  ["the first date", new DateTime(0n), "<DT>0001-01-01T00:00:00</DT>"],
  ["the last date", new DateTime(3_155_378_975_999_999_999n), "<DT>9999-12-31T23:59:59.9999999</DT>"],
  ["no time", new TimeSpan(0n), "<TS>PT0S</TS>"],
  ["a span", new TimeSpan(937_845_000_000n), "<TS>P1DT2H3M4.5S</TS>"],
  ["a tick less", new TimeSpan(-1n), "<TS>-PT0.0000001S</TS>"],
  ["days only", new TimeSpan(2n * 864_000_000_000n), "<TS>P2D</TS>"],
  ["the longest span", new TimeSpan(2n ** 63n - 1n), "<TS>P10675199DT2H48M5.4775807S</TS>"],
  ["the most negative span", new TimeSpan(-(2n ** 63n)), "<TS>-P10675199DT2H48M5.4775808S</TS>"],
  ["a GUID", new Guid("01234567-89AB-cdef-0123-456789abcdef"), "<G>01234567-89ab-cdef-0123-456789abcdef</G>"],
  ["a version", new Version(1, 2), "<Version>1.2</Version>"],
  ["a version of four", new Version(1, 2, 3, 4), "<Version>1.2.3.4</Version>"],
  ["a URI", new Uri("http://h/a b?q=1&r=2"), "<URI>http://h/a b?q=1&amp;r=2</URI>"],
  ["a document", new XmlText("<r><q /></r>"), "<XD>&lt;r&gt;&lt;q /&gt;&lt;/r&gt;</XD>"],
  ["a secret on the wire", new SecureString("secret"), "<SS>cwBlAGMAcgBlAHQA</SS>"],
  [
    "a credential",
    new PSCredential("user", new SecureString("x")),
    '<Obj RefId="0"><TN RefId="0"><T>System.Management.Automation.PSCredential</T><T>System.Object</T></TN><ToString>System.Management.Automation.PSCredential</ToString><Props><S N="UserName">user</S><SS N="Password">eAA=</SS></Props></Obj>',
  ],
  [
    "a switch",
    new SwitchParameter(false),
    '<Obj RefId="0"><TN RefId="0"><T>System.Management.Automation.SwitchParameter</T><T>System.ValueType</T><T>System.Object</T></TN><ToString>False</ToString><Props><B N="IsPresent">false</B></Props></Obj>',
  ],
  [
    "progress",
    new ProgressRecord(1, "activity", "status"),
    "<PR><AV>activity</AV><AI>1</AI><Nil /><PI>-1</PI><PC>-1</PC><T>Processing</T><SR>-1</SR><SD>status</SD></PR>",
  ],
  [
    "a number with a note",
    noted(new PSObject(5), "Note", "on an int"),
    '<Obj RefId="0"><I32>5</I32><MS><S N="Note">on an int</S></MS></Obj>',
  ],
];

function noted(object: PSObject, name: string, value: unknown): PSObject {
  object.set(name, value);
  return object;
}

for (const [name, value, text] of BOTH) {
  test(`${name} goes both ways`, () => {
    assert.equal(writeValue(value, { localOffset: kolkata }), text);
    assert.deepEqual(plain(readValue(text, { localOffset: kolkata })), plain(value));
    assert.deepEqual(plain(readValue("\ufeff" + text, { localOffset: kolkata })), plain(value));
  });
}

const READ: [string, string, unknown][] = [
  ["blanks around a number", "<I32> 5\n</I32>", 5],
  ["a plus", "<I32>+5</I32>", 5],
  ["leading zeros", "<I32>0000000000000000000005</I32>", 5],
  ["minus zero", "<I32>-0</I32>", 0],
  ["1 for true", "<B> 1 </B>", true],
  ["a point without digits after it", "<Db>1.</Db>", new Double(1)],
  ["a Double beyond all", "<Db>1e999</Db>", new Double(Infinity)],
  ["nan", "<Db>nan</Db>", new Double(NaN)],
  [
    "digits beyond a Decimal's",
    "<D>0.12345678901234567890123456785</D>",
    new Decimal(1234567890123456789012345678n, 28),
  ],
  ["a month", "<DT>2026-02</DT>", new DateTime(639_055_008_000_000_000n)],
  ["midnight as 24:00", "<DT>2026-01-01T24:00:00</DT>", new DateTime(639_029_088_000_000_000n)],
  [
    "another zone's time",
    "<DT>2026-01-02T00:00:00-01:00</DT>",
    new DateTime(639_029_088_000_000_000n + 234_000_000_000n, "Local"),
  ],
  ["a span of years", "<TS>P1Y1M</TS>", new TimeSpan(395n * 864_000_000_000n)],
  [
    "a GUID in braces",
    "<G>{01234567-89AB-CDEF-0123-456789ABCDEF}</G>",
    new Guid("01234567-89ab-cdef-0123-456789abcdef"),
  ],
  ["base64 in lines", "<BA>AQ\n  ID</BA>", Uint8Array.of(1, 2, 3)],
  ["escapes in small letters", "<S>_x000a_</S>", "\n"],
  ["an escape beyond U+FFFF", "<S>_x0001F600_</S>", "\u{1f600}"],
  ["what is no escape", "<S>_x000_ _xZZZZ_ _x00AG_ _x0041</S>", "_x000_ _xZZZZ_ _x00AG_ _x0041"],
  ["CDATA, comments and references", "<S>a<![CDATA[<&>]]><!--c-->&#65;&#x42;&apos;</S>", "a<&>AB'"],
  ["line ends", "<S>a\r\nb\rc</S>", "a\nb\nc"],
  ["a script block is a string", "<SBK> 1 </SBK>", " 1 "],
  ["an object around a string", '<Obj RefId="0"><S>x</S></Obj>', "x"],
  ["single quotes and odd blanks", "<Obj  RefId = '0' ><S >x</S ></Obj >", "x"],
];

for (const [name, text, value] of READ) {
  test(`${name} is read`, () => {
    assert.deepEqual(plain(readValue(text, { localOffset: kolkata })), plain(value));
  });
}

/** Values made here, against what PowerShell wrote of the same ones. */
const WRITTEN: [string, unknown][] = [
  ["array-empty", []],
  ["array-int", typedArray("System.Int32", [1, 2, 3])],
  ["array-chars", typedArray("System.Char", [new Char(97), new Char(98)])],
  ["array-mixed", [1, "two", new Double(3), null, true]],
  [
    "array-nested",
    [
      [1, 2],
      [3, [4]],
    ],
  ],
  ["arraylist", new PSList("ArrayList", "System.Collections.ArrayList", [1, "x"])],
  ["list-int", new PSList("List", "System.Collections.Generic.List`1[[System.Int32]]", [1, 2])],
  ["queue", new PSList("Queue", "System.Collections.Queue", [1, 2, 3])],
  ["stack", new PSList("Stack", "System.Collections.Stack", [1, 2, 3])],
  [
    "psdatacollection",
    new PSList("PSDataCollection", "System.Management.Automation.PSDataCollection`1[[System.Int32]]", [1, 2]),
  ],
  ["hashtable", filled(new Dictionary(), [["a", 1]])],
  ["hashtable-empty", new Dictionary()],
  [
    "ordered",
    filled(new Dictionary("OrderedDictionary", "System.Collections.Specialized.OrderedDictionary"), [
      ["z", 1],
      ["a", "two"],
      ["n", [1, 2]],
    ]),
  ],
  [
    "dictionary",
    filled(new Dictionary("Dictionary", "System.Collections.Generic.Dictionary`2[[System.String],[System.Int32]]"), [
      ["k", 1],
      ["l", 2],
    ]),
  ],
  ["custom", PSObject.of({ Name: "a", Value: 1 })],
  ["custom-empty", new PSObject()],
  ["custom-odd-names", PSObject.of({ 'odd name <&>"': 1, "line\nbreak": 2, _x0041_: 3 })],
  ["custom-typenames-cleared", new PSObject(undefined, PSObject.of({ A: 1 }).shape, [1], [])],
  [
    "custom-with-collections",
    PSObject.of({
      L: [1, 2],
      H: filled(new Dictionary(), [["k", "v"]]),
      N: null,
      E: new EnumValue("System.DayOfWeek", 1, "Monday"),
      V: new Version(1, 2),
    }),
  ],
  ["bigint", new BigInteger(123456789012345678901234567890n)],
  ["dateonly", new DateOnly(739617)],
  ["timeonly", new TimeOnly(110450000000n)],
  ["datetimeoffset", new DateTimeOffset(639_029_198_450_000_000n, -210)],
  ["semver", new SemanticVersion(1, 2, 3, "beta.1", "build5")],
  ["enum", new EnumValue("System.DayOfWeek", 5, "Friday")],
  ["enum-flags", new EnumValue("System.IO.FileAttributes", 3, "ReadOnly, Hidden")],
  ["dictionaryentry", new KeyValue("k", 1)],
  ["keyvaluepair", new KeyValue("k", 1, "System.Collections.Generic.KeyValuePair`2[[System.String],[System.Int32]]")],
  ["scriptblock", new ScriptBlockText(' param($x) "$x <&> $(1 + 1)" ')],
  ["securestring", new SecureString("secret")],
  ["pscredential", new PSCredential("user", new SecureString("secret"))],
  ["switch", new SwitchParameter(true)],
  ["progressrecord", new ProgressRecord(1, "activity", "status")],
];

function filled(dictionary: Dictionary, entries: [unknown, unknown][]): Dictionary {
  for (const [key, value] of entries) dictionary.set(key, value);
  return dictionary;
}

for (const [name, value] of WRITTEN) {
  test(`${name} is written as PowerShell writes it`, () => {
    const text = writeClixml([value], { indent: true, localOffset: kolkata });
    assert.equal(text, fixture(`clixml/${name}.clixml`));
  });
}

test("several objects, none, and the same twice", () => {
  assert.equal(writeClixml([1, "two", null, [3, 4]], { indent: true }), fixture("clixml/several-objects.clixml"));
  assert.deepEqual(readClixml(writeClixml([])), []);
  const shared = PSObject.of({ S: 1 });
  assert.equal(
    writeClixml([PSObject.of({ One: shared, Two: shared })], { indent: true }),
    fixture("clixml/shared-object.clixml"),
  );
});

test("circles close in a document at once, and on the wire where they are met inside", () => {
  const table = new Dictionary();
  table.set("me", table);
  assert.equal(writeClixml([table], { indent: true }), fixture("clixml/circular-hashtable.clixml"));
  const wire = writeValue(table);
  assert.match(wire, /RefId="1".*<Ref N="Value" RefId="1" \/>/);
  const back = (readClixml(fixture("clixml/circular-list.clixml"))[0] as PSObject).base as PSList;
  assert.equal((back.items[1] as PSObject).base, back);
});

test("what a document cannot hold is refused", () => {
  assert.throws(() => writeClixml(["\ufffe"]), {
    message: "'\ufffe', hexadecimal value 0xFFFE, is an invalid character.",
  });
  assert.throws(() => writeClixml([1], { depth: 0 }), {
    message: "Value of depth parameter must be greater than or equal to 1.",
  });
});

test("keys that are equal after the journey are all kept", () => {
  const text = fixture("clixml/malformed/dct-duplicate-key-case.clixml");
  const table = (readClixml(text)[0] as PSObject).base ?? readClixml(text)[0];
  assert.deepEqual(
    [...(table as Dictionary)].map(({ key, value }) => [key, value]),
    [
      ["a", 1],
      ["A", 2],
    ],
  );
  const twice =
    '<Obj RefId="0"><DCT><En><S N="Key">a</S><I32 N="Value">1</I32></En><En><S N="Key">a</S><I32 N="Value">2</I32></En></DCT></Obj>';
  assert.equal(((readValue(twice) as PSObject).base as Dictionary).size, 2);
});

test("an object refers to the last one of its RefId, and of two containers takes the second", () => {
  const object = readValue(
    '<Obj RefId="0"><MS><Obj N="A" RefId="1"><MS><I32 N="X">1</I32></MS></Obj><Obj N="B" RefId="1"><MS><I32 N="X">2</I32></MS></Obj><Ref N="C" RefId="1" /></MS></Obj>',
  ) as PSObject;
  assert.equal(object.get("C"), object.get("B"));
  const two = readValue('<Obj RefId="0"><LST><I32>1</I32></LST><LST><I32>2</I32></LST></Obj>') as PSObject;
  assert.deepEqual((two.base as PSList).items, [2]);
});
