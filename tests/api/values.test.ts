// What may be given to a command, and what is said of that which may not.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { connect, fromPlain, type Session, toPlain } from "../../src/index.js";
import { PSObject } from "../../src/objects/index.js";

const itself: { me?: unknown; list: unknown[] } = { list: [] };
itself.list.push(itself);
const shared = [1];

const REFUSED: readonly (readonly [what: string, value: unknown, message: RegExp])[] = [
  ["a function", () => 1, /^A function cannot be sent/],
  ["a symbol", Symbol("x"), /^A symbol cannot be sent/],
  ["what contains itself", itself, /^A value that contains itself cannot be sent/],
  ["an object of a class of the program's", [new (class Order {})()], /^An object of class Order cannot be sent/],
  ["a Set", new Set([1]), /^An object of class Set cannot be sent/],
  ["a Date that is none", { at: new Date(Number.NaN) }, /^An invalid Date cannot be sent/],
];

for (const [what, value, message] of REFUSED)
  test(`${what} is refused with a sentence`, () => {
    assert.throws(() => fromPlain(value), { name: "TypeError", message });
  });

test("what stands twice in a value is sent twice", () => {
  assert.deepEqual(toPlain(fromPlain({ a: shared, b: shared })), { a: [1], b: [1] });
});

test("a property of any name is a property", () => {
  const [plain] = [PSObject.of({ ["__proto__"]: 1, a: 2 })].map(toPlain);
  assert.deepEqual(Object.keys(plain as object).toSorted(), ["__proto__", "a"]);
});

let session: Session;
before(async () => (session = await connect("localhost")));
after(() => session.close());
const options = { timeout: 20_000 };

test("input that nobody wants any more is not waited for, and its source may tidy up", options, async () => {
  let isTidied = false;
  function* endless(): Generator<number> {
    try {
      for (let i = 1; ; i++) yield i;
    } finally {
      isTidied = true;
    }
  }
  const first = "process { if ($_ -eq 2) { throw 'enough' }; $_ }";
  await assert.rejects(session.run(first, { input: endless() }), /enough/);
  assert.equal(isTidied, true);
  async function* silent(): AsyncGenerator<number> {
    yield 2;
    await new Promise(() => undefined);
  }
  await assert.rejects(session.run(first, { input: silent() }), /enough/);
  const signal = AbortSignal.timeout(100);
  await assert.rejects(session.run("process { $_ }", { input: silent(), signal }), { name: "TimeoutError" });
});

test("a source that fails stops the command, with its own error", options, async () => {
  async function* failing(): AsyncGenerator<number> {
    yield 1;
    throw new Error("the source is dry");
  }
  await assert.rejects(session.run("process { $_ }", { input: failing() }), /^Error: the source is dry$/);
  assert.deepEqual(await session.run("process { $_ }", { input: [Promise.resolve(3)] }), [3]);
});
