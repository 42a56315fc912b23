// One process kept ready beside those that have a runspace: the next runspace of the same kind starts in milliseconds.
//
// Rule: a spare is used once, and only for what would have been started in the same way: program, arguments, environment. It has
// run nothing, and has no runspace: whatever a client says of its session, it says to it as to any other process. It is started when
// there is time for it, not while the runspace that was asked for starts, and let go when nobody wanted it for a while.
//
// A road not taken: to start it beside the process that is wanted now. On two cores that makes a first session a tenth slower.

import type { ChildProcessOptions, ChildProcessTransport } from "../transports/index.js";

export interface SpareProcessOptions {
  /** Makes a process's transport; nothing is started yet. */
  readonly make: (options: ChildProcessOptions) => ChildProcessTransport;
  /** False where nobody would want a spare any more. Asked when one is to be started. */
  readonly isWanted: () => boolean;
  /** Milliseconds after a process was taken at which the next spare is started at the latest. */
  readonly refillMs?: number;
  /** Milliseconds without use after which a spare is let go. */
  readonly idleMs?: number;
}

export interface SpareProcess {
  /** A process: the spare, where it is the same, else a new one. `isLast`: another one like it is not expected. */
  take(options: ChildProcessOptions, isLast?: boolean): ChildProcessTransport;
  /** There is time now: what was taken last has done something. */
  settled(): void;
}

const DEFAULT_REFILL_MS = 300;
const DEFAULT_IDLE_MS = 60_000;
/** Milliseconds between a command's end and the start of the next spare: whoever waits for the command comes first. */
const SETTLE_MS = 30;

export function spareProcess({ make, isWanted, refillMs, idleMs }: SpareProcessOptions): SpareProcess {
  let spare: { readonly key: string; readonly transport: ChildProcessTransport } | undefined;
  let wanted: ChildProcessOptions | undefined;
  let refilling: NodeJS.Timeout | undefined;
  let idling: NodeJS.Timeout | undefined;

  function letGo(): void {
    clearTimeout(idling);
    spare?.transport.kill();
    spare = undefined;
  }

  function refill(): void {
    const options = wanted;
    wanted = undefined;
    if (!options || !isWanted()) return;
    const key = keyOf(options);
    if (spare?.key === key && spare.transport.isRunning) return;
    letGo();
    const transport = make(options);
    transport.start();
    spare = { key, transport };
    idling = setTimeout(letGo, idleMs ?? DEFAULT_IDLE_MS).unref();
  }

  function refillIn(ms: number): void {
    clearTimeout(refilling);
    refilling = setTimeout(refill, ms).unref();
  }

  return {
    take(options, isLast = false) {
      if (!isLast) {
        wanted = options;
        refillIn(refillMs ?? DEFAULT_REFILL_MS);
      }
      if (spare?.key !== keyOf(options)) return make(options);
      const { transport } = spare;
      clearTimeout(idling);
      spare = undefined;
      return transport.isRunning ? transport : make(options);
    },
    settled() {
      if (wanted) refillIn(SETTLE_MS);
    },
  };
}

function keyOf({ file, args, cwd, env }: ChildProcessOptions): string {
  return JSON.stringify([file, args, cwd, env]);
}
