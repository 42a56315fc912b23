// One command on very many computers: stubs that speak just enough of the protocol, so that it is this side that is measured.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { remora, startRemora } from "../support/program.js";

const stub = fileURLToPath(new URL("../../../tests/fixtures/programs/stub-endpoint.pl", import.meta.url));
const skip = spawnSync("perl", ["-e", "1"]).status === 0 ? false : "there is no perl for the stubs";
const folder = mkdtempSync(join(tmpdir(), "remora-fan-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const MANY = 512;
const inventory = join(folder, "inventory.json");
const log = join(folder, "starts");
const route = (...command: readonly string[]): object => ({
  transport: "process",
  command: ["perl", stub, ...command],
});
const routes: Record<string, object> = {
  refusing: route("refusing", "refuse"),
  dying: route("dying", "dies"),
  hanging: route("hanging", "hangs"),
  silent: route("silent", "silent"),
};
for (let at = 1; at <= MANY; at++) {
  const name = `H${String(at).padStart(3, "0")}`;
  routes[name] = route(name, "answer");
  routes[`slow${at}`] = { ...route(`slow${at}`, "slow", "30"), environment: { STUB_LOG: log } };
}
writeFileSync(inventory, JSON.stringify(routes));
const env = { REMORA_INVENTORY: inventory };
const HOSTS = `$h = 1..${MANY} | % { 'H{0:d3}' -f $_ }`;

async function run(script: string): Promise<string> {
  const { stdout, stderr } = await remora(["-c", script], { env, timeout: 110_000 });
  return (stdout + stderr).trim();
}

describe("fan-out", { skip, timeout: 120_000 }, () => {
  test("hundreds of computers answer, each result with its name", async () => {
    const said = await run(
      `${HOSTS}; $r = Invoke-Command $h { 1 }; $r.Count; @($r | ? { $_ -eq $_.PSComputerName }).Count; @($r | Select-Object -Unique).Count`,
    );
    assert.equal(said, `${MANY}\n${MANY}\n${MANY}`);
  });

  test("as a job, all at once: one child a computer, and each received once", async () => {
    const said = await run(
      `${HOSTS}; $j = Invoke-Command $h { 1 } -AsJob -ThrottleLimit ${MANY}; $r = @(Receive-Job $j -Wait)
       "$($r.Count) $($j.State) $($j.ChildJobs.Count) $(@($j.ChildJobs | ? State -eq Completed).Count) $(@(Receive-Job $j).Count)"`,
    );
    assert.equal(said, `${MANY} Completed ${MANY} ${MANY} 0`);
  });

  test("those that refuse, die or hang leave the others alone, and each error has its computer's name", async () => {
    const said = await run(
      `$j = Invoke-Command H001,refusing,dying,hanging,silent,H002 { 1 } -AsJob
       while (@($j.ChildJobs | ? State -eq Running).Count -gt 2) { Start-Sleep -Milliseconds 50 }
       $j.ChildJobs | % { "$($_.Location) $($_.State)" }; Stop-Job $j; $j.State
       Receive-Job $j -ErrorAction SilentlyContinue -ErrorVariable e; $e | % { "$($_.FullyQualifiedErrorId) $($_.OriginInfo.PSComputerName) $("$_".Substring(0, 9))" }`,
    );
    assert.equal(
      said,
      [
        "H001 Completed\nrefusing Failed\ndying Failed\nhanging Running\nsilent Running\nH002 Completed\nFailed",
        "H001\ndying\nhanging\nH002",
        "PSSessionStateBroken refusing [refusing\nPSSessionStateBroken dying [dying] T",
      ].join("\n"),
    );
  });

  test("a job's limit can be raised while it runs", async () => {
    const said = await run(
      `$j = Invoke-Command hanging,hanging,hanging,hanging { 1 } -AsJob -ThrottleLimit 1
       function waiting { @($j.ChildJobs | ? State -eq NotStarted).Count }
       "$($j.State) $($j.ThrottleLimit) $(waiting)"; $j.ThrottleLimit = 3; waiting; Stop-Job $j; $j.State; "$($j.ChildJobs.State)"`,
    );
    assert.equal(said, "Running 1 3\n1\nStopped\nStopped Stopped Stopped Stopped");
  });

  test("Ctrl+C in the middle ends what runs and never starts the rest", async () => {
    const names = Array.from({ length: 40 }, (_, at) => `slow${at + 1}`).join(",");
    const running = startRemora(["-c", `Invoke-Command ${names} { 1 } -ThrottleLimit 3`], { env });
    let seen = "";
    running.stdout!.on("data", (text: Buffer) => (seen += text.toString()));
    while (seen.split("\n").length <= 3) await once(running.stdout!, "data");
    const begun = performance.now();
    running.kill("SIGINT");
    const [code] = (await once(running, "exit")) as [number];
    assert.equal(code, 130);
    assert.ok(performance.now() - begun < 4000, "it took too long to end");
    assert.equal(readFileSync(log, "utf8").trim().split("\n").length, 3);
  });
});
