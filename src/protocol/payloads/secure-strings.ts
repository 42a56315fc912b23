// SecureStrings of a session that seals them: the options that readers and writers of its payloads need.

import type { ReadOptions, WriteOptions } from "../../clixml/index.js";
import { type Base64, base64Length } from "../base64.js";
import type { SecureStringCipher } from "../key-exchange.js";

/** For reading; nothing to say where the session has no cipher. A text that does not decrypt is refused by the reader. */
export function secureStringReading(cipher: SecureStringCipher | undefined, base64: Base64): ReadOptions {
  if (cipher === undefined) return {};
  return {
    decryptSecureString(text) {
      const sealed = base64.decodeBase64(text);
      if (sealed.length !== base64Length(text)) return undefined;
      try {
        return textOf(cipher.decrypt(sealed));
      } catch {
        return undefined;
      }
    },
  };
}

export function secureStringWriting(cipher: SecureStringCipher | undefined, base64: Base64): WriteOptions {
  if (cipher === undefined) return {};
  return { encryptSecureString: (clear) => base64.encodeBase64(cipher.encrypt(utf16(clear))) };
}

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) {
    bytes[2 * i] = text.charCodeAt(i) & 0xff;
    bytes[2 * i + 1] = text.charCodeAt(i) >> 8;
  }
  return bytes;
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) text += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8));
  return text;
}
