// The tour (`npm start`): types the commands of PowerShell's about_Remote_Jobs, word for word, into a real console, and checks
// that each shows what the page says. Server01 and Server02 are endpoint processes of this machine; with --ssh (`npm run tour:ssh`)
// they are computers with a real sshd, a network and names of their own, and nothing but Node.js.
//
// At a terminal it leaves the person in the console, with those servers; without one it exits 0, or 1 if a step failed.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { driveConsole, root, type ConsoleDriver } from "../tests/support/console-driver.js";
import { twoServers, type TwoServers } from "../tests/support/two-servers.js";
import { sshServers } from "../tests/ssh/rig/servers.js";
import { enterWorld } from "../tests/ssh/rig/world.js";

interface Step {
  readonly command: string;
  /** What is wrong with what it printed, or undefined. Takes the prompt that came after it as well. */
  readonly check?: (output: string, promptAfter: string) => string | undefined;
}

interface Chapter {
  readonly title: string;
  readonly steps: (servers: TwoServers) => readonly Step[];
}

const nothing = (output: string): string | undefined => (output.trim() === "" ? undefined : "it should print nothing");
const something = (output: string): string | undefined =>
  output.trim() === "" ? "it should print something" : undefined;
const remotePrompt = (_: string, prompt: string): string | undefined =>
  prompt.startsWith("[Server01]: PS ")
    ? undefined
    : `the prompt should begin with "[Server01]: PS ", it is "${prompt}"`;
const localPrompt = (_: string, prompt: string): string | undefined =>
  prompt.startsWith("PS ") ? undefined : `the prompt should be the local one, it is "${prompt}"`;

/** A job's line in a table has these words, in this order. */
function row(...words: readonly string[]): (output: string) => string | undefined {
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*"));
  return (output) =>
    output.split("\n").some((line) => pattern.test(line)) ? undefined : `a line should read "${words.join(" … ")}"`;
}

function noJob(output: string): string | undefined {
  return /Job\d/.test(output) ? "there should be no job" : undefined;
}

const CHAPTERS: readonly Chapter[] = [
  {
    title: "Start a background job in an interactive session",
    steps: (servers) => [
      { command: "Enter-PSSession -computername Server01", check: remotePrompt },
      {
        command: 'start-job -scriptblock {\n  get-eventlog "Windows PowerShell"\n} | wait-job | remove-job',
        check: nothing,
      },
      { command: '$job = start-job -scriptblock {\n  get-eventlog "Windows PowerShell"\n}', check: nothing },
      { command: "wait-job $job | out-null", check: nothing },
      {
        command: "get-job $job",
        check: row("BackgroundJob", "Completed", "True", "localhost", 'get-eventlog "Windows P'),
      },
      { command: "receive-job $job > c:\\logs\\PsLog.txt", check: () => writtenOn(servers, "Server01", "PsLog.txt") },
      { command: "Exit-PSSession", check: localPrompt },
      { command: "$s = new-pssession -computername Server01", check: nothing },
      { command: "invoke-command -session $s -scriptblock {\n  get-content c:\\logs\\pslog.txt}", check: something },
    ],
  },
  {
    title: "Start a remote job that returns the results to the local computer (AsJob)",
    steps: () => [
      {
        command: "invoke-command -computername Server01 -scriptblock {\n  get-eventlog system} -asjob",
        check: row("RemoteJob", "Running", "True", "Server01", "get-eventlog system"),
      },
      { command: "get-job | wait-job | out-null", check: nothing },
      { command: "get-job", check: row("RemoteJob", "Completed", "True", "Server01", "get-eventlog system") },
      { command: "$results = receive-job -id 1", check: nothing },
      { command: '"$($results.Count -gt 0) $($results[0].PSComputerName)"', check: row("True Server01") },
    ],
  },
  {
    title: "Start a remote job that keeps the results on the remote computer",
    steps: (servers) => [
      { command: "$s = new-pssession -computername Server01", check: nothing },
      {
        command: "invoke-command -session $s -scriptblock {\n  start-job -scriptblock {get-eventlog system}}",
        check: row("BackgroundJob", "Running", "True", "localhost", "get-eventlog system", "Server01"),
      },
      { command: "invoke-command -session $s {wait-job -id 1 | out-null}", check: nothing },
      {
        command: "invoke-command -session $s -scriptblock {get-job}",
        check: row("BackgroundJob", "Completed", "True", "localhost", "Server01"),
      },
      {
        command: "$results = invoke-command -session $s -scriptblock {\n  receive-job -sessionid 2 -keep}",
        check: nothing,
      },
      { command: "$results.Count -gt 0", check: row("True") },
      {
        command: "invoke-command -session $s -command {\n  receive-job -sessionid 2 > c:\\logs\\pslog.txt}",
        check: (output) =>
          nothing(output) ?? writtenOn(servers, "Server01", "PsLog.txt") ?? writtenOn(servers, "Server01", "pslog.txt"),
      },
      { command: "remove-pssession $s", check: nothing },
    ],
  },
  {
    title: "What happens when a session ends",
    steps: () => [
      {
        command: "Enter-PSSession -computername Server02",
        check: (_, prompt) => (prompt.startsWith("[Server02]") ? undefined : "the prompt should name Server02"),
      },
      {
        command: "$job = start-job { 1..600 | % { add-content c:\\logs\\tick.txt $_; $_; start-sleep -m 100 } }",
        check: nothing,
      },
      { command: "while (-not (test-path c:\\logs\\tick.txt)) { start-sleep -m 20 }", check: nothing },
      { command: "Exit-PSSession", check: localPrompt },
      { command: "invoke-command -computername Server02 {get-job}", check: noJob },
      {
        command:
          "invoke-command -computername Server02 {$a = (get-content c:\\logs\\tick.txt).Count; start-sleep 1; (get-content c:\\logs\\tick.txt).Count - $a}",
        check: (output) => (output.trim() === "0" ? undefined : "the job should have ended with its session"),
      },
      {
        command: "invoke-command -computername Server02 {start-job {sleep 60}}",
        check: row("BackgroundJob", "Running", "True", "localhost", "sleep 60", "Server02"),
      },
      { command: "invoke-command -computername Server02 {get-job}", check: noJob },
    ],
  },
];

