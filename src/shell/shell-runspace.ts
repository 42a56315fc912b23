// One engine thread that runs PowerShell for a shell or an endpoint: its services, and how it is stopped and closed.
//
// Rule: a pipeline that was told to stop ends within the grace period. Where the script does not come back, the thread is
// ended and a new one takes its place: variables are lost, which a warning says, and the session lives.

import {
  type EngineThread,
  engineThread,
  ITEM,
  type NativePrograms,
  NATIVE_SERVICE,
  nativePrograms,
  type RunEvents,
  type Service,
  type StartedWorker,
  UI_SERVICE,
} from "../runspace/index.js";
import type { EndpointIdentity } from "../sessions/index.js";
import { replacedWarning } from "./replaced-warning.js";
import type { OpenRequest, RunRequest } from "./requests.js";

export interface ShellRunspaceOptions {
  /** Gives an engine thread: the one that was started ahead, or a new one. */
  readonly worker: () => StartedWorker;
  readonly open: OpenRequest;
  /** Answers what the script asks the person. */
  readonly ui: Service;
  /** Further services by name: "jobs", "sessions". Made anew for each runspace, disposed with it. */
  readonly services: () => ShellServices;
  readonly identity?: EndpointIdentity;
  /** Milliseconds a stopped pipeline has for its `finally` blocks. */
  readonly stopGraceMs?: number;
}

export interface ShellServices {
  readonly services: Readonly<Record<string, Service>>;
  /** Ends jobs and closes sessions of the runspace. */
  dispose(): Promise<void>;
}

export interface ShellRun {
  input(payloads: readonly string[]): void;
  endInput(): void;
  stop(): void;
}

export interface ShellRunspace {
  readonly ready: Promise<void>;
  /** Settles with a sentence where the thread died by itself. */
  readonly broken: Promise<string>;
  run(request: RunRequest, events: RunEvents): ShellRun;
  ask(method: string, ...args: unknown[]): Promise<unknown>;
  /** Stops what runs, ends jobs, closes sessions, ends the thread. */
  close(): Promise<void>;
}

/** PowerShell gives a stop all the time it wants; here a script that ignores it loses its thread after this. */
const DEFAULT_STOP_GRACE_MS = 2000;

export function openShellRunspace(options: ShellRunspaceOptions): ShellRunspace {
  const own = options.services();
  let native: NativePrograms;
  let thread: EngineThread;
  let closed = false;
  let closing: Promise<void> | undefined;
  let reportBroken: (message: string) => void;
  const broken = new Promise<string>((resolve) => (reportBroken = resolve));

  function openThread(): void {
    native = nativePrograms();
    thread = engineThread(options.worker(), {
      ...own.services,
      [NATIVE_SERVICE]: native.service,
      [UI_SERVICE]: options.ui,
    });
    const opened = thread;
    void thread.gone.then((reason) => {
      if (opened === thread && !closed) reportBroken(reason);
    });
    thread.open(options.open);
  }

  openThread();

  /** The script did not come back: end its thread, say that it was stopped, and open another one. */
  function replace(events: RunEvents, already: () => boolean): void {
    if (already()) return;
    const old = thread;
    native.dispose();
    openThread();
    void old.terminate();
    void events.batch([ITEM.warning, replacedWarning("its engine")]);
    events.ended({ state: "Stopped" }, undefined);
  }

  return {
    ready: thread!.ready,
    broken,
    run(request, events) {
      const host = thread;
      let ended = false;
      const run = host.run(request, {
        batch: (items) => (ended ? undefined : events.batch(items)),
        ended(end, facts) {
          if (ended) return;
          ended = true;
          events.ended(end, facts);
        },
      });
      const finish: RunEvents = {
        batch: events.batch,
        ended(end, facts) {
          ended = true;
          events.ended(end, facts);
        },
      };
      return {
        input: (payloads) => host.input(run, payloads),
        endInput: () => host.endInput(run),
        stop() {
          if (ended) return;
          host.stop(run);
          const grace = options.stopGraceMs ?? DEFAULT_STOP_GRACE_MS;
          setTimeout(() => replace(finish, () => ended || host !== thread), grace).unref();
        },
      };
    },
    ask: (method, ...args) => thread.ask(method, ...args),
    close() {
      return (closing ??= close());
    },
  };

  async function close(): Promise<void> {
    closed = true;
    native.dispose();
    // While compiled code is collected the thread must come to its own end, where it leaves it.
    if (process.env["REMORA_WRITE_CACHE"]) await thread.close();
    else void thread.terminate(); // nobody waits for a thread that is over
    await own.dispose();
  }
}
