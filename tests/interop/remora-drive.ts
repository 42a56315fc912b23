// What `peer drive` does, done by Remora's client: a scenario in, an Outcome out. Same rules: a shared session unless the row wants
// its own, a new one after a break.

import { randomUUID } from "node:crypto";
import type { ClientEvent, PipelineData, PipelineDataType } from "../../src/protocol/index.js";
import type { ItemStream } from "../../src/sessions/index.js";
import { answerHostCall, draft, type Draft, withLimit, writeDown, writeEnd } from "./outcome.js";
import { type Link, METADATA_QUESTION, openLink, pipelineOf, waitFor } from "./remora-client.js";
import type { Outcome, Scenario } from "./scenario.js";

const SOON = 3000; // milliseconds in which a far end must notice that its input has ended

export async function remoraDrive(
  scenarios: readonly Scenario[],
  command: readonly string[],
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const shared = new Shared(command);
  for (const scenario of scenarios) {
    const started = Date.now();
    const outcome = draft(scenario.name);
    try {
      await withLimit(runOne(scenario, outcome, shared, command), (scenario.seconds ?? 30) * 1000);
    } catch (error) {
      outcome.state = "Broken";
      outcome.reason = error instanceof Error ? error.message : String(error);
      shared.abandon();
    }
    outcomes.set(scenario.name, { ...outcome, milliseconds: Date.now() - started });
  }
  await shared.close();
  return outcomes;
}

async function runOne(scenario: Scenario, outcome: Draft, shared: Shared, command: readonly string[]): Promise<void> {
  if (scenario.action === "close") {
    outcome.output.push(...(await (await openLink(command)).close()));
    outcome.state = outcome.output.at(-1) ?? "";
  } else if (scenario.action === "private-data") {
    const { privateData } = await shared.get();
    outcome.output = [...(privateData ?? [])].map((entry) => String(entry.key)).sort();
    outcome.state = "Completed";
  } else if (scenario.action === "kill" || scenario.action === "end-of-input")
    await withOwn(command, {}, (link) => cut(scenario, outcome, link));
  else if (scenario.action === "pool-counts")
    await withOwn(command, { runspaces: scenario.pool ?? 1 }, (link) => poolCounts(scenario, outcome, link));
  else if (scenario.action === "reset") await withOwn(command, {}, (link) => reset(scenario, outcome, link));
  else if (scenario.sessions) await inSessions(scenario, outcome, command);
  else if (scenario.pool)
    await withOwn(command, { runspaces: scenario.pool }, (link) =>
      several(scenario, outcome, Array<Link>(scenario.pool!).fill(link)),
    );
  else if (scenario.fresh || scenario.noHost || scenario.action === "metadata")
    await withOwn(command, { noHost: scenario.noHost ?? false }, (link) => inSession(scenario, outcome, link));
  else await inSession(scenario, outcome, await shared.get());
}

async function withOwn(
  command: readonly string[],
  options: { runspaces?: number; noHost?: boolean },
  use: (link: Link) => Promise<void>,
): Promise<void> {
  const link = await openLink(command, options);
  try {
    await use(link);
  } finally {
    if (link.client.machine.state === "Opened") await withLimit(link.close(), 10_000).catch(() => link.kill());
    else link.kill();
    await link.ended;
  }
}

async function inSession(scenario: Scenario, outcome: Draft, link: Link): Promise<void> {
  await run(scenario, outcome, link).ended;
  if (scenario.next === undefined) return;
  const next = draft(scenario.name);
  await run({ name: scenario.name, script: scenario.next }, next, link).ended;
  outcome.state = next.state;
  outcome.output.push(...next.output);
  outcome.error.push(...next.error);
}

async function reset(scenario: Scenario, outcome: Draft, link: Link): Promise<void> {
  await run(scenario, outcome, link).ended;
  const id = link.client.machine.resetRunspaceState();
  await answered(link, id);
  const next = draft(scenario.name);
  await run({ name: scenario.name, script: scenario.next ?? "" }, next, link).ended;
  outcome.output.push(...next.output);
}

async function poolCounts(scenario: Scenario, outcome: Draft, link: Link): Promise<void> {
  const { machine } = link.client;
  const ask = (id: bigint): Promise<number | boolean> => answered(link, id);
  const truth = (answer: number | boolean): string =>
    answer === true ? "True" : answer === false ? "False" : String(answer);
  outcome.output.push(`available ${await ask(machine.getAvailableRunspaces())}`);
  const max = truth(await ask(machine.setMaxRunspaces(5)));
  const min = truth(await ask(machine.setMinRunspaces(2)));
  outcome.output.push(`set max ${max} set min ${min} available ${await ask(machine.getAvailableRunspaces())}`);
  const part = draft(scenario.name);
  const running = run({ name: scenario.name, script: "1; Start-Sleep 60" }, part, link);
  await running.first;
  outcome.output.push(`while one runs ${await ask(machine.getAvailableRunspaces())}`);
  running.stop();
  await running.ended;
  outcome.state = part.state;
}

