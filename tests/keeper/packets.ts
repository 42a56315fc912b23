// Packets as a test looks at them.

/** Messages of a packet, by the lengths of its fragments. */
export function countMessages(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length; count++) at += 21 + view.getUint32(at + 17);
  return count;
}
