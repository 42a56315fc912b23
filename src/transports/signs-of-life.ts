// Signs of life from an endpoint whose client is behind a network.
//
// Rule: who only listens never learns that the network has gone. Beneath a command that prints nothing, sshd waits for hours, as it is
// set up by default. So a far end that has said nothing for a while says an empty line, which clients of PSRP pass over: where nobody acknowledges
// it, the system gives the connection up within a quarter of an hour, and sshd ends its session.

import type { Transport } from "./transport.js";

/** Calls back every so many milliseconds; what it returns ends that. */
export type Every = (milliseconds: number, tick: () => void) => () => void;

const EMPTY_LINE = new Uint8Array([10]);

/** A transport that says an empty line after each period in which nothing was sent. What is sent must be whole lines. */
export function withSignsOfLife(transport: Transport, periodMs: number, every: Every): Transport {
  let isQuiet = true;
  return {
    ...transport,
    open(events) {
      const stop = every(periodMs, () => {
        if (isQuiet) transport.send(EMPTY_LINE);
        isQuiet = true;
      });
      transport.open({
        ...events,
        closed(reason) {
          stop();
          events.closed(reason);
        },
      });
    },
    send(bytes) {
      isQuiet = false;
      return transport.send(bytes);
    },
  };
}
