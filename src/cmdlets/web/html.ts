// What BasicHtmlWebResponseObject finds in a page: links, pictures and input fields, tag by tag, without a parser for HTML.

import { PSObject } from "../../objects/index.js";

const LINK = /<a\s+[^>]*>[\s\S]*?<\/a>/gi;
const IMAGE = /<img\s[^>]*?>/gi;
const INPUT = /<input\s+[^>]*(?:\/?>|>.*?<\/input>)/gi;
const ATTRIBUTE = /([^\s/>"'=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;

export function linksOf(html: string): PSObject[] {
  return elements(html, LINK, "A");
}

export function imagesOf(html: string): PSObject[] {
  return elements(html, IMAGE, "IMG");
}

export function inputFieldsOf(html: string): PSObject[] {
  return elements(html, INPUT, "INPUT");
}

function elements(html: string, pattern: RegExp, tagName: string): PSObject[] {
  return (html.match(pattern) ?? []).map((outer) => {
    const element: Record<string, unknown> = { outerHTML: outer, tagName };
    const tag = /^<\w+\s*([^>]*?)\/?>/.exec(outer)?.[1] ?? "";
    for (const [, name, double, single, bare] of tag.matchAll(ATTRIBUTE))
      element[name!] = decoded(double ?? single ?? bare ?? "");
    return PSObject.of(element);
  });
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function decoded(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return NAMED[name] ?? whole;
    const code = name[1] === "x" || name[1] === "X" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
