// The commands that Invoke-Command waits for, by number: how the engine thread reaches each.

import { Invocation, type InvocationWorld, type InvokeRequest } from "./invocation.js";

export interface Invocations {
  /** Its number. */
  start(request: InvokeRequest): number;
  /** What the engine thread asks of a command by its number; nothing comes of what asks one that is over. */
  call(method: string, args: readonly unknown[], signal: AbortSignal): unknown;
  stopAll(): void;
}

export function invocations(worldOf: (request: InvokeRequest) => Omit<InvocationWorld, "abandoned">): Invocations {
  const running = new Map<number, Invocation>();
  let last = 0;
  return {
    start(request) {
      const id = ++last;
      running.set(id, new Invocation(request, { ...worldOf(request), abandoned: () => running.delete(id) }));
      return id;
    },
    call(method, [number, ...args], signal) {
      const id = Number(number);
      const invocation = running.get(id);
      switch (method) {
        case "receive":
          return invocation?.receive(signal, args[0] as number | undefined).then((pieces) => {
            if (pieces.done && !invocation.hasToBeAcknowledged) running.delete(id);
            return pieces;
          });
        case "received":
          invocation?.received();
          if (invocation?.isOver) running.delete(id);
          return undefined;
        case "counts":
          return invocation?.counts;
        case "input":
          return invocation?.input(args[0] as string[]);
        case "endInput":
          return invocation?.endInput();
        case "leave":
          return invocation?.leave();
        case "stop":
          return invocation?.stop(Boolean(args[0]));
        case "answer":
          return invocation?.answer(args[0] as number, args[1] as string);
        default:
          throw new Error(`Sessions know no "${method}".`);
      }
    },
    stopAll() {
      for (const invocation of running.values()) invocation.stop(true);
    },
  };
}
