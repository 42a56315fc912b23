// Jobs from the command line, from one terminal to another.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { killedAfter, type ProgramResult, remora, startRemora } from "../support/program.js";
import { twoServers } from "../support/two-servers.js";

const environment: NodeJS.ProcessEnv = {};
const servers = twoServers(environment);
after(() => servers.dispose());

function run(...args: string[]): Promise<ProgramResult> {
  return remora(args, { env: environment, cwd: servers.home });
}

/** Starts a job; its id. */
async function start(...args: string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await run("start", ...args);
  assert.equal(exitCode, 0, stderr);
  return stdout.trim();
}

interface Listed {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly computerName: string;
  readonly hasMoreData: boolean;
  readonly reason?: string;
}

async function list(...args: string[]): Promise<Listed[]> {
  return JSON.parse((await run("jobs", "--json", ...args)).stdout) as Listed[];
}

async function outcome(result: Promise<ProgramResult>): Promise<readonly [number | null, string]> {
  const { exitCode, stdout, stderr } = await result;
  return [exitCode, stdout + (exitCode === 0 ? "" : stderr.replace(/\n.*/s, ""))];
}

const limit = { timeout: 60_000 };

describe("A job from the command line", () => {
  test("is started, waited for, received once, and removed", limit, async () => {
    const id = await start("-H", "Server01", "-n", "count", "--", "1..3; hostname");
    assert.equal((await run("wait", id)).exitCode, 0);
    const [listed] = await list();
    const { name, state, computerName, hasMoreData } = listed!;
    assert.deepEqual(
      { name, state, computerName, hasMoreData },
      { name: "count", state: "Completed", computerName: "Server01", hasMoreData: true },
    );
    assert.deepEqual(await outcome(run("receive", "count", "--keep")), [0, "1\n2\n3\nServer01\n"]);
    assert.deepEqual(await outcome(run("receive", "count")), [0, "1\n2\n3\nServer01\n"]);
    assert.deepEqual(await outcome(run("receive", id)), [0, ""]);
    assert.equal((await list())[0]!.hasMoreData, false);
    assert.deepEqual(await outcome(run("remove", id)), [0, ""]);
    assert.deepEqual(await list(), []);
    assert.equal((await run("sessions", "-H", "Server01")).stdout, "");
  });

  test("runs on several computers, with an id on each", limit, async () => {
    const ids = (await start("--host=Server01,Server02", "--name=both", "hostname")).split("\n");
    assert.equal(ids.length, 2);
    assert.equal((await run("wait", "both")).exitCode, 0);
    assert.deepEqual(await outcome(run("receive", "both")), [0, "Server01\nServer02\n"]);
    assert.equal((await run("remove", "--ended")).exitCode, 0);
    assert.deepEqual(await list(), []);
  });

  test("is a script file of this computer, with its arguments", limit, async () => {
    const file = join(servers.home, "hello.ps1");
    writeFileSync(file, 'param($Who, $Mark)\n"hello $Who$Mark"\n');
    const id = await start("-H", "Server02", "--", file, "Ann & <Bob>", "!");
    assert.equal((await run("wait", id)).exitCode, 0);
    assert.deepEqual(await outcome(run("receive", id)), [0, "hello Ann & <Bob>!\n"]);
    await run("remove", id);
  });

  test("is received bit by bit while it runs, and followed to its end", limit, async () => {
    const id = await start("1..6 | ForEach-Object { $_; Start-Sleep -Milliseconds 300 }");
    const first = await run("receive", id);
    assert.equal(first.exitCode, 0);
    const rest = await run("follow", id);
    assert.equal(rest.exitCode, 0);
    assert.equal(first.stdout + rest.stdout, "1\n2\n3\n4\n5\n6\n");
    await run("remove", id);
  });

  test("is left alone by Ctrl+C while it is followed", limit, async () => {
    const id = await start("'begun'; Start-Sleep 300");
    const child = startRemora(["follow", id], { env: environment, cwd: servers.home });
    await new Promise<void>((resolve) => void child.stdout!.once("data", () => resolve()));
    child.kill("SIGINT");
    assert.equal(await new Promise((resolve) => child.once("exit", resolve)), 130);
    assert.equal((await list(id))[0]!.state, "Running");
    assert.deepEqual(await outcome(run("remove", id)), [
      1,
      `remora: job ${id} (Job${id}) was not removed: it has not ended. Stop it first, or remove it with --force.`,
    ]);
    assert.equal((await run("stop", id)).exitCode, 0);
    assert.equal((await run("wait", id)).exitCode, 2);
    assert.equal((await run("remove", id)).exitCode, 0);
  });

  test("that fails says so by its exit code, and by its error", limit, async () => {
    const id = await start("'before'; throw 'no disk'");
    assert.equal((await run("wait", id)).exitCode, 1);
    const { exitCode, stdout, stderr } = await run("receive", id);
    assert.equal(exitCode, 1);
    assert.equal(stdout, "before\n");
    assert.match(stderr, /no disk/);
    assert.equal((await run("receive", id)).exitCode, 1);
    await run("remove", id);
  });

  test("gives objects as JSON, one a line", limit, async () => {
    const id = await start("[pscustomobject]@{ A = 1; B = 'x' }; 'text'");
    await run("wait", id);
    const { stdout } = await run("receive", id, "--json");
    const [object, text] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    assert.equal((object as { A: number }).A, 1);
    assert.equal(text, "text");
    await run("remove", id);
  });

  test("is there, with every line once and in order, after the console that started it was killed", limit, async () => {
    const script = `
      $s = New-PSSession Server01
      $j = Invoke-Command -Session $s { 1..2000 | ForEach-Object { "line $_"; if ($_ % 100 -eq 0) { Start-Sleep -Milliseconds 50 } } } -AsJob -JobName lines
      while ($true) { Receive-Job $j; Start-Sleep -Milliseconds 20 }`;
    const text = await killedAfter("line 500\n", ["-c", script], { env: environment, cwd: servers.home });
    const found = (await list()).find(({ name }) => name === "lines");
    assert.equal(found?.computerName, "Server01");
    assert.equal((await run("wait", "lines")).exitCode, 0);
    const { stdout } = await run("receive", "lines");
    const expected = Array.from({ length: 2000 }, (_, at) => `line ${at + 1}\n`).join("");
    const sum = (lines: string): string => createHash("sha256").update(lines).digest("hex");
    assert.equal(sum(text + stdout), sum(expected));
    await run("remove", "lines");
    await run("-c", "Get-PSSession -ComputerName Server01 | Remove-PSSession");
  });
});