function writtenOn(servers: TwoServers, server: string, name: string): string | undefined {
  const folder = join(servers.drive(server), "logs");
  const path = [name, name.toLowerCase(), "PsLog.txt"].map((each) => join(folder, each)).find(existsSync);
  return path !== undefined && readFileSync(path, "utf8").trim() !== ""
    ? undefined
    : `${server} should have C:\\logs\\${name} with the events in it`;
}

async function main(): Promise<number> {
  const servers = process.argv.includes("--ssh") ? await serversOverSsh() : twoServers();
  if ("missing" in servers) {
    process.stderr.write(`There can be no hosts to tour over SSH here: ${servers.missing}.\n`);
    return 1;
  }
  process.chdir(servers.home);
  const atTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  try {
    const failures = await tour(servers);
    for (const failure of failures) process.stderr.write(`✗ ${failure}\n`);
    process.stdout.write(
      failures.length === 0 ? "\nEvery step showed what the page says.\n" : `\n${failures.length} steps did not.\n`,
    );
    if (atTerminal) {
      process.stdout.write(
        "You are in the console now; Server01 and Server02 are there to try. Type exit to leave.\n\n",
      );
      return (
        spawnSync(process.execPath, [join(root, "bin", "remora"), "-NoLogo"], { stdio: "inherit", cwd: servers.home })
          .status ?? 1
      );
    }
    return failures.length === 0 ? 0 : 1;
  } finally {
    process.chdir(root);
    servers.dispose();
  }
}

/** Goes on in a world of its own, where the hosts are. */
async function serversOverSsh(): Promise<TwoServers | { readonly missing: string }> {
  const world = enterWorld(import.meta.url);
  if ("missing" in world) return world;
  const servers = await sshServers(world);
  const hosts = ["Server01", "Server02"].map((name) => `${name} is ${servers.rig.host(name).address}`);
  process.stdout.write(`${hosts.join(", ")}: each a real sshd on a network of its own, with nothing but Node.js.\n`);
  return servers;
}

/** Each chapter has a console of its own, so that ids count from 1 as on the page. */
async function tour(servers: TwoServers): Promise<string[]> {
  const failures: string[] = [];
  for (const chapter of CHAPTERS) {
    process.stdout.write(`\n── ${chapter.title} ──\n\n`);
    const console = driveConsole({ start: servers.home, columns: 140, echo: (text) => process.stdout.write(text) });
    for (const step of chapter.steps(servers)) await take(console, step, failures);
    await console.leave();
  }
  return failures;
}

async function take(console: ConsoleDriver, step: Step, failures: string[]): Promise<void> {
  const output = await console.type(step.command);
  const wrong = step.check?.(output, await console.prompt());
  if (wrong === undefined) return;
  process.stdout.write(`✗ ${wrong}\n`);
  failures.push(`${step.command.replaceAll("\n", " ")}: ${wrong}`);
}

process.exit(await main());
