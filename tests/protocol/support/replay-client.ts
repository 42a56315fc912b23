// Our client in the place of the recorded one.

import { EMPTY_GUID, type OutOfProcessClient, readElements } from "../../../src/protocol/index.js";

/** Does what the recorded client did, as far as its machine must know of it. */
export function act(client: OutOfProcessClient, line: string): void {
  for (const { name, psGuid, body } of readElements(line)) {
    if (name === "Data" && hasPublicKey(body)) client.machine.exchangeKeys();
    if (name === "Command") client.machine.createPipeline(psGuid, "");
    else if (name === "Signal") client.machine.stop(psGuid);
    else if (name === "Close" && psGuid !== EMPTY_GUID) client.machine.closePipeline(psGuid);
    else if (name === "Close") client.machine.close();
  }
  client.take();
}

function hasPublicKey(body: string): boolean {
  return Buffer.from(body, "base64").includes('N="PublicKey"');
}
