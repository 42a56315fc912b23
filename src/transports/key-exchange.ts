// The cryptography of PSRP's session key, with Node's own: RSA with PKCS#1 v1.5, AES-256-CBC.

import type { KeyObject } from "node:crypto";
import type { Base64, KeyExchangeCrypto, RsaKeyPair } from "../protocol/index.js";

/** Loaded when it is needed, which between peers of today is never: it costs an endpoint's start a few milliseconds. */
function crypto(): typeof import("node:crypto") {
  return process.getBuiltinModule("node:crypto");
}

/** Base64 with Node's Buffer. */
export const nodeBase64: Base64 = {
  encodeBase64: (bytes, start = 0, end = bytes.length) =>
    Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("base64"),
  decodeBase64: (text) => Buffer.from(text, "base64"),
};

/** For sessions with peers older than protocol 2.4: a key pair is made when the first SecureString travels. */
export const nodeKeyExchange: KeyExchangeCrypto = {
  generateKeyPair: () => rsaKeyPair(crypto().generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey),
  encryptWithPublicKey({ modulus, exponent }, plain) {
    const n = Buffer.from(modulus).toString("base64url");
    const e = Buffer.from(exponent.toString(16).padStart(8, "0"), "hex").toString("base64url");
    const { constants, createPublicKey, publicEncrypt } = crypto();
    const key = createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" });
    return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, plain);
  },
  newSessionKey: () => crypto().randomBytes(32),
  aesCipher(sessionKey) {
    const vector = Buffer.alloc(16);
    return {
      encrypt(plain) {
        const cipher = crypto().createCipheriv("aes-256-cbc", sessionKey, vector);
        return Buffer.concat([cipher.update(plain), cipher.final()]);
      },
      decrypt(bytes) {
        const decipher = crypto().createDecipheriv("aes-256-cbc", sessionKey, vector);
        return Buffer.concat([decipher.update(bytes), decipher.final()]);
      },
    };
  },
};

/** The key pair behind a private RSA key. */
function rsaKeyPair(privateKey: KeyObject): RsaKeyPair {
  const { constants, privateDecrypt } = crypto();
  const { n = "", e = "" } = privateKey.export({ format: "jwk" });
  return {
    modulus: Buffer.from(n, "base64url"),
    exponent: Buffer.from(e, "base64url").readUIntBE(0, Buffer.from(e, "base64url").length),
    // Node refuses PKCS#1 v1.5 for decryption where OpenSSL does not hide padding errors; nobody is told of them here.
    decrypt: (bytes) => withoutPadding(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, bytes)),
  };
}

/** From a private key in PKCS#8, DER. */
export function rsaKeyPairOf(pkcs8: Uint8Array): RsaKeyPair {
  return rsaKeyPair(crypto().createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" }));
}

/** 00 02, at least eight bytes that are not 0, 00, and what was encrypted. */
function withoutPadding(block: Uint8Array): Uint8Array {
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new Error("The padding is not of PKCS#1 v1.5.");
  return block.subarray(end + 1);
}
