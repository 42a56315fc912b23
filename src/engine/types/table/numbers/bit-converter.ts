// System.BitConverter: numbers as bytes, the least significant first.

import type { Family } from "../../define.js";
import { argumentError, argumentOutOfRange } from "../../errors.js";
import { hex } from "./conversions.js";

const littleEndian = (size: number, write: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
};

function viewAt(bytes: Uint8Array, index: number, size: number): DataView {
  if (index < 0 || index >= bytes.length)
    throw argumentOutOfRange(
      "Index was out of range. Must be non-negative and less than the size of the collection.",
      "startIndex",
    );
  if (index + size > bytes.length)
    throw argumentError(
      "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
      "value",
    );
  return new DataView(bytes.buffer, bytes.byteOffset + index, size);
}

const dashes = (bytes: Uint8Array): string =>
  hex(bytes)
    .toUpperCase()
    .replace(/..(?=.)/g, "$&-");

export const bitConverterTypes: Family = {
  "System.BitConverter": () => ({
    kind: "static",
    members: {
      "static bool IsLittleEndian": () => true,
      "static string ToString(byte[] value)": dashes,
      "static string ToString(byte[] value, int startIndex)": (bytes: Uint8Array, start) =>
        dashes(bytes.subarray(start)),
      "static string ToString(byte[] value, int startIndex, int length)": (bytes: Uint8Array, start, length) =>
        dashes(bytes.subarray(start, start + length)),
      "static byte[] GetBytes(int value)": (value) => littleEndian(4, (view) => view.setInt32(0, value, true)),
      "static byte[] GetBytes(long value)": (value) => littleEndian(8, (view) => view.setBigInt64(0, value, true)),
      "static byte[] GetBytes(short value)": (value) => littleEndian(2, (view) => view.setInt16(0, value, true)),
      "static byte[] GetBytes(ushort value)": (value) => littleEndian(2, (view) => view.setUint16(0, value, true)),
      "static byte[] GetBytes(uint value)": (value) => littleEndian(4, (view) => view.setUint32(0, value, true)),
      "static byte[] GetBytes(ulong value)": (value) => littleEndian(8, (view) => view.setBigUint64(0, value, true)),
      "static byte[] GetBytes(double value)": (value) => littleEndian(8, (view) => view.setFloat64(0, value, true)),
      "static byte[] GetBytes(float value)": (value) => littleEndian(4, (view) => view.setFloat32(0, value, true)),
      "static byte[] GetBytes(bool value)": (value) => Uint8Array.of(value ? 1 : 0),
      "static byte[] GetBytes(char value)": (value: string) =>
        littleEndian(2, (view) => view.setUint16(0, value.charCodeAt(0), true)),
      "static int ToInt32(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 4).getInt32(0, true),
      "static long ToInt64(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 8).getBigInt64(0, true),
      "static short ToInt16(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 2).getInt16(0, true),
      "static ushort ToUInt16(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 2).getUint16(0, true),
      "static uint ToUInt32(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 4).getUint32(0, true),
      "static ulong ToUInt64(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 8).getBigUint64(0, true),
      "static double ToDouble(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 8).getFloat64(0, true),
      "static float ToSingle(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 4).getFloat32(0, true),
      "static bool ToBoolean(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 1).getUint8(0) !== 0,
      "static char ToChar(byte[] value, int startIndex)": (bytes, at) =>
        String.fromCharCode(viewAt(bytes, at, 2).getUint16(0, true)),
      "static long DoubleToInt64Bits(double value)": (value) =>
        new DataView(littleEndian(8, (view) => view.setFloat64(0, value, true)).buffer).getBigInt64(0, true),
    },
  }),
};
