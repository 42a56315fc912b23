// Encodings, hashes, streams and readers in memory.

import { Byte, NetObject } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { Family, Member, TypeSource } from "../define.js";
import { enumerate } from "../enumerate.js";
import { argumentError, argumentNull, argumentOutOfRange, checkedCount, netError } from "../errors.js";
import { decode, encode, preamble } from "./bytes.js";
import type { EncodingName } from "./bytes.js";
import { charArray, charsOf, numberOf } from "./common.js";

/** System.Text.Encoding and its kinds. */
export class Encoding extends NetObject {
  readonly typeName: string;
  readonly encoding: EncodingName;
  readonly withMark: boolean;
  constructor(encoding: EncodingName, withMark = false) {
    super();
    this.encoding = encoding;
    this.withMark = withMark;
    this.typeName = KINDS[encoding][0];
  }
}

const KINDS: Readonly<Record<EncodingName, readonly [type: string, name: string, codePage: number]>> = {
  "utf-8": ["System.Text.UTF8Encoding", "Unicode (UTF-8)", 65001],
  "utf-16": ["System.Text.UnicodeEncoding", "Unicode", 1200],
  "utf-16BE": ["System.Text.UnicodeEncoding", "Unicode (Big-Endian)", 1201],
  "utf-32": ["System.Text.UTF32Encoding", "Unicode (UTF-32)", 12000],
  "us-ascii": ["System.Text.ASCIIEncoding", "US-ASCII", 20127],
  "iso-8859-1": ["System.Text.Latin1Encoding", "Western European (ISO)", 28591],
  "utf-7": ["System.Text.UTF7Encoding", "Unicode (UTF-7)", 65000],
};

function encodingNamed(name: string): Encoding {
  const key = name.toLowerCase();
  switch (key) {
    case "utf8":
    case "utf-8":
      return new Encoding("utf-8", true);
    case "utf-16":
    case "unicode":
    case "utf-16le":
      return new Encoding("utf-16", true);
    case "utf-16be":
    case "bigendianunicode":
      return new Encoding("utf-16BE", true);
    case "utf-32":
      return new Encoding("utf-32", true);
    case "ascii":
    case "us-ascii":
      return new Encoding("us-ascii");
    case "latin1":
    case "iso-8859-1":
      return new Encoding("iso-8859-1");
    default:
      throw argumentError(
        `'${name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.`,
        "name",
      );
  }
}

function encodingNumbered(codePage: number): Encoding {
  const found = Object.entries(KINDS).find(([, kind]) => kind[2] === codePage);
  if (!found) throw netError("System.NotSupportedException", `No data is available for encoding ${codePage}.`);
  return new Encoding(found[0] as EncodingName, true);
}

const bytesOf = (value: unknown): Uint8Array =>
  value instanceof Uint8Array ? value : Uint8Array.from([...(enumerate(value) ?? [])], (item) => (item as Byte).value);

const HASH = "System.Security.Cryptography.";
type Algorithm = "MD5" | "SHA1" | "SHA256" | "SHA384" | "SHA512";

class HashAlgorithm extends NetObject {
  readonly typeName: string;
  readonly algorithm: Algorithm;
  last: Uint8Array | null = null;
  constructor(algorithm: Algorithm) {
    super();
    this.algorithm = algorithm;
    this.typeName = HASH + algorithm;
  }
}

function hashType(algorithm: Algorithm, size: number): () => TypeSource {
  return () => ({
    base: `${HASH}HashAlgorithm`,
    members: {
      "new()": () => new HashAlgorithm(algorithm),
      [`static System.Object Create()`]: () => new HashAlgorithm(algorithm),
      "static byte[] HashData(byte[] source)": (bytes, engine: Engine) => engine.host.hash(algorithm, bytes),
      "int HashSize": () => size,
    },
  });
}

function hmac(algorithm: Algorithm, key: Uint8Array, data: Uint8Array, engine: Engine): Uint8Array {
  const block = algorithm === "SHA384" || algorithm === "SHA512" ? 128 : 64;
  const padded = new Uint8Array(block);
  padded.set(key.length > block ? engine.host.hash(algorithm, key) : key);
  const outer = padded.map((byte) => byte ^ 0x5c);
  const inner = padded.map((byte) => byte ^ 0x36);
  const first = engine.host.hash(algorithm, Uint8Array.from([...inner, ...data]));
  return engine.host.hash(algorithm, Uint8Array.from([...outer, ...first]));
}

