// Bytes, cut anywhere, → text.
//
// Rule: a character cut in two waits for its rest; bytes that are no UTF-8 are an error, at once or at the end.

import { ClixmlError } from "./error.js";

/** Takes a payload's bytes as they come. A byte order mark at the start is not part of the text. */
export interface Utf8Decoder {
  /** The text of these bytes, less what is still incomplete. Throws ClixmlError. */
  write(bytes: Uint8Array): string;
  /** The end: nothing may be left over. The decoder is then as new. */
  end(): string;
}

export function utf8Decoder(): Utf8Decoder {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (bytes: Uint8Array | undefined, stream: boolean): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream }) : decoder.decode();
    } catch {
      throw new ClixmlError("The CLIXML text is not valid UTF-8.");
    }
  };
  return { write: (bytes) => decode(bytes, true), end: () => decode(undefined, false) };
}
