// Streams in memory, and readers and writers of text over them.

import { NetObject } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, Member } from "../../define.js";
import { checkedCount } from "../../errors.js";
import { decode, encode } from "../text/bytes.js";
import type { EncodingName } from "../text/bytes.js";
import { numberOf } from "../common.js";
import type { Encoding } from "../text/encodings.js";

/** System.IO.MemoryStream. */
export class MemoryStream extends NetObject {
  readonly typeName: string = "System.IO.MemoryStream";
  bytes: Uint8Array;
  position = 0;
  closed = false;
  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    super();
    this.bytes = bytes;
  }
  write(data: Uint8Array): void {
    const end = checkedCount(this.position + data.length);
    if (end > this.bytes.length) {
      const grown = new Uint8Array(end);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes.set(data, this.position);
    this.position = end;
  }
  read(count: number): Uint8Array {
    const part = this.bytes.slice(this.position, this.position + count);
    this.position += part.length;
    return part;
  }
  /** All that follows. */
  rest(): Uint8Array {
    return this.read(this.bytes.length);
  }
}

/** StringReader and StreamReader over memory. */
export class TextReader extends NetObject {
  readonly typeName: string;
  readonly text: string;
  at = 0;
  constructor(typeName: string, text: string) {
    super();
    this.typeName = `System.IO.${typeName}`;
    this.text = text;
  }
  readLine(): string | null {
    if (this.at >= this.text.length) return null;
    const found = /\r\n|\r|\n/g;
    found.lastIndex = this.at;
    const end = found.exec(this.text);
    const line = this.text.slice(this.at, end?.index);
    this.at = end ? end.index + end[0].length : this.text.length;
    return line;
  }
  readToEnd(): string {
    const rest = this.text.slice(this.at);
    this.at = this.text.length;
    return rest;
  }
}

/** StringWriter, or a StreamWriter over memory. */
export class TextWriter extends NetObject {
  readonly typeName: string;
  text = "";
  readonly stream: MemoryStream | undefined;
  readonly encoding: EncodingName;
  newLine = "\n";
  constructor(typeName: string, stream?: MemoryStream, encoding: EncodingName = "utf-8") {
    super();
    this.typeName = `System.IO.${typeName}`;
    this.stream = stream;
    this.encoding = encoding;
  }
  flush(): void {
    if (!this.stream || this.text === "") return;
    this.stream.write(encode(this.text, this.encoding));
    this.text = "";
  }
}

const readers: Record<string, Member> = {
  "int Peek()": (self: TextReader) => (self.at < self.text.length ? self.text.charCodeAt(self.at) : -1),
  "int Read()": (self: TextReader) => (self.at < self.text.length ? self.text.charCodeAt(self.at++) : -1),
  "string ReadLine()": (self: TextReader) => self.readLine(),
  "string ReadToEnd()": (self: TextReader) => self.readToEnd(),
  "void Close()": () => {},
  "void Dispose()": () => {},
};

const writers: Record<string, Member> = {
  "void Write(System.Object value)": (self: TextWriter, value, engine: Engine) => {
    self.text += engine.values.format("{0}", [value]);
  },
  "void Write(string format, Params System.Object[] arg)": (self: TextWriter, format, args, engine: Engine) => {
    self.text += args.length === 0 ? (format ?? "") : engine.values.format(format, args);
  },
  "void WriteLine()": (self: TextWriter) => {
    self.text += self.newLine;
  },
  "void WriteLine(System.Object value)": (self: TextWriter, value, engine: Engine) => {
    self.text += engine.values.format("{0}", [value]) + self.newLine;
  },
  "void WriteLine(string format, Params System.Object[] arg)": (self: TextWriter, format, args, engine: Engine) => {
    self.text += (args.length === 0 ? (format ?? "") : engine.values.format(format, args)) + self.newLine;
  },
  "string NewLine": [(self: TextWriter) => self.newLine, (self: TextWriter, value) => (self.newLine = value)],
  "bool AutoFlush": [() => false, () => {}],
  "void Flush()": (self: TextWriter) => self.flush(),
  "void Close()": (self: TextWriter) => self.flush(),
  "void Dispose()": (self: TextWriter) => self.flush(),
};

