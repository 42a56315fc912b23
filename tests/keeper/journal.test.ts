import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Journal,
  type JournalPipeline,
  type JournalSettings,
  recoverJournal,
  type Step,
} from "../../src/keeper/index.js";
import { Died, fakeFiles, type FakeFiles } from "./fake-files.js";

const SETTINGS: JournalSettings = { quotaBytes: 1 << 30, buffering: "Block", segmentBytes: 600 };
const ID = "12345678-1234-1234-1234-123456789abc";
const OTHER = "aaaaaaaa-1234-1234-1234-123456789abc";
const [OUTPUT, STATE] = [0x41004, 0x41006];
const endOf = (type: number): "Completed" | undefined => (type === STATE ? "Completed" : undefined);

function open(files: FakeFiles, settings = SETTINGS): Journal {
  return recoverJournal(files, settings, endOf).journal;
}

/** What a receiver gets that has had everything up to `after`: payloads, with "-3" for a gap of three. */
function read(journal: Journal, pipeline: JournalPipeline, after = 0): string[] {
  const cursor = journal.cursor(pipeline, after);
  const texts: string[] = [];
  for (let steps = cursor.read(); steps.length > 0; steps = cursor.read()) texts.push(...steps.map(textOf));
  assert.ok(cursor.isAtEnd);
  return texts;
}

function textOf(step: Step): string {
  if (step.type === "message") return step.payload;
  return step.type === "gap" ? `-${step.count}` : `${step.bytes.length} bytes`;
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => `<I32>${from + at}</I32>`);
}

function emit(journal: Journal, pipeline: JournalPipeline, from: number, to: number): void {
  for (const text of numbers(from, to)) {
    journal.append(pipeline, OUTPUT, text);
    journal.flush();
  }
}

test("what was emitted is read again in order, from any number on, by this process and by the next", () => {
  const files = fakeFiles();
  const journal = new Journal(files, SETTINGS);
  const one = journal.begin(ID, `{"command":"1..100"}`);
  const two = journal.begin(OTHER, "{}");
  emit(journal, one, 1, 50);
  emit(journal, two, 1, 10);
  emit(journal, one, 51, 100);
  for (const each of [journal, open(fakeFiles(files.contents))]) {
    const pipeline = each.pipeline(ID)!;
    assert.equal(pipeline.facts, `{"command":"1..100"}`);
    assert.deepEqual(read(each, pipeline), numbers(1, 100));
    assert.deepEqual(read(each, pipeline, 73), numbers(74, 100));
    assert.deepEqual(read(each, each.pipeline(OTHER)!), numbers(1, 10));
  }
});

test("every kind of text comes back as it was, also what is longer than any buffer", () => {
  const texts = ["", "é ü \u2028 \ud83d\ude00", `<S>${"x".repeat(3_000_000)}</S>`, `<S>${"ü".repeat(40_000)}</S>`];
  const files = fakeFiles();
  const journal = new Journal(files, SETTINGS);
  const pipeline = journal.begin(ID, "{}");
  for (const text of texts) journal.append(pipeline, OUTPUT, text);
  journal.flush();
  assert.deepEqual(read(journal, pipeline), texts);
  const again = open(files);
  assert.deepEqual(read(again, again.pipeline(ID)!), texts);
});

test("what is not yet on disk is read as well", () => {
  const journal = new Journal(fakeFiles(), SETTINGS);
  const pipeline = journal.begin(ID, "{}");
  emit(journal, pipeline, 1, 3);
  journal.append(pipeline, OUTPUT, "<I32>4</I32>");
  assert.deepEqual(read(journal, pipeline), numbers(1, 4));
});

test("segments that were received to the end are deleted, and what was received is not read again", () => {
  const files = fakeFiles();
  const journal = new Journal(files, SETTINGS);
  const pipeline = journal.begin(ID, "{}");
  emit(journal, pipeline, 1, 200);
  const before = files.list().length;
  journal.received(pipeline, 150);
  journal.flush();
  assert.ok(files.list().length < before / 2, `${before} segments, then ${files.list().length}`);
  assert.deepEqual(read(journal, pipeline), numbers(151, 200));
  const again = open(files);
  assert.deepEqual(read(again, again.pipeline(ID)!), numbers(151, 200));
});

test("a pipeline that was received with its end is forgotten", () => {
  const files = fakeFiles();
  const journal = new Journal(files, SETTINGS);
  const pipeline = journal.begin(ID, "{}");
  emit(journal, pipeline, 1, 5);
  journal.append(pipeline, STATE, "<Obj />", "Completed");
  journal.flush();
  journal.received(pipeline, 5);
  assert.ok(journal.pipeline(ID));
  journal.received(pipeline, 6);
  journal.flush();
  assert.equal(journal.pipeline(ID), undefined);
  assert.ok(open(files).isEmpty);
});

/** A life of a journal: every write of it is one where the process may die. `sent` is what was flushed, `had` what was received. */
function live(files: FakeFiles, facts: { sent: number; had: number; ended: boolean }): void {
  const journal = new Journal(files, SETTINGS);
  const pipeline = journal.begin(ID, "{}");
  const other = journal.begin(OTHER, "{}");
  for (let number = 1; number <= 40; number++) {
    journal.append(pipeline, OUTPUT, `<I32>${number}</I32>`);
    journal.append(other, OUTPUT, "<S>beside</S>");
    journal.flush();
    facts.sent = number;
    if (number % 7 !== 0) continue;
    facts.had = number - 3; // it may be written down, or not, from here on
    journal.received(pipeline, number - 3);
    journal.flush();
  }
  journal.append(pipeline, STATE, "<Obj />", "Completed");
  journal.flush();
  facts.ended = true;
}

