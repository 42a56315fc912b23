// Hosts over SSH: what sessions and fan-outs cost, beside bare `ssh host true` to the same hosts, the real PowerShell engine, and
// Ansible where it is installed.
//
//   npm run bench:ssh -- [--no-peer] [--hosts=16,32,64] [--many=512] [NAME…]
//
// The hosts are real sshds with an address each; every one serves PowerShell as a subsystem and lets Remora find its own way. All
// programs have the same hosts in the same run. Times on a shared machine are noisy: the ratio counts.

import { spawn, spawnSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { createShell, type Shell, type ShellUI } from "../src/shell/index.js";
import { findPeer, type Peer } from "../tests/interop/peer.js";
import { checkoutLaunch } from "../tests/support/console-driver.js";
import { processes, proportionalMegabytes, type WorldProcess } from "../tests/ssh/rig/processes.js";
import { createRig, type HostKind, type Rig } from "../tests/ssh/rig/rig.js";
import { enterWorld } from "../tests/ssh/rig/world.js";

type Figures = readonly number[];

interface Line {
  readonly name: string;
  readonly unit: "ms" | "MB";
  readonly bare?: Figures;
  readonly remora: Figures;
  readonly powershell?: Figures;
  readonly ansible?: Figures;
  /** Of the first session with the same host. */
  readonly first?: Figures;
  /** Largest ratios that are within budget. */
  readonly goals?: { readonly bare?: number; readonly powershell?: number; readonly first?: number };
}

interface Bench {
  readonly rig: Rig;
  readonly peer: Peer;
  readonly hasAnsible: boolean;
}

/** PowerShell's default; bare ssh runs as widely. */
const THROTTLE = 32;
const ROUNDS = 3;

async function oneHost(bench: Bench): Promise<readonly Line[]> {
  const bare: number[] = [];
  const contact: number[] = [];
  const first: number[] = [];
  const second: number[] = [];
  const atOnce: number[] = [];
  const roundTrip: number[] = [];
  const powershell = { first: [] as number[], roundTrip: [] as number[] };
  // In turns, so that whatever else the machine does falls on all alike.
  for (let i = 0; i < 5; i++) {
    bare.push(...repeated(3, () => timed(() => void spawnSync("ssh", ["host0", "true"]))));
    forgetEndpoint(bench, "host0");
    contact.push(await inShell((run) => run(oneSession(1))));
    await inShell(async (run) => {
      first.push(await run(oneSession(1)));
      await pause(HUMAN_MS);
      second.push(await run(oneSession(2)));
      roundTrip.push(...(await rounds(run)));
    });
    await inShell(async (run) => {
      await run(oneSession(1));
      atOnce.push(await run(oneSession(2)));
    });
    const theirs = peerTimes(bench.peer, [oneSession(1), oneSession(2), ...ROUND_TRIPS]);
    if (!theirs) continue;
    powershell.first.push(theirs[1]!); // the first call of a process is compiled on the way
    powershell.roundTrip.push(...theirs.slice(WARM + 2));
  }
  return [
    { name: "first contact, endpoint uploaded", unit: "ms", bare, remora: contact },
    {
      name: "first session with a host, and { 1 }",
      unit: "ms",
      bare,
      remora: first,
      powershell: powershell.first,
      goals: { bare: 1.6, powershell: 1 },
    },
    {
      name: "second session with it, and { 1 }",
      unit: "ms",
      bare,
      remora: second,
      first,
      powershell: powershell.first,
      goals: { bare: 1, powershell: 1 / 2, first: 1 / 10 },
    },
    {
      name: "the same at once, before a spare is ready",
      unit: "ms",
      bare,
      remora: atOnce,
      first,
      powershell: powershell.first,
      goals: { bare: 1, powershell: 1 / 2 },
    },
    {
      name: "round trip in an open session",
      unit: "ms",
      remora: roundTrip,
      powershell: powershell.roundTrip,
      goals: { powershell: 1 / 3 },
    },
  ];
}

/** What a person takes at least between two commands. */
const HUMAN_MS = 500;

/** Round trips that do not count. */
const WARM = 3;
const ROUND_TRIPS = Array<string>(WARM + 10).fill("$null = Invoke-Command -Session $s2 { 1 }");

async function rounds(run: Run): Promise<Figures> {
  const figures: number[] = [];
  for (const script of ROUND_TRIPS) figures.push(await run(script));
  return figures.slice(WARM);
}

const oneSession = (number: number): string =>
  `$s${number} = New-PSSession -HostName host0; $null = Invoke-Command -Session $s${number} { 1 }`;

async function fanOut(bench: Bench, width: number): Promise<readonly Line[]> {
  const bare: number[] = [];
  const cold: number[] = [];
  const again: number[] = [];
  const powershell: number[] = [];
  const ansible: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    bare.push(await bareFanOut(width));
    await inShell(async (run) => {
      if (i === 0) await run(onAll(width)); // whoever has not got the endpoint yet gets it now
    });
    await inShell(async (run) => {
      cold.push(await run(onAll(width)));
      again.push(await run(onAll(width)));
    });
    powershell.push(...(peerTimes(bench.peer, [onAll(width)]) ?? []));
    if (bench.hasAnsible) ansible.push(timed(() => ansibleOn(bench, width)));
  }
  const goals = { bare: 1.5, powershell: 1 / 3 };
  return [
    {
      name: `fan-out { 1 } to ${width} hosts`,
      unit: "ms",
      bare,
      remora: cold,
      powershell,
      ansible,
      goals,
    },
    {
      name: `the same again, connections open`,
      unit: "ms",
      bare,
      remora: again,
      powershell,
      goals,
    },
    ...(width === 32 ? await memory(bench, width) : []),
  ];
}