export const streamTypes: Family = {
  "System.IO.Stream": () => ({ kind: "abstract", interfaces: "System.IDisposable" }),
  "System.IO.MemoryStream": () => ({
    base: "System.IO.Stream",
    members: {
      "new()": () => new MemoryStream(),
      "new(int capacity)": () => new MemoryStream(),
      "new(byte[] buffer)": (bytes) => new MemoryStream(bytes),
      "bool CanRead": () => true,
      "bool CanSeek": () => true,
      "bool CanWrite": () => true,
      "int Capacity": (self: MemoryStream) => self.bytes.length,
      "long Length": (self: MemoryStream) => BigInt(self.bytes.length),
      "long Position": [
        (self: MemoryStream) => BigInt(self.position),
        (self: MemoryStream, value) => (self.position = Number(value)),
      ],
      "void Write(byte[] buffer, int offset, int count)": (self: MemoryStream, bytes: Uint8Array, offset, count) =>
        self.write(bytes.subarray(offset, offset + count)),
      "void WriteByte(byte value)": (self: MemoryStream, value) => self.write(Uint8Array.of(value)),
      "int Read(byte[] buffer, int offset, int count)": (self: MemoryStream, bytes: Uint8Array, offset, count) => {
        const part = self.read(count);
        bytes.set(part, offset);
        return part.length;
      },
      "int ReadByte()": (self: MemoryStream) => self.read(1)[0] ?? -1,
      "long Seek(long offset, System.IO.SeekOrigin loc)": (self: MemoryStream, offset, origin) => {
        const base = [0, self.position, self.bytes.length][numberOf(origin)] ?? 0;
        self.position = base + Number(offset);
        return BigInt(self.position);
      },
      "void SetLength(long value)": (self: MemoryStream, value) => {
        const next = new Uint8Array(checkedCount(Number(value)));
        next.set(self.bytes.subarray(0, next.length));
        self.bytes = next;
      },
      "byte[] ToArray()": (self: MemoryStream) => self.bytes.slice(),
      "byte[] GetBuffer()": (self: MemoryStream) => self.bytes,
      "void CopyTo(System.IO.Stream destination)": (self: MemoryStream, target: MemoryStream) =>
        target.write(self.read(self.bytes.length)),
      "void WriteTo(System.IO.Stream stream)": (self: MemoryStream, target: MemoryStream) => target.write(self.bytes),
      "void Flush()": () => {},
      "void Close()": () => {},
      "void Dispose()": () => {},
    },
  }),
  "System.IO.TextReader": () => ({ kind: "abstract", interfaces: "System.IDisposable" }),
  "System.IO.TextWriter": () => ({ kind: "abstract", interfaces: "System.IDisposable" }),
  "System.IO.StringReader": () => ({
    base: "System.IO.TextReader",
    members: { "new(string s)": (text) => new TextReader("StringReader", text), ...readers },
  }),
  "System.IO.StreamReader": () => ({
    base: "System.IO.TextReader",
    members: {
      "new(System.IO.Stream stream)": (stream: MemoryStream) =>
        new TextReader("StreamReader", decode(stream.rest(), "utf-8")),
      "new(System.IO.Stream stream, System.Text.Encoding encoding)": (stream: MemoryStream, encoding: Encoding) =>
        new TextReader("StreamReader", decode(stream.rest(), encoding.encoding)),
      "new(string path)": (path, engine: Engine) =>
        new TextReader("StreamReader", engine.values.invokeStatic("System.IO.File", "ReadAllText", [path]) as string),
      "bool EndOfStream": (self: TextReader) => self.at >= self.text.length,
      ...readers,
    },
  }),
  "System.IO.StringWriter": () => ({
    base: "System.IO.TextWriter",
    members: {
      "new()": () => new TextWriter("StringWriter"),
      ...writers,
      "string ToString()": (self: TextWriter) => self.text,
    },
    text: (self: TextWriter) => self.text,
  }),
  "System.IO.StreamWriter": () => ({
    base: "System.IO.TextWriter",
    members: {
      "new(System.IO.Stream stream)": (stream) => new TextWriter("StreamWriter", stream),
      "new(System.IO.Stream stream, System.Text.Encoding encoding)": (stream, encoding: Encoding) =>
        new TextWriter("StreamWriter", stream, encoding.encoding),
      ...writers,
    },
  }),
};
