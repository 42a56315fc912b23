// The real PowerShell engine as a peer: finds dotnet, builds tests/interop/peer once for its content, or says why there is none.
//
// Rule: a missing dotnet or package is a reason to skip, and printed; sources that do not compile are a failure.

import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const root: string = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

const sources = join(root, "tests", "interop", "peer");
const built = join(root, "dist", "peer");
const stamp = join(built, "content-hash");
const lock = join(root, "dist", "peer.lock");

const BUILD_LIMIT = 300_000; // milliseconds, a first restore from the registry included
const POLL = 250; // milliseconds between looks at another process's build

/** A peer that can be run, or why there is none. */
export type Peer = { readonly program: string } | { readonly missing: string };

/** The built peer. Builds it if its sources have changed since; another process that builds it is waited for. */
export async function findPeer(): Promise<Peer> {
  const dotnet = spawnSync("dotnet", ["--version"], { encoding: "utf8", env: quiet() });
  if (dotnet.error || dotnet.status !== 0) return { missing: "dotnet is not installed" };
  if (Number.parseInt(dotnet.stdout, 10) < 10) return { missing: `dotnet ${dotnet.stdout.trim()} is older than 10` };
  const program = join(built, "peer");
  const wanted = contentHash();
  if (isBuilt(wanted)) return { program };
  await takeLock();
  try {
    if (isBuilt(wanted)) return { program };
    const missing = await build();
    if (missing) return { missing };
    writeFileSync(stamp, wanted);
    return { program };
  } finally {
    rmSync(lock, { force: true, recursive: true });
  }
}

/** `undefined` where the program runs, else the reason to hand to `skip`. Prints it once, so that a run says what it left out. */
export function skipReason(peer: Peer): string | undefined {
  if ("program" in peer) return undefined;
  console.log(`interop: skipped, ${peer.missing}`);
  return peer.missing;
}

function isBuilt(hash: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash && existsSync(join(built, "peer"));
}

function contentHash(): string {
  const hash = createHash("sha256");
  for (const path of filesUnder(sources)) hash.update(path.slice(sources.length)).update(readFileSync(path));
  return hash.digest("hex");
}

function filesUnder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

// A folder is made by one process only; one that is older than any build was left by a process that died.
async function takeLock(): Promise<void> {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > BUILD_LIMIT) renameSync(lock, `${lock}.${process.pid}`);
    else await pause(POLL);
  }
}

/** Builds; gives the reason where the package cannot be had. */
async function build(): Promise<string | undefined> {
  rmSync(stamp, { force: true });
  // Compiled ahead of time, as the engine of a real PowerShell is; only where the compiler's package cannot be had, without.
  const ahead = await publish("-p:PublishReadyToRun=true");
  if (ahead.status === 0) return undefined;
  const plain = await publish("-p:PublishReadyToRun=false");
  if (plain.status === 0) {
    console.log("interop: the peer is not compiled ahead of time, it will be slow to start");
    return undefined;
  }
  if (/error NU\d+/.test(plain.said))
    return `the package System.Management.Automation cannot be restored: ${firstError(plain.said)}`;
  throw new Error(`the peer does not build: ${firstError(plain.said)}`);
}

function publish(option: string): Promise<{ status: number | null; said: string }> {
  // Build servers would outlive this run.
  const args = ["publish", sources, "-c", "Release", "-v", "quiet", "-nologo", "--disable-build-servers", option];
  const child = spawn("dotnet", args, { env: quiet(), stdio: ["ignore", "pipe", "pipe"], timeout: BUILD_LIMIT });
  let said = "";
  child.stdout.on("data", (text: Buffer) => (said += text.toString()));
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, said }));
  });
}

function firstError(said: string): string {
  return (said.split("\n").find((line) => line.includes("error")) ?? said.slice(-400)).trim();
}

function quiet(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DOTNET_CLI_TELEMETRY_OPTOUT: "1",
    DOTNET_NOLOGO: "1",
    DOTNET_SKIP_FIRST_TIME_EXPERIENCE: "1",
  };
}
