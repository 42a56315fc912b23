// Which characters mean what to PowerShell's tokenizer. Codes are UTF-16 units; -1 stands for the end of the text.

export const END = -1;
export const LF = 10;
export const CR = 13;

/** The code at an offset, or END. */
export function codeAt(text: string, offset: number): number {
  return offset < text.length ? text.charCodeAt(offset) : END;
}

export function isNewline(c: number): boolean {
  return c === LF || c === CR;
}

/** White space that does not end a line. */
export function isBlank(c: number): boolean {
  if (c === 32 || c === 9 || c === 11 || c === 12) return true;
  if (c < 0x85) return false;
  return c === 0x85 || c === 0xa0 || (c >= 0x1680 && /^\p{Z}$/u.test(String.fromCharCode(c)));
}

export function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

export function isHexDigit(c: number): boolean {
  return isDigit(c) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
}

export function isLetter(c: number): boolean {
  if (c < 128) return (c >= 97 && c <= 122) || (c >= 65 && c <= 90);
  return /^\p{L}$/u.test(String.fromCharCode(c));
}

export function isIdentifierStart(c: number): boolean {
  return isLetter(c) || c === 95;
}

export function isIdentifierFollow(c: number): boolean {
  return isIdentifierStart(c) || isDigit(c) || (c >= 128 && /^\p{Nd}$/u.test(String.fromCharCode(c)));
}

/** What may follow `$` without braces: a name's letter, a colon, or one of the variables `$$ $? $^`. */
export function isVariableStart(c: number): boolean {
  return isIdentifierFollow(c) || c === 36 || c === 63 || c === 94 || c === 58;
}

export function isSingleQuote(c: number): boolean {
  return c === 39 || (c >= 0x2018 && c <= 0x201b);
}

export function isDoubleQuote(c: number): boolean {
  return c === 34 || (c >= 0x201c && c <= 0x201e);
}

/** The hyphen and the three dashes that word processors make of it. */
export function isDash(c: number): boolean {
  return c === 45 || (c >= 0x2013 && c <= 0x2015);
}

/** Ends any word of a command: white space, line ends, and `& ( ) , ; { | }`. */
export function endsWord(c: number): boolean {
  switch (c) {
    case END:
    case LF:
    case CR:
    case 38: // &
    case 40: // (
    case 41: // )
    case 44: // ,
    case 59: // ;
    case 123: // {
    case 124: // |
    case 125: // }
      return true;
    default:
      return isBlank(c);
  }
}

/** Ends a number in an expression though it would not end a word. */
export function endsNumber(c: number, ternary: boolean): boolean {
  switch (c) {
    case 33: // !
    case 35: // #
    case 37: // %
    case 42: // *
    case 43: // +
    case 45: // -
    case 46: // .
    case 47: // /
    case 60: // <
    case 61: // =
    case 62: // >
    case 93: // ]
      return true;
    case 63: // ?
    case 58: // :
      return ternary;
    default:
      return isDash(c);
  }
}