class Hmac extends NetObject {
  readonly typeName: string;
  readonly algorithm: Algorithm;
  key: Uint8Array;
  constructor(algorithm: Algorithm, key: Uint8Array) {
    super();
    this.algorithm = algorithm;
    this.typeName = `${HASH}HMAC${algorithm}`;
    this.key = key;
  }
}

function hmacType(algorithm: Algorithm): () => TypeSource {
  return () => ({
    members: {
      "new()": (engine: Engine) => new Hmac(algorithm, engine.host.randomBytes(64)),
      "new(byte[] key)": (key) => new Hmac(algorithm, key),
      "byte[] Key": [(self: Hmac) => self.key, (self: Hmac, key) => (self.key = key)],
      "byte[] ComputeHash(byte[] buffer)": (self: Hmac, bytes, engine) => hmac(algorithm, self.key, bytes, engine),
      "void Dispose()": () => {},
    },
  });
}

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

const encodingMembers: Record<string, Member> = {
  "string BodyName": (self: Encoding) => self.encoding,
  "string EncodingName": (self: Encoding) => KINDS[self.encoding][1],
  "string HeaderName": (self: Encoding) => self.encoding,
  "string WebName": (self: Encoding) => self.encoding,
  "int CodePage": (self: Encoding) => KINDS[self.encoding][2],
  "int WindowsCodePage": (self: Encoding) => KINDS[self.encoding][2],
  "bool IsSingleByte": (self: Encoding) => self.encoding === "us-ascii" || self.encoding === "iso-8859-1",
  "bool IsReadOnly": () => true,
  "byte[] GetBytes(string s)": (self: Encoding, text: string | null) => {
    if (text === null) throw argumentNull("s");
    return encode(text, self.encoding);
  },
  "byte[] GetBytes(char[] chars)": (self: Encoding, chars) => encode(charsOf(chars).join(""), self.encoding),
  "string GetString(byte[] bytes)": (self: Encoding, bytes) => decode(bytesOf(bytes), self.encoding),
  "string GetString(byte[] bytes, int index, int count)": (self: Encoding, bytes: Uint8Array, index, count) => {
    if (index + count > bytes.length)
      throw argumentOutOfRange("Index and count must refer to a location within the buffer.", "bytes");
    return decode(bytes.subarray(index, index + count), self.encoding);
  },
  "char[] GetChars(byte[] bytes)": (self: Encoding, bytes) => charArray(decode(bytes, self.encoding)),
  "int GetByteCount(string s)": (self: Encoding, text) => encode(text, self.encoding).length,
  "int GetCharCount(byte[] bytes)": (self: Encoding, bytes) => decode(bytes, self.encoding).length,
  "int GetMaxByteCount(int charCount)": (self: Encoding, count) => (count + 1) * (self.encoding === "utf-8" ? 3 : 4),
  "byte[] GetPreamble()": (self: Encoding) => preamble(self.encoding, self.withMark),
};

const encodingKind = (encoding: EncodingName): (() => TypeSource) => {
  return () => ({
    base: "System.Text.Encoding",
    members: {
      "new()": () => new Encoding(encoding),
      "new(bool encoderShouldEmitUTF8Identifier)": (mark) => new Encoding(encoding, mark),
      "new(bool bigEndian, bool byteOrderMark)": (big, mark) =>
        encoding === "utf-16" ? new Encoding(big ? "utf-16BE" : "utf-16", mark) : new Encoding(encoding, big),
    },
  });
};

