// What runs first on a host, in every shell that a user may have, and what is understood of its words.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
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
import { join } from "node:path";
import { after, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { bootstrapCommand, BootstrapReader, installer } from "../../src/transports/index.js";

const DAY_MS = 86_400_000;
const PROGRAM = `console.log(process.argv.slice(2).join(" "),process.env.IDENTITY,__dirname===process.argv[1])`;
const HEAD = `${JSON.stringify([["launch.cjs", PROGRAM.length]])}\n`;
const BYTES = Buffer.from(HEAD + PROGRAM);
const PAYLOAD = {
  bytes: brotliCompressSync(BYTES),
  size: BYTES.length,
  sha256: createHash("sha256").update(BYTES).digest("hex"),
};
const COMMAND = bootstrapCommand({
  nonce: "0123",
  endpointId: "42",
  arguments: ["-Keep"],
  identity: { variable: "IDENTITY", base64: "eyJhIjoxfQ==" },
});
/** What a controller sends when it is asked for the endpoint. */
const SENT = Buffer.concat([Buffer.from(`${installer(PAYLOAD)}\n`), PAYLOAD.bytes]);
const onPath = (name: string): boolean =>
  (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, name)));

for (const shell of ["sh", "bash", "dash", "zsh", "ksh", "fish", "tcsh"])
  test(
    `${shell}: an endpoint is stored, and found the next time`,
    { skip: !onPath(shell) && `no ${shell} here` },
    () => {
      const home = mkdtempSync(join(tmpdir(), "remora-home-"));
      const bin = join(home, "bin with a blank");
      mkdirSync(bin);
      symlinkSync(process.execPath, join(bin, "node"));
      const env = { HOME: home, PATH: `${bin}:/usr/bin:/bin` };
      const run = (input: Buffer | string): string => {
        const { stdout } = spawnSync(shell, ["-c", COMMAND], { env, input, timeout: 20_000 });
        return stdout.toString().replaceAll("REMORA-0123", "MARK");
      };
      const system = spawnSync("uname", ["-sm"]).stdout.toString().trim();
      const endpoint = "-s -Keep eyJhIjoxfQ== true\n";
      const need = `MARK need ${process.versions.node} ${system} ${bin}/node\n`;
      assert.equal(run(SENT), `${need}MARK run node\n${endpoint}`);
      assert.equal(run(""), `MARK run node\n${endpoint}`);
      const folder = join(home, ".cache", "remora");
      assert.deepEqual(readdirSync(folder), ["endpoint-42"]);
      assert.equal(readFileSync(join(folder, "endpoint-42"), "utf8"), `${bin}/node\n${HEAD}${PROGRAM}`);
      // Its Node.js has gone: it is stored again, for another.
      rmSync(join(bin, "node"));
      mkdirSync(join(home, ".local", "bin"), { recursive: true });
      symlinkSync(process.execPath, join(home, ".local", "bin", "node"));
      assert.match(run(""), /^MARK need /);
      rmSync(home, { recursive: true });
    },
  );

test("who stores an endpoint removes those that nothing has used for a month, and half-written ones", () => {
  const { folder, run, setAge } = hostWithNode();
  const files = {
    "endpoint-40": 31,
    "endpoint-41": 29,
    "endpoint-41.77.a1b2c3d4": 31,
    "endpoint-41.78.a1b2c3d4": 0, // is being written
    "notes.txt": 400,
  };
  for (const [name, days] of Object.entries(files)) setAge(name, days);
  run(COMMAND, SENT);
  assert.deepEqual(readdirSync(folder), ["endpoint-41", "endpoint-41.78.a1b2c3d4", "endpoint-42", "notes.txt"]);
});

