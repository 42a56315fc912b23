// Native programs as the engine thread sees them: started and read by the host thread, byte for byte.

import type { NativeProcess, ProcessPiece, ProcessSpec } from "../../engine/index.js";
import { monotonic } from "../clock.js";
import type { EngineBridge } from "../bridge/engine-side.js";

/** The name of the host thread's service; native-service.ts serves it. */
export const NATIVE_SERVICE = "native";

/** A chunk of a program's output, or its end, as it crosses the bridge. */
export type NativeChunk = Exclude<ProcessPiece, { readonly stream: "stopped" }>;

/** Bytes that are sent to a program, and milliseconds, until it is asked how it gets on. */
const UNASKED_BYTES = 64 << 10;
const UNASKED_MS = 10;

/** A program of this host, as the one before it in a pipeline sees it. */
interface Connectable extends NativeProcess {
  readonly id: number;
  /** Programs more are read here. */
  gain(programs: number): void;
}

/** Starts a program. Throws with Node's `code` where it cannot be started. */
export function startNativeProcess(bridge: EngineBridge, spec: ProcessSpec): NativeProcess {
  const plain = { ...spec, env: Object.fromEntries(spec.env) };
  const { id, pid } = bridge.call(NATIVE_SERVICE, "start", plain) as { id: number; pid: number };
  let ended: ProcessPiece | undefined;
  /** How many programs are read here: itself and those connected to it. */
  let running = 1;
  let unasked = 0;
  let unsent: Uint8Array[] = [];
  let asked = monotonic();
  const send = (): void => {
    const bytes = unsent.length === 1 ? unsent[0]! : joined(unsent);
    unsent = [];
    bridge.tell(NATIVE_SERVICE, "write", id, bytes);
  };
  const program: Connectable = {
    pid,
    id,
    read(timeoutMs) {
      if (ended && running === 0) return ended;
      if (bridge.stopRequested) return { stream: "stopped" };
      const chunk = bridge.call(NATIVE_SERVICE, "read", id, timeoutMs) as NativeChunk;
      if (chunk.stream === "exit") running--;
      if (chunk.stream === "exit" && chunk.pid === pid) ended = chunk;
      return chunk;
    },
    connect(next) {
      bridge.tell(NATIVE_SERVICE, "connect", id, (next as Connectable).id);
      (next as Connectable).gain(running);
    },
    gain: (programs) => void (running += programs),
    // Asked when the program's pipe has room: a program that reads slowly slows the pipeline, not the memory.
    write(bytes) {
      // Lines are short and many: they go together.
      if (bytes.length > 0 && unsent.push(bytes) === 1) bridge.hold(send);
      unasked += bytes.length;
      if (bytes.length > 0 && unasked < UNASKED_BYTES && monotonic() - asked < UNASKED_MS) return true;
      unasked = 0;
      const ready = bridge.call(NATIVE_SERVICE, "hasRoom", id) as boolean;
      asked = monotonic();
      return ready;
    },
    closeInput: () => bridge.tell(NATIVE_SERVICE, "closeInput", id),
    kill: () => bridge.tell(NATIVE_SERVICE, "kill", id),
  };
  return program;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