export const streamTypes: Family = {
  "System.Text.Encoding": () => ({
    kind: "abstract",
    members: {
      ...encodingMembers,
      "static System.Text.Encoding UTF8": () => new Encoding("utf-8", true),
      "static System.Text.Encoding Default": () => new Encoding("utf-8"),
      "static System.Text.Encoding Unicode": () => new Encoding("utf-16", true),
      "static System.Text.Encoding BigEndianUnicode": () => new Encoding("utf-16BE", true),
      "static System.Text.Encoding UTF32": () => new Encoding("utf-32", true),
      "static System.Text.Encoding ASCII": () => new Encoding("us-ascii"),
      "static System.Text.Encoding Latin1": () => new Encoding("iso-8859-1"),
      "static System.Text.Encoding GetEncoding(string name)": encodingNamed,
      "static System.Text.Encoding GetEncoding(int codepage)": encodingNumbered,
      "static byte[] Convert(System.Text.Encoding srcEncoding, System.Text.Encoding dstEncoding, byte[] bytes)": (
        from: Encoding,
        to: Encoding,
        bytes,
      ) => encode(decode(bytes, from.encoding), to.encoding),
    },
    convertFrom: (value) => (typeof value === "string" ? encodingNamed(value) : undefined),
    text: (self: Encoding) => self.typeName,
  }),
  "System.Text.UTF8Encoding": encodingKind("utf-8"),
  "System.Text.UnicodeEncoding": encodingKind("utf-16"),
  "System.Text.UTF32Encoding": encodingKind("utf-32"),
  "System.Text.ASCIIEncoding": encodingKind("us-ascii"),
  "System.Text.Latin1Encoding": encodingKind("iso-8859-1"),
  [`${HASH}HashAlgorithm`]: () => ({
    kind: "abstract",
    interfaces: "System.IDisposable",
    members: {
      "byte[] ComputeHash(byte[] buffer)": (self: HashAlgorithm, bytes, engine: Engine) =>
        (self.last = engine.host.hash(self.algorithm, bytes)),
      "byte[] ComputeHash(System.IO.Stream inputStream)": (self: HashAlgorithm, stream: MemoryStream, engine: Engine) =>
        (self.last = engine.host.hash(self.algorithm, stream.rest())),
      "byte[] Hash": (self: HashAlgorithm) => self.last,
      "void Dispose()": () => {},
      "void Clear()": () => {},
      "static System.Object Create(string hashName)": (name: string) => {
        const algorithm = name.toUpperCase().replace("-", "") as Algorithm;
        return ["MD5", "SHA1", "SHA256", "SHA384", "SHA512"].includes(algorithm) ? new HashAlgorithm(algorithm) : null;
      },
    },
  }),
  [`${HASH}MD5`]: hashType("MD5", 128),
  [`${HASH}SHA1`]: hashType("SHA1", 160),
  [`${HASH}SHA256`]: hashType("SHA256", 256),
  [`${HASH}SHA384`]: hashType("SHA384", 384),
  [`${HASH}SHA512`]: hashType("SHA512", 512),
  [`${HASH}SHA256Managed`]: hashType("SHA256", 256),
  [`${HASH}MD5CryptoServiceProvider`]: hashType("MD5", 128),
  [`${HASH}SHA1CryptoServiceProvider`]: hashType("SHA1", 160),
  [`${HASH}HMACSHA1`]: hmacType("SHA1"),
  [`${HASH}HMACSHA256`]: hmacType("SHA256"),
  [`${HASH}HMACSHA512`]: hmacType("SHA512"),
  [`${HASH}HMACMD5`]: hmacType("MD5"),
  [`${HASH}RandomNumberGenerator`]: () => ({
    kind: "abstract",
    members: {
      "static System.Object Create()": () => new RandomSource(),
      "static byte[] GetBytes(int count)": (count, engine: Engine) => engine.host.randomBytes(checkedCount(count)),
      "static int GetInt32(int toExclusive)": (limit, engine: Engine) =>
        Math.floor((new DataView(engine.host.randomBytes(4).slice().buffer).getUint32(0) / 2 ** 32) * limit),
      "static void Fill(byte[] data)": (data: Uint8Array, engine: Engine) =>
        data.set(engine.host.randomBytes(data.length)),
      "void GetBytes(byte[] data)": (_self, data: Uint8Array, engine: Engine) =>
        data.set(engine.host.randomBytes(data.length)),
      "void Dispose()": () => {},
    },
  }),
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

class RandomSource extends NetObject {
  readonly typeName: string = `${HASH}RandomNumberGenerator`;
}
