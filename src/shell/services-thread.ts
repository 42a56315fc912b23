// The thread that serves an engine which has the main thread for itself: programs, jobs, sessions.

import { workerData } from "node:worker_threads";
import {
  type BridgeEnd,
  callDesk,
  CELL,
  nativePrograms,
  NATIVE_SERVICE,
  startWorker,
  type ToHost,
} from "../runspace/index.js";
import type { EndpointIdentity } from "../sessions/index.js";
import { shellServices } from "./services/index.js";

/** What the thread is given when it is started. */
export interface ServicesThreadData {
  readonly bridge: BridgeEnd;
  /** The file that an engine's thread is started with. */
  readonly threadFile: string;
  readonly endpoint: readonly string[];
  readonly identity?: EndpointIdentity;
}

function serve({ bridge: { cells, port }, threadFile, endpoint, identity }: ServicesThreadData): void {
  const native = nativePrograms();
  const worker = (): ReturnType<typeof startWorker> => startWorker({ file: threadFile });
  const own = shellServices({ endpoint, worker, ...(identity && { identity }) });
  const desk = callDesk({ ...own.services, [NATIVE_SERVICE]: native.service }, (message) => {
    port.postMessage(message);
    Atomics.add(cells, CELL.wake, 1);
    Atomics.notify(cells, CELL.wake);
  });

  async function leave(): Promise<void> {
    desk.close();
    native.dispose();
    await own.dispose();
    // A thread of ours that cannot be ended keeps this one; whoever started it need not wait for that.
    process.once("exit", () => port.postMessage({ type: "closed" }));
    process.exit();
  }

  port.on("message", (message: ToHost | { readonly type: "close" }) => {
    if (message.type === "call") desk.call(message);
    else if (message.type === "cancel") desk.cancel(message.call);
    else if (message.type === "close") void leave();
  });
}

serve(workerData as ServicesThreadData);
