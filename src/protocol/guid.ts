// GUIDs as .NET writes them in binary: the first three groups little-endian, the last two as they read.

export const EMPTY_GUID: string = "00000000-0000-0000-0000-000000000000";

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const ORDER: readonly number[] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return PATTERN.test(text);
}

/** The GUID at `offset`, in lower case. */
export function readGuid(bytes: Uint8Array, offset: number): string {
  let text = "";
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += "-";
    text += HEX[bytes[offset + ORDER[i]!]!]!;
  }
  return text;
}

/** The 16 bytes of a GUID's text; throws a RangeError where it is none. */
export function guidBytes(guid: string): Uint8Array {
  if (!isGuid(guid)) throw new RangeError(`Unrecognized Guid format: ${guid}`);
  const digits = guid.replaceAll("-", "");
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 16; i++) bytes[ORDER[i]!] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
