// The network as the engine thread sees it: the host thread asks and listens, this thread waits.

import type { HttpAnswer, Network } from "../../engine/index.js";
import type { EngineBridge } from "../bridge/engine-side.js";

/** The name of the host thread's service; network-service.ts serves it. */
export const NETWORK_SERVICE = "network";

export function bridgeNetwork(bridge: EngineBridge): Network {
  return {
    request: (request) => bridge.call(NETWORK_SERVICE, "request", request) as HttpAnswer,
    connect: (address, port, timeoutMs) => bridge.call(NETWORK_SERVICE, "connect", address, port, timeoutMs) as number,
    lookUp: (name) => bridge.call(NETWORK_SERVICE, "lookUp", name) as readonly string[],
  };
}
