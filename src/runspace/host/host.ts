// The Host of a runspace on its engine thread: files, environment and hashes at first hand, the rest over the bridge.

import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Host } from "../../engine/index.js";
import { monotonic, wallClock } from "../clock.js";
import type { EngineBridge } from "../bridge/engine-side.js";
import { ITEM } from "../bridge/messages.js";
import { type ComputerNames, nodeComputer, nodeEnvironment } from "./computer.js";
import { nodeFileSystem } from "./files.js";
import { startNativeProcess } from "./native-processes.js";
import { bridgeNetwork } from "./network.js";
import { bridgeUserInterface, type ReadAnswer, type UISettings } from "./user-interface.js";

export interface BridgeHostOptions {
  /** $Host.Name. */
  readonly name: string;
  readonly computer?: ComputerNames;
  readonly ui: UISettings;
  readonly readAnswer?: ReadAnswer;
  /** `exit n` was run. */
  readonly exit: (code: number) => void;
  readonly interactive?: Host["interactive"];
}

export function bridgeHost(bridge: EngineBridge, options: BridgeHostOptions): Host {
  let instanceId: string | undefined;
  const ui = bridgeUserInterface(bridge, options.ui, options.readAnswer);
  return {
    name: options.name,
    // To name randomUUID is to load Node's cryptography: not before somebody asks.
    get instanceId() {
      return (instanceId ??= randomUUID());
    },
    ui,
    stop: {
      get requested() {
        return bridge.stopRequested;
      },
    },
    files: nodeFileSystem(),
    environment: nodeEnvironment(),
    computer: nodeComputer(options.computer),
    now: wallClock(),
    monotonic,
    newGuid: () => randomUUID(),
    randomBytes: (count) => randomBytes(count),
    hash: (algorithm, bytes) => createHash(algorithm.toLowerCase()).update(bytes).digest(),
    sleep: (ms) => bridge.sleep(ms),
    startProcess: (spec) => startNativeProcess(bridge, spec),
    network: bridgeNetwork(bridge),
    setShouldExit(code) {
      options.exit(code);
      bridge.emit(ITEM.host, { method: "setShouldExit", args: [code] }, 16);
    },
    ...(options.interactive && { interactive: options.interactive }),
  };
}
