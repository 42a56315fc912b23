// What every transport must do, whatever it is made of. Each transport's test runs this suite over an end that echoes.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { CloseReason, Transport } from "../../src/transports/index.js";

export interface TransportUnderTest {
  /** A transport, not yet open, whose far end sends back what it gets and ends when its input does. */
  echo(): Transport;
}

/** Opens a transport and keeps what comes: bytes as one buffer, and the reason of the close. */
export function record(transport: Transport): {
  received(length: number): Promise<Buffer>;
  readonly closed: Promise<CloseReason>;
  closeCount(): number;
} {
  let bytes = Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let length = 0;
  let closes = 0;
  let wake = (): void => undefined;
  let settle: (reason: CloseReason) => void;
  const closed = new Promise<CloseReason>((resolve) => (settle = resolve));
  transport.open({
    data(chunk) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      wake();
    },
    closed(reason) {
      closes++;
      settle(reason);
      wake();
    },
  });
  return {
    closed,
    closeCount: () => closes,
    async received(wanted) {
      while (length < wanted && closes === 0) await new Promise<void>((resolve) => (wake = resolve));
      bytes = Buffer.concat([bytes, ...chunks.splice(0)]);
      return bytes;
    },
  };
}

const options = { timeout: 20_000 };

export function transportConformance(name: string, subject: TransportUnderTest): void {
  test(`${name}: what is sent comes to the other end and back`, options, async () => {
    const transport = subject.echo();
    const end = record(transport);
    transport.send(Buffer.from("hello"));
    assert.equal((await end.received(5)).toString(), "hello");
    transport.end();
    await end.closed;
  });

  test(`${name}: every byte value passes unchanged`, options, async () => {
    const transport = subject.echo();
    const end = record(transport);
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    transport.send(all);
    assert.deepEqual(new Uint8Array(await end.received(256)), all);
    transport.kill();
    await end.closed;
  });

  test(`${name}: ten megabytes pass with back-pressure, whole and in order`, options, async () => {
    const transport = subject.echo();
    const end = record(transport);
    const piece = Buffer.alloc(100_000);
    const count = 100;
    for (let i = 0; i < count; i++) {
      piece.fill(i);
      if (!transport.send(Buffer.from(piece))) await transport.drained();
    }
    const all = await end.received(count * piece.length);
    assert.equal(all.length, count * piece.length);
    for (let i = 0; i < count; i++) assert.equal(all[i * piece.length + 50_000], i);
    transport.end();
    await end.closed;
  });

  test(`${name}: a thousand small pieces come in order`, options, async () => {
    const transport = subject.echo();
    const end = record(transport);
    const lines = Array.from({ length: 1000 }, (_, i) => `line ${i}\n`).join("");
    for (const line of lines.split(/(?<=\n)/)) transport.send(Buffer.from(line));
    assert.equal((await end.received(lines.length)).toString(), lines);
    transport.kill();
    await end.closed;
  });

  test(`${name}: a paused transport delivers nothing until it is resumed`, options, async () => {
    const transport = subject.echo();
    const end = record(transport);
    transport.send(Buffer.from("a"));
    await end.received(1);
    transport.pause();
    transport.send(Buffer.from("b"));
    let early = true;
    const both = end.received(2).then((bytes) => ({ bytes, early }));
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
    early = false;
    transport.resume();
    assert.equal((await both).bytes.toString(), "ab");
    assert.equal((await both).early, false);
    transport.kill();
    await end.closed;
  });

  test(
    `${name}: after the end of input all that was sent still comes, then it closes without an error`,
    options,
    async () => {
      const transport = subject.echo();
      const end = record(transport);
      transport.send(Buffer.from("last words"));
      transport.end();
      assert.equal((await end.closed).error, undefined);
      assert.equal((await end.received(10)).toString(), "last words");
    },
  );

  test(`${name}: killed, it closes once, and sending is then of no effect`, options, async () => {
    const transport = subject.echo();
    const end = record(transport);
    transport.kill();
    transport.kill();
    const reason = await end.closed;
    assert.notEqual(reason.error, undefined);
    transport.send(Buffer.from("too late"));
    transport.end();
    await transport.drained();
    assert.equal(end.closeCount(), 1);
  });
}