test("an endpoint is in use when it starts, and as long as it runs", () => {
  const { age, run, setAge, write } = hostWithNode();
  run(COMMAND, SENT);
  setAge("endpoint-42", 60);
  run(COMMAND, "");
  assert.ok(age("endpoint-42") < 1);
  // A day takes a millisecond, and it runs until its file is new again.
  const fast = write(
    "fast.cjs",
    `const every=setInterval;globalThis.setInterval=(f,ms)=>{every(()=>{},5);return every(f,ms/864e5)};` +
      `const fs=require("fs");globalThis.grow=(file)=>{fs.utimesSync(file,0,0);const look=()=>fs.statSync(file).mtimeMs>0?process.exit(7):setTimeout(look,1);look()}`,
  );
  const program = `grow(process.argv[1])`;
  write("endpoint-43", `${process.execPath}\n${JSON.stringify([["launch.cjs", program.length]])}\n${program}`);
  const command = bootstrapCommand({ nonce: "0123", endpointId: "43" });
  assert.equal(run(command, "", { NODE_OPTIONS: `--require=${fast}` }).status, 7);
});

test("a Node.js that is too old is passed over, and named where there is no other", () => {
  const home = mkdtempSync(join(tmpdir(), "remora-home-"));
  const bin = join(home, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "node"), "#!/bin/sh\necho v18.19.1\n", { mode: 0o755 });
  for (const tool of ["sh", "uname"]) symlinkSync(join("/bin", tool), join(bin, tool));
  // What this machine has in the usual places is not part of the test.
  const command = COMMAND.replaceAll(/ \/(?:usr|opt|snap)\S*node/g, "");
  const said = spawnSync("/bin/sh", ["-c", command], { env: { HOME: home, PATH: bin } }).stdout.toString();
  const word = new BootstrapReader("0123").receive(Buffer.from(said));
  assert.equal(word?.type, "none");
  // By PATH, and once more as ~/bin/node.
  assert.deepEqual(word.type === "none" && [...new Set(word.oldNodes)], [`${bin}/node=18.19.1`]);
  rmSync(home, { recursive: true });
});

test("the command says its mark nowhere: a host that repeats it is not taken for one that runs it", () => {
  const reader = new BootstrapReader("0123");
  assert.equal(reader.receive(Buffer.from(`unknown command: ${COMMAND}\n`)), undefined);
  assert.match(reader.noise, /^unknown command/);
});

test("a word is found at every cut, behind noise of any kind", () => {
  const said = Buffer.from("Grüße\n\n REMORA-0124 run x\nno breakREMORA-0123 run node\n<Data/>");
  for (let at = 0; at <= said.length; at++) {
    const reader = new BootstrapReader("0123");
    const first = reader.receive(said.subarray(0, at));
    const word = first ?? reader.receive(said.subarray(at));
    assert.equal(word?.type, "run");
    assert.equal(word.type === "run" && word.what, "node");
  }
});

test("noise has a limit", () => {
  const reader = new BootstrapReader("0123");
  for (let i = 0; i < 70; i++) reader.receive(Buffer.alloc(1000, "x"));
  assert.equal(reader.isTooNoisy, true);
});

/** A home whose PATH has this Node.js, with its folder of endpoints. */
function hostWithNode(): {
  readonly folder: string;
  run(command: string, input: Buffer | string, env?: NodeJS.ProcessEnv): { readonly status: number | null };
  write(name: string, text: string): string;
  /** Days since the file was used. */
  age(name: string): number;
  setAge(name: string, days: number): void;
} {
  const home = mkdtempSync(join(tmpdir(), "remora-home-"));
  after(() => rmSync(home, { recursive: true }));
  const folder = join(home, ".cache", "remora");
  mkdirSync(folder, { recursive: true });
  symlinkSync(process.execPath, join(home, "node"));
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  return {
    folder,
    write,
    run: (command, input, env = {}) =>
      spawnSync("sh", ["-c", command], {
        env: { HOME: home, PATH: `${home}:/usr/bin:/bin`, ...env },
        input,
        timeout: 20_000,
      }),
    age: (name) => (Date.now() - statSync(join(folder, name)).mtimeMs) / DAY_MS,
    setAge(name, days) {
      const file = join(folder, name);
      if (!existsSync(file)) write(name, "");
      const time = new Date(Date.now() - days * DAY_MS);
      utimesSync(file, time, time);
    },
  };
}
