// Values of every primitive type, containers and large things, both ways.

import type { Row } from "../scenario.js";

/** [.NET type, CLIXML as a client sends it, what the other side says it is] */
const primitives: readonly (readonly [string, string, string])[] = [
  ["System.String", "<S>text</S>", 'String "text"'],
  ["System.String", "<S></S>", 'String ""'],
  [
    "System.String",
    "<S>é ü ß 漢字 _xD83D__xDE00_ _x000A_ _x0009_ _x0001_ _x005F_x000A_ &lt;&amp;&gt;</S>",
    'String "é ü ß 漢字 \\uD83D\\uDE00 \\n \\t \\u0001 _x000A_ <&>"',
  ],
  ["System.Char", "<C>97</C>", 'Char "a"'],
  ["System.Boolean", "<B>true</B>", "Boolean true"],
  ["System.Boolean", "<B>false</B>", "Boolean false"],
  ["System.Byte", "<By>255</By>", "Byte 255"],
  ["System.SByte", "<SB>-128</SB>", "SByte -128"],
  ["System.Int16", "<I16>-32768</I16>", "Int16 -32768"],
  ["System.UInt16", "<U16>65535</U16>", "UInt16 65535"],
  ["System.Int32", "<I32>-2147483648</I32>", "Int32 -2147483648"],
  ["System.UInt32", "<U32>4294967295</U32>", "UInt32 4294967295"],
  ["System.Int64", "<I64>-9223372036854775808</I64>", "Int64 -9223372036854775808"],
  ["System.UInt64", "<U64>18446744073709551615</U64>", "UInt64 18446744073709551615"],
  ["System.Single", "<Sg>0.1</Sg>", "Single 0.1"],
  ["System.Double", "<Db>0.1</Db>", "Double 0.1"],
  ["System.Double", "<Db>1.7976931348623157E+308</Db>", "Double 1.7976931348623157E+308"],
  ["System.Double", "<Db>NaN</Db>", "Double NaN"],
  ["System.Double", "<Db>-INF</Db>", "Double -Infinity"],
  ["System.Decimal", "<D>79228162514264337593543950335</D>", "Decimal 79228162514264337593543950335"],
  ["System.Decimal", "<D>1.10</D>", "Decimal 1.10"],
  ["System.DateTime", "<DT>2020-01-02T03:04:05.1234567Z</DT>", "DateTime 2020-01-02T03:04:05.1234567Z"],
  ["System.DateTime", "<DT>2020-01-02T03:04:05</DT>", "DateTime 2020-01-02T03:04:05.0000000"],
  ["System.TimeSpan", "<TS>-P1DT2H3M4.5S</TS>", "TimeSpan -1.02:03:04.5000000"],
  ["System.Guid", "<G>792e5b37-4505-47ef-b7d2-8711bb7affa8</G>", "Guid 792e5b37-4505-47ef-b7d2-8711bb7affa8"],
  ["System.Uri", "<URI>http://example.org/a?b=c</URI>", "Uri http://example.org/a?b=c"],
  ["System.Version", "<Version>1.2.3.4</Version>", "Version 1.2.3.4"],
  ["System.Byte[]", "<BA>AAECAw==</BA>", "Byte[] AAECAw=="],
  ["System.Xml.XmlDocument", '<XD>&lt;a b="c"&gt;d&lt;/a&gt;</XD>', 'XmlDocument <a b="c">d</a>'],
  ["System.String", "<SBK> 1 + 1 </SBK>", 'String " 1 + 1 "'],
];

const both = primitives.map(([type, clixml, described], index): Row => ({
  name: `${type} there and back: ${clixml.slice(0, 40)} (${index})`,
  script: "param($value) $value.GetType().FullName; , $value",
  arguments: [clixml],
  expect: { output: [`String "${type}"`, described] },
}));

