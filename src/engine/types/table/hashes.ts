// System.Security.Cryptography: hashes, keyed and not, and random bytes; the host computes them.

import { NetObject } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { Family, TypeSource } from "../define.js";
import { checkedCount } from "../errors.js";
import type { MemoryStream } from "./io/streams.js";

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

class RandomSource extends NetObject {
  readonly typeName: string = `${HASH}RandomNumberGenerator`;
}

export const hashTypes: Family = {
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
};
