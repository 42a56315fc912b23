// Names that may be patterns, as commands take them.

import type { CmdletContext } from "../../engine/index.js";

/** True where a name is a pattern, or has one of its characters behind a backtick. */
export function hasWildcard(text: string): boolean {
  return /[*?[]/.test(text);
}

/** True where the name matches one of the patterns (or there are none). */
export function matchesAny(context: CmdletContext, name: string, patterns: readonly string[] | undefined): boolean {
  return patterns === undefined || patterns.some((pattern) => context.engine.values.like(name, pattern));
}
