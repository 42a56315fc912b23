// System.ConsoleColor as host calls carry it: by number.

import type { ConsoleColor } from "../engine/index.js";

/** Names in the order of their numbers. */
export const COLORS: readonly ConsoleColor[] = [
  "Black",
  "DarkBlue",
  "DarkGreen",
  "DarkCyan",
  "DarkRed",
  "DarkMagenta",
  "DarkYellow",
  "Gray",
  "DarkGray",
  "Blue",
  "Green",
  "Cyan",
  "Red",
  "Magenta",
  "Yellow",
  "White",
];
