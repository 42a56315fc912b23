import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Defragmenter,
  FRAGMENT_HEADER_SIZE,
  Fragmenter,
  type Message,
  ProtocolError,
  guidBytes,
  messageReader,
  readFragment,
  readGuid,
  writeFragmentHeader,
} from "../../src/protocol/index.js";

function fragment(objectId: number, fragmentId: number, flags: string, blob: string): Uint8Array {
  const bytes = new Uint8Array(FRAGMENT_HEADER_SIZE + blob.length);
  writeFragmentHeader(bytes, 0, objectId, fragmentId, flags.includes("S"), flags.includes("E"), blob.length);
  bytes.set(Buffer.from(blob, "latin1"), FRAGMENT_HEADER_SIZE);
  return bytes;
}

function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

const CASES: readonly (readonly [string, Uint8Array, string])[] = [
  ["one byte", fragment(1, 0, "SE", "x"), "00000000000000010000000000000000030000000178"],
  ["empty", fragment(2, 0, "SE", ""), "000000000000000200000000000000000300000000"],
  ["the middle of a message", fragment(7, 5, "", "ab"), "00000000000000070000000000000005000000000" + "26162"],
  ["an id beyond 32 bits", fragment(2 ** 40 + 3, 2 ** 33, "E", ""), "000001000000000300000002000000000200000000"],
];

for (const [name, bytes, hex] of CASES)
  test(`a fragment is written and read: ${name}`, () => {
    assert.equal(Buffer.from(bytes).toString("hex"), hex);
    const read = readFragment(bytes)!;
    const again = new Uint8Array(bytes.length);
    writeFragmentHeader(again, 0, read.objectId, read.fragmentId, read.start, read.end, read.blob.length);
    again.set(read.blob, FRAGMENT_HEADER_SIZE);
    assert.deepEqual(again, bytes);
    for (let cut = 0; cut < bytes.length; cut++) assert.equal(readFragment(bytes.subarray(0, cut)), undefined);
    assert.deepEqual(readFragment(join(bytes, new Uint8Array(9))), read);
  });

test("messages come out whole wherever the bytes were cut", () => {
  const stream = join(
    fragment(1, 0, "SE", "alone"),
    fragment(2, 0, "S", "first "),
    fragment(2, 1, "", "second "),
    fragment(2, 2, "E", "third"),
    fragment(3, 0, "SE", ""),
    fragment(4, 5, "S", "from"),
    fragment(4, 6, "E", " five"),
  );
  const expected = ["alone", "first second third", "", "from five"];
  for (let size = 1; size <= stream.length; size++) {
    const defragmenter = new Defragmenter();
    const messages: string[] = [];
    for (let at = 0; at < stream.length; at += size)
      defragmenter.push(stream.slice(at, at + size), (message) => messages.push(text(message)));
    assert.deepEqual(messages, expected, `in pieces of ${size}`);
  }
  for (let cut = 0; cut <= stream.length; cut++) {
    const defragmenter = new Defragmenter();
    const messages: string[] = [];
    for (const part of [stream.slice(0, cut), stream.slice(cut)])
      defragmenter.push(part, (message) => messages.push(text(message)));
    assert.deepEqual(messages, expected, `cut at ${cut}`);
  }
});

const negative = fragment(1, 0, "SE", "");
negative[0] = 0x80;
const endless = fragment(1, 0, "SE", "");
endless.set([0xff, 0xff, 0xff, 0xff], 17);

const WRONG: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ["object id 0", fragment(0, 0, "SE", "x"), /^ObjectId cannot be less than or equal to 0/],
  ["an object id below 0", negative, /^ObjectId cannot be less than or equal to 0/],
  ["a length below 0", endless, /^Remoting data is too large to be reassembled/],
  ["more than the limit", fragment(1, 0, "SE", "x".repeat(101)), /^Remoting data is too large to be reassembled/],
  [
    "more than the limit, in pieces",
    join(fragment(1, 0, "S", "x".repeat(60)), fragment(1, 1, "E", "x".repeat(41))),
    /^Remoting data is too large/,
  ],
  ["a message without its beginning", fragment(1, 1, "E", "x"), /before its first/],
  ["a fragment left out", join(fragment(1, 0, "S", "x"), fragment(1, 2, "E", "x")), /not in sequence/],
  ["another object in between", join(fragment(1, 0, "S", "x"), fragment(2, 0, "SE", "x")), /do not match/],
];

for (const [name, bytes, error] of WRONG)
  test(`the defragmenter refuses ${name}`, () => {
    assert.throws(
      () => new Defragmenter(100).push(bytes, () => undefined),
      (thrown) => thrown instanceof ProtocolError && thrown.fault === "remote" && error.test(thrown.message),
    );
  });

test("what announces a large blob and does not send it takes no memory", () => {
  const head = fragment(1, 0, "SE", "");
  head.set([0x0b, 0xff, 0xff, 0xff], 17);
  new Defragmenter().push(head, () => assert.fail("nothing is whole yet"));
});

test("a GUID travels in .NET's byte order", () => {
  const bytes = guidBytes("00112233-4455-6677-8899-aabbccddeeff");
  assert.equal(Buffer.from(bytes).toString("hex"), "33221100554477668899aabbccddeeff");
  assert.equal(readGuid(bytes, 0), "00112233-4455-6677-8899-aabbccddeeff");
  assert.throws(() => guidBytes("nobody"), RangeError);
});

test("messages of any size come through fragments of any size", () => {
  const payloads = ["", "<S>x</S>", "<S>é€😀</S>", `<S>${"ab€".repeat(50)}</S>`, `<S>${"x".repeat(70000)}</S>`];
  for (const maxBlob of [1, 7, 41, 100, 32747]) {
    const fragmenter = new Fragmenter(maxBlob);
    const reader = messageReader();
    const defragmenter = new Defragmenter();
    const messages: Message[] = [];
    const runspacePool = guidBytes("00112233-4455-6677-8899-aabbccddeeff");
    const pipeline = guidBytes("ffeeddcc-bbaa-9988-7766-554433221100");
    for (const payload of payloads)
      fragmenter.write(
        { type: "PIPELINE_OUTPUT", destination: "client", runspacePool, pipeline, payload },
        (bytes, start, end) =>
          defragmenter.push(bytes.slice(start, end), (message) => messages.push(reader.read(message))),
      );
    assert.deepEqual(
      messages.map((message) => message.payload),
      payloads,
    );
    for (const message of messages) {
      assert.equal(message.type, "PIPELINE_OUTPUT");
      assert.equal(message.destination, "client");
      assert.equal(message.runspacePoolId, "00112233-4455-6677-8899-aabbccddeeff");
      assert.equal(message.pipelineId, "ffeeddcc-bbaa-9988-7766-554433221100");
    }
  }
});

test("a message shorter than its header is refused in PowerShell's words", () => {
  assert.throws(() => messageReader().read(new Uint8Array(39)), /At least 61 bytes of data are required/);
});
