// Copy-Item -ToSession and -FromSession with this project's endpoint at the far end, and what happens when something goes wrong on the way.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createShell } from "../../src/shell/index.js";
import { isSafeName } from "../../src/shell/copy/copying.js";
import { copyCases, hash, makePlace, parts } from "../support/copy-cases.js";
import { checkoutLaunch } from "../support/console-driver.js";
import { REMORA } from "../support/program.js";

const ENDPOINT = [process.execPath, REMORA, "-s"];
const WHOLE = 12_000_000;

copyCases("own endpoint", () => Promise.resolve({ command: ENDPOINT }));

/** An endpoint whose first connection is cut when so many bytes have gone one way. */
function cutAfter(bytes: number, way: "in" | "out"): string[] {
  const program = `
    const fs = require("node:fs");
    const child = require("node:child_process").spawn(process.argv[1], process.argv.slice(2), { stdio: ["pipe", "pipe", "inherit"] });
    let left = fs.existsSync("was-cut") ? Infinity : ${bytes};
    const pass = (from, to, counts) => from.on("data", (data) => {
      if (counts && (left -= data.length) < 0) {
        fs.writeFileSync("was-cut", "");
        child.kill("SIGKILL");
        process.exit(0);
      }
      if (!to.write(data)) { from.pause(); to.once("drain", () => from.resume()); }
    });
    pass(process.stdin, child.stdin, ${way === "in"});
    pass(child.stdout, process.stdout, ${way === "out"});
    process.stdin.on("end", () => child.stdin.end());
    child.on("exit", () => process.exit(0));`;
  return [process.execPath, "-e", program, ...ENDPOINT];
}

test(
  "an upload whose connection is lost says how far it came, and the next one goes on from there",
  { timeout: 60_000 },
  async () => {
    const place = makePlace({ far: ENDPOINT, cut: cutAfter(8_000_000, "in") });
    const bytes = randomBytes(WHOLE);
    writeFileSync(place.at("big"), bytes);
    const { stdout } = await place.run(
      `$c = New-PSSession cut
     Copy-Item $f/big $f/there -ToSession $c -ErrorVariable e -ErrorAction SilentlyContinue
     $e[0].FullyQualifiedErrorId; "$e"; (Test-Path $f/there)
     Copy-Item $f/big $f/there -ToSession (New-PSSession cut) -Verbose`,
    );
    const [id, message, isThere, , going] = stdout.trimEnd().split("\n");
    assert.equal(id, "CopyItemRemotelyIOError,Microsoft.PowerShell.Commands.CopyItemCommand");
    assert.match(
      message!,
      /Failed to copy file .*\/big to remote target destination\..* [\d,]+ of 12,000,000 bytes arrived and are kept there beside the target\. To go on from there: \$s = New-PSSession cut; Copy-Item -Path .*\/big -Destination .*\/there -ToSession \$s$/,
    );
    assert.equal(isThere, "False");
    assert.match(going!, /VERBOSE: [1-9][\d,]+ bytes of '.*' are there already: going on with the rest\./);
    assert.equal(hash(readFileSync(place.at("there"))), hash(bytes));
    assert.deepEqual(parts(place.folder), []);
  },
);

test("so does a download", { timeout: 60_000 }, async () => {
  const place = makePlace({ far: ENDPOINT, cut: cutAfter(8_000_000, "out") });
  const bytes = randomBytes(WHOLE);
  writeFileSync(place.at("big"), bytes);
  const { stdout } = await place.run(
    `$c = New-PSSession cut
     Copy-Item $f/big $f/here -FromSession $c -ErrorVariable e -ErrorAction SilentlyContinue
     $e[0].FullyQualifiedErrorId; "$e"; (Test-Path $f/here)
     Copy-Item $f/big $f/here -FromSession (New-PSSession cut) -Verbose`,
  );
  const [id, message, isHere, , going] = stdout.trimEnd().split("\n");
  assert.equal(id, "CopyItemRemotelyIOError,Microsoft.PowerShell.Commands.CopyItemCommand");
  assert.match(
    message!,
    /Failed to read remote file '.*\/big'\..* [\d,]+ of 12,000,000 bytes arrived and are kept in .*\.part\. To go on from there: /,
  );
  assert.equal(isHere, "False");
  assert.match(going!, /VERBOSE: [1-9][\d,]+ bytes of '.*' are here already: going on with the rest\./);
  assert.equal(hash(readFileSync(place.at("here"))), hash(bytes));
  assert.deepEqual(parts(place.folder), []);
});

test("a part of another file of the same name is not gone on with", { timeout: 60_000 }, async () => {
  const place = makePlace({ far: ENDPOINT, cut: cutAfter(8_000_000, "in") });
  writeFileSync(place.at("big"), randomBytes(WHOLE));
  await place.run("Copy-Item $f/big $f/there -ToSession (New-PSSession cut) -ErrorAction SilentlyContinue");
  const [part] = parts(place.folder);
  assert.ok(part);
  // The same name and length, other bytes: what was kept does not end as the file does there.
  writeFileSync(place.at(part), randomBytes(readFileSync(place.at(part)).length));
  const { stderr } = await place.run("Copy-Item $f/big $f/there -ToSession $s");
  assert.equal(stderr, "");
  assert.equal(hash(readFileSync(place.at("there"))), hash(readFileSync(place.at("big"))));
});

