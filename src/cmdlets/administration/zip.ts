// ZIP archives, as far as Compress-Archive and Expand-Archive need them: stored and deflated files, no encryption, no ZIP64.

import { crc32Of } from "./crc32.js";

export interface ZipEntry {
  /** With forward slashes; a folder's ends in one. */
  readonly name: string;
  readonly modified: Date;
  readonly content: Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8 = 0x0800;
/** What one entry may become when it is unpacked. */
const LARGEST = 0x7fffffff;

export class ZipError extends Error {}

/** The level is zlib's: 0 stores. */
export function writeZip(entries: readonly ZipEntry[], level: number): Uint8Array {
  const { deflateRawSync } = process.getBuiltinModule("node:zlib");
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, modified, content } of entries) {
    const path = Buffer.from(name, "utf8");
    const packed = level === 0 || content.length === 0 ? Buffer.from(content) : deflateRawSync(content, { level });
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(UTF8, 2);
    facts.writeUInt16LE(level === 0 || content.length === 0 ? 0 : 8, 4);
    facts.writeUInt32LE(dosTime(modified), 6);
    facts.writeUInt32LE(crc32Of(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([number(LOCAL), facts, path, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(name.endsWith("/") ? 0x10 : 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([number(CENTRAL), Buffer.of(20, 0), facts, tail, path]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, number(END), end]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function dosTime(date: Date): number {
  const day = ((Math.max(date.getFullYear(), 1980) - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate();
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}

/** The entries of an archive. Throws ZipError where the bytes are none. */
export function readZip(bytes: Uint8Array): ZipEntry[] {
  const { inflateRawSync } = process.getBuiltinModule("node:zlib");
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = data.lastIndexOf(number(END));
  if (end < 0 || end + 22 > data.length) throw new ZipError("End of Central Directory record could not be found.");
  const entries: ZipEntry[] = [];
  let at = data.readUInt32LE(end + 16);
  for (let left = data.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > end || data.readUInt32LE(at) !== CENTRAL) throw new ZipError("Central Directory corrupt.");
    const [method, time, crc] = [data.readUInt16LE(at + 10), data.readUInt32LE(at + 12), data.readUInt32LE(at + 16)];
    const [packed, size] = [data.readUInt32LE(at + 20), data.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => data.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const name = data.toString("utf8", at + 46, at + 46 + nameLength);
    const local = data.readUInt32LE(at + 42);
    if (local + 30 > data.length || size > LARGEST) throw new ZipError("A local file header is corrupt.");
    const start = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
    const body = data.subarray(start, start + packed);
    if (method !== 0 && method !== 8)
      throw new ZipError(`The archive entry '${name}' was compressed using an unsupported compression method.`);
    const content = method === 0 ? body : inflateRawSync(body, { maxOutputLength: Math.max(size, 1) });
    if (content.length !== size || crc32Of(content) !== crc)
      throw new ZipError(`The archive entry '${name}' is damaged.`);
    entries.push({ name: name.replaceAll("\\", "/"), modified: fromDosTime(time), content });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function fromDosTime(time: number): Date {
  const day = time >>> 16;
  return new Date(
    (day >> 9) + 1980,
    ((day >> 5) & 15) - 1,
    day & 31,
    (time >> 11) & 31,
    (time >> 5) & 63,
    (time & 31) << 1,
  );
}
