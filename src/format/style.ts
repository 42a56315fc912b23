// $PSStyle: escape sequences by name. Data only; whether any is used is for the caller to say.

const ESC = "\u001b";

/** The part of $PSStyle that formatting reads and a person may change. */
export interface PSStyle {
  outputRendering: "Host" | "Ansi" | "PlainText";
  readonly reset: string;
  formatAccent: string;
  tableHeader: string;
  customTableHeaderLabel: string;
  errorAccent: string;
  error: string;
  warning: string;
  verbose: string;
  debug: string;
  feedbackName: string;
  feedbackText: string;
  feedbackAction: string;
  readonly progress: { style: string; maxWidth: number; view: "Minimal" | "Classic"; useOSCIndicator: boolean };
  readonly fileInfo: {
    directory: string;
    symbolicLink: string;
    executable: string;
    /** By extension with its dot, lower case. */
    readonly extension: Map<string, string>;
  };
}

/** A $PSStyle as a new runspace has it. */
export function defaultStyle(): PSStyle {
  return {
    outputRendering: "Host",
    reset: `${ESC}[0m`,
    formatAccent: `${ESC}[32;1m`,
    tableHeader: `${ESC}[32;1m`,
    customTableHeaderLabel: `${ESC}[32;1;3m`,
    errorAccent: `${ESC}[36;1m`,
    error: `${ESC}[31;1m`,
    warning: `${ESC}[33;1m`,
    verbose: `${ESC}[33;1m`,
    debug: `${ESC}[33;1m`,
    feedbackName: `${ESC}[33m`,
    feedbackText: `${ESC}[96m`,
    feedbackAction: `${ESC}[97m`,
    progress: { style: `${ESC}[33;1m`, maxWidth: 120, view: "Minimal", useOSCIndicator: false },
    fileInfo: {
      directory: `${ESC}[44;1m`,
      symbolicLink: `${ESC}[36;1m`,
      executable: `${ESC}[32;1m`,
      extension: new Map(
        [
          [[".zip", ".tgz", ".gz", ".tar", ".nupkg", ".cab", ".7z"], `${ESC}[31;1m`] as const,
          [[".ps1", ".psd1", ".psm1", ".ps1xml"], `${ESC}[33;1m`] as const,
        ].flatMap(([names, sequence]) => names.map((name) => [name, sequence] as const)),
      ),
    },
  };
}

/** $PSStyle.Foreground and .Background: the number that follows `ESC[` for each colour. */
export const STYLE_COLORS: Readonly<Record<string, readonly [foreground: number, background: number]>> = {
  Black: [30, 40],
  Red: [31, 41],
  Green: [32, 42],
  Yellow: [33, 43],
  Blue: [34, 44],
  Magenta: [35, 45],
  Cyan: [36, 46],
  White: [37, 47],
  BrightBlack: [90, 100],
  BrightRed: [91, 101],
  BrightGreen: [92, 102],
  BrightYellow: [93, 103],
  BrightBlue: [94, 104],
  BrightMagenta: [95, 105],
  BrightCyan: [96, 106],
  BrightWhite: [97, 107],
};

/** The other sequences of $PSStyle by the property's name. */
export const STYLE_SEQUENCES: Readonly<Record<string, string>> = {
  Reset: `${ESC}[0m`,
  BlinkOff: `${ESC}[25m`,
  Blink: `${ESC}[5m`,
  BoldOff: `${ESC}[22m`,
  Bold: `${ESC}[1m`,
  DimOff: `${ESC}[22m`,
  Dim: `${ESC}[2m`,
  HiddenOff: `${ESC}[28m`,
  Hidden: `${ESC}[8m`,
  ReverseOff: `${ESC}[27m`,
  Reverse: `${ESC}[7m`,
  ItalicOff: `${ESC}[23m`,
  Italic: `${ESC}[3m`,
  UnderlineOff: `${ESC}[24m`,
  Underline: `${ESC}[4m`,
  StrikethroughOff: `${ESC}[29m`,
  Strikethrough: `${ESC}[9m`,
};
