// Remora's own cmdlets, as a person types them, with the real engine at the far end: the inventory says that `real` is `peer serve`.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { findPeer, root, skipReason } from "./peer.js";

interface Line {
  readonly title: string;
  readonly command: string;
  /** Lines of standard output, without the empty ones. */
  readonly output: readonly string[];
  /** What the standard error says somewhere. */
  readonly complaint?: RegExp;
  readonly exitCode?: number;
}

const LIMIT = 30_000; // milliseconds for one command line

const lines: readonly Line[] = [
  { title: "Invoke-Command -ComputerName", command: "Invoke-Command -ComputerName real { 1 + 1 }", output: ["2"] },
  {
    title: "a session keeps its state",
    command:
      "$s = New-PSSession -ComputerName real; Invoke-Command -Session $s { $x = 5 }; Invoke-Command -Session $s { $x + 1 }; Remove-PSSession $s",
    output: ["6"],
  },
  {
    title: "the far side is the real engine",
    command: 'Invoke-Command -ComputerName real { "$($PSVersionTable.PSVersion)"; $Host.Name }',
    output: ["7.6.9", "ServerRemoteHost"],
  },
  {
    title: "-ArgumentList",
    command: "Invoke-Command -ComputerName real { param($a, $b) $a * $b } -ArgumentList 6, 7",
    output: ["42"],
  },
  {
    title: "$using:",
    command: "$y = 4; $h = @{ n = 38 }; Invoke-Command -ComputerName real { $using:y + $using:h['n'] }",
    output: ["42"],
  },
  {
    title: "input",
    command: "1..3 | Invoke-Command -ComputerName real { process { $_ * 2 } }",
    output: ["2", "4", "6"],
  },
  {
    title: "two computers at once, as a job",
    command:
      "$j = Invoke-Command -ComputerName real, real2 { 7 } -AsJob; $null = Wait-Job $j; $j.State; Receive-Job $j",
    output: ["Completed", "7", "7"],
  },
  {
    title: "objects say where they come from",
    command: "(Invoke-Command -ComputerName real { [pscustomobject]@{ a = 1 } }).PSComputerName",
    output: ["real"],
  },
  {
    title: "an error arrives as one",
    command:
      'Invoke-Command -ComputerName real { Write-Error bad } -ErrorVariable e 2>$null; "$($e[0])"; $e[0].FullyQualifiedErrorId',
    output: [
      "bad",
      "Microsoft.PowerShell.Commands.WriteErrorException,Microsoft.PowerShell.Commands.WriteErrorCommand",
    ],
  },
  {
    title: "a terminating error can be caught",
    command: "try { Invoke-Command -ComputerName real { throw 'far' } -ErrorAction Stop } catch { \"caught $_\" }",
    output: ["caught far"],
  },
  {
    title: "the third method: a job in the session, received from it",
    command:
      "$s = New-PSSession -ComputerName real; Invoke-Command -Session $s { Start-Job { 1..3 } } | Out-Null; Invoke-Command -Session $s { Get-Job | Wait-Job | Receive-Job -Keep }",
    output: ["1", "2", "3"],
  },
  {
    title: "a job that throws has failed",
    command: "$j = Invoke-Command -ComputerName real { throw 'far' } -AsJob; $null = Wait-Job $j; $j.State",
    output: ["Failed"],
  },
  {
    title: "a job that is stopped has stopped",
    command: "$j = Invoke-Command -ComputerName real { Start-Sleep 60 } -AsJob; Stop-Job $j; $j.State",
    output: ["Stopped"],
  },
  {
    title: "input of a job that has an initialization script",
    command:
      "1..2 | Start-Job { init; $input } -InitializationScript { function init { 'init' } } | Wait-Job | Receive-Job",
    output: ["init", "1", "2"],
  },
  {
    title: "10,000 objects",
    command: "(Invoke-Command -ComputerName real { 1..10000 } | Measure-Object -Sum).Sum",
    output: ["50005000"],
  },
];

describe("Remora's cmdlets drive the real engine", () => {
  let missing: string | undefined;
  let held = 0;
  const folder = mkdtempSync(join(tmpdir(), "remora-interop-"));
  const inventory = join(folder, "inventory.json");

  before(async () => {
    const peer = await findPeer();
    missing = skipReason(peer);
    if (missing === undefined && !existsSync(join(root, "dist", "bundle", "launch.cjs")))
      missing = "bin/remora is not bundled yet (npm run build)";
    if (!("program" in peer)) return;
    const route = { transport: "process", command: [peer.program, "serve"] };
    writeFileSync(inventory, JSON.stringify({ real: route, real2: route }));
  });
  after(() => {
    rmSync(folder, { recursive: true });
    const count = missing === undefined ? `${held} of ${lines.length} command lines` : `skipped, ${missing}`;
    console.log(`interop: Remora's cmdlets drive the real engine: ${count}`);
  });

  for (const { title, command, output, complaint, exitCode = 0 } of lines)
    test(title, async (context) => {
      if (missing !== undefined) return context.skip(missing);
      const said = await remora(command, inventory);
      assert.deepEqual(
        said.output
          .split("\n")
          .map((line) => line.trimEnd())
          .filter(Boolean),
        output,
        said.errors,
      );
      if (complaint) assert.match(said.errors, complaint);
      assert.equal(said.exitCode, exitCode);
      held++;
    });
});

function remora(
  command: string,
  inventory: string,
): Promise<{ output: string; errors: string; exitCode: number | null }> {
  const child = spawn(process.execPath, [join(root, "bin", "remora"), "-c", command], {
    env: { ...process.env, REMORA_INVENTORY: inventory },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT,
    killSignal: "SIGKILL",
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ output, errors, exitCode }));
  });
}
