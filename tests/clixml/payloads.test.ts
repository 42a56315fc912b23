// What real clients and servers said to each other: every payload reads, and written again says the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readValue, utf8Decoder, writeValue } from "../../src/clixml/index.js";
import { asBefore, payloads, plain, withoutPrefix } from "./support.js";

/** Payloads of servers that were made to speak nonsense. */
const BROKEN = /^(14[tuv]-|19o-)/;

const sound = payloads().filter(({ capture, payload }) => !BROKEN.test(capture) || payload.startsWith("<Obj"));

test("every payload reads", () => {
  assert.ok(sound.length > 700);
  for (const { payload } of sound) readValue(payload);
});

test("written and read once more, a payload is the same value", () => {
  for (const { capture, payload } of sound) {
    const value = asBefore(readValue(payload));
    const again = readValue(writeValue(value));
    assert.deepEqual(plain(asBefore(again)), plain(value), capture);
  }
});

test("nearly every payload written again is the same text", () => {
  const same = sound.filter(({ payload }) => {
    const again = writeValue(asBefore(readValue(payload)));
    return withoutPrefix(again) === withoutPrefix(payload);
  });
  // Not so: script blocks, enumerables, circles of the captures' own making, numbers in odd order by a client by hand.
  assert.ok(same.length / sound.length > 0.95, `${same.length} of ${sound.length}`);
});

test("a payload's bytes may be cut anywhere", () => {
  const encoder = new TextEncoder();
  const texts = ["", "é漢\u2028\u{1f600}<S>ü</S>", ...sound.slice(0, 40).map(({ payload }) => payload)];
  const decoder = utf8Decoder();
  for (const text of texts) {
    const bytes = encoder.encode("\ufeff" + text);
    for (let cut = 0; cut <= bytes.length; cut += text.length > 200 ? 97 : 1)
      assert.equal(decoder.write(bytes.subarray(0, cut)) + decoder.write(bytes.subarray(cut)) + decoder.end(), text);
    let single = "";
    for (let i = 0; i < Math.min(bytes.length, 3000); i++) single += decoder.write(bytes.subarray(i, i + 1));
    assert.ok(text.startsWith(single.slice(0, -1)));
    try {
      decoder.end();
    } catch {
      // the cut at 3000 may have been within a character
    }
  }
});

test("bytes that are no UTF-8 are refused, at once or at the end", () => {
  assert.throws(() => utf8Decoder().write(Uint8Array.of(0x3c, 0xff)), { name: "ClixmlError" });
  const decoder = utf8Decoder();
  assert.equal(decoder.write(Uint8Array.of(0x3c, 0xe6, 0xbc)), "<");
  assert.throws(() => decoder.end(), { name: "ClixmlError" });
  assert.equal(decoder.write(Uint8Array.of(0x3c)) + decoder.end(), "<");
});
