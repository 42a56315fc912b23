// The keys of the two conversations in which a session key was exchanged.

import { readFileSync } from "node:fs";
import type { KeyExchangeCrypto } from "../../../src/protocol/index.js";
import { nodeKeyExchange, rsaKeyPairOf } from "../../../src/transports/index.js";

interface RecordedKeys {
  readonly rsaPrivateKeyPkcs8: string;
  readonly sessionKey: string;
}

const FILE = new URL("../../../../tests/fixtures/captures/keys.json", import.meta.url);

/** Cryptography that takes the recorded keys where it would make new ones; undefined for a conversation without. */
export function recordedCrypto(name: string): KeyExchangeCrypto | undefined {
  const keys = (JSON.parse(readFileSync(FILE, "utf8")) as Record<string, RecordedKeys>)[name];
  if (keys === undefined) return undefined;
  return {
    ...nodeKeyExchange,
    generateKeyPair: () => rsaKeyPairOf(Buffer.from(keys.rsaPrivateKeyPkcs8, "base64")),
    newSessionKey: () => Buffer.from(keys.sessionKey, "hex"),
  };
}