test("a file that the far end has no room for leaves nothing of it there", { timeout: 60_000 }, async () => {
  // A limit on the size of files stands for a full disk.
  const place = makePlace({ far: ["sh", "-c", 'ulimit -f 8000; exec "$0" "$1" -s', process.execPath, REMORA] });
  writeFileSync(place.at("big"), randomBytes(WHOLE));
  writeFileSync(place.at("small"), "small");
  const { stdout } = await place.run(
    `Copy-Item $f/big, $f/small $f/there -ToSession $s -ErrorVariable e -ErrorAction SilentlyContinue
     $e[0].FullyQualifiedErrorId; "$($e[0])"; $e.Count; Get-Content $f/there`,
  );
  const [id, message, errors, content] = stdout.trimEnd().split("\n");
  assert.equal(id, "CopyItemRemotelyIOError,Microsoft.PowerShell.Commands.CopyItemCommand");
  assert.match(
    message!,
    /File too large : '.*' [\d,]+ of 12,000,000 bytes had arrived; nothing is left of them there\.$/,
  );
  assert.equal(errors, "1");
  assert.equal(content, "small");
  assert.deepEqual(parts(place.folder), []);
});

test("a session that is busy is refused", { timeout: 60_000 }, async () => {
  const place = makePlace({ far: ENDPOINT });
  writeFileSync(place.at("a"), "a");
  const { stdout } = await place.run(
    `$j = Invoke-Command -Session $s { Start-Sleep 20 } -AsJob; while ($s.Availability -ne 'Busy') { Start-Sleep -Milliseconds 20 }
     Copy-Item $f/a $f/b -ToSession $s -ErrorVariable e -ErrorAction SilentlyContinue; $e[0].FullyQualifiedErrorId; "$e"`,
  );
  assert.equal(
    stdout,
    "SessionIsNotAvailable,Microsoft.PowerShell.Commands.CopyItemCommand\n" +
      "Cannot perform operation because the session Availability is set to Busy.\n",
  );
  assert.equal(existsSync(place.at("b")), false);
});

test("a peer's names stay in the folder they are for", () => {
  const names: readonly (readonly [string, boolean])[] = [
    ["a", true],
    ["a/b c/[d]", true],
    ["..", false],
    ["a/../../b", false],
    ["/etc/passwd", false],
    ["a//b", false],
    [".", false],
    ["a/.", false],
    ["", false],
    ["a\0b", false],
    ["..\\x", false],
  ];
  for (const [name, isSafe] of names) assert.equal(isSafeName(name), isSafe, name);
});

/** An endpoint behind a link of two megabytes a second. */
const SLOW = `
  const child = require("node:child_process").spawn(process.argv[1], process.argv.slice(2), { stdio: ["pipe", "inherit", "inherit"] });
  process.stdin.on("data", (data) => {
    process.stdin.pause();
    child.stdin.write(data);
    setTimeout(() => process.stdin.resume(), data.length / 2000);
  });
  process.stdin.on("end", () => child.stdin.end());
  child.on("exit", () => process.exit(0));`;

test(
  "a copy that is stopped leaves nothing, holds little, and its session can be used again",
  { timeout: 60_000 },
  async () => {
    const place = makePlace({ far: [process.execPath, "-e", SLOW, ...ENDPOINT] });
    writeFileSync(place.at("big"), randomBytes(100_000_000));
    process.env["REMORA_INVENTORY"] = place.at("inventory.json");
    const said: string[] = [];
    const shell = createShell({
      launch: checkoutLaunch(),
      start: place.folder,
      ui: {
        facts: { width: 120, height: 40, supportsVirtualTerminal: false },
        tell: (method, args) => void (method.startsWith("write") && said.push(String(args[0]).trimEnd())),
        ask: () => Promise.reject(new Error("nobody is there")),
      },
    });
    try {
      await shell.ready;
      await shell.run("$s = New-PSSession far").ended;
      const before = process.memoryUsage.rss();
      const run = shell.run("Copy-Item big $PWD/there -ToSession $s");
      while (parts(place.folder).length === 0) await pause(20);
      await pause(300);
      assert.ok(process.memoryUsage.rss() - before < 150e6, "what waits for a slow link is not in memory");
      const began = performance.now();
      run.stop();
      assert.equal((await run.ended).state, "Stopped");
      assert.ok(performance.now() - began < 2000);
      await shell.run(
        "while ($s.Availability -ne 'Available') { Start-Sleep -Milliseconds 20 }; Invoke-Command -Session $s { 'on' }",
      ).ended;
    } finally {
      await shell.close();
    }
    assert.deepEqual(parts(place.folder), []);
    assert.equal(existsSync(place.at("there")), false);
    assert.equal(said.at(-1), "on");
  },
);