test("a keeper that dies in any byte of any write loses nothing that was sent, and doubles nothing", () => {
  const whole = fakeFiles();
  whole.life = 1e9;
  live(whole, { sent: 0, had: 0, ended: false });
  const most = 1e9 - whole.life;
  let deaths = 0;
  for (let life = 0; life < most; life++) {
    const files = fakeFiles();
    files.life = life;
    const facts = { sent: 0, had: 0, ended: false };
    try {
      live(files, facts);
      assert.fail("it was to die");
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      deaths++;
    }
    const recovered = recoverJournal(fakeFiles(files.contents), SETTINGS, endOf);
    assert.deepEqual(recovered.setAside, [], `died after ${life} bytes`);
    const pipeline = recovered.journal.pipeline(ID);
    if (facts.sent === 0 && pipeline === undefined) continue;
    assert.ok(pipeline, `died after ${life} bytes`);
    const texts = read(recovered.journal, pipeline).filter((text) => text !== "<Obj />");
    const first = Number(/>(\d+)</.exec(texts[0] ?? "")?.[1] ?? facts.sent + 1);
    // What was said to be received may have been said in vain, but what is left goes on without a hole to the last that was sent.
    assert.ok(first <= facts.had + 1 || facts.had === 0, `died after ${life} bytes: begins at ${first}`);
    assert.deepEqual(texts, numbers(first, first + texts.length - 1), `died after ${life} bytes`);
    assert.ok(first + texts.length - 1 >= facts.sent, `died after ${life} bytes: ends before ${facts.sent}`);
    // And the journal can be gone on with.
    emit(recovered.journal, pipeline, 1001, 1003);
    assert.deepEqual(read(recovered.journal, pipeline).slice(-3), numbers(1001, 1003));
  }
  assert.ok(deaths > 3000, `${deaths} deaths`);
});

test("a disk that is full loses nothing: what did not fit waits, in its order, and is written when there is room", () => {
  for (let room = 0; room < 1500; room += 7) {
    const files = fakeFiles();
    files.room = room;
    const journal = new Journal(files, SETTINGS);
    const pipeline = journal.begin(ID, "{}");
    let failures = 0;
    for (const text of numbers(1, 30)) {
      journal.append(pipeline, OUTPUT, text);
      try {
        journal.flush();
      } catch (error) {
        assert.match(String(error), /ENOSPC/);
        failures++;
      }
    }
    assert.equal(failures > 0, journal.failure !== undefined);
    assert.deepEqual(read(journal, pipeline), numbers(1, 30), `room for ${room} bytes`);
    files.room = Infinity;
    journal.flush();
    assert.equal(journal.failure, undefined);
    const again = open(files);
    assert.deepEqual(read(again, again.pipeline(ID)!), numbers(1, 30), `room for ${room} bytes`);
  }
});

test("what was received while the disk is full makes room without being written", () => {
  const files = fakeFiles();
  files.room = 200;
  const journal = new Journal(files, SETTINGS);
  const pipeline = journal.begin(ID, "{}");
  for (const text of numbers(1, 30)) journal.append(pipeline, OUTPUT, text);
  assert.throws(() => journal.flush(), /ENOSPC/);
  journal.received(pipeline, 30);
  assert.equal(journal.failure, undefined);
});

test("with Block a full quota says so, and receiving ends it; with Drop the oldest goes, and the hole is shown", () => {
  const small = { quotaBytes: 4000, segmentBytes: 500 } as const;
  const blocking = new Journal(fakeFiles(), { ...small, buffering: "Block" });
  const one = blocking.begin(ID, "{}");
  emit(blocking, one, 1, 200);
  assert.ok(blocking.isFull);
  blocking.received(one, 190);
  assert.ok(!blocking.isFull);

  const dropping = new Journal(fakeFiles(), { ...small, buffering: "Drop" });
  const two = dropping.begin(ID, "{}");
  emit(dropping, two, 1, 200);
  assert.ok(!dropping.isFull && dropping.size <= small.quotaBytes);
  const [gap, ...rest] = read(dropping, two);
  const missing = -Number(gap);
  assert.equal(two.dropped, missing);
  assert.deepEqual(rest, numbers(missing + 1, 200));
});

test("a changed byte anywhere is found: the segment is set aside whole and named, and what is good of it is read on", () => {
  const files = fakeFiles();
  const journal = new Journal(files, SETTINGS);
  const pipeline = journal.begin(ID, "{}");
  emit(journal, pipeline, 1, 60);
  const [, name] = files.list();
  const original = files.contents.get(name!)!;
  let holes = 0;
  for (let at = 0; at < original.length; at++) {
    const damaged = fakeFiles(files.contents);
    const bytes = Buffer.from(original);
    bytes[at]! ^= 0x10;
    damaged.contents.set(name!, bytes);
    const recovered = recoverJournal(damaged, SETTINGS, endOf);
    const texts = read(recovered.journal, recovered.journal.pipeline(ID)!);
    assert.ok(recovered.setAside.length === 1 || texts.some((text) => text.startsWith("-")), `byte ${at}`);
    if (recovered.setAside.length > 0) assert.deepEqual(damaged.aside.get(name!), bytes, `byte ${at}`);
    // Every number is there once, or in a hole that is shown.
    let next = 1;
    for (const text of texts) {
      if (text.startsWith("-")) next -= Number(text);
      else assert.equal(text, `<I32>${next++}</I32>`, `byte ${at}`);
    }
    assert.equal(next, 61, `byte ${at}`);
    if (texts.some((text) => text.startsWith("-"))) holes++;
  }
  assert.ok(holes > original.length / 2, `${holes} holes of ${original.length}`);
});
