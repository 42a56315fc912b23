// WebRequestSession: what a person's requests to a site have in common, and the cookies the site gave.
//
// Rule: a cookie is sent where its domain and path say, and no longer than it lasts; a cookie for another site's domain is not taken.

import { defineType, type TypeDefinition } from "../../engine/index.js";
import { Dictionary, NetObject, PSList, Uri } from "../../objects/index.js";

class Cookie extends NetObject {
  readonly typeName: string = "System.Net.Cookie";
  name: string;
  value: string;
  path: string;
  domain: string;
  secure = false;
  httpOnly = false;
  /** Milliseconds since 1970; undefined for as long as the session lasts. */
  expires: number | undefined;
  constructor(name: string, value: string, path = "", domain = "") {
    super();
    this.name = name;
    this.value = value;
    this.path = path;
    this.domain = domain;
  }
}

class CookieContainer extends NetObject {
  readonly typeName: string = "System.Net.CookieContainer";
  cookies: Cookie[] = [];

  add(cookie: Cookie): void {
    const at = this.cookies.findIndex(
      (each) => each.name === cookie.name && each.domain === cookie.domain && each.path === cookie.path,
    );
    if (at >= 0) this.cookies.splice(at, 1);
    this.cookies.push(cookie);
  }

  /** Those that go with a request to `url`, the longest path first. */
  of(url: URL, now: number): Cookie[] {
    this.cookies = this.cookies.filter((each) => each.expires === undefined || each.expires > now);
    return this.cookies
      .filter((each) => isForHost(each.domain, url.hostname) && isForPath(each.path, url.pathname))
      .filter((each) => !each.secure || url.protocol === "https:")
      .sort((a, b) => b.path.length - a.path.length);
  }

  /** Takes a Set-Cookie header of an answer of `url`. */
  take(header: string, url: URL, now: number): void {
    const [pair = "", ...attributes] = header.split(";").map((part) => part.trim());
    const equals = pair.indexOf("=");
    if (equals < 1) return;
    const cookie = new Cookie(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim(), "/", url.hostname);
    cookie.path = url.pathname.slice(0, Math.max(1, url.pathname.lastIndexOf("/")));
    for (const attribute of attributes) {
      const [name = "", value = ""] = attribute.split(/=(.*)/s);
      switch (name.toLowerCase()) {
        case "path":
          if (value.startsWith("/")) cookie.path = value;
          break;
        case "domain":
          if (!isForHost(`.${value.replace(/^\./, "")}`, url.hostname)) return;
          cookie.domain = `.${value.replace(/^\./, "")}`;
          break;
        case "secure":
          cookie.secure = true;
          break;
        case "httponly":
          cookie.httpOnly = true;
          break;
        case "expires":
          cookie.expires ??= Date.parse(value) || undefined;
          break;
        case "max-age":
          cookie.expires = now + Number(value) * 1000;
      }
    }
    this.add(cookie);
  }
}

function isForHost(domain: string, host: string): boolean {
  const wanted = domain.toLowerCase();
  return wanted.startsWith(".") ? `.${host}`.endsWith(wanted) : wanted === host;
}

function isForPath(path: string, requested: string): boolean {
  if (path === "" || path === "/" || path === requested) return true;
  return requested.startsWith(path.endsWith("/") ? path : `${path}/`);
}

export class WebRequestSession extends NetObject {
  readonly typeName: string = "Microsoft.PowerShell.Commands.WebRequestSession";
  headers: Dictionary = headerTable();
  cookies: CookieContainer = new CookieContainer();
  useDefaultCredentials = false;
  credentials: unknown = null;
  userAgent = "";
  maximumRedirection = -1;
  maximumRetryCount = 0;
  retryIntervalInSeconds = 0;
}

function headerTable(): Dictionary {
  return new Dictionary("Dictionary", "System.Collections.Generic.Dictionary`2[[System.String],[System.String]]");
}

const urlOf = (uri: Uri | string): URL => new URL(uri instanceof Uri ? uri.original : uri);

