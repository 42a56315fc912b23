// Numbers: the .NET numeric types and how each is held in JavaScript.
//
// Rule: a JavaScript number is an Int32 and a bigint is an Int64, because those are what scripts count with.
// Every other numeric type is a small box that names its type; two boxes of one type and value are equal, never identical.

/** System.Double. `value` may be NaN, infinite or negative zero. */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** System.Single; `value` is already rounded to single precision. */
export class Single {
  readonly value: number;
  constructor(value: number) {
    this.value = Math.fround(value);
  }
}

/** System.Byte, 0 to 255. A byte[] is a Uint8Array; its elements become Byte when they are taken out. */
export class Byte {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** System.SByte, -128 to 127. */
export class SByte {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** System.Int16. */
export class Int16 {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** System.UInt16. */
export class UInt16 {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** System.UInt32. */
export class UInt32 {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** System.UInt64. */
export class UInt64 {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** System.Numerics.BigInteger. */
export class BigInteger {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** System.Char: one UTF-16 code unit, which may be half of a surrogate pair. */
export class Char {
  readonly code: number;
  constructor(code: number) {
    this.code = code;
  }
  toString(): string {
    return String.fromCharCode(this.code);
  }
}

/** System.Decimal: `coefficient` × 10^-`scale`; scale 0 to 28 is kept, so that 1.10 stays 1.10. The coefficient's magnitude is below 2^96. */
export class Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
  constructor(coefficient: bigint, scale: number) {
    this.coefficient = coefficient;
    this.scale = scale;
  }
  toString(): string {
    const digits = (this.coefficient < 0n ? -this.coefficient : this.coefficient)
      .toString()
      .padStart(this.scale + 1, "0");
    const whole = digits.slice(0, digits.length - this.scale);
    const fraction = digits.slice(digits.length - this.scale);
    return (this.coefficient < 0n ? "-" : "") + whole + (fraction ? "." + fraction : "");
  }
}

/** The smallest and largest System.Int32. */
export const INT32_MIN: number = -2147483648;
export const INT32_MAX: number = 2147483647;