const onAll = (width: number): string =>
  `$h = 0..${width - 1} | ForEach-Object { "host$_" }; $j = Invoke-Command -HostName $h { 1 } -AsJob; $null = Wait-Job $j; ` +
  `$r = @(Receive-Job $j); if ($r.Count -ne ${width}) { throw "$($r.Count) of ${width} answered" }; Remove-Job $j`;

/** `ssh host true` on all, as many at once as the throttle lets; milliseconds. */
async function bareFanOut(width: number): Promise<number> {
  const waiting = Array.from({ length: width }, (_, i) => `host${i}`);
  const worker = async (): Promise<void> => {
    for (let host = waiting.shift(); host; host = waiting.shift())
      await new Promise((resolve) => spawn("ssh", [host!, "true"], { stdio: "ignore" }).on("close", resolve));
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: THROTTLE }, worker));
  return performance.now() - start;
}

/** While sessions with all are open: the controller with the ssh processes it keeps, and an endpoint. */
async function memory(bench: Bench, width: number): Promise<readonly Line[]> {
  const open = `$h = 0..${width - 1} | ForEach-Object { "host$_" }; $s = New-PSSession -HostName $h; $null = Invoke-Command -Session $s { 1 }`;
  const programs = (): readonly (readonly WorldProcess[])[] =>
    Array.from({ length: width }, (_, i) => bench.rig.host(`host${i}`).processes().filter(isEndpoint));
  let controller = 0;
  let ours: readonly (readonly WorldProcess[])[] = [];
  let figures: Figures = [];
  await inShell(async (run) => {
    const before = proportionalMegabytes(process.pid);
    await run(open);
    const clients = processes()
      .filter(({ name }) => name === "ssh")
      .map(({ id }) => proportionalMegabytes(id));
    controller = proportionalMegabytes(process.pid) - before + clients.reduce((sum, each) => sum + each, 0);
    ours = programs();
    figures = ours.map((each) => each.reduce((sum, { id }) => sum + proportionalMegabytes(id), 0));
  });
  return [
    { name: `memory: on a host, ${ours[0]?.length} processes`, unit: "MB", remora: figures },
    { name: `memory: the controller's for ${width} sessions`, unit: "MB", remora: [controller] },
  ];
}

