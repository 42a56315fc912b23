import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { childEnvironment, childProcessTransport, killChildrenOnExit } from "../../src/transports/index.js";
import { record, transportConformance } from "./conformance.js";

const program = (name: string): string =>
  fileURLToPath(new URL(`../../../tests/fixtures/programs/${name}.cjs`, import.meta.url));
const run = (name: string, extra = {}): ReturnType<typeof childProcessTransport> =>
  childProcessTransport({ file: process.execPath, args: [program(name)], ...extra }, killChildrenOnExit(process));

const options = { timeout: 20_000 };

transportConformance("child process", { echo: () => run("echo") });

/** True as long as a process runs (a zombie does not). */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("a program that does not exist closes the transport with its name", options, async () => {
  const transport = childProcessTransport({ file: "/no/such/program" });
  const end = record(transport);
  assert.match((await end.closed).error!, /\/no\/such\/program could not be started: it does not exist/);
});

test("a program that dies midway: its bytes, its exit code and its standard error are there", options, async () => {
  const end = record(run("dies-midway"));
  const reason = await end.closed;
  assert.equal((await end.received(9)).toString(), "half a li");
  assert.equal(reason.exitCode, 3);
  assert.equal(reason.stderr, "out of luck");
  assert.match(reason.error!, /exited with code 3/);
});

test("a program killed from outside closes with the signal's name", options, async () => {
  const transport = run("never-ends");
  const end = record(transport);
  const pid = Number((await end.received(2)).toString());
  process.kill(pid, "SIGKILL");
  assert.match((await end.closed).error!, /ended by signal SIGKILL/);
});

test("a program that ignores the end of its input is killed after the grace period", options, async () => {
  const transport = run("never-ends", { graceMs: 50 });
  const end = record(transport);
  const pid = Number((await end.received(2)).toString());
  transport.end();
  await end.closed;
  assert.equal(runs(pid), false);
});

test("a killed program takes the programs it started with it", options, async () => {
  const transport = run("leaves-a-child");
  const end = record(transport);
  const pid = Number((await end.received(2)).toString());
  assert.equal(runs(pid), true);
  transport.kill();
  await end.closed;
  while (runs(pid)) await new Promise((resolve) => setImmediate(resolve));
});

test("children are started without the certificates that slow a start down", () => {
  const env = childEnvironment({ NODE_EXTRA_CA_CERTS: "/etc/ca.pem", PATH: "/bin" });
  assert.deepEqual(env, { PATH: "/bin" });
});
