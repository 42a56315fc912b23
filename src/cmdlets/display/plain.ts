// Text with or without its escape sequences.

import { stripSequences } from "../../format/index.js";

/** Takes escape sequences out where output is plain at that moment ($PSStyle.OutputRendering). */
export function plainWhere(isPlain: () => boolean): (line: string) => string {
  return (line) => (line.includes("\u001b") && isPlain() ? stripSequences(line) : line);
}
