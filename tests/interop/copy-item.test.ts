// Copy-Item -ToSession and -FromSession with the real engine at the far end: the same scripts, the same files.

import { findPeer, type Peer, skipReason } from "./peer.js";
import { copyCases } from "../support/copy-cases.js";

let found: Promise<Peer> | undefined;

copyCases("real engine", async () => {
  const peer = await (found ??= findPeer());
  const missing = skipReason(peer);
  return "program" in peer ? { command: [peer.program, "serve"] } : { missing: missing! };
});
