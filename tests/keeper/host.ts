// A host of a test: a home of its own in a temporary folder, so a keeper of its own, and everything that runs there ended after.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  type Connector,
  type ConnectOptions,
  type InvokeSettings,
  keptSessions,
  keptSessionWith,
  type KeptSession,
  type LinkEvent,
  parseInventory,
  type PipelineOutcome,
  type RemotePipeline,
  scriptRequest,
  type Session,
  sessionWith,
  type StreamItem,
} from "../../src/sessions/index.js";
import { killChildrenOnExit } from "../../src/transports/index.js";

const root: string = fileURLToPath(new URL("../../../", import.meta.url));

export interface TestHost {
  readonly name: string;
  readonly home: string;
  readonly connector: Connector;
  session(options?: ConnectOptions): Session;
  kept(): Promise<KeptSession[]>;
  /** A session that is there, not yet connected. */
  found(id: string, options?: ConnectOptions): Session;
  keeperPid(): number;
  /** Processes with this home in their environment: all that this host has. */
  processes(): { readonly pid: number; readonly command: string }[];
}

export interface HostOptions {
  readonly home?: string;
  readonly lingerMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What reaches a host; also for programs of tests. */
export function connectorTo(
  home: string,
  lingerMs = 200,
  environment: Readonly<Record<string, string>> = {},
): Connector {
  const text = JSON.stringify({
    Server01: {
      transport: "process",
      home,
      environment: {
        XDG_RUNTIME_DIR: "",
        XDG_STATE_HOME: "",
        REMORA_KEEPER_LINGER_MS: String(lingerMs),
        REMORA_TEST_HOME: home,
        ...environment,
      },
    },
  });
  return {
    endpoint: [process.execPath, join(root, "bin", "remora"), "-s"],
    registry: killChildrenOnExit(process),
    inventory: () => parseInventory(text, "test"),
  };
}

export function testHost(t: TestContext, options: HostOptions = {}): TestHost {
  const home = options.home ?? mkdtempSync(join(tmpdir(), "remora-keeper-"));
  const connector = connectorTo(home, options.lingerMs, options.environment);
  const host: TestHost = {
    name: "Server01",
    home,
    connector,
    session: (given = {}) => sessionWith("Server01", connector, { keep: {}, ...given }),
    kept: () => keptSessions("Server01", connector),
    found: (id, given = {}) => keptSessionWith("Server01", id, connector, given),
    keeperPid: () => host.processes().find(({ command }) => command.includes("-Keeper"))?.pid ?? 0,
    processes: () => processesOf(home),
  };
  t.after(async () => {
    for (let tries = 0; tries < 100 && host.processes().length > 0; tries++) await pause(50);
    const left = host.processes();
    for (const { pid } of left) kill(pid);
    rmSync(home, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`Left running: ${left.map(({ command }) => command).join("; ")}`);
  });
  return host;
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone already
  }
}

/** All that runs with a home of a test. */
export function processesOf(home: string): { pid: number; command: string }[] {
  const found: { pid: number; command: string }[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      if (!readFileSync(`/proc/${name}/environ`, "utf8").includes(`REMORA_TEST_HOME=${home}\0`)) continue;
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      if (command !== "") found.push({ pid: Number(name), command });
    } catch {
      // it ended meanwhile
    }
  }
  return found;
}

export interface Received {
  readonly items: StreamItem[];
  readonly texts: () => string[];
  readonly outcome: Promise<PipelineOutcome>;
  readonly pipeline: RemotePipeline;
  /** Resolves when so many items are there. */
  has(count: number): Promise<void>;
}

function receiver(start: (sink: Parameters<Session["invoke"]>[1]) => RemotePipeline): Received {
  const items: StreamItem[] = [];
  let wake = (): void => undefined;
  let pipeline: RemotePipeline;
  const outcome = new Promise<PipelineOutcome>((resolve) => {
    pipeline = start({
      items(some) {
        items.push(...some);
        wake();
      },
      ended: resolve,
    });
  });
  return {
    items,
    outcome,
    pipeline: pipeline!,
    texts: () => items.filter(({ stream }) => stream === "Output").map(({ payload }) => payload),
    async has(count) {
      while (items.length < count) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}

export function run(session: Session, script: string, settings: InvokeSettings = {}, hasInput = false): Received {
  return receiver((sink) => session.invoke(scriptRequest({ script, hasInput }), sink, settings));
}

export function receive(session: Session, pipelineId: string, manual = false): Received {
  return receiver((sink) => session.receive(pipelineId, sink, { manual }));
}

/** `<I32>from</I32>` to `<I32>to</I32>`. */
export function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => `<I32>${from + at}</I32>`);
}

/** The link's events, and waiting for one. */
export function linkOf(session: Session): {
  readonly events: LinkEvent[];
  until(type: LinkEvent["type"]): Promise<void>;
} {
  const events: LinkEvent[] = [];
  let wake = (): void => undefined;
  session.onLink((event) => {
    events.push(event);
    wake();
  });
  return {
    events,
    async until(type) {
      while (!events.some((event) => event.type === type)) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}
