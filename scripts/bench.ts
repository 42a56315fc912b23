// The budget table: how long Remora takes for what users wait for, beside the real PowerShell engine in the same run.
//
//   npm run bench -- [--json] [--no-peer] [NAME…]
//
// Hosts over SSH have a table of their own (`npm run bench:ssh`), which follows where no name picks rows.
//
// Each row runs the same script in both; a name picks rows that have it in theirs. Times on a shared machine are noisy: the
// ratio counts, and the median of several runs.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createShell, type Shell, type ShellUI } from "../src/shell/index.js";
import { findPeer } from "../tests/interop/peer.js";
import { checkoutLaunch, root } from "../tests/support/console-driver.js";
import { benchClixml } from "./bench-clixml.js";

type Unit = "ms" | "ns" | "MB";

interface Row {
  /** As the peer's bench calls it. */
  readonly name: string;
  readonly unit: Unit;
  /** Largest ratio to the real engine that is within budget. */
  readonly goal: number;
  /** What the peer's bench calls the group of this row. */
  readonly group: string;
  measure(): Promise<readonly number[]> | readonly number[];
}

interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

const OBJECTS =
  '1..10000 | % { [pscustomobject]@{ Id = $_; Name = "item $_"; Path = "/srv/data/$_"; Size = $_ * 1024L; Ratio = $_ / 7; Even = $_ % 2 -eq 0; When = [datetime]::new(2024, 1, 1); Span = [timespan]::FromSeconds($_); Kind = \'file\'; Parent = $null } }';
const LINES = "$line = 'x' * 100; for ($i = 0; $i -lt 100000; $i++) { $line }";
const FIB = "function fib($n) { if ($n -lt 2) { $n } else { (fib ($n - 1)) + (fib ($n - 2)) } }; $null = fib 18";
const ONE_JOB = "$null = Start-Job { 1 } | Wait-Job | Receive-Job; Get-Job | Remove-Job";
const TWENTY_JOBS =
  "$jobs = 1..20 | % { Start-Job { 1 } }; $null = Wait-Job $jobs; $null = Receive-Job $jobs; Remove-Job $jobs";
const IDLE_JOBS =
  "$jobs = 1..20 | % { Start-Job { 1; Start-Sleep 60 } }; while (@($jobs | ? { $_.ChildJobs[0].Output.Count -gt 0 }).Count -lt 20) { Start-Sleep -Milliseconds 100 }";

const ROWS: readonly Row[] = [
  { name: "engine start, one command, exit", unit: "ms", goal: 1 / 2, group: "engine start", measure: shellStart },
  { name: "Start-Job, Wait-Job, Receive-Job, first", unit: "ms", goal: 1 / 3, group: "job", measure: firstJob },
  { name: "Start-Job, Wait-Job, Receive-Job, later", unit: "ms", goal: 1 / 20, group: "job", measure: laterJobs },
  {
    name: "20 Start-Jobs at once, all received",
    unit: "ms",
    goal: 1 / 4,
    group: "jobs",
    measure: () => inShell("", TWENTY_JOBS, 3),
  },
  { name: "memory of one of 20 idle children (PSS)", unit: "MB", goal: 2 / 3, group: "jobs", measure: idleMemory },
  {
    name: "round trip in an open session",
    unit: "ms",
    goal: 1 / 3,
    group: "round trip",
    measure: () => inSession("1", 100, 20),
  },
  {
    name: "10,000 integers back",
    unit: "ms",
    goal: 1 / 4,
    group: "integers",
    measure: () => inSession("1..10000", 7, 2),
  },
  {
    name: "10,000 ten-property objects back",
    unit: "ms",
    goal: 1 / 4,
    group: "objects",
    measure: () => inSession(OBJECTS, 5, 1),
  },
  {
    name: "100,000 lines of 100 characters back",
    unit: "ms",
    goal: 1 / 10,
    group: "lines",
    measure: () => inSession(LINES, 3, 1),
  },
  {
    name: "CLIXML write, 10,000 × 10 properties",
    unit: "ms",
    goal: 1 / 2,
    group: "clixml",
    measure: () => [benchClixml().write],
  },
  {
    name: "CLIXML read, 10,000 × 10 properties",
    unit: "ms",
    goal: 1 / 2,
    group: "clixml",
    measure: () => [benchClixml().read],
  },
  {
    name: "1..200000 | % { $_ * 2 }",
    unit: "ms",
    goal: 1 / 5,
    group: "pipeline",
    measure: () => inShell("", "$null = 1..200000 | % { $_ * 2 }", 5, 1),
  },
  { name: "fib 18", unit: "ms", goal: 1 / 10, group: "fib", measure: () => inShell("", FIB, 7, 2) },
  { name: "counting loop, per turn", unit: "ns", goal: 1, group: "loop", measure: countingLoop },
];

/** A user interface nobody looks at; errors are the bench's own mistakes, and end it. */
const SILENT: ShellUI = {
  facts: { width: 120, height: 40, supportsVirtualTerminal: false },
  tell(method, args) {
    if (method === "writeErrorLine") throw new Error(`A benchmark's script failed: ${String(args[0])}`);
  },
  ask: () => Promise.reject(new Error("A benchmark asks nothing.")),
};

async function withShell<T>(use: (shell: Shell) => Promise<T>): Promise<T> {
  const shell = createShell({ launch: checkoutLaunch(), ui: SILENT, start: root });
  try {
    await shell.ready;
    return await use(shell);
  } finally {
    await shell.close();
  }
}

async function run(shell: Shell, text: string): Promise<number> {
  const start = performance.now();
  const { state, message } = await shell.run(text).ended;
  if (state !== "Completed") throw new Error(`A benchmark's script ended ${state}: ${message ?? ""}`);
  return performance.now() - start;
}

