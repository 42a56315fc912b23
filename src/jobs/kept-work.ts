// A child job's work that began before this program: a pipeline that a keeper has, received from here on.
//
// Rule: the session is connected when it begins. What the keeper had by then is received first, and counts as one piece.

import type { PipelineOutcome, RemotePipeline, Session } from "../sessions/index.js";
import type { ChildWork } from "./child-job.js";
import { brokenOutcome, type KeptTrace } from "./remote-work.js";

export interface KeptWorkOptions {
  readonly session: Session;
  readonly pipelineId: string;
  readonly trace?: KeptTrace;
}

export function keptWork({ session, pipelineId, trace }: KeptWorkOptions): ChildWork {
  let pipeline: RemotePipeline | undefined;
  let finished: PipelineOutcome["state"] | undefined;
  let isReceived = false;

  return {
    async start(child) {
      child.step("start");
      child.runspaceId = session.instanceId;
      child.isKept = true;
      let outcome: PipelineOutcome;
      try {
        const last = session.pipelines.find(({ id }) => id === pipelineId)?.last ?? 0;
        outcome = await new Promise<PipelineOutcome>((resolve) => {
          const sink = { items: child.add.bind(child), ended: resolve, link: child.link.bind(child) };
          child.isCatchingUp = true;
          pipeline = session.receive(pipelineId, sink, { manual: true });
          void pipeline.caughtUp(last).then(() => (child.isCatchingUp = false));
        });
      } catch (error) {
        outcome = brokenOutcome(error);
      }
      finished = outcome.state;
      child.finish(outcome);
    },
    hold: (on) => pipeline?.hold(on),
    stop: () => pipeline?.stop(),
    answer: (payload) => pipeline?.answer(payload),
    input: (payloads) => pipeline?.input(payloads) ?? Promise.resolve(),
    endInput: () => pipeline?.endInput(),
    received(sequence) {
      pipeline?.received(sequence);
      if (sequence !== "all" || finished === undefined || isReceived) return;
      isReceived = true;
      trace?.received(finished);
    },
    async connect() {
      if (session.state === "Disconnected") await session.connect();
    },
    dispose() {
      if (finished === undefined) pipeline?.stop();
      else pipeline?.received("all");
      trace?.gone();
    },
  };
}
