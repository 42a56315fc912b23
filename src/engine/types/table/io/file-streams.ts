// System.IO.FileStream: an open file of the host, read and written piece by piece.
//
// Rule: nothing is buffered here. A Write is at the system's before it returns, and Flush(true) on the disk.

import { EnumValue, NetObject } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { FileMode, OpenFile } from "../../../host.js";
import type { Member, TypeSource } from "../../define.js";
import { argumentError, argumentOutOfRange, netError } from "../../errors.js";
import { numberOf } from "../common.js";
import { attempt, attemptIn } from "./file-faults.js";
import { fullPath } from "./paths.js";

class FileStream extends NetObject {
  readonly typeName: string = "System.IO.FileStream";
  readonly path: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  position: number;
  #file: OpenFile | undefined;
  constructor(path: string, file: OpenFile, access: number, position: number) {
    super();
    this.path = path;
    this.#file = file;
    this.canRead = (access & READ) !== 0;
    this.canWrite = (access & WRITE) !== 0;
    this.position = position;
  }
  get isOpen(): boolean {
    return this.#file !== undefined;
  }
  get length(): number {
    return attempt(this.path, () => this.#open().length());
  }
  readInto(bytes: Uint8Array): number {
    const file = this.#open();
    if (!this.canRead) throw netError("System.NotSupportedException", "Stream does not support reading.");
    const count = attempt(this.path, () => file.read(bytes, this.position));
    this.position += count;
    return count;
  }
  /** Up to `count` bytes. */
  read(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    return bytes.subarray(0, this.readInto(bytes));
  }
  /** All that follows. */
  rest(): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, this.length - this.position));
    let filled = 0;
    for (let got = -1; got !== 0 && filled < bytes.length; filled += got) got = this.readInto(bytes.subarray(filled));
    return bytes.subarray(0, filled);
  }
  write(bytes: Uint8Array): void {
    const file = this.#open();
    if (!this.canWrite) throw netError("System.NotSupportedException", "Stream does not support writing.");
    attempt(this.path, () => file.write(bytes, this.position));
    this.position += bytes.length;
  }
  setLength(length: number): void {
    attempt(this.path, () => this.#open().truncate(length));
    this.position = Math.min(this.position, length);
  }
  flush(toDisk: boolean): void {
    const file = this.#open();
    if (toDisk) attempt(this.path, () => file.sync());
  }
  close(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file) attempt(this.path, () => file.close());
  }
  #open(): OpenFile {
    if (!this.#file) throw netError("System.ObjectDisposedException", "Cannot access a closed file.");
    return this.#file;
  }
}

const READ = 1;
const WRITE = 2;
const READ_WRITE = 3;

/** FileMode's names by its numbers. */
const MODES: readonly (FileMode | undefined)[] = [
  undefined,
  "createNew",
  "create",
  "open",
  "openOrCreate",
  "truncate",
  "append",
];
const APPEND = 6;

function open(path: string, mode: EnumValue | number, access: number, engine: Engine): FileStream {
  const number = numberOf(mode);
  const named = MODES[number];
  if (named === undefined) throw argumentOutOfRange("Enum value was out of legal range.", "mode");
  if (number === APPEND && (access & READ) !== 0)
    throw argumentError("Append access can be requested only in write-only mode.", "access");
  if (named !== "open" && (access & WRITE) === 0)
    throw argumentError(`Combining FileMode: ${nameOf(named)} with FileAccess: Read is invalid.`, "access");
  const full = fullPath(path, engine);
  const file = attemptIn(full, engine, () =>
    engine.host.files.open(full, { mode: named, read: (access & READ) !== 0, write: (access & WRITE) !== 0 }),
  );
  return new FileStream(full, file, access, number === APPEND ? file.length() : 0);
}

const nameOf = (mode: string): string => mode[0]!.toUpperCase() + mode.slice(1);
const accessOf = (mode: EnumValue | number): number => (numberOf(mode) === APPEND ? WRITE : READ_WRITE);

