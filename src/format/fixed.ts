// A double with a fixed number of decimals, from its exact binary value: .NET rounds exact halves to even here.

/** `value` with `decimals` digits after the point ("F2"); NaN and infinities by their .NET names. */
export function fixed(value: number, decimals: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  // Only what may lie in the middle of two results needs the exact way.
  const doubled = value * 2 * 10 ** decimals;
  if (Math.abs(value) < 1e15 && !(Number.isInteger(doubled) && doubled % 2 !== 0)) return signedZero(value, decimals);
  const negative = value < 0 || Object.is(value, -0);
  const { mantissa, exponent } = exactParts(Math.abs(value));
  const scaled = mantissa * 10n ** BigInt(decimals);
  const digits = (exponent >= 0 ? scaled << BigInt(exponent) : roundedShift(scaled, BigInt(-exponent))).toString();
  const padded = digits.padStart(decimals + 1, "0");
  const whole = padded.slice(0, padded.length - decimals);
  const text = decimals > 0 ? `${whole}.${padded.slice(padded.length - decimals)}` : whole;
  return negative ? `-${text}` : text;
}

function signedZero(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Object.is(value, -0) ? `-${text}` : text;
}

// value = mantissa × 2^exponent
function exactParts(value: number): { mantissa: bigint; exponent: number } {
  const data = new DataView(new ArrayBuffer(8));
  data.setFloat64(0, value);
  const bits = data.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

function roundedShift(value: bigint, shift: bigint): bigint {
  const quotient = value >> shift;
  const rest = value - (quotient << shift);
  const half = 1n << (shift - 1n);
  if (rest > half || (rest === half && (quotient & 1n) === 1n)) return quotient + 1n;
  return quotient;
}
