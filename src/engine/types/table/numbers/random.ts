// System.Random: with a seed Knuth's subtractive generator, number for number as .NET keeps it for old programs' sake.

import { NetObject } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family } from "../../define.js";
import { argumentOutOfRange } from "../../errors.js";

const SEED = 161_803_398;
const SIZE = 55;
const INT32_MAX = 2_147_483_647;

/** The sequence of a seed: numbers from 0 up to, not including, 2147483647. */
export function seededNumbers(seed: number): () => number {
  const state = seededState(seed);
  let next = 0;
  let ahead = 21;
  return () => {
    next = next >= SIZE ? 1 : next + 1;
    ahead = ahead >= SIZE ? 1 : ahead + 1;
    let number = (state[next]! - state[ahead]!) | 0;
    if (number === INT32_MAX) number--;
    if (number < 0) number += INT32_MAX;
    state[next] = number;
    return number;
  };
}

/** Numbers 1 to 55; 0 is not used. */
function seededState(seed: number): Int32Array {
  const state = new Int32Array(SIZE + 1);
  let last = SEED - (seed === -2_147_483_648 ? INT32_MAX : Math.abs(seed));
  state[SIZE] = last;
  let current = 1;
  for (let i = 1; i < SIZE; i++) {
    const at = (21 * i) % SIZE;
    state[at] = current;
    current = (last - current) | 0;
    if (current < 0) current += INT32_MAX;
    last = state[at]!;
  }
  for (let round = 1; round < 5; round++)
    for (let i = 1; i <= SIZE; i++) {
      state[i] = (state[i]! - state[1 + ((i + 30) % SIZE)]!) | 0;
      if (state[i]! < 0) state[i] = (state[i]! + INT32_MAX) | 0;
    }
  return state;
}

class Random extends NetObject {
  readonly typeName: string = "System.Random";
  readonly next: () => number;
  constructor(seed: number) {
    super();
    this.next = seededNumbers(seed);
  }
  /** 0 up to, not including, 1. */
  sample(): number {
    return this.next() * (1 / INT32_MAX);
  }
}

function randomSeed(engine: Engine): number {
  return new DataView(engine.host.randomBytes(4).slice().buffer).getInt32(0);
}

function between(random: Random, low: number, high: number): number {
  if (low > high) throw argumentOutOfRange("'minValue' cannot be greater than maxValue.", "minValue");
  return low + Math.floor(random.sample() * (high - low));
}

function between64(random: Random, low: bigint, high: bigint): bigint {
  if (low > high) throw argumentOutOfRange("'minValue' cannot be greater than maxValue.", "minValue");
  if (low === high) return low;
  const bits = (BigInt(random.next()) << 62n) ^ (BigInt(random.next()) << 31n) ^ BigInt(random.next());
  return low + (bits % (high - low));
}

export const randomTypes: Family = {
  "System.Random": () => ({
    members: {
      "new()": (engine: Engine) => new Random(randomSeed(engine)),
      "new(int Seed)": (seed) => new Random(seed),
      "static System.Random Shared": (engine: Engine) => new Random(randomSeed(engine)),
      "int Next()": (self: Random) => self.next(),
      "int Next(int maxValue)": (self: Random, high) => {
        if (high < 0) throw argumentOutOfRange("'maxValue' must be greater than zero.", "maxValue");
        return between(self, 0, high);
      },
      "int Next(int minValue, int maxValue)": (self: Random, low, high) => between(self, low, high),
      "long NextInt64()": (self: Random) => BigInt(Math.floor(self.sample() * Number.MAX_SAFE_INTEGER)),
      "long NextInt64(long maxValue)": (self: Random, high: bigint) => {
        if (high < 0n) throw argumentOutOfRange("'maxValue' must be greater than zero.", "maxValue");
        return between64(self, 0n, high);
      },
      "long NextInt64(long minValue, long maxValue)": between64,
      "double NextDouble()": (self: Random) => self.sample(),
      "float NextSingle()": (self: Random) => self.sample(),
      "void NextBytes(byte[] buffer)": (self: Random, bytes: Uint8Array) => {
        for (let i = 0; i < bytes.length; i++) bytes[i] = self.next() & 0xff;
      },
      "void Shuffle(array values)": (self: Random, items: unknown[]) => {
        for (let i = 0; i < items.length - 1; i++) {
          const j = between(self, i, items.length);
          [items[i], items[j]] = [items[j], items[i]];
        }
      },
    },
  }),
};
