// Base64, which a host has in a faster form than this folder could write.

export interface Base64 {
  /** The base64 of `bytes` from `start` to before `end`; of all of them where these are left out. */
  encodeBase64(bytes: Uint8Array, start?: number, end?: number): string;
  /** The bytes. What is no base64 may give fewer of them: whoever calls checks the length. */
  decodeBase64(text: string): Uint8Array;
}

/** The number of bytes in this base64 text, or -1 where its length or its end is wrong. */
export function base64Length(text: string): number {
  if (text.length % 4 !== 0) return -1;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}