/** [expression, what the client gets] */
const made: readonly (readonly [string, string])[] = [
  ["$null", "null"],
  ["[int]5", "Int32 5"],
  ["[uint64]::MaxValue", "UInt64 18446744073709551615"],
  ["1.5", "Double 1.5"],
  ["1.5d", "Decimal 1.5"],
  ["[char]'x'", 'Char "x"'],
  ["[datetime]::new(2020, 1, 2, 3, 4, 5, [System.DateTimeKind]::Utc)", "DateTime 2020-01-02T03:04:05.0000000Z"],
  ["[timespan]::FromMinutes(90)", "TimeSpan 01:30:00"],
  ["[guid]'792e5b37-4505-47ef-b7d2-8711bb7affa8'", "Guid 792e5b37-4505-47ef-b7d2-8711bb7affa8"],
  ["[version]'1.2'", "Version 1.2"],
  ["[uri]'http://example.org/'", "Uri http://example.org/"],
  [", [byte[]](1, 2)", "Byte[] AQI="],
  [", (1, 'a', $null)", 'Deserialized.System.Object[] [Int32 1, String "a", null]'],
  [", @()", "Deserialized.System.Object[] []"],
  [", [int[]](1, 2)", "Deserialized.System.Int32[] [Int32 1, Int32 2]"],
  [", [System.Collections.ArrayList]@(1, 2)", "Deserialized.System.Collections.ArrayList [Int32 1, Int32 2]"],
  ["@{ a = 1; b = 'two' }", 'Deserialized.System.Collections.Hashtable {a: Int32 1, b: String "two"}'],
  [
    "[ordered]@{ z = 1; a = 2 }",
    "Deserialized.System.Collections.Specialized.OrderedDictionary {a: Int32 2, z: Int32 1}",
  ],
  [
    "[pscustomobject]@{ a = 1; b = @{ c = 2 } }",
    "Deserialized.System.Management.Automation.PSCustomObject {a: Int32 1, b: Deserialized.System.Collections.Hashtable {c: Int32 2}}",
  ],
  ["[pscustomobject]@{ PSTypeName = 'My.Type'; a = 1 }", "Deserialized.My.Type {a: Int32 1}"],
  ["[System.DayOfWeek]::Monday", 'Deserialized.System.DayOfWeek 1 "Monday"'],
];

const back = made.map(([expression, described]): Row => ({
  name: `${expression} comes back`,
  script: expression,
  expect: { output: [described] },
}));

const containers: readonly Row[] = [
  {
    name: "a list and a dictionary as arguments",
    script: "param($list, $table) $list.Count; $list[1]; $table['k']; , $list; $table",
    arguments: [
      '<Obj RefId="0"><TN RefId="0"><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN><LST><I32>1</I32><S>two</S></LST></Obj>',
      '<Obj RefId="0"><TN RefId="0"><T>System.Collections.Hashtable</T><T>System.Object</T></TN><DCT><En><S N="Key">k</S><I32 N="Value">7</I32></En></DCT></Obj>',
    ],
    expect: {
      output: [
        "Int32 2",
        'String "two"',
        "Int32 7",
        'Deserialized.System.Object[] [Int32 1, String "two"]',
        "Deserialized.System.Collections.Hashtable {k: Int32 7}",
      ],
    },
  },
  {
    name: "a custom object as argument",
    script: "param($object) $object.a + 1; $object.inner.b; $object",
    arguments: [
      '<Obj RefId="0"><MS><I32 N="a">1</I32><Obj N="inner" RefId="1"><MS><S N="b">deep</S></MS></Obj></MS></Obj>',
    ],
    expect: {
      output: [
        "Int32 2",
        'String "deep"',
        'Deserialized.System.Management.Automation.PSCustomObject {a: Int32 1, inner: Deserialized.System.Management.Automation.PSCustomObject {b: String "deep"}}',
      ],
    },
  },
];

const large: readonly Row[] = [
  {
    name: "a string of 1 MB comes back",
    script: "'x' * 1mb",
    expect: { output: ["String(1048576) 805c9dc5"] },
  },
  {
    name: "a string of 1 MB goes there",
    script: "param($text) $text.Length; $text",
    arguments: [`<S>${"x".repeat(1 << 20)}</S>`],
    expect: { output: ["Int32 1048576", "String(1048576) 805c9dc5"] },
  },
  {
    name: "10,000 integers come back in order",
    script: "1..10000",
    expect: { many: { count: 10000, first: "Int32 1", last: "Int32 10000" } },
  },
  {
    name: "10,000 objects come back in order",
    script: '1..10000 | ForEach-Object { [pscustomobject]@{ Number = $_; Text = "item $_"; Even = $_ % 2 -eq 0 } }',
    expect: {
      many: {
        count: 10000,
        first:
          'Deserialized.System.Management.Automation.PSCustomObject {Number: Int32 1, Text: String "item 1", Even: Boolean false}',
        last: 'Deserialized.System.Management.Automation.PSCustomObject {Number: Int32 10000, Text: String "item 10000", Even: Boolean true}',
      },
    },
  },
  {
    name: "10,000 objects go there",
    script: "$n = 0; $sum = 0; foreach ($x in $input) { $n++; $sum += $x }; $n; $sum",
    input: Array.from({ length: 10000 }, (_, index) => `<I32>${index}</I32>`),
    expect: { output: ["Int32 10000", "Int32 49995000"] },
  },
];

export const values: readonly Row[] = [...both, ...back, ...containers, ...large];