export const sessionTypes: readonly TypeDefinition[] = [
  defineType("System.Net.Cookie", {
    members: {
      "new()": () => new Cookie("", ""),
      "new(string name, string value)": (name, value) => new Cookie(name, value ?? ""),
      "new(string name, string value, string path)": (name, value, path) => new Cookie(name, value ?? "", path ?? ""),
      "new(string name, string value, string path, string domain)": (name, value, path, domain) =>
        new Cookie(name, value ?? "", path ?? "", domain ?? ""),
      "string Name": [(cookie: Cookie) => cookie.name, (cookie, value) => (cookie.name = value)],
      "string Value": [(cookie: Cookie) => cookie.value, (cookie, value) => (cookie.value = value)],
      "string Path": [(cookie: Cookie) => cookie.path, (cookie, value) => (cookie.path = value)],
      "string Domain": [(cookie: Cookie) => cookie.domain, (cookie, value) => (cookie.domain = value)],
      "bool Secure": [(cookie: Cookie) => cookie.secure, (cookie, value) => (cookie.secure = value)],
      "bool HttpOnly": [(cookie: Cookie) => cookie.httpOnly, (cookie, value) => (cookie.httpOnly = value)],
      "bool Expired": (cookie: Cookie, engine) => cookie.expires !== undefined && cookie.expires <= engine.host.now(),
    },
    text: (cookie: Cookie) => `${cookie.name}=${cookie.value}`,
  }),
  defineType("System.Net.CookieContainer", {
    members: {
      "new()": () => new CookieContainer(),
      "int Count": (container: CookieContainer) => container.cookies.length,
      "void Add(System.Net.Cookie cookie)": (container: CookieContainer, cookie: Cookie) => container.add(cookie),
      "void Add(uri uri, System.Net.Cookie cookie)": (container: CookieContainer, uri: Uri, cookie: Cookie) => {
        if (cookie.domain === "") cookie.domain = urlOf(uri).hostname;
        container.add(cookie);
      },
      "void SetCookies(uri uri, string cookieHeader)": (container: CookieContainer, uri: Uri, text: string, engine) =>
        container.take(text, urlOf(uri), engine.host.now()),
      "System.Net.CookieCollection GetCookies(uri uri)": (container: CookieContainer, uri: Uri, engine) =>
        collection(container.of(urlOf(uri), engine.host.now())),
      "System.Net.CookieCollection GetAllCookies()": (container: CookieContainer) => collection([...container.cookies]),
      "string GetCookieHeader(uri uri)": (container: CookieContainer, uri: Uri, engine) =>
        cookieHeader(container.of(urlOf(uri), engine.host.now())),
    },
  }),
  defineType("Microsoft.PowerShell.Commands.WebRequestSession", {
    members: {
      "new()": () => new WebRequestSession(),
      "System.Collections.Generic.Dictionary[string,string] Headers": [
        (session: WebRequestSession) => session.headers,
        (session, value) => (session.headers = value),
      ],
      "System.Net.CookieContainer Cookies": [
        (session: WebRequestSession) => session.cookies,
        (session, value) => (session.cookies = value),
      ],
      "bool UseDefaultCredentials": [
        (session: WebRequestSession) => session.useDefaultCredentials,
        (session, value) => (session.useDefaultCredentials = value),
      ],
      "System.Object Credentials": [
        (session: WebRequestSession) => session.credentials,
        (session, value) => (session.credentials = value),
      ],
      "string UserAgent": [
        (session: WebRequestSession) => session.userAgent,
        (session, value) => (session.userAgent = value ?? ""),
      ],
      "int MaximumRedirection": [
        (session: WebRequestSession) => session.maximumRedirection,
        (session, value) => (session.maximumRedirection = value),
      ],
      "int MaximumRetryCount": [
        (session: WebRequestSession) => session.maximumRetryCount,
        (session, value) => (session.maximumRetryCount = value),
      ],
      "int RetryIntervalInSeconds": [
        (session: WebRequestSession) => session.retryIntervalInSeconds,
        (session, value) => (session.retryIntervalInSeconds = value),
      ],
    },
  }),
];

function collection(cookies: Cookie[]): PSList {
  return new PSList("List", "System.Collections.Generic.List`1[[System.Net.Cookie]]", cookies, "System.Net.Cookie");
}

export function cookieHeader(cookies: readonly Cookie[]): string {
  return cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join("; ");
}