/** Milliseconds of each of `times` runs, after `warm` that do not count. */
function inShell(prepare: string, text: string, times: number, warm = 1): Promise<readonly number[]> {
  return withShell(async (shell) => {
    if (prepare !== "") await run(shell, prepare);
    for (let i = 0; i < warm; i++) await run(shell, text);
    const figures: number[] = [];
    for (let i = 0; i < times; i++) figures.push(await run(shell, text));
    return figures;
  });
}

function inSession(script: string, times: number, warm: number): Promise<readonly number[]> {
  return inShell(
    "$session = New-PSSession localhost",
    `$null = Invoke-Command -Session $session { ${script} }`,
    times,
    warm,
  );
}

function shellStart(): readonly number[] {
  const figures = Array.from({ length: 8 }, () => {
    const start = performance.now();
    spawnSync(process.execPath, [join(root, "bin", "remora"), "-c", "exit"]);
    return performance.now() - start;
  });
  return figures.slice(1);
}

async function firstJob(): Promise<readonly number[]> {
  const figures: number[] = [];
  for (let i = 0; i < 5; i++) figures.push(await withShell((shell) => run(shell, ONE_JOB)));
  return figures;
}

/** With the warm spare: it is ready again when the one before has been taken and a moment has passed. */
function laterJobs(): Promise<readonly number[]> {
  return withShell(async (shell) => {
    const figures: number[] = [];
    for (let i = 0; i < 8; i++) {
      figures.push(await run(shell, ONE_JOB));
      await run(shell, "Start-Sleep -Milliseconds 400");
    }
    return figures.slice(2);
  });
}

function idleMemory(): Promise<readonly number[]> {
  if (process.platform !== "linux") return Promise.resolve([]);
  return withShell(async (shell) => {
    await run(shell, IDLE_JOBS);
    const figures = childrenOf(process.pid).map(proportionalMegabytes);
    await run(shell, "Stop-Job $jobs; Remove-Job $jobs -Force");
    return figures;
  });
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => parentOf(id) === parent);
}

function parentOf(id: number): number {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}

function proportionalMegabytes(id: number): number {
  const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"));
  return Number(line?.[1] ?? 0) / 1024;
}

const TURNS = 2_000_000;

async function countingLoop(): Promise<readonly number[]> {
  const figures = await inShell("", `& { for ($i = 0; $i -lt ${TURNS}; $i++) {} }`, 5);
  return figures.map((ms) => (ms * 1e6) / TURNS);
}

function figureOf(row: Row, values: readonly number[]): Figure {
  const sorted = [...values].sort((left, right) => left - right);
  return {
    name: row.name,
    unit: row.unit,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
  };
}

/** The real engine's figures by name; empty where there is none, with the reason printed. */
async function peerFigures(groups: ReadonlySet<string>): Promise<ReadonlyMap<string, Figure>> {
  const peer = await findPeer();
  if ("missing" in peer) {
    process.stderr.write(`No real PowerShell beside it: ${peer.missing}\n`);
    return new Map();
  }
  const output = spawnSync(peer.program, ["bench", ...groups], { encoding: "utf8", maxBuffer: 1 << 24 }).stdout;
  const figures = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, never>)
    .map((row): Figure => {
      const get = (name: string): never => row[name] ?? row[name[0]!.toUpperCase() + name.slice(1)]!;
      return { name: get("name"), unit: get("unit"), median: get("median"), min: get("min"), max: get("max") };
    });
  return new Map(figures.map((figure) => [figure.name, figure]));
}

function print(row: Row, ours: Figure, theirs: Figure | undefined): void {
  const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  const range = (figure: Figure): string =>
    `${number(figure.median)} ${figure.unit} [${number(figure.min)}..${number(figure.max)}]`;
  const ratio = theirs === undefined ? undefined : ours.median / theirs.median;
  const verdict = ratio === undefined ? "" : ratio <= row.goal ? "within" : "OVER";
  const cells = [
    row.name.padEnd(42),
    range(ours).padEnd(28),
    (theirs ? range(theirs) : "–").padEnd(28),
    (ratio === undefined ? "–" : `${ratio.toFixed(3)} ×`).padEnd(10),
    `≤ ${row.goal.toFixed(3)}`.padEnd(9),
    verdict,
  ];
  console.log(cells.join(" "));
}

async function main(args: readonly string[]): Promise<void> {
  delete process.env["NODE_EXTRA_CA_CERTS"]; // costs every Node.js child its parsing
  const names = args.filter((arg) => !arg.startsWith("--"));
  const rows = ROWS.filter(
    (row) => names.length === 0 || names.some((name) => row.name.includes(name) || row.group.includes(name)),
  );
  const peer = args.includes("--no-peer")
    ? new Map<string, Figure>()
    : await peerFigures(new Set(rows.map((row) => row.group)));
  const json = args.includes("--json");
  if (!json)
    console.log(
      `${"work".padEnd(42)} ${"Remora".padEnd(28)} ${"PowerShell".padEnd(28)} ${"ratio".padEnd(10)} ${"goal".padEnd(9)}`,
    );
  for (const row of rows) {
    const ours = figureOf(row, await row.measure());
    const theirs = peer.get(row.name);
    if (json)
      console.log(
        JSON.stringify({
          name: row.name,
          goal: row.goal,
          remora: ours,
          powershell: theirs ?? null,
          ratio: theirs ? ours.median / theirs.median : null,
        }),
      );
    else print(row, ours, theirs);
  }
}

const args = process.argv.slice(2);
await main(args);
if (args.every((arg) => arg === "--no-peer"))
  spawnSync(process.execPath, [join(root, "dist", "scripts", "bench-ssh.js"), ...args], { stdio: "inherit" });
process.exit(0);
