// Which elements a text leaves open: asked once, for the message about a text that ends too soon.

import { GT, SLASH } from "./characters.js";

/** The names of the elements that are still open at the end of `text`, innermost first, at most a hundred. */
export function openElements(text: string): string[] {
  const open: string[] = [];
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const aside = ASIDES.find(([start]) => text.startsWith(start, at));
    const end = aside ? text.indexOf(aside[1], at + aside[0].length) : tagEnd(text, at);
    if (end < 0) break;
    if (!aside && text.charCodeAt(at + 1) === SLASH) open.pop();
    else if (!aside && text.charCodeAt(end - 1) !== SLASH)
      open.push(/^[^\s/>]*/.exec(text.slice(at + 1, Math.min(end, at + 200)))![0]);
    at = end;
  }
  return open.reverse().slice(0, 100);
}

const ASIDES: readonly (readonly [string, string])[] = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
];

/** Where the tag that begins at `start` ends, or -1. */
function tagEnd(text: string, start: number): number {
  for (let at = start; at >= 0 && at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === GT) return at;
    if (code === 34 || code === 39) {
      at = text.indexOf(text.charAt(at), at + 1);
      if (at < 0) return -1;
    }
  }
  return -1;
}
