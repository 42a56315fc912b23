// Copy-Item over a session beside `scp`, over the same sshd in the same run, in turns.
//
//   npm run bench:copy -- [--json] [MEGABYTES]
//
// Starts an sshd of its own on the loopback with keys of its own in a temporary folder. `scp` connects each time: a bare
// `ssh true` stands beside it. The file lies in memory where the machine has /dev/shm: disks are not what is measured.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { createShell, type Shell, type ShellUI } from "../src/shell/index.js";
import { checkoutLaunch, root } from "../tests/support/console-driver.js";

const TIMES = 5;
/** At least a third of scp's throughput. */
const GOAL = 1 / 3;

const SILENT: ShellUI = {
  facts: { width: 120, height: 40, supportsVirtualTerminal: false },
  tell(method, args) {
    if (method === "writeErrorLine") throw new Error(`A benchmark's script failed: ${String(args[0])}`);
  },
  ask: () => Promise.reject(new Error("A benchmark asks nothing.")),
};

interface Server {
  readonly config: string;
  readonly process: ChildProcess;
}

function must(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, [...args], { encoding: "utf8" });
  if (error || status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** An sshd of our own, and a configuration by which `ssh host` reaches it. */
async function startServer(folder: string): Promise<Server> {
  const port = await freePort();
  for (const key of ["host", "user"]) must("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, key)]);
  writeFileSync(join(folder, "authorized"), readFileSync(join(folder, "user.pub")));
  const endpoint = `${process.execPath} ${join(root, "bin", "remora")} -sshs`;
  writeFileSync(
    join(folder, "sshd_config"),
    [
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${join(folder, "host")}`,
      `AuthorizedKeysFile ${join(folder, "authorized")}`,
      "PidFile none",
      "StrictModes no",
      "PermitRootLogin yes",
      "UsePAM no",
      "Subsystem sftp internal-sftp",
      `Subsystem remora ${endpoint}`,
    ].join("\n"),
  );
  const config = join(folder, "ssh_config");
  writeFileSync(
    config,
    `Host host\n HostName 127.0.0.1\n Port ${port}\n IdentityFile ${join(folder, "user")}\n IdentitiesOnly yes\n StrictHostKeyChecking no\n UserKnownHostsFile ${join(folder, "known")}\n LogLevel ERROR\n`,
  );
  if (!existsSync("/run/sshd")) must("mkdir", ["-p", "/run/sshd"]);
  const server = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", join(folder, "sshd_config")], { stdio: "ignore" });
  for (let tries = 0; tries < 50; tries++) {
    if (spawnSync("ssh", ["-F", config, "host", "true"]).status === 0) return { config, process: server };
    await pause(100);
  }
  server.kill();
  throw new Error("The sshd of the benchmark does not answer.");
}

function timed(program: string, args: readonly string[]): number {
  const start = performance.now();
  must(program, args);
  return performance.now() - start;
}

async function run(shell: Shell, text: string): Promise<number> {
  const start = performance.now();
  const { state, message } = await shell.run(text).ended;
  if (state !== "Completed") throw new Error(`A benchmark's script ended ${state}: ${message ?? ""}`);
  return performance.now() - start;
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

async function main(args: readonly string[]): Promise<void> {
  delete process.env["NODE_EXTRA_CA_CERTS"]; // costs every Node.js child its parsing
  const megabytes = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 100);
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "remora-bench-"));
  const file = join(folder, "file");
  for (let i = 0; i < megabytes; i++) writeFileSync(file, randomBytes(1_000_000), { flag: "a" });
  const server = await startServer(folder);
  const inventory = join(folder, "inventory.json");
  const command = ["ssh", "-F", server.config, "-s", "host", "remora"];
  writeFileSync(inventory, JSON.stringify({ host: { transport: "process", command } }));
  process.env["REMORA_INVENTORY"] = inventory;
  const shell = createShell({ launch: checkoutLaunch(), ui: SILENT, start: root });
  const figures: Record<string, number[]> = { up: [], down: [], "scp up": [], "scp down": [], "ssh true": [] };
  try {
    await shell.ready;
    await run(shell, "$s = New-PSSession host");
    const rounds: readonly (readonly [string, () => number | Promise<number>])[] = [
      ["scp up", () => timed("scp", ["-q", "-F", server.config, file, `host:${folder}/scp-up`])],
      ["up", () => run(shell, `Copy-Item ${file} ${folder}/up -ToSession $s`)],
      ["scp down", () => timed("scp", ["-q", "-F", server.config, `host:${file}`, `${folder}/scp-down`])],
      ["down", () => run(shell, `Copy-Item ${file} ${folder}/down -FromSession $s`)],
      ["ssh true", () => timed("ssh", ["-F", server.config, "host", "true"])],
    ];
    for (let i = 0; i <= TIMES; i++)
      for (const [name, measure] of rounds) {
        const ms = await measure();
        if (i > 0) figures[name]!.push(ms);
      }
  } finally {
    await shell.close();
    server.process.kill();
    rmSync(folder, { recursive: true });
  }
  const of = (name: string): number => median(figures[name]!);
  const rows = (["up", "down"] as const).map((way) => {
    const scp = of(`scp ${way}`);
    const bare = Math.max(1, scp - of("ssh true"));
    return { way, copyItem: of(way), scp, ratio: scp / of(way), ratioWithoutConnecting: bare / of(way) };
  });
  if (args.includes("--json")) return console.log(JSON.stringify({ megabytes, goal: GOAL, rows }));
  const rate = (ms: number): string => `${ms.toFixed(0)} ms (${((megabytes * 1000) / ms).toFixed(0)} MB/s)`.padEnd(22);
  console.log(
    `${megabytes} MB over sshd on the loopback, median of ${TIMES}; ssh true: ${of("ssh true").toFixed(0)} ms`,
  );
  for (const { way, copyItem, scp, ratio, ratioWithoutConnecting } of rows)
    console.log(
      [
        (way === "up" ? "-ToSession" : "-FromSession").padEnd(13),
        rate(copyItem),
        "scp".padEnd(4),
        rate(scp),
        `${ratio.toFixed(2)} of scp's throughput (${ratioWithoutConnecting.toFixed(2)} without its connecting), goal ${GOAL.toFixed(2)}:`,
        ratio >= GOAL ? "within" : "UNDER",
      ].join(" "),
    );
}

await main(process.argv.slice(2));
process.exit(0);
