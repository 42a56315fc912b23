// One suite for every pairing that the real engine's client drives: a test a row, counted at the end.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { findPeer, skipReason } from "./peer.js";
import type { Outcome, Row } from "./scenario.js";
import { expectation, told } from "./scenario.js";
import { pipelines } from "./scenarios/pipelines.js";
import { values } from "./scenarios/values.js";

export const allRows: readonly Row[] = [...pipelines, ...values];

/** Why the pairing cannot run (beside a missing peer), or undefined. */
export type Obstacle = () => string | undefined;

/** Runs the rows of one pairing, given the peer's program. */
export type Pairing = (program: string, rows: readonly Row[]) => Promise<Map<string, Outcome>>;

export function rowsHold(
  title: string,
  pairing: Pairing,
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
      if (missing === undefined && "program" in peer) outcomes = await pairing(peer.program, rows);
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
      const count = missing === undefined ? `${held} of ${rows.length} rows` : `skipped, ${missing}`;
      console.log(`interop: ${title}: ${count}`);
    });
  });
}
