// Runs mutated scripts on a thread of its own, one engine for all: robustness.test.ts watches it from outside.

import { readFileSync } from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import type { ErrorRecord } from "../../src/objects/index.js";
import { installCmdlets } from "../../src/cmdlets/index.js";
import { createEngine, type Host } from "../../src/engine/index.js";
import { mutation, seededRandom } from "../support/mutations.js";
import { testHost } from "../support/test-host.js";

export interface MutationWork {
  readonly scripts: string;
  readonly seed: number;
  readonly milliseconds: number;
}

/** A script that is about to run; a fault of ours that one came upon; the end. */
export type MutationReport =
  | { readonly type: "runs"; readonly script: string }
  | { readonly type: "fault"; readonly script: string; readonly stack: string }
  | { readonly type: "end"; readonly count: number };

const STOP_AFTER_MS = 50;

/** A host of which nothing outside can be had. */
function closedHost(stop: { readonly requested: boolean }): Host {
  const refuse = (): never => {
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  };
  const files = new Proxy({} as Host["files"], {
    get(_, name) {
      if (name === "stat" || name === "readLink") return () => undefined;
      if (name === "homeDirectory" || name === "temporaryDirectory") return () => "/nowhere";
      return name === "list" ? () => [] : refuse;
    },
  });
  return { ...testHost({ stop }), files, startProcess: refuse, sleep: () => undefined };
}

function run(work: MutationWork, report: (said: MutationReport) => void): void {
  const scripts = readFileSync(work.scripts, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { source: string }).source);
  const random = seededRandom(work.seed);
  let until = 0;
  const stop = {
    get requested() {
      return performance.now() > until;
    },
  };
  const host = closedHost(stop);
  const end = performance.now() + work.milliseconds;
  let count = 0;
  for (; performance.now() < end; count++) {
    const script = mutation(scripts, random);
    report({ type: "runs", script });
    const look = (record: ErrorRecord | undefined): void => {
      const stack = record?.exception && faultOf(record);
      if (stack) report({ type: "fault", script, stack });
    };
    until = Infinity;
    const engine = createEngine(host, { location: "/" });
    installCmdlets(engine);
    until = performance.now() + STOP_AFTER_MS;
    try {
      look(engine.runScript(script, { error: look, toDefault: true }).error);
    } catch (thrown) {
      report({ type: "fault", script, stack: thrown instanceof Error ? thrown.stack! : String(thrown) });
    }
  }
  report({ type: "end", count });
}

/** JavaScript's own errors are no script's. */
function faultOf(record: ErrorRecord): string | undefined {
  const trace = (record.exception as { stackTrace?: unknown }).stackTrace;
  return typeof trace === "string" && /^(Type|Reference|Range|Syntax|Internal)Error:/.test(trace) ? trace : undefined;
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  run(workerData as MutationWork, (said) => port.postMessage(said));
}
