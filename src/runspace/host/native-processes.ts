// Native programs as the engine thread sees them: started and read by the host thread, byte for byte.

import type { NativeProcess, ProcessSpec } from "../../engine/index.js";
import type { EngineBridge } from "../bridge/engine-side.js";

/** The name of the host thread's service; native-service.ts serves it. */
export const NATIVE_SERVICE = "native";

/** A chunk of a program's output, or its end, as it crosses the bridge. */
export type NativeChunk =
  | { readonly stream: "stdout" | "stderr"; readonly bytes: Uint8Array }
  | { readonly stream: "exit"; readonly code: number }
  | { readonly stream: "timeout" };

/** Starts a program. Throws with Node's `code` where it cannot be started. */
export function startNativeProcess(bridge: EngineBridge, spec: ProcessSpec): NativeProcess {
  const plain = { ...spec, env: Object.fromEntries(spec.env) };
  const { id, pid } = bridge.call(NATIVE_SERVICE, "start", plain) as { id: number; pid: number };
  let ended: { stream: "exit"; code: number } | undefined;
  return {
    pid,
    read(timeoutMs) {
      if (ended) return ended;
      if (bridge.stopRequested) return { stream: "stopped" };
      const chunk = bridge.call(NATIVE_SERVICE, "read", id, timeoutMs) as NativeChunk;
      if (chunk.stream === "exit") ended = chunk;
      return chunk;
    },
    // Answered when the program's pipe has room: a program that reads slowly slows the pipeline, not the memory.
    write: (bytes) => void bridge.call(NATIVE_SERVICE, "write", id, bytes),
    closeInput: () => bridge.tell(NATIVE_SERVICE, "closeInput", id),
    kill: () => bridge.tell(NATIVE_SERVICE, "kill", id),
  };
}
