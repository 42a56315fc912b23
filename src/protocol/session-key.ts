// The server's half of the session key: made when it is needed, sealed for whoever sends a public key.

import type { Version } from "../objects/index.js";
import { type Base64, base64Length } from "./base64.js";
import { remoteFault } from "./errors.js";
import {
  type KeyExchangeCrypto,
  type SecureStringCipher,
  decodePublicKeyBlob,
  encodeSessionKeyBlob,
} from "./key-exchange.js";
import { isOlder } from "./payloads/capability.js";
import { decodePublicKey, encodeEncryptedSessionKey } from "./payloads/keys.js";

export class ServerSessionKey {
  readonly #crypto: KeyExchangeCrypto | undefined;
  readonly #base64: Base64;
  /** True until the first SecureString leaves for a client that must be asked for its key. */
  #mustAsk: boolean;
  readonly #isNeeded: boolean;
  #made: { readonly key: Uint8Array; readonly cipher: SecureStringCipher } | undefined;

  /** `version`: what both sides agreed on. Clients of 2.2 and 2.3 send their key by themselves; older ones are asked. */
  constructor(version: Version, crypto: KeyExchangeCrypto | undefined, base64: Base64) {
    this.#crypto = crypto;
    this.#base64 = base64;
    this.#isNeeded = isOlder(version, 2, 4);
    this.#mustAsk = crypto !== undefined && isOlder(version, 2, 2);
  }

  /**
   * Undefined where the protocol sends SecureStrings open. There from the start otherwise: PowerShell's server encrypts
   * before its client has asked for the key, and the client asks when it meets the first SecureString.
   */
  get cipher(): SecureStringCipher | undefined {
    return this.#make()?.cipher;
  }

  get key(): Uint8Array | undefined {
    return this.#make()?.key;
  }

  /** True, once, for the first payload that its client could not open without having been asked for its key. */
  asksFirst(payload: string): boolean {
    if (!this.#mustAsk || !payload.includes("<SS")) return false;
    this.#mustAsk = false;
    return true;
  }

  /** The payload of ENCRYPTED_SESSION_KEY that answers a PUBLIC_KEY; undefined where there is no key to send. */
  sealFor(publicKeyPayload: string): string | undefined {
    this.#mustAsk = false;
    const made = this.#make();
    if (made === undefined || this.#crypto === undefined) return undefined;
    const text = decodePublicKey(publicKeyPayload);
    const blob = this.#base64.decodeBase64(text);
    if (blob.length !== base64Length(text)) throw remoteFault("The public key that was received is not base64.");
    const encrypted = this.#crypto.encryptWithPublicKey(decodePublicKeyBlob(blob), made.key);
    return encodeEncryptedSessionKey(this.#base64.encodeBase64(encodeSessionKeyBlob(encrypted)));
  }

  #make(): { readonly key: Uint8Array; readonly cipher: SecureStringCipher } | undefined {
    if (this.#made === undefined && this.#isNeeded && this.#crypto !== undefined) {
      const key = this.#crypto.newSessionKey();
      this.#made = { key, cipher: this.#crypto.aesCipher(key) };
    }
    return this.#made;
  }
}
