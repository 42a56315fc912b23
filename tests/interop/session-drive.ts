// Remora's sessions as a client of a far end: the rows that are one pipeline after another in one session.

import { randomUUID } from "node:crypto";
import { decodeCreatePipeline } from "../../src/protocol/index.js";
import { makeSession, type Session } from "../../src/sessions/index.js";
import { childProcessTransport } from "../../src/transports/index.js";
import { answerHostCall, draft, type Draft, withLimit, writeDown, writeEnd } from "./outcome.js";
import { hostInfo, pipelineOf } from "./remora-client.js";
import type { Outcome, Row, Scenario } from "./scenario.js";

/** A session runs one pipeline at a time and asks nothing else of its pool. */
export function isForSessions(row: Row): boolean {
  return row.action === undefined && !row.pool && !row.sessions;
}

/** A session with `command`, not yet open. */
export function sessionOn(command: readonly string[], noHost = false): Session {
  const [file = "", ...args] = command;
  const transport = childProcessTransport({ file, args, env: { ...process.env, TZ: "UTC" } });
  return makeSession("peer", transport, { instanceId: randomUUID(), ...(!noHost && { hostInfo: hostInfo() }) });
}

export async function sessionDrive(rows: readonly Row[], command: readonly string[]): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  let shared: Session | undefined;
  for (const row of rows) {
    const own = row.fresh === true || row.noHost === true;
    const outcome = draft(row.name);
    const started = Date.now();
    let session = own ? undefined : shared;
    try {
      if (session?.availability !== "Available") {
        session = sessionOn(command, row.noHost);
        await session.open();
        if (!own) shared = session;
      }
      await withLimit(inSession(row, outcome, session), (row.seconds ?? 30) * 1000);
    } catch (error) {
      outcome.state = "Broken";
      outcome.reason = error instanceof Error ? error.message : String(error);
      session?.kill();
    }
    if (own) await session?.close();
    outcomes.set(row.name, { ...outcome, milliseconds: Date.now() - started });
  }
  await shared?.close();
  return outcomes;
}

async function inSession(scenario: Scenario, outcome: Draft, session: Session): Promise<void> {
  await runInSession(scenario, outcome, session);
  if (scenario.next === undefined) return;
  const next = draft(scenario.name);
  await runInSession({ name: scenario.name, script: scenario.next }, next, session);
  outcome.state = next.state;
  outcome.output.push(...next.output);
  outcome.error.push(...next.error);
}

/** Runs one pipeline to its end. */
function runInSession(scenario: Scenario, outcome: Draft, session: Session): Promise<void> {
  return new Promise((resolve, reject) => {
    const pipeline = session.invoke(decodeCreatePipeline(pipelineOf(scenario)), {
      items(items) {
        for (const { stream, payload } of items) {
          if (stream === "HostCall") {
            const answer = answerHostCall(payload, outcome);
            if (answer !== undefined) pipeline.answer(answer);
          } else writeDown(stream, payload, outcome);
          if (stream === "Output" && outcome.output.length === scenario.stopAfter) pipeline.stop();
        }
      },
      ended(end) {
        outcome.state = end.state;
        if (end.state === "Failed") writeEnd(end.error, outcome);
        // That it was stopped is all a session says of a stop.
        if (end.state === "Stopped")
          outcome.reason = "PipelineStopped | OperationStopped | The pipeline has been stopped.";
        if (end.state === "Broken") reject(new Error(end.message));
        else resolve();
      },
    });
    if (scenario.input === undefined || scenario.input.length === 0) return;
    void pipeline.input(scenario.input.map((element) => (element === "<Nil />" ? "" : element)));
    pipeline.endInput();
  });
}
