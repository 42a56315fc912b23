// When a far end that has nothing to say says so.

import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryPair, withSignsOfLife } from "../../src/transports/index.js";

test("an empty line is said after each period without a word, and none after the close", async () => {
  const [near, far] = memoryPair();
  let heard = "";
  near.open({ data: (bytes) => (heard += Buffer.from(bytes).toString()), closed() {} });
  let tick = (): void => assert.fail("it has not begun");
  let isStopped = false;
  const transport = withSignsOfLife(far, 60_000, (milliseconds, callback) => {
    assert.equal(milliseconds, 60_000);
    tick = callback;
    return () => (isStopped = true);
  });
  const closed = new Promise<void>((resolve) => transport.open({ data() {}, closed: () => resolve() }));
  const period = async (said = ""): Promise<string> => {
    heard = "";
    if (said) transport.send(Buffer.from(said));
    tick();
    await new Promise((resolve) => setImmediate(resolve));
    return heard;
  };
  assert.equal(await period(), "\n");
  assert.equal(await period(), "\n");
  assert.equal(await period("<Data/>\n"), "<Data/>\n");
  assert.equal(await period(), "\n");
  near.kill();
  await closed;
  assert.equal(isStopped, true);
});
