// The computer's clock as the commands of time read it.

import type { Engine } from "../../../engine/index.js";
import { DateTime, UNIX_EPOCH_TICKS } from "../../../objects/index.js";

/** The moment as this computer's clock shows it. */
export function localNow(engine: Engine): DateTime {
  const ms = engine.host.now();
  const local = ms + engine.host.computer.utcOffsetMinutes(ms) * 60_000;
  return new DateTime(UNIX_EPOCH_TICKS + BigInt(Math.floor(local * 10_000)), "Local");
}
