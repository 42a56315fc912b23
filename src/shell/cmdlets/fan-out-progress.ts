// A line of progress while many computers work: how many are done, failed, running, of how many.
//
// Rule: only at a terminal, only for several computers, only when it takes more than a moment; and it is gone at the end.

import type { CmdletContext } from "../../engine/index.js";
import { ProgressRecord } from "../../objects/index.js";
import type { FanOutCounts } from "../services/invocation.js";

export interface FanOutProgress {
  /** Milliseconds after which a wait is to come back for the line's sake; absent where there is none to draw. */
  readonly patience: { readonly waitMs?: number };
  /** Draws the line, where it is time for it. */
  update(): void;
  /** Takes it away. */
  end(): void;
}

/** Milliseconds: what counts as more than a moment, and between two drawings. */
const MOMENT = 1000;
const PACE = 250;
/** Of all activities of a session this one's id. */
const ACTIVITY_ID = 0x5e_3f_a4;

/** `computers`: how many take part. `counts` asks how they do. */
export function fanOutProgress(
  context: CmdletContext,
  activity: string,
  computers: number,
  counts: () => FanOutCounts,
): FanOutProgress {
  const { engine } = context;
  const preference = engine.values.toText(engine.getVariable("ProgressPreference") ?? "").toLowerCase();
  const shows = computers > 1 && engine.host.ui.supportsVirtualTerminal && preference === "continue";
  const begun = engine.host.now();
  let drawn = 0;
  let shown = "";
  const record = (status: string): ProgressRecord => new ProgressRecord(ACTIVITY_ID, activity, status);
  return {
    patience: shows ? { waitMs: PACE } : {},
    update() {
      const now = engine.host.now();
      if (!shows || now - begun < MOMENT || now - drawn < PACE) return;
      drawn = now;
      const { done, failed, running, total } = counts();
      const status = `${done} done, ${failed} failed, ${running} running of ${total}`;
      if (status === shown) return;
      const line = record((shown = status));
      line.percentComplete = Math.floor((100 * (done + failed)) / total);
      context.writeProgress(line);
    },
    end() {
      if (drawn === 0) return;
      const line = record("");
      line.recordType = "Completed";
      context.writeProgress(line);
    },
  };
}
