// How fast CLIXML is written and read: 10,000 objects of ten properties, as a document, as PSSerializer makes it.

import { performance } from "node:perf_hooks";
import { readClixml, valueReader, valueWriter, writeClixml } from "../src/clixml/index.js";
import { DateTime, Double, Guid, PSObject, TimeSpan } from "../src/objects/index.js";

export interface ClixmlBench {
  /** Milliseconds for the document: the first time in this process, and the best of the later ones. */
  readonly writeFirst: number;
  readonly write: number;
  readonly readFirst: number;
  readonly read: number;
  /** The same objects one by one, as they travel. */
  readonly writeEach: number;
  readonly readEach: number;
  /** Length of the document in characters. */
  readonly characters: number;
}

function sample(index: number): PSObject {
  return PSObject.of({
    Name: `item number ${index}`,
    Id: index,
    Path: `/srv/data/${index % 97}/file & <${index}>.txt`,
    Length: BigInt(index) * 1_000_003n,
    Ratio: new Double(index / 7),
    Enabled: index % 3 === 0,
    Created: new DateTime(639_000_000_000_000_000n + BigInt(index) * 10_000_000n),
    Took: new TimeSpan(BigInt(index) * 12_345n),
    Owner: new Guid(`0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, "0")}`),
    Comment: index % 2 === 0 ? null : "a comment of some words, and a line\r\n",
  });
}

function timed<T>(work: () => T): [number, T] {
  const start = performance.now();
  const result = work();
  return [performance.now() - start, result];
}

function best(rounds: number, work: () => unknown): number {
  let least = Infinity;
  for (let i = 0; i < rounds; i++) least = Math.min(least, timed(work)[0]);
  return least;
}

export function benchClixml(rounds = 12): ClixmlBench {
  const objects = Array.from({ length: 10_000 }, (_, index) => sample(index));
  const [writeFirst, document] = timed(() => writeClixml(objects, { indent: true }));
  const [readFirst] = timed(() => readClixml(document));
  const write = best(rounds, () => writeClixml(objects, { indent: true }));
  const read = best(rounds, () => readClixml(document));
  const each = objects.map(valueWriter());
  const writeEach = best(rounds, () => objects.map(valueWriter()));
  const readEach = best(rounds, () => each.map(valueReader()));
  return { writeFirst, write, readFirst, read, writeEach, readEach, characters: document.length };
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(benchClixml());
