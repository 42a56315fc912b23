// Text as HTML and URLs write it: WebUtility, HttpUtility.

import type { Family } from "../../define.js";
import { unescape, wellFormed } from "./uri.js";

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  copy: "©",
  reg: "®",
  euro: "€",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
  ntilde: "ñ",
  deg: "°",
  middot: "·",
};

const htmlEncode = (text: string): string =>
  text.replace(/[<>&"'\u00a0-\u00ff]/g, (ch) => {
    const names: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };
    return names[ch] ?? `&#${ch.charCodeAt(0)};`;
  });

const htmlDecode = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal: string, hex: string, name: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const urlEncode = (text: string): string =>
  encodeURIComponent(wellFormed(text))
    .replace(/%20/g, "+")
    .replace(/['~]/g, (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`);

const urlDecode = (text: string): string => unescape(text.replaceAll("+", " "));

export const webTypes: Family = {
  "System.Net.WebUtility": () => ({
    kind: "static",
    members: {
      "static string HtmlEncode(string value)": htmlEncode,
      "static string HtmlDecode(string value)": htmlDecode,
      "static string UrlEncode(string value)": urlEncode,
      "static string UrlDecode(string encodedValue)": urlDecode,
    },
  }),
  "System.Web.HttpUtility": () => ({
    kind: "static",
    members: {
      "static string HtmlEncode(string s)": htmlEncode,
      "static string HtmlDecode(string s)": htmlDecode,
      "static string UrlEncode(string str)": (text: string) =>
        urlEncode(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
      "static string UrlDecode(string str)": urlDecode,
    },
  }),
};
