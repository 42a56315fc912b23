// Text as HTML and URLs write it: WebUtility, HttpUtility.

import { Dictionary } from "../../../../objects/index.js";
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

const SCRIPT_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
  '"': '\\"',
  "\\": "\\\\",
};

const scriptText = (text: string): string =>
  text.replace(
    /[\p{Cc}"\\'<>&\u2028\u2029]/gu,
    (ch) => SCRIPT_ESCAPES[ch] ?? `\\u${ch.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const QUERY = "System.Web.HttpQSCollection";

/** `a=1&b=2`: values of a name that comes again are one text, with commas. */
function parseQuery(query: string): Dictionary {
  const table = new Dictionary("Hashtable", QUERY);
  for (const part of query.replace(/^\?/, "").split("&")) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const name = at < 0 ? "" : urlDecode(part.slice(0, at));
    const value = urlDecode(part.slice(at + 1));
    table.set(name, table.has(name) ? `${String(table.get(name))},${value}` : value);
  }
  return table;
}

function queryText(table: Dictionary): string {
  const encoded = (text: unknown): string =>
    urlEncode(String(text ?? "")).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [...table].map(({ key, value }) => (key === "" ? "" : `${encoded(key)}=`) + encoded(value)).join("&");
}

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
  [QUERY]: () => ({
    base: "System.Collections.Specialized.NameValueCollection",
    members: { "string ToString()": queryText },
    text: queryText,
  }),
  "System.Web.HttpUtility": () => ({
    kind: "static",
    members: {
      "static string HtmlEncode(string s)": htmlEncode,
      "static string HtmlDecode(string s)": htmlDecode,
      "static string UrlEncode(string str)": (text: string) =>
        urlEncode(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
      "static string UrlDecode(string str)": urlDecode,
      "static string UrlPathEncode(string str)": (text: string) =>
        encodeURI(text).replace(/%5B/g, "[").replace(/%5D/g, "]"),
      "static string HtmlAttributeEncode(string s)": (text: string) =>
        text.replace(/[<&"']/g, (ch) => ({ "<": "&lt;", "&": "&amp;", '"': "&quot;", "'": "&#39;" })[ch]!),
      "static string JavaScriptStringEncode(string value)": scriptText,
      "static string JavaScriptStringEncode(string value, bool addDoubleQuotes)": (text: string, quotes: boolean) =>
        quotes ? `"${scriptText(text)}"` : scriptText(text),
      "static System.Collections.Specialized.NameValueCollection ParseQueryString(string query)": (query: string) =>
        parseQuery(query),
    },
  }),
};
