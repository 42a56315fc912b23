// Scores the engine against the recorded answers of real PowerShell.
//
//   npm run oracle -- [--failures] [--only REGEX] [files…]
//
// Cases run one after another in a child process; one that does not end is killed with it, and counts as failed.

import { type ChildProcess, fork } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Case, readCases } from "../tests/support/cases.js";
import { runCase } from "../tests/support/run-case.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LIMIT_MS = 10_000;

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

async function main(args: string[]): Promise<void> {
  const showFailures = args.includes("--failures");
  const only = args.includes("--only") ? new RegExp(args[args.indexOf("--only") + 1]!, "i") : undefined;
  const named = args.filter((arg, i) => !arg.startsWith("--") && args[i - 1] !== "--only");
  const files = named.length > 0 ? named.flatMap(filesNamed) : ["lang", "cmd"].flatMap(filesNamed);
  const worker = new Worker();
  let passed = 0;
  let total = 0;
  for (const file of files) {
    const cases = readCases(join(ROOT, "tests/cases", file)).filter((each) => !only || only.test(each.title));
    if (cases.length === 0) continue;
    let good = 0;
    for (const each of cases) {
      const answer = await worker.run(each.script);
      if (answer === each.expected) good++;
      else if (showFailures) report(file, each, answer);
    }
    passed += good;
    total += cases.length;
    console.log(`${file.padEnd(36)} ${String(good).padStart(3)} / ${cases.length}`);
  }
  console.log(`${"total".padEnd(36)} ${passed} / ${total}  ${((100 * passed) / Math.max(1, total)).toFixed(1)} %`);
  worker.close();
}

/** "lang", "lang/flow" or "lang/flow.cases". */
function filesNamed(name: string): string[] {
  if (name.endsWith(".cases")) return [name];
  if (name.includes("/")) return [`${name}.cases`];
  return readdirSync(join(ROOT, "tests/cases", name))
    .filter((file) => file.endsWith(".cases"))
    .sort()
    .map((file) => `${name}/${file}`);
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
      env: { ...process.env, TZ: "UTC" },
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
else await main(process.argv.slice(2));
