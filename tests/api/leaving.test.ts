// A program that forgets to close its session: it ends when it has nothing more to do, and not before.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const API = JSON.stringify(new URL("../../src/index.js", import.meta.url).href);

const PROGRAMS: readonly (readonly [title: string, program: string, printed: string])[] = [
  ["one that has used it", `console.log(await session.run("1 + 1"))`, "[ 2 ]\n"],
  [
    "one that waits for a slow command",
    `console.log(await session.run("Start-Sleep -Milliseconds 400; 'slow'"))`,
    "[ 'slow' ]\n",
  ],
  ["one that left a loop", `for await (const n of session.invoke("1..3")) { console.log(n); break }`, "1\n"],
  ["one that let a job run", `console.log((await session.startJob("Start-Sleep 60")).name)`, "Job1\n"],
  ["one that closes it after all", `await session.close(); console.log(session.state)`, "Closed\n"],
];

for (const [title, program, printed] of PROGRAMS)
  test(`${title} ends by itself`, () => {
    const text = `import { connect } from ${API}; const session = await connect("localhost"); ${program}`;
    const told = spawnSync(process.execPath, ["--input-type=module", "-e", text], {
      encoding: "utf8",
      timeout: 20_000,
    });
    assert.deepEqual([told.stdout, told.stderr, told.status], [printed, "", 0]);
  });