describe("What goes wrong", () => {
  test("a job nobody knows", limit, async () => {
    for (const command of ["receive", "follow", "wait", "stop", "remove"])
      assert.deepEqual(await outcome(run(command, "99")), [
        3,
        "remora: there is no job 99. `remora jobs` lists those there are.",
      ]);
  });

  test("a computer that cannot be reached has its jobs Unreachable; the others are shown", limit, async () => {
    const id = await start("-H", "Server01", "1");
    const folder = join(servers.home, "state", "remora", "jobs");
    const entry = JSON.parse(readFileSync(join(folder, `${id}.json`), "utf8")) as object;
    writeFileSync(join(folder, "77.json"), JSON.stringify({ ...entry, computerName: "nohost", name: "far" }));
    const { exitCode, stdout, stderr } = await run("jobs");
    assert.equal(exitCode, 4);
    assert.match(stdout, /77 +far +Unreachable/);
    assert.match(stdout, new RegExp(`${id} +Job${id} +(Running|Completed)`));
    assert.match(stderr, /job 77 \(far\) is Unreachable: .*nohost/);
    assert.equal((await run("remove", "far")).exitCode, 4);
    assert.equal((await run("remove", "far", "--forget")).exitCode, 0);
    await run("remove", id, "--force");
  });

  test("a computer that keeps nothing is given no job", limit, async () => {
    const result = await remora(["start", "1"], { env: { ...environment, REMORA_KEEPER: "never" } });
    assert.equal(result.exitCode, 1);
    assert.match(result.stderr, /does not keep sessions/);
  });

  test("a file that cannot be read is set aside, and named", limit, async () => {
    const folder = join(servers.home, "state", "remora", "jobs");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "55.json"), "{ half");
    const { exitCode, stderr } = await run("jobs");
    assert.equal(exitCode, 0);
    assert.match(stderr, /55\.unreadable was set aside/);
  });

  for (const args of [
    ["start"],
    ["wait"],
    ["jobs", "--nonsense"],
    ["wait", "1", "--timeout", "soon"],
    ["start", "x.ps1"],
    ["start", "--name", "17", "1"],
    ["start", "--name", "Job17", "1"],
  ])
    test(`remora ${args.join(" ")} is not understood`, limit, async () => {
      const { exitCode, stderr } = await run(...args);
      assert.equal(exitCode, 64);
      assert.match(stderr, new RegExp(`^remora ${args[0]}: `));
      assert.match(stderr, /--help says more/);
    });

  test("a wait ends when its time has passed", limit, async () => {
    const id = await start("Start-Sleep 300");
    assert.equal((await run("wait", id, "--timeout", "0.3")).exitCode, 124);
    assert.equal((await run("remove", id, "--force")).exitCode, 0);
  });
});

describe("Help and completion", () => {
  const commands = ["start", "jobs", "receive", "follow", "wait", "stop", "remove", "sessions", "completion"];
  for (const command of commands)
    test(`remora ${command} --help`, limit, async () => {
      const { exitCode, stdout } = await run(command, "--help");
      assert.equal(exitCode, 0);
      assert.match(stdout, new RegExp(`^Usage: remora ${command}`));
      assert.match(stdout, /Examples\n/);
      for (const line of stdout.split("\n")) assert.ok(line.length <= 130, line);
    });

  test("remora --help names them all", limit, async () => {
    const { stdout } = await run("--help");
    for (const command of commands) assert.match(stdout, new RegExp(`\\b${command}\\b`));
  });

  for (const shell of ["bash", "zsh", "fish"])
    test(`completion for ${shell}`, limit, async () => {
      const { exitCode, stdout } = await run("completion", shell);
      assert.equal(exitCode, 0);
      for (const command of commands) assert.ok(stdout.includes(command));
    });
});
