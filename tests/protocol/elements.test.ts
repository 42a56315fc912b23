import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DATA_SUFFIX,
  type Element,
  LineReader,
  ProtocolError,
  dataPrefix,
  elementLine,
  readElements,
} from "../../src/protocol/index.js";

const ID = "8a3fe099-3a57-40e7-a1f9-9ff0db740187";
const plain = (name: Element["name"]): Element => ({ name, psGuid: ID, stream: "Default", body: "" });
const data = (body: string, stream: Element["stream"] = "Default"): Element => ({
  name: "Data",
  psGuid: ID,
  stream,
  body,
});

const WRITTEN: readonly (readonly [string, Element])[] = [
  [`<Data Stream='Default' PSGuid='${ID}'>AAAA</Data>\n`, data("AAAA")],
  [`<Data Stream='PromptResponse' PSGuid='${ID}'>AAAA</Data>\n`, data("AAAA", "PromptResponse")],
  [`<DataAck PSGuid='${ID}' />\n`, plain("DataAck")],
  [`<Command PSGuid='${ID}' />\n`, plain("Command")],
  [`<CommandAck PSGuid='${ID}' />\n`, plain("CommandAck")],
  [`<Signal PSGuid='${ID}' />\n`, plain("Signal")],
  [`<SignalAck PSGuid='${ID}' />\n`, plain("SignalAck")],
  [`<Close PSGuid='${ID}' />\n`, plain("Close")],
  [`<CloseAck PSGuid='${ID}' />\n`, plain("CloseAck")],
];

for (const [line, element] of WRITTEN)
  test(`${element.name} of ${element.stream} is written and read as PowerShell writes it`, () => {
    assert.deepEqual(readElements(line.slice(0, -1)), [element]);
    const written =
      element.name === "Data"
        ? dataPrefix(element.stream, element.psGuid) + element.body + DATA_SUFFIX
        : elementLine(element.name, element.psGuid);
    assert.equal(written, line);
  });

const READ: readonly (readonly [string, string, readonly Element[]])[] = [
  ["an empty line", "", []],
  ["double quotes", `<DataAck PSGuid="${ID}"/>`, [plain("DataAck")]],
  ["an element with an end tag", `<DataAck PSGuid='${ID}'></DataAck>`, [plain("DataAck")]],
  ["two elements", `<DataAck PSGuid="${ID}" /><Close PSGuid="${ID}" />`, [plain("DataAck"), plain("Close")]],
  [
    "two Data",
    `<Data Stream='Default' PSGuid='${ID}'>AA==</Data><Data Stream='Default' PSGuid='${ID}'>AAAA</Data>`,
    [data("AA=="), data("AAAA")],
  ],
  ["attributes the other way about", `<Data PSGuid='${ID}' Stream='Default'>AAAA</Data>`, [data("AAAA")]],
  ["a GUID in upper case", `<Close PSGuid='${ID.toUpperCase()}' />`, [plain("Close")]],
  ["blanks at the end", `<Close PSGuid='${ID}' />  \r`, [plain("Close")]],
  ["an empty Data", `<Data Stream='Default' PSGuid='${ID}'></Data>`, [data("")]],
];

for (const [name, line, elements] of READ)
  test(`a line with ${name} is read`, () => assert.deepEqual(readElements(line), elements));

const REFUSED: readonly (readonly [string, string, string | RegExp])[] = [
  ["text", "Welcome to the host.", "Welcome to the host."],
  ["an unknown element", `<Hello PSGuid='${ID}' />`, /^An unknown element "Hello" was received\. This can happen/],
  ["blanks before an element", `  <DataAck PSGuid="${ID}"/>`, /^Cannot process an element with node type "Whitespace"/],
  ["a GUID that is none", "<DataAck PSGuid='nobody' />", "Unrecognized Guid format."],
  ["no GUID", "<DataAck />", "Unrecognized Guid format."],
  ["Data without a stream", `<Data PSGuid='${ID}'>AAAA</Data>`, /^Expected 2 attributes/],
  ["one attribute more", `<Close PSGuid='${ID}' Stream='Default' />`, /^Expected 1 attributes/],
  ["an element cut short", `<Data Stream='Default' PSGuid='${ID}'>AAAA</Da`, /^<Data/],
  ["content in an acknowledgement", `<DataAck PSGuid='${ID}'>x</DataAck>`, /must be empty/],
];

for (const [name, line, error] of REFUSED)
  test(`a line with ${name} is refused`, () => {
    const matches = (text: string): boolean => (typeof error === "string" ? text === error : error.test(text));
    assert.throws(
      () => readElements(line),
      (thrown) => thrown instanceof ProtocolError && matches(thrown.message),
    );
  });

test("lines come out whole wherever the text was cut", () => {
  const text = "one\ntwo\n\nfour\r\nrest";
  for (let cut = 0; cut <= text.length; cut++) {
    const reader = new LineReader(100);
    const lines: string[] = [];
    reader.push(text.slice(0, cut), (line) => lines.push(line));
    reader.push(text.slice(cut), (line) => lines.push(line));
    assert.deepEqual(lines, ["one", "two", "", "four\r"]);
    assert.equal(reader.end(), "rest");
    assert.equal(reader.end(), undefined);
  }
});

test("a line beyond the limit is refused before it is whole", () => {
  const reader = new LineReader(10);
  reader.push("0123456789", assert.fail);
  assert.throws(() => reader.push("x", assert.fail), /A line of more than 10 characters/);
});
