// What Copy-Item -ToSession and -FromSession do, held at any far end: `New-PSSession far` must reach it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test, type TestContext } from "node:test";
import { remora, type ProgramResult } from "./program.js";

/** How a far end is started, or why there is none. */
export type FarEnd = { readonly command: readonly string[] } | { readonly missing: string };

const PIECE = 512 << 10; // as the copy cuts files
const NAMES = [
  "plain.txt",
  "with space.txt",
  "[1] brackets.txt",
  "-dash",
  "ünï – ☃ 😀.txt",
  'quote\'s "x".txt',
  "$dollar `tick.txt",
  ".hidden",
  "star*.txt",
  "new\nline",
];

export interface Place {
  readonly folder: string;
  /** A path in it. */
  at(...names: string[]): string;
  /** Runs a script whose $s is a session; $f is the folder. */
  run(script: string): Promise<ProgramResult>;
}

/** Every file below a folder by its path in it, with the hash of what it holds. */
function treeOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (path: string, inner: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const name = inner === "" ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) {
        found[`${name}/`] = "";
        visit(join(path, entry.name), name);
      } else found[name] = hash(readFileSync(join(path, entry.name)));
    }
  };
  visit(folder, "");
  return found;
}

export const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** A folder with an inventory of its own, in which `far` is the far end. */
export function makePlace(routes: Readonly<Record<string, readonly string[]>>): Place {
  const folder = mkdtempSync(join(tmpdir(), "remora-copy-"));
  const inventory = join(folder, "inventory.json");
  const entries = Object.entries(routes).map(([name, command]) => [name, { transport: "process", command }]);
  writeFileSync(inventory, JSON.stringify(Object.fromEntries(entries)));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    at: (...names) => join(folder, ...names),
    run: (script) =>
      remora(["-c", `$f = '${folder}'; $s = New-PSSession far; ${script}`], {
        cwd: folder,
        env: { REMORA_INVENTORY: inventory },
        timeout: 60_000,
      }),
  };
}

function write(path: string, bytes: Uint8Array | string, seconds = 1_600_000_000.25): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  utimesSync(path, seconds, seconds);
}

function makeTree(folder: string): void {
  for (const name of NAMES) write(join(folder, name), name);
  for (const name of NAMES.slice(0, 5)) write(join(folder, `d ${name}`, "in ner", name), `${name} inside`);
  mkdirSync(join(folder, "empty folder"));
}

/** Parts of files that are left in a folder. */
export const parts = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith(".part"));

