// The session key that protects SecureStrings between peers older than protocol 2.4. MS-PSRP 2.2.2.3 to 2.2.2.5, 3.1.4.
//
// Rule: blobs are laid out here; the arithmetic of RSA and AES comes in from outside.

import { remoteFault } from "./errors.js";

export interface RsaPublicKey {
  /** Big-endian, 256 bytes for a key of 2048 bits. */
  readonly modulus: Uint8Array;
  readonly exponent: number;
}

export interface RsaKeyPair extends RsaPublicKey {
  /** PKCS#1 v1.5; the bytes are big-endian. Throws where they do not decrypt. */
  decrypt(bytes: Uint8Array): Uint8Array;
}

/** Turns the bytes of a SecureString (UTF-16LE) into what `<SS>` carries, and back. */
export interface SecureStringCipher {
  encrypt(plain: Uint8Array): Uint8Array;
  decrypt(bytes: Uint8Array): Uint8Array;
}

export interface KeyExchangeCrypto {
  /** A new key of 2048 bits. */
  generateKeyPair(): RsaKeyPair;
  /** PKCS#1 v1.5; the result is big-endian. */
  encryptWithPublicKey(key: RsaPublicKey, plain: Uint8Array): Uint8Array;
  /** 32 random bytes. */
  newSessionKey(): Uint8Array;
  /** AES-256-CBC with an initialization vector of zeros and PKCS#7 padding. */
  aesCipher(sessionKey: Uint8Array): SecureStringCipher;
}

/** CAPI's PUBLICKEYBLOB: type 6, version 2, CALG_RSA_KEYX, "RSA1", bits, exponent; then the modulus, little-endian. */
const PUBLIC_HEAD: readonly number[] = [6, 2, 0, 0, 0, 0xa4, 0, 0, 0x52, 0x53, 0x41, 0x31];
/** CAPI's SIMPLEBLOB: type 1, version 2, CALG_AES_256, CALG_RSA_KEYX; then the encrypted key, little-endian. */
const SESSION_HEAD: readonly number[] = [1, 2, 0, 0, 0x10, 0x66, 0, 0, 0, 0xa4, 0, 0];

/** The blob of a PUBLIC_KEY message. */
export function encodePublicKeyBlob(key: RsaPublicKey): Uint8Array {
  const { modulus, exponent } = key;
  return Uint8Array.from([...PUBLIC_HEAD, ...little(8 * modulus.length), ...little(exponent), ...reversed(modulus)]);
}

export function decodePublicKeyBlob(blob: Uint8Array): RsaPublicKey {
  checkHead(blob, PUBLIC_HEAD, "public key");
  const bits = number(blob, 12);
  const modulus = blob.subarray(20);
  if (bits !== 2048 || modulus.length !== bits / 8)
    throw remoteFault(`A public key of 2048 bits was expected, and one of ${bits} was received.`);
  return { modulus: reversed(modulus), exponent: number(blob, 16) };
}

/** The blob of an ENCRYPTED_SESSION_KEY message; `encrypted` is big-endian, as RSA gives it. */
export function encodeSessionKeyBlob(encrypted: Uint8Array): Uint8Array {
  return Uint8Array.from([...SESSION_HEAD, ...reversed(encrypted)]);
}

/** The encrypted key, big-endian. */
export function decodeSessionKeyBlob(blob: Uint8Array): Uint8Array {
  checkHead(blob, SESSION_HEAD, "session key");
  return reversed(blob.subarray(SESSION_HEAD.length));
}

function checkHead(blob: Uint8Array, head: readonly number[], what: string): void {
  if (blob.length < head.length + 8 || head.some((byte, i) => blob[i] !== byte))
    throw remoteFault(`The ${what} that was received is not a key blob of the expected kind.`);
}

function little(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
}

function number(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function reversed(bytes: Uint8Array): Uint8Array {
  return bytes.slice().reverse();
}