function answered(link: Link, callId: bigint): Promise<number | boolean> {
  const answer = waitFor(link.listen, (event) =>
    event.type === "RUNSPACE_AVAILABILITY" && event.callId === callId ? event.answer : undefined,
  );
  link.flush();
  return answer;
}

async function inSessions(scenario: Scenario, outcome: Draft, command: readonly string[]): Promise<void> {
  const links = await Promise.all(Array.from({ length: scenario.sessions! }, () => openLink(command)));
  await several(scenario, outcome, links);
  await Promise.all(links.map((link) => link.close()));
}

async function several(scenario: Scenario, outcome: Draft, links: readonly Link[]): Promise<void> {
  const parts = links.map(() => draft(scenario.name));
  await Promise.all(links.map((link, number) => run(scenario, parts[number]!, link, number).ended));
  outcome.state = [...new Set(parts.map((part) => part.state))].join(",");
  outcome.output.push(...parts.flatMap((part) => part.output));
  outcome.error.push(...parts.flatMap((part) => part.error));
}

async function cut(scenario: Scenario, outcome: Draft, link: Link): Promise<void> {
  const part = draft(scenario.name);
  const running = run(scenario, part, link);
  await running.first;
  const started = Date.now();
  if (scenario.action === "kill") link.kill();
  else link.endInput();
  await running.ended;
  await link.ended;
  outcome.state = part.state;
  outcome.output = ["ended", Date.now() - started < SOON ? "soon" : "late"];
}

interface Running {
  /** The first object has come. */
  readonly first: Promise<void>;
  readonly ended: Promise<void>;
  stop(): void;
}

function run(scenario: Scenario, outcome: Draft, link: Link, number?: number): Running {
  const { machine } = link.client;
  const id = randomUUID();
  let sawFirst = (): void => undefined;
  const first = new Promise<void>((resolve) => (sawFirst = resolve));
  const stop = (): void => {
    machine.stop(id);
    link.flush();
  };
  const ended = waitFor(link.listen, (event) => {
    if (event.type === "RunspacePoolBroken") {
      if (outcome.state === "") throw event.error;
      return true; // its last state came, and nothing can come after it
    }
    if (!("pipelineId" in event) || event.pipelineId !== id) return undefined;
    if (event.type === "PIPELINE_HOST_CALL") {
      const response = answerHostCall(event.payload, outcome);
      if (response !== undefined) machine.respondToHostCall(id, response);
      link.flush();
    } else take(event, outcome);
    if (event.type === "PIPELINE_OUTPUT") {
      sawFirst();
      if (outcome.output.length === scenario.stopAfter) stop();
    }
    if (outcome.state !== "") machine.closePipeline(id);
    return event.type === "PipelineClosed" || event.type === "PipelineBroken" ? true : undefined;
  }).then(() => undefined);
  if (scenario.action === "metadata") machine.getCommandMetadata(id, METADATA_QUESTION);
  else machine.createPipeline(id, pipelineOf(scenario, number));
  if (scenario.input && scenario.input.length > 0) {
    machine.sendInput(
      id,
      scenario.input.map((element) => (element === "<Nil />" ? "" : element)),
    );
    machine.endInput(id);
  }
  link.flush();
  return {
    first,
    stop,
    ended: scenario.action === "metadata" ? ended.then(() => void outcome.output.splice(0, Infinity, "some")) : ended,
  };
}

/** Writes down what a pipeline's event says. */
function take(event: ClientEvent, outcome: Draft): void {
  if (event.type === "PIPELINE_STATE") writeEnd(event.payload, outcome);
  else if (event.type === "PipelineBroken") outcome.state = "Failed";
  else if (event.type in STREAMS) {
    const { type, payload } = event as PipelineData;
    writeDown(STREAMS[type], payload, outcome);
  }
}

const STREAMS: Readonly<Record<PipelineDataType, Exclude<ItemStream, "HostCall">>> = {
  PIPELINE_OUTPUT: "Output",
  ERROR_RECORD: "Error",
  WARNING_RECORD: "Warning",
  VERBOSE_RECORD: "Verbose",
  DEBUG_RECORD: "Debug",
  INFORMATION_RECORD: "Information",
  PROGRESS_RECORD: "Progress",
};

/** The session that rows share. */
class Shared {
  readonly #command: readonly string[];
  #link: Link | undefined;
  constructor(command: readonly string[]) {
    this.#command = command;
  }
  async get(): Promise<Link> {
    if (this.#link?.client.machine.state !== "Opened") this.#link = await openLink(this.#command);
    return this.#link;
  }
  abandon(): void {
    this.#link?.kill();
    this.#link = undefined;
  }
  async close(): Promise<void> {
    if (this.#link?.client.machine.state === "Opened")
      await withLimit(this.#link.close(), 10_000).catch(() => this.abandon());
  }
}
