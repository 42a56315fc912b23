// Records on the wire: what real servers sent, read as records and made again member for member.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  errorRecordObject,
  informationalRecordObject,
  informationRecordObject,
  progressRecordObject,
  readClixml,
  readValue,
  toErrorRecord,
  toInformationalRecord,
  toInformationRecord,
  toProgressRecord,
  writeClixml,
  writeValue,
} from "../../src/clixml/index.js";
import {
  ErrorRecord,
  HostInformationMessage,
  InformationalRecord,
  InformationRecord,
  InvocationInfo,
  type MessageStream,
  PSException,
  PSObject,
} from "../../src/objects/index.js";
import { fixture, payloads } from "./support.js";

const TYPES = {
  error: "00041005",
  debug: "00041007",
  verbose: "00041008",
  warning: "00041009",
  progress: "00041010",
  information: "00041011",
};

const of = (type: string): string[] =>
  payloads()
    .filter((each) => each.type === type)
    .map(({ payload }) => payload);

for (const [name, stream] of [
  ["debug", "Debug"],
  ["verbose", "Verbose"],
  ["warning", "Warning"],
] as [keyof typeof TYPES, MessageStream][]) {
  test(`${name} records go there and back`, () => {
    const texts = of(TYPES[name]);
    assert.ok(texts.length > 0);
    for (const text of texts) {
      const record = toInformationalRecord(readValue(text), stream)!;
      assert.equal(record.stream, stream);
      assert.equal(writeValue(informationalRecordObject(record)), text);
    }
  });
}

test("progress records go there and back", () => {
  const texts = of(TYPES.progress);
  for (const text of texts) assert.equal(writeValue(progressRecordObject(toProgressRecord(readValue(text))!)), text);
  assert.ok(texts.some((text) => toProgressRecord(readValue(text))!.recordType === "Completed"));
});

test("information records go there and back, with what Write-Host said", () => {
  const utc = { localOffset: (): number => 0 };
  let messages = 0;
  for (const text of of(TYPES.information)) {
    const record = toInformationRecord(readValue(text, utc))!;
    if (record.messageData instanceof HostInformationMessage) messages++;
    else if (typeof record.messageData !== "string") continue;
    // No colour is -1 where there is a host, and nothing where there is none: one and the same here.
    if (text.includes('<Nil N="ForegroundColor" />')) continue;
    assert.equal(writeValue(informationRecordObject(record), utc), text);
  }
  assert.ok(messages > 2);
});

test("error records are read with all they carry", () => {
  for (const text of of(TYPES.error)) {
    const object = readValue(text) as PSObject;
    const record = toErrorRecord(object)!;
    const exception = record.exception as PSException;
    assert.equal(exception.typeName, "System.Management.Automation.RemoteException");
    assert.equal(exception.extra.get("SerializedRemoteException"), object.get("Exception"));
    assert.equal(record.fullyQualifiedErrorId, object.get("FullyQualifiedErrorId"));
    assert.equal(record.categoryMessage, object.get("ErrorCategory_Message"));
    assert.equal(record.errorDetails?.message ?? exception.message, object.text);
    assert.equal(record.invocationInfo !== null, object.get("SerializeExtendedInfo") === true);
  }
});

test("an error record is written as PowerShell writes it", () => {
  const record = new ErrorRecord(new PSException("System.Exception", "made"), "MyId", "InvalidData", "target");
  record.reason = "Exception";
  record.targetName = "target";
  record.targetType = "String";
  const expected = fixture("clixml/errorrecord.clixml");
  assert.equal(writeClixml([record], { indent: true }), expected);
  assert.equal(writeClixml([errorRecordObject(record)], { indent: true }), expected);
  const again = toErrorRecord(readClixml(expected)[0])!;
  assert.equal(again.category, "InvalidData");
  assert.equal(again.targetObject, "target");
});

test("Write-Error's record is written as the server sent it", () => {
  const text = of(TYPES.error).find((each) => each.includes("<ToString>simple</ToString>"))!;
  const exception = new PSException("Microsoft.PowerShell.Commands.WriteErrorException", "simple");
  exception.hResult = -2146233087;
  const record = new ErrorRecord(exception, "Microsoft.PowerShell.Commands.WriteErrorException", "NotSpecified");
  record.activity = "Write-Error";
  record.reason = "WriteErrorException";
  record.scriptStackTrace = "at <ScriptBlock>, <No file>: line 1";
  const info = new InvocationInfo();
  const serialized = (readValue(text) as PSObject).get("InvocationInfo") as PSObject;
  info.myCommand = serialized.get("MyCommand");
  info.historyId = 1n;
  record.invocationInfo = info;
  assert.equal(writeValue(errorRecordObject(record)), text);
});

test("an exception is written with those within, whatever the depth", () => {
  const inner = new PSException("System.ArgumentException", "inner (Parameter 'par')");
  inner.hResult = -2147024809;
  inner.extra.set("ParamName", "par");
  const outer = new PSException("System.InvalidOperationException", "outer", inner);
  outer.hResult = -2146233079;
  assert.equal(writeClixml([outer], { indent: true }), fixture("clixml/exception.clixml"));
});

test("a warning record is written as PowerShell writes it", () => {
  assert.equal(
    writeClixml([new InformationalRecord("Warning", "careful")], { indent: true }),
    fixture("clixml/warningrecord.clixml"),
  );
});

test("an information record among the output is an object with properties", () => {
  const record = new InformationRecord("i", "Write-Information", 0n);
  assert.match(
    writeValue(record),
    /^<Obj RefId="0"><TN RefId="0"><T>System.Management.Automation.InformationRecord<\/T><T>System.Object<\/T><\/TN><ToString>i<\/ToString><Props><S N="MessageData">i<\/S>/,
  );
});

test("what is no such record gives nothing, what lacks a member gets the default", () => {
  for (const value of [null, "text", 5, new PSObject(), PSObject.of({ A: 1 })]) {
    assert.equal(toErrorRecord(value), undefined);
    assert.equal(toInformationalRecord(value, "Warning"), undefined);
    assert.equal(toInformationRecord(value), undefined);
    assert.equal(toProgressRecord(value), undefined);
  }
  const bare = toErrorRecord(PSObject.of({ FullyQualifiedErrorId: "Id", ErrorCategory_Category: 999 }))!;
  assert.equal(bare.category, "NotSpecified");
  assert.equal(toProgressRecord(PSObject.of({ ActivityId: "x" }))!.activityId, 0);
});

test("a long target is shortened in the category's message", () => {
  const record = new ErrorRecord(new PSException("System.Exception", "m"), "Id", "ObjectNotFound");
  record.targetName = "a".repeat(30) + "b".repeat(30);
  assert.match(writeValue(record), new RegExp(`ObjectNotFound: \\(${"a".repeat(19)}\\.\\.\\.${"b".repeat(19)}:\\)`));
});
