// System.Random with a seed: Knuth's subtractive generator, number for number as .NET keeps it for old programs' sake.

const SEED = 161_803_398;
const SIZE = 55;
const INT32_MAX = 2_147_483_647;

/** The bytes of NextBytes, one at a time. */
export function netRandomBytes(seed: number): () => number {
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
    return number & 0xff;
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
