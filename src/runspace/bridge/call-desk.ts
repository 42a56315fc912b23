// Where an engine's calls are answered: each by the service it names, now or later.

import { plainError, type ToEngine, type ToHost } from "./messages.js";

/** What an engine may ask of what serves it. A promise answers later; `signal` aborts when the engine no longer waits. */
export type Service = (method: string, args: readonly unknown[], signal: AbortSignal) => unknown;

export interface CallDesk {
  call(message: Extract<ToHost, { type: "call" }>): void;
  cancel(call: number): void;
  /** The engine is gone: whatever still works for it may give up. */
  close(): void;
}

/** `post` takes an answer back to the engine. A call with the number 0 wants none. */
export function callDesk(services: Readonly<Record<string, Service>>, post: (message: ToEngine) => void): CallDesk {
  const pending = new Map<number, AbortController>();

  async function answer({ call, service, method, args }: Extract<ToHost, { type: "call" }>): Promise<void> {
    const controller = new AbortController();
    if (call !== 0) pending.set(call, controller);
    try {
      const serve = services[service];
      if (!serve) throw new Error(`There is no service "${service}".`);
      const result = serve(method, args, controller.signal);
      const value = result instanceof Promise ? await result : result;
      if (call !== 0) post({ type: "reply", call, value });
    } catch (error) {
      if (call !== 0) post({ type: "refusal", call, error: plainError(error) });
    } finally {
      pending.delete(call);
    }
  }

  return {
    call: (message) => void answer(message),
    cancel: (call) => pending.get(call)?.abort(),
    close() {
      for (const controller of pending.values()) controller.abort();
      pending.clear();
    },
  };
}
