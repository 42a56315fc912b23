// Text with or without its escape sequences.

import { stripSequences } from "../../format/index.js";

/** Takes escape sequences out where output is plain ($PSStyle.OutputRendering). */
export function plainWhere(plain: boolean): (line: string) => string {
  return plain ? stripSequences : (line) => line;
}