const isEndpoint = ({ name, commandLine }: WorldProcess): boolean =>
  !name.startsWith("sshd") && !/^(sh|unshare|sleep)\b/.test(commandLine);

/** Many names and addresses, few sshds: what is measured is this side. */
async function manyHosts({ rig }: Bench, count: number): Promise<readonly Line[]> {
  if (count === 0) return [];
  const config = Array.from({ length: count }, (_, i) => {
    const { address, publicKey } = rig.host(`host${i % 16}`);
    return {
      text: `Host many${i}\n  HostName ${address}\n  HostKeyAlias many${i}\n`,
      known: `many${i} ${publicKey}\n`,
    };
  });
  const ssh = join(rig.world.home, ".ssh");
  writeFileSync(join(ssh, "config"), config.map(({ text }) => text).join(""), { flag: "a" });
  writeFileSync(join(ssh, "known_hosts"), config.map(({ known }) => known).join(""), { flag: "a" });
  let most = 0;
  let files = 0;
  const milliseconds = await inShell(async (run) => {
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss / 2 ** 20);
      files = Math.max(files, openFiles());
    }, 100);
    try {
      return await run(onAll(count).replaceAll("host$_", "many$_"));
    } finally {
      clearInterval(timer);
    }
  });
  return [
    { name: `{ 1 } on ${count} names of 16 hosts`, unit: "ms", remora: [milliseconds] },
    { name: `its controller's largest RSS (${files} files open)`, unit: "MB", remora: [most] },
  ];
}

function openFiles(): number {
  return readdirSync("/proc/self/fd").length;
}

function ansibleOn({ rig }: Bench, width: number): void {
  const inventory = join(rig.world.folder, "ansible-hosts");
  writeFileSync(inventory, Array.from({ length: width }, (_, i) => `host${i}\n`).join(""));
  spawnSync("ansible", ["all", "-i", inventory, "-f", String(THROTTLE), "-m", "command", "-a", "true"]);
}

/** As before anybody connected to it. */
function forgetEndpoint({ rig }: Bench, host: string): void {
  rmSync(join(rig.host(host).home(), ".cache"), { recursive: true, force: true });
}

type Run = (script: string) => Promise<number>;

/** A shell of its own for what is measured: no connection of an earlier one helps. */
async function inShell<T>(use: (run: Run) => Promise<T>): Promise<T> {
  const shell = createShell({ launch: checkoutLaunch(), ui: SILENT, start: process.env["HOME"] ?? "/" });
  try {
    await shell.ready;
    return await use((script) => runIn(shell, script));
  } finally {
    await shell.close();
  }
}

/** A user interface nobody looks at; errors are the bench's own mistakes, and end it. */
const SILENT: ShellUI = {
  facts: { width: 120, height: 40, supportsVirtualTerminal: false },
  tell(method, values) {
    if (method === "writeErrorLine") throw new Error(`A benchmark's script failed: ${String(values[0])}`);
  },
  ask: () => Promise.reject(new Error("A benchmark asks nothing.")),
};

async function runIn(shell: Shell, script: string): Promise<number> {
  const start = performance.now();
  const { state, message } = await shell.run(script).ended;
  if (state !== "Completed") throw new Error(`A benchmark's script ended ${state}: ${message ?? ""}`);
  return performance.now() - start;
}