export function copyCases(what: string, far: () => Promise<FarEnd>): void {
  const held = async (context: TestContext, body: (place: Place) => Promise<void>): Promise<void> => {
    const end = await far();
    if ("missing" in end) return context.skip(end.missing);
    await body(makePlace({ far: end.command }));
  };
  const check = (title: string, body: (place: Place) => Promise<void>): void =>
    void test(`${what}: ${title}`, { timeout: 90_000 }, (context) => held(context, body));

  check("a file goes there and back with its bytes, its time and its mode", async (place) => {
    const bytes = randomBytes(2 * PIECE + 17);
    write(place.at("a.bin"), bytes);
    chmodSync(place.at("a.bin"), 0o750);
    const { stdout, stderr } = await place.run(
      "Copy-Item $f/a.bin -Destination $f/b.bin -ToSession $s; Copy-Item $f/b.bin -Destination $f/c.bin -FromSession $s",
    );
    assert.equal(stdout + stderr, "");
    for (const name of ["b.bin", "c.bin"]) {
      assert.equal(hash(readFileSync(place.at(name))), hash(bytes));
      const facts = statSync(place.at(name));
      assert.equal(facts.mtimeMs, 1_600_000_000_250);
      assert.equal(facts.mode & 0o777, 0o750);
    }
    assert.deepEqual(parts(place.folder), []);
  });

  check("files of every size at the edges of a piece arrive whole, both ways", async (place) => {
    const sizes = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE - 1, 2 * PIECE, 2 * PIECE + 1];
    for (const size of sizes) write(place.at("from", `${size}.bin`), randomBytes(size));
    const { stderr } = await place.run(
      "Copy-Item $f/from -Destination $f/there -Recurse -ToSession $s; Copy-Item $f/there -Destination $f/back -Recurse -FromSession $s",
    );
    assert.equal(stderr, "");
    assert.deepEqual(treeOf(place.at("there")), treeOf(place.at("from")));
    assert.deepEqual(treeOf(place.at("back")), treeOf(place.at("from")));
  });

  check("a tree of odd names keeps its shape, both ways", async (place) => {
    makeTree(place.at("tree"));
    const { stderr } = await place.run(
      "$null = New-Item -ItemType Directory $f/there, $f/back; Copy-Item $f/tree $f/there -Recurse -ToSession $s; Copy-Item -LiteralPath $f/there/tree $f/back -Recurse -FromSession $s",
    );
    assert.equal(stderr, "");
    assert.deepEqual(treeOf(place.at("there", "tree")), treeOf(place.at("tree")));
    assert.deepEqual(treeOf(place.at("back", "tree")), treeOf(place.at("tree")));
  });

  check("a large file arrives with its checksum, both ways", async (place) => {
    const bytes = randomBytes(30_000_001);
    write(place.at("large"), bytes);
    const { stderr } = await place.run(
      "Copy-Item $f/large $f/there -ToSession $s; Copy-Item $f/there $f/back -FromSession $s",
    );
    assert.equal(stderr, "");
    assert.equal(hash(readFileSync(place.at("there"))), hash(bytes));
    assert.equal(hash(readFileSync(place.at("back"))), hash(bytes));
  });

  check("patterns, -Include, -Exclude and -Filter choose, on either side", async (place) => {
    for (const name of ["a.log", "b.log", "c.txt", "[x].log", "sub/d.log", "sub/e.txt"])
      write(place.at("from", name), name);
    const { stderr } = await place.run(
      `$null = New-Item -ItemType Directory $f/t1, $f/t2, $f/t3, $f/t4, $f/t5
       Copy-Item $f/from/*.log $f/t1 -ToSession $s
       Copy-Item $f/from/*.log $f/t2 -FromSession $s
       Copy-Item $f/from/* $f/t3 -Exclude b* -FromSession $s
       Copy-Item $f/from $f/t4 -Recurse -Filter *.txt -FromSession $s
       Copy-Item $f/from $f/t5 -Recurse -Filter *.txt -ToSession $s
       Copy-Item -LiteralPath '${place.at("from")}/[x].log' $f/t5 -FromSession $s`,
    );
    assert.equal(stderr, "");
    const names = (folder: string): string[] => Object.keys(treeOf(place.at(folder))).sort();
    assert.deepEqual(names("t1"), ["[x].log", "a.log", "b.log"]);
    assert.deepEqual(names("t2"), ["[x].log", "a.log", "b.log"]);
    assert.deepEqual(names("t3"), ["[x].log", "a.log", "c.txt", "sub/"]);
    assert.deepEqual(names("t4"), ["from/", "from/c.txt", "from/sub/", "from/sub/e.txt"]);
    assert.deepEqual(names("t5"), ["[x].log", "from/", "from/c.txt", "from/sub/", "from/sub/e.txt"]);
  });

  check("what cannot be copied is PowerShell's error, and the rest goes on", async (place) => {
    write(place.at("a.txt"), "a");
    write(place.at("d", "b.txt"), "b");
    mkdirSync(place.at("there", "d"), { recursive: true });
    const { stdout, stderr } = await place.run(
      `$ErrorActionPreference = 'SilentlyContinue'
       function said { $Error | % { $_.FullyQualifiedErrorId; "$_" }; $Error.Clear() }
       Copy-Item $f/a.txt relative/x -ToSession $s; said
       Copy-Item relative/x $f/y -FromSession $s; said
       Copy-Item $f/a.txt $f/no/where/x -ToSession $s; said
       Copy-Item $f/none $f/y -FromSession $s; said
       Copy-Item $f/none $f/y -ToSession $s; said
       Copy-Item $f/d $f/there -Recurse -ToSession $s; said
       Copy-Item $f/d $f/a.txt -Recurse -ToSession $s; said
       Copy-Item $f/d $f/there -Recurse -FromSession $s; said
       Copy-Item $f/a.txt $f/x -ToSession $s -FromSession $s; said
       Copy-Item $f/d $f/there -Recurse -Force -ToSession $s; said
       Copy-Item $f/a.txt, $f/none, $f/d/b.txt $f/there -ToSession $s; said`,
    );
    assert.equal(stderr, "");
    const f = place.folder;
    assert.deepEqual(stdout.trimEnd().split("\n"), [
      "RemotePathIsNotAbsolute,Microsoft.PowerShell.Commands.CopyItemCommand",
      "The path 'relative/x' is not valid. Only absolute paths are supported on remote copy operations.",
      "RemotePathIsNotAbsolute,Microsoft.PowerShell.Commands.CopyItemCommand",
      "The path 'relative/x' is not valid. Only absolute paths are supported on remote copy operations.",
      "RemotePathNotFound,Microsoft.PowerShell.Commands.CopyItemCommand",
      `Cannot find path '${f}/no/where/x' because it does not exist.`,
      "RemotePathNotFound,Microsoft.PowerShell.Commands.CopyItemCommand",
      `Cannot find path '${f}/none' because it does not exist.`,
      "PathNotFound,Microsoft.PowerShell.Commands.CopyItemCommand",
      `Cannot find path '${f}/none' because it does not exist.`,
      "DirectoryExist,Microsoft.PowerShell.Commands.CopyItemCommand",
      `An item with the specified name ${f}/there/d already exists.`,
      "CopyError,Microsoft.PowerShell.Commands.CopyItemCommand",
      `Destination path ${f}/a.txt is a file that already exists on the target destination.`,
      "DirectoryExist,Microsoft.PowerShell.Commands.CopyItemCommand",
      `An item with the specified name ${f}/there/d already exists.`,
      "InvalidInput,Microsoft.PowerShell.Commands.CopyItemCommand",
      "'-FromSession' and '-ToSession' are mutually exclusive and cannot be specified at the same time.",
      "PathNotFound,Microsoft.PowerShell.Commands.CopyItemCommand",
      `Cannot find path '${f}/none' because it does not exist.`,
    ]);
    assert.deepEqual(Object.keys(treeOf(place.at("there"))).sort(), ["a.txt", "b.txt", "d/", "d/b.txt"]);
  });

  check("a read-only file is replaced with -Force alone, on either side", async (place) => {
    write(place.at("a.txt"), "new");
    for (const name of ["there.txt", "here.txt"]) {
      write(place.at(name), "old");
      chmodSync(place.at(name), 0o444);
    }
    const { stdout } = await place.run(
      `foreach ($force in $false, $true) {
         Copy-Item $f/a.txt $f/there.txt -ToSession $s -Force:$force -ErrorAction SilentlyContinue -ErrorVariable a
         Copy-Item $f/a.txt $f/here.txt -FromSession $s -Force:$force -ErrorAction SilentlyContinue -ErrorVariable b
         "$((Get-Content $f/there.txt, $f/here.txt)) $($a.CategoryInfo.Category) $($b.CategoryInfo.Category)"
       }`,
    );
    assert.deepEqual(stdout.trimEnd().split("\n"), ["old old PermissionDenied PermissionDenied", "new new"]);
  });

  check("a pipe is an error, and is not waited for", async (place) => {
    write(place.at("d", "a.txt"), "a");
    execFileSync("mkfifo", [place.at("d", "pipe")]);
    const { stdout } = await place.run(
      `Copy-Item $f/d $f/there -Recurse -ToSession $s -ErrorAction SilentlyContinue -ErrorVariable e; "$e"`,
    );
    assert.match(stdout, /^'.*\/d\/pipe' is a pipe, a socket or a device\./);
    assert.deepEqual(Object.keys(treeOf(place.at("there"))), ["a.txt"]);
  });

  check("-PassThru, -WhatIf, -Container:$false and input from the pipeline", async (place) => {
    write(place.at("d", "a.txt"), "a");
    write(place.at("d", "e", "b.txt"), "b");
    const { stdout, stderr } = await place.run(
      `$null = New-Item -ItemType Directory $f/flat, $f/piped, $f/got
       Copy-Item $f/d $f/flat -Recurse -Container:$false -ToSession $s
       Get-ChildItem $f/d -Recurse -File | Copy-Item -Destination $f/piped -ToSession $s
       Copy-Item $f/d $f/none -Recurse -ToSession $s -WhatIf | Out-Null
       (Copy-Item $f/d/a.txt $f/got -FromSession $s -PassThru).FullName`,
    );
    assert.equal(stderr, "");
    assert.match(stdout, new RegExp(`${place.folder}/got/a.txt\\n$`));
    assert.deepEqual(Object.keys(treeOf(place.at("flat"))).sort(), ["a.txt", "b.txt"]);
    assert.deepEqual(Object.keys(treeOf(place.at("piped"))).sort(), ["a.txt", "b.txt"]);
    assert.equal(existsSync(place.at("none")), false);
  });

  check("a link that leads up is not followed for ever", async (place) => {
    write(place.at("d", "a.txt"), "a");
    mkdirSync(place.at("d", "sub"));
    symlinkSync("..", place.at("d", "sub", "up"));
    const { stdout } = await place.run(
      `$ErrorActionPreference = 'SilentlyContinue'
       Copy-Item $f/d $f/there -Recurse -ToSession $s; $Error.FullyQualifiedErrorId; $Error.Clear()
       Copy-Item $f/d $f/back -Recurse -FromSession $s; $Error.FullyQualifiedErrorId`,
    );
    const id = "AlreadyListedDirectory,Microsoft.PowerShell.Commands.CopyItemCommand\n";
    assert.equal(stdout, id + id);
    for (const name of ["there", "back"])
      assert.deepEqual(Object.keys(treeOf(place.at(name))).sort(), ["a.txt", "sub/"]);
  });

  check("a session keeps nothing of a copy, and can be used again", async (place) => {
    write(place.at("a.txt"), "a");
    const { stdout, stderr } = await place.run(
      `Copy-Item $f/a.txt $f/b.txt -ToSession $s; Copy-Item $f/b.txt $f/c.txt -FromSession $s
       Invoke-Command -Session $s { "$stream|$ground|$Destination|$Path|$taken" }`,
    );
    assert.equal(stdout + stderr, "||||\n");
  });
}
