// Scripts that nobody wrote: pieces of real ones cut, doubled, swapped and joined. The same seed gives the same scripts.

/** Numbers in [0, 1) that a seed decides: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TOKEN = /\s+|[$@]?\w+|./gsu;

export function mutation(scripts: readonly string[], random: () => number): string {
  const below = (count: number): number => Math.floor(random() * count);
  const pick = (): string[] => scripts[below(scripts.length)]!.match(TOKEN) ?? [];
  const tokens = pick();
  for (let i = 1 + below(3); i > 0; i--) {
    const at = below(tokens.length);
    const other = pick();
    const from = below(other.length);
    switch (below(5)) {
      case 0:
        tokens.splice(at, 1 + below(3));
        break;
      case 1:
        tokens.splice(at, 0, ...tokens.slice(at, at + 1 + below(6)));
        break;
      case 2:
        tokens.splice(at, 1, other[from] ?? "");
        break;
      case 3:
        tokens.splice(at, 0, ...other.slice(from, from + 1 + below(8)));
        break;
      default:
        [tokens[at], tokens[from % tokens.length]] = [tokens[from % tokens.length] ?? "", tokens[at] ?? ""];
    }
  }
  return tokens.join("");
}
