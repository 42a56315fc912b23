// The register of kept jobs: one file a job, for several programs at once.

import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { jobRegister, type RegisteredJob, registerFolder } from "../../src/jobs/index.js";

const root = mkdtempSync(join(tmpdir(), "remora-register-"));
after(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, String(++folders));

const JOB: Omit<RegisteredJob, "id"> = {
  name: "build",
  computerName: "Server01",
  sessionId: "s",
  pipelineId: "p",
  command: "./build.ps1",
  startedMs: 1000,
  ownsSession: true,
};

test("a job that is added is read again, by this program and by another", () => {
  const folder = newFolder();
  const job = jobRegister(folder).add(JOB);
  assert.deepEqual(job, { ...JOB, id: 1 });
  assert.deepEqual(jobRegister(folder).read(), { jobs: [job], setAside: [] });
});

test("an id is never given again", () => {
  const register = jobRegister(newFolder());
  for (const id of [1, 2]) assert.equal(register.add(JOB).id, id);
  register.remove(2);
  register.remove(2);
  assert.equal(register.add(JOB).id, 3);
  assert.deepEqual(
    register.read().jobs.map(({ id }) => id),
    [1, 3],
  );
});

test("a job that was removed elsewhere is not written again", () => {
  const register = jobRegister(newFolder());
  const job = register.add(JOB);
  register.update({ ...job, outcome: { state: "Failed", receivedMs: 5 } });
  assert.equal(register.read().jobs[0]?.outcome?.state, "Failed");
  register.remove(job.id);
  register.update(job);
  assert.deepEqual(register.read().jobs, []);
});

test("nobody else can read it", { skip: process.platform === "win32" && "there are no modes" }, () => {
  const folder = newFolder();
  jobRegister(folder).add(JOB);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(join(folder, "1.json")).mode & 0o777, 0o600);
});

for (const [what, text] of [
  ["is no JSON", "{ half"],
  ["is empty", ""],
  ["is no object", "[]"],
  ["lacks what it needs", JSON.stringify({ version: 1, name: "x" })],
] as const)
  test(`a file that ${what} is set aside and named; the others are read`, () => {
    const folder = newFolder();
    const register = jobRegister(folder);
    register.add(JOB);
    const good = register.add(JOB);
    writeFileSync(join(folder, "1.json"), text);
    const { jobs, setAside } = register.read();
    assert.deepEqual(jobs, [good]);
    const aside = join(folder, "1.unreadable");
    assert.equal(setAside[0]?.file, aside);
    assert.equal(readFileSync(aside, "utf8"), text);
    assert.equal(register.add(JOB).id, 3);
    assert.equal(register.read().setAside[0]?.file, aside);
  });

test("a file of a newer layout is left as it is, and named", () => {
  const folder = newFolder();
  const register = jobRegister(folder);
  register.add(JOB);
  const text = JSON.stringify({ version: 2, jobs: [] });
  writeFileSync(join(folder, "1.json"), text);
  const { jobs, setAside } = register.read();
  assert.deepEqual(jobs, []);
  assert.match(setAside[0]!.reason, /layout 2/);
  assert.equal(readFileSync(join(folder, "1.json"), "utf8"), text);
});

test("layout 1 is read", () => {
  const folder = newFolder();
  cpSync(fileURLToPath(new URL("../../../tests/fixtures/stores/register-v1", import.meta.url)), folder, {
    recursive: true,
  });
  const { jobs, setAside } = jobRegister(folder).read();
  assert.deepEqual(setAside, []);
  assert.equal(jobs.length, 1);
  assert.deepEqual(
    [jobs[0]!.id, jobs[0]!.name, jobs[0]!.ssh?.port, jobs[0]!.outcome?.state],
    [7, "nightly", 2222, "Completed"],
  );
  assert.equal(jobRegister(folder).add(JOB).id, 10);
});

test("many programs that add at once give each job an id of its own", { timeout: 60_000 }, async () => {
  const folder = newFolder();
  const door = new URL("../../src/jobs/index.js", import.meta.url).href;
  const program = `
    const { parentPort, workerData } = require("node:worker_threads");
    import(workerData.door).then(({ jobRegister }) => {
      const register = jobRegister(workerData.folder);
      parentPort.postMessage(Array.from({ length: 50 }, () => register.add(workerData.job).id));
    });`;
  const ids = await Promise.all(
    Array.from(
      { length: 4 },
      () =>
        new Promise<number[]>((resolve, reject) => {
          const worker = new Worker(program, { eval: true, workerData: { door, folder, job: JOB } });
          worker.once("message", resolve);
          worker.once("error", reject);
        }),
    ),
  );
  assert.equal(new Set(ids.flat()).size, 200);
  assert.equal(jobRegister(folder).read().jobs.length, 200);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith(".")),
    [],
  );
});

test("there is no folder before there is a job", () => {
  const folder = newFolder();
  assert.deepEqual(jobRegister(folder).read(), { jobs: [], setAside: [] });
  assert.equal(existsSync(folder), false);
});

test("it is below the state of the user", () => {
  assert.equal(registerFolder({}, "/home/me"), "/home/me/.local/state/remora/jobs");
  assert.equal(registerFolder({ XDG_STATE_HOME: "/s" }, "/home/me"), "/s/remora/jobs");
});
