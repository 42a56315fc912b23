// System.ConsoleColor as escape sequences.

const FOREGROUND: Readonly<Record<string, number>> = {
  Black: 30,
  DarkRed: 31,
  DarkGreen: 32,
  DarkYellow: 33,
  DarkBlue: 34,
  DarkMagenta: 35,
  DarkCyan: 36,
  Gray: 37,
  DarkGray: 90,
  Red: 91,
  Green: 92,
  Yellow: 93,
  Blue: 94,
  Magenta: 95,
  Cyan: 96,
  White: 97,
};

/** A text in colours, by the names of ConsoleColor; unknown names and `undefined` leave it as it is. */
export function coloured(text: string, foreground: unknown, background: unknown): string {
  const codes = [FOREGROUND[String(foreground)], shifted(FOREGROUND[String(background)])].filter(
    (code) => code !== undefined,
  );
  return codes.length === 0 ? text : `\u001b[${codes.join(";")}m${text}\u001b[0m`;
}

function shifted(code: number | undefined): number | undefined {
  return code === undefined ? undefined : code + 10;
}