/** The static members of System.IO.File that give a stream. */
export const fileOpeners: Readonly<Record<string, Member>> = {
  "static System.IO.FileStream OpenRead(string path)": (path, engine: Engine) => open(path, 3, READ, engine),
  "static System.IO.FileStream OpenWrite(string path)": (path, engine: Engine) => open(path, 4, WRITE, engine),
  "static System.IO.FileStream Create(string path)": (path, engine: Engine) => open(path, 2, READ_WRITE, engine),
  "static System.IO.FileStream Open(string path, System.IO.FileMode mode)": (path, mode, engine: Engine) =>
    open(path, mode, accessOf(mode), engine),
  "static System.IO.FileStream Open(string path, System.IO.FileMode mode, System.IO.FileAccess access)": (
    path,
    mode,
    access,
    engine: Engine,
  ) => open(path, mode, numberOf(access), engine),
  "static System.IO.FileStream Open(string path, System.IO.FileMode mode, System.IO.FileAccess access, System.IO.FileShare share)":
    (path, mode, access, _share, engine: Engine) => open(path, mode, numberOf(access), engine),
};

export const fileStreamType = (): TypeSource => ({
  base: "System.IO.Stream",
  members: {
    "new(string path, System.IO.FileMode mode)": (path, mode, engine: Engine) =>
      open(path, mode, accessOf(mode), engine),
    "new(string path, System.IO.FileMode mode, System.IO.FileAccess access)": (path, mode, access, engine: Engine) =>
      open(path, mode, numberOf(access), engine),
    "new(string path, System.IO.FileMode mode, System.IO.FileAccess access, System.IO.FileShare share)": (
      path,
      mode,
      access,
      _share,
      engine: Engine,
    ) => open(path, mode, numberOf(access), engine),
    "new(string path, System.IO.FileMode mode, System.IO.FileAccess access, System.IO.FileShare share, int bufferSize)":
      (path, mode, access, _share, _size, engine: Engine) => open(path, mode, numberOf(access), engine),
    "string Name": (self: FileStream) => self.path,
    "bool CanRead": (self: FileStream) => self.isOpen && self.canRead,
    "bool CanSeek": (self: FileStream) => self.isOpen,
    "bool CanWrite": (self: FileStream) => self.isOpen && self.canWrite,
    "long Length": (self: FileStream) => BigInt(self.length),
    "long Position": [
      (self: FileStream) => BigInt(self.position),
      (self: FileStream, value) => (self.position = Number(value)),
    ],
    "void Write(byte[] buffer, int offset, int count)": (self: FileStream, bytes: Uint8Array, offset, count) =>
      self.write(part(bytes, offset, count)),
    "void Write(byte[] buffer)": (self: FileStream, bytes: Uint8Array) => self.write(bytes),
    "void WriteByte(byte value)": (self: FileStream, value) => self.write(Uint8Array.of(Number(value))),
    "int Read(byte[] buffer, int offset, int count)": (self: FileStream, bytes: Uint8Array, offset, count) =>
      self.readInto(part(bytes, offset, count)),
    "int Read(byte[] buffer)": (self: FileStream, bytes: Uint8Array) => self.readInto(bytes),
    "int ReadByte()": (self: FileStream) => self.read(1)[0] ?? -1,
    "long Seek(long offset, System.IO.SeekOrigin origin)": (self: FileStream, offset, origin) => {
      const base = [0, self.position, self.length][numberOf(origin)] ?? 0;
      const to = base + Number(offset);
      if (to < 0)
        throw netError(
          "System.IO.IOException",
          "An attempt was made to move the position before the beginning of the stream.",
        );
      return BigInt((self.position = to));
    },
    "void SetLength(long value)": (self: FileStream, value) => self.setLength(Number(value)),
    "void CopyTo(System.IO.Stream destination)": (self: FileStream, target: { write(bytes: Uint8Array): void }) => {
      for (let bytes = self.read(COPY); bytes.length > 0; bytes = self.read(COPY)) target.write(bytes);
    },
    "void Flush()": (self: FileStream) => self.flush(false),
    "void Flush(bool flushToDisk)": (self: FileStream, toDisk) => self.flush(toDisk),
    "void Close()": (self: FileStream) => self.close(),
    "void Dispose()": (self: FileStream) => self.close(),
  },
});

const COPY = 1 << 17;

function part(bytes: Uint8Array, offset: number, count: number): Uint8Array {
  if (offset < 0 || count < 0 || offset + count > bytes.length)
    throw netError(
      "System.ArgumentException",
      "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
    );
  return bytes.subarray(offset, offset + count);
}