/** Milliseconds of each script in one process of the real engine; undefined where there is none. */
function peerTimes(peer: Peer, scripts: readonly string[]): Figures | undefined {
  if ("missing" in peer) return undefined;
  const measured = scripts.map(
    (script) => `$clock = [System.Diagnostics.Stopwatch]::StartNew(); ${script}; $clock.ElapsedMilliseconds`,
  );
  const { stdout, stderr } = spawnSync(peer.program, ["command", measured.join("\n")], {
    encoding: "utf8",
    timeout: 180_000,
  });
  const figures = stdout.trim().split("\n").map(Number);
  if (figures.length === scripts.length && figures.every(Number.isFinite)) return figures;
  process.stderr.write(`The real PowerShell did not get through: ${stderr.slice(-500)}\n`);
  return undefined;
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function repeated(times: number, once: () => number): Figures {
  return Array.from({ length: times }, once);
}

const WIDTHS = [42, 24, 24, 24];

function print({ name, unit, bare, remora, powershell, ansible, first, goals }: Line): void {
  const cells = [name, ...[bare, remora, powershell].map((figures) => shown(figures, unit))];
  const ratios = [
    verdict("the first session", remora, first, goals?.first),
    verdict("bare ssh", remora, bare, goals?.bare),
    verdict("PowerShell", remora, powershell, goals?.powershell),
    verdict("Ansible", remora, ansible),
  ];
  console.log(`${cells.map((cell, i) => cell.padEnd(WIDTHS[i]!)).join(" ")} ${ratios.filter(Boolean).join("; ")}`);
}

function shown(figures: Figures | undefined, unit: string): string {
  if (!figures || figures.length === 0) return "–";
  const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  return `${number(median(figures))} ${unit} [${number(Math.min(...figures))}..${number(Math.max(...figures))}]`;
}

function verdict(whose: string, ours: Figures, theirs: Figures | undefined, goal?: number): string {
  if (!theirs || theirs.length === 0) return "";
  const ratio = median(ours) / median(theirs);
  const judged = goal === undefined ? "" : ` (≤ ${goal.toFixed(2)}: ${ratio <= goal ? "within" : "OVER"})`;
  return `${ratio.toFixed(2)} × ${whose}${judged}`;
}

function median(figures: Figures): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
}

async function main(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: string): string =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
  const widths = option("hosts", "16,32,64").split(",").map(Number);
  const many = Number(option("many", "512"));
  const names = args.filter((arg) => !arg.startsWith("--"));
  const wanted = (name: string): boolean => names.length === 0 || names.some((each) => name.includes(each));

  delete process.env["NODE_EXTRA_CA_CERTS"]; // costs every Node.js child its parsing
  const peer = args.includes("--no-peer") ? { missing: "not asked for" } : await findPeer();
  const world = enterWorld(import.meta.url);
  if ("missing" in world) return void process.stderr.write(`No lines for hosts over SSH: ${world.missing}.\n`);
  if ("missing" in peer) process.stderr.write(`No real PowerShell beside it: ${peer.missing}\n`);
  const bench: Bench = { rig: createRig(world), peer, hasAnsible: spawnSync("ansible", ["--version"]).status === 0 };
  const groups: readonly (readonly [string, () => Promise<readonly Line[]>])[] = [
    ["one host", () => oneHost(bench)],
    ...widths.map((width) => [`${width} hosts`, () => fanOut(bench, width)] as const),
    [`${many} names`, () => manyHosts(bench, many)],
  ];
  // In portions: sixteen keys and sshds at once are enough for a small machine.
  for (let from = 0; from < Math.max(16, ...widths); from += 16) await bench.rig.start(someHosts(from, 16));
  console.log(["work", "bare ssh", "Remora", "PowerShell"].map((cell, i) => cell.padEnd(WIDTHS[i]!)).join(" "));
  for (const [name, measure] of groups) if (wanted(name)) for (const line of await measure()) print(line);
  await bench.rig.stop();
}

function someHosts(from: number, count: number): Record<string, HostKind> {
  const kind: HostKind = { has: ["node", "checkout"], subsystem: "CHECKOUT/dist/peer/peer serve -sshs" };
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`host${from + i}`, kind]));
}

await main(process.argv.slice(2));
process.exit(0);
