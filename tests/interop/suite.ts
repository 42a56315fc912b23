// One suite for every pairing that the real engine's client drives: a test a row, counted at the end.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { drive } from "./drive.js";
import { findPeer, skipReason } from "./peer.js";
import type { Outcome, Row } from "./scenario.js";
import { expectation, told } from "./scenario.js";
import { pipelines } from "./scenarios/pipelines.js";
import { values } from "./scenarios/values.js";

export const allRows: readonly Row[] = [...pipelines, ...values];

/** Why the pairing cannot run (beside a missing peer), or undefined. */
export type Obstacle = () => string | undefined;

export function rowsHold(
  title: string,
  mode: "drive" | "job",
  command: (program: string) => readonly string[],
  options: { readonly rows?: readonly Row[]; readonly obstacle?: Obstacle } = {},
): void {
  const rows = options.rows ?? allRows;
  describe(title, () => {
    let outcomes = new Map<string, Outcome>();
    let missing: string | undefined;
    let held = 0;
    before(async () => {
      const peer = await findPeer();
      missing = skipReason(peer) ?? options.obstacle?.();
      if (missing === undefined && "program" in peer)
        outcomes = await drive(peer.program, mode, rows, command(peer.program));
    });
    for (const row of rows) {
      test(row.name, (context) => {
        if (missing !== undefined) return context.skip(missing);
        const outcome = outcomes.get(row.name);
        assert.ok(outcome, "the peer gave no answer");
        assert.deepEqual(told(outcome, row.expect), expectation(row.expect));
        held++;
      });
    }
    after(() => {
      console.log(
        missing === undefined
          ? `interop: ${title}: ${held} of ${rows.length} rows`
          : `interop: ${title}: skipped, ${missing}`,
      );
    });
  });
}
