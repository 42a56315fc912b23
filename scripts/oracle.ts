// Scores Remora against the recorded answers of real PowerShell.
//
//   npm run oracle -- [--failures] [--remote] [--only REGEX] [files…]
//
// Cases run one after another in an engine of a child process; one that does not end is killed with it, and counts as failed.
// Cases of jobs and sessions need what only a whole shell has: each runs in a session of its own with this checkout's endpoint.
// With --remote all do.

import { type ChildProcess, fork } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Case, caseFiles, needsShell, readCases } from "../tests/support/cases.js";
import { runCase } from "../tests/support/run-case.js";
import { runRemoteCase } from "../tests/support/run-remote-case.js";

const LIMIT_MS = 10_000;

/** Sessions at a time. */
const SESSIONS = 2;

function work(): void {
  process.on("message", (script: string) => {
    let answer: string;
    try {
      answer = runCase(script);
    } catch (error) {
      answer = `!crash | ${error instanceof Error ? error.stack : String(error)}`;
    }
    process.send!(answer);
  });
}

interface Score {
  passed: number;
  total: number;
}

async function main(args: string[]): Promise<void> {
  const showFailures = args.includes("--failures");
  const remote = args.includes("--remote");
  const only = args.includes("--only") ? new RegExp(args[args.indexOf("--only") + 1]!, "i") : undefined;
  const named = args.filter((arg, i) => !arg.startsWith("--") && args[i - 1] !== "--only");
  const files = named.length > 0 ? named.flatMap(filesNamed) : ["lang", "cmd"].flatMap(filesNamed);
  process.env["TZ"] = "UTC";
  process.env["REMORA_KEEPER"] = "never"; // a case that is cut short leaves no session behind
  const worker = new Worker();
  const scores = new Map<string, Score>();
  for (const file of files) {
    const cases = readCases(file).filter((each) => !only || only.test(each.title));
    if (cases.length === 0) continue;
    const isRemote = (each: Case): boolean => remote || needsShell(file, each);
    const answers = await inTurn(cases, cases.every(isRemote) ? SESSIONS : 1, (each) =>
      isRemote(each) ? runRemoteCase(each.script) : worker.run(each.script),
    );
    const good = cases.filter((each, i) => answers[i] === each.expected).length;
    if (showFailures) cases.forEach((each, i) => answers[i] !== each.expected && report(file, each, answers[i]!));
    for (const name of [dirname(file), "total"]) {
      const score = scores.get(name) ?? { passed: 0, total: 0 };
      scores.set(name, { passed: score.passed + good, total: score.total + cases.length });
    }
    console.log(`${file.padEnd(36)} ${String(good).padStart(3)} / ${cases.length}`);
  }
  for (const name of ["lang", "cmd", "total"]) {
    const score = scores.get(name);
    if (score) console.log(`${name} ${score.passed} / ${score.total}  ${percent(score)} %`);
  }
  worker.close();
}

function percent({ passed, total }: Score): string {
  return ((100 * passed) / Math.max(1, total)).toFixed(1);
}

/** Answers in the order of the items, at most so many asked at once. */
async function inTurn<Item, Answer>(
  items: readonly Item[],
  most: number,
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      answers[at] = await ask(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: most }, lane));
  return answers;
}

/** "lang", "lang/flow" or "lang/flow.cases". */
function filesNamed(name: string): string[] {
  if (name.endsWith(".cases")) return [name];
  if (name.includes("/")) return [`${name}.cases`];
  return caseFiles(name as "lang" | "cmd");
}

function report(file: string, each: Case, answer: string): void {
  const indent = (text: string): string => text.replace(/^/gm, "    ");
  console.log(
    `--- ${file}: ${each.title}\n${each.script}\n  expected\n${indent(each.expected)}\n  got\n${indent(answer)}\n`,
  );
}

class Worker {
  #child: ChildProcess | undefined;
  run(script: string): Promise<string> {
    const child = (this.#child ??= fork(fileURLToPath(import.meta.url), ["--worker"], {
      env: { ...process.env, TZ: "UTC", REMORA_KEEPER: "never" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    }));
    return new Promise((resolve) => {
      const done = (answer: string): void => {
        clearTimeout(timer);
        child.removeAllListeners("message");
        child.removeAllListeners("exit");
        resolve(answer);
      };
      const timer = setTimeout(() => {
        this.#child = undefined;
        child.kill("SIGKILL");
        done("!timeout");
      }, LIMIT_MS);
      child.once("message", (answer) => done(String(answer)));
      child.once("exit", (code, signal) => {
        this.#child = undefined;
        done(`!died | ${code ?? signal}`);
      });
      child.send(script);
    });
  }
  close(): void {
    this.#child?.kill();
  }
}

if (process.argv[2] === "--worker") work();
else {
  await main(process.argv.slice(2));
  process.exit(); // a transport that was killed may still be waiting to hear so
}
