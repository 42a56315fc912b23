// PUBLIC_KEY, ENCRYPTED_SESSION_KEY and PUBLIC_KEY_REQUEST. MS-PSRP 2.2.2.3 to 2.2.2.5. The keys are base64 of blobs.

import { remoteFault } from "../errors.js";
import { readObject, textField, writeObject } from "./fields.js";

/** The payload of PUBLIC_KEY_REQUEST. */
export const PUBLIC_KEY_REQUEST_PAYLOAD = "<S></S>";

export function encodePublicKey(base64: string): string {
  return writeObject([["PublicKey", base64]]);
}

export function decodePublicKey(payload: string): string {
  return textOf(payload, "PublicKey");
}

export function encodeEncryptedSessionKey(base64: string): string {
  return writeObject([["EncryptedSessionKey", base64]]);
}

export function decodeEncryptedSessionKey(payload: string): string {
  return textOf(payload, "EncryptedSessionKey");
}

function textOf(payload: string, name: string): string {
  const text = textField(readObject(payload), name);
  if (text === null) throw remoteFault(`Remoting data is missing ${name} property.`);
  return text;
}
