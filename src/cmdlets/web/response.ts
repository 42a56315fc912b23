// Answers as scripts see them: HttpResponseMessage, WebResponseObject and BasicHtmlWebResponseObject.

import { defineType, type Engine, type HttpAnswer, type TypeDefinition } from "../../engine/index.js";
import { Dictionary, NetObject, typedArray, Uri } from "../../objects/index.js";
import { answerText } from "./content.js";
import { imagesOf, inputFieldsOf, linksOf } from "./html.js";

const COMMANDS = "Microsoft.PowerShell.Commands.";
const HTTP = "System.Net.Http.";

/** Headers that belong to the content, in .NET's order of things after all others. */
const CONTENT_HEADER = /^(allow|content-.*|expires|last-modified)$/i;

export class HttpRequestMessage extends NetObject {
  readonly typeName: string = `${HTTP}HttpRequestMessage`;
  readonly method: string;
  readonly url: URL;
  constructor(method: string, url: URL) {
    super();
    this.method = method;
    this.url = url;
  }
}

export class HttpResponseMessage extends NetObject {
  readonly typeName: string = `${HTTP}HttpResponseMessage`;
  readonly answer: HttpAnswer;
  readonly request: HttpRequestMessage;
  constructor(answer: HttpAnswer, method: string, url: URL) {
    super();
    this.answer = answer;
    this.request = new HttpRequestMessage(method, url);
  }
  get reason(): string {
    return this.answer.reason;
  }
  get contentType(): string | undefined {
    return this.answer.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  }
  statusCode(engine: Engine): unknown {
    return engine.values.convert(this.answer.status, "System.Net.HttpStatusCode");
  }
  statusName(engine: Engine): string {
    return engine.values.toText(this.statusCode(engine));
  }
  /** Values by name, each an array; those of the content last. */
  headers(): Dictionary {
    const table = new Dictionary(
      "Dictionary",
      "System.Collections.Generic.Dictionary`2[[System.String],[System.Collections.Generic.IEnumerable`1[[System.String]]]]",
    );
    const lists = new Map<string, { readonly name: string; readonly values: string[] }>();
    for (const [name, value] of ordered(this.answer.headers)) {
      const list = lists.get(name.toLowerCase()) ?? { name, values: [] };
      lists.set(name.toLowerCase(), list);
      list.values.push(value);
    }
    for (const { name, values } of lists.values()) table.set(name, typedArray("System.String", values));
    return table;
  }
}

function ordered(headers: HttpAnswer["headers"]): HttpAnswer["headers"] {
  const isContent = ([name]: readonly [string, string]): boolean => CONTENT_HEADER.test(name);
  return [...headers.filter((header) => !isContent(header)), ...headers.filter(isContent)];
}

/** WebResponseObject; BasicHtmlWebResponseObject where the content is a text. */
export class WebResponseObject extends NetObject {
  readonly typeName: string;
  readonly message: HttpResponseMessage;
  readonly text: string;
  /** The bytes, where they were kept. */
  readonly bytes: Uint8Array;
  constructor(message: HttpResponseMessage, bytes: Uint8Array, isText: boolean) {
    super();
    this.typeName = `${COMMANDS}${isText ? "BasicHtml" : ""}WebResponseObject`;
    this.message = message;
    this.bytes = bytes;
    this.text = answerText(bytes, message.contentType);
  }
  rawContent(): string {
    const { answer } = this.message;
    const head = this.message.headers();
    const lines = [...head].map(({ key, value }) => `${String(key)}: ${(value as string[]).join(", ")}`);
    return [`HTTP/${answer.version} ${answer.status} ${answer.reason}`, ...lines, "", this.text].join("\r\n");
  }
}

/** Targets of the Link header by their relation. */
export function relationLinks(message: HttpResponseMessage): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of message.answer.headers) {
    if (name.toLowerCase() !== "link") continue;
    for (const [, target, rel] of value.matchAll(/<([^>]*)>\s*;[^,]*?rel\s*=\s*"?([^",;]+)"?/gi))
      found.set(rel!.trim(), new URL(target!, message.request.url).href);
  }
  return found;
}

function linkTable(message: HttpResponseMessage): Dictionary {
  const table = new Dictionary(
    "Dictionary",
    "System.Collections.Generic.Dictionary`2[[System.String],[System.String]]",
  );
  for (const [name, target] of relationLinks(message)) table.set(name, target);
  return table;
}

const STATUS =
  "Continue=100 SwitchingProtocols Processing EarlyHints OK=200 Created Accepted NonAuthoritativeInformation NoContent ResetContent PartialContent MultiStatus AlreadyReported IMUsed=226 Ambiguous=300 MultipleChoices=300 Moved=301 MovedPermanently=301 Found=302 Redirect=302 RedirectMethod=303 SeeOther=303 NotModified=304 UseProxy=305 Unused=306 RedirectKeepVerb=307 TemporaryRedirect=307 PermanentRedirect=308 BadRequest=400 Unauthorized PaymentRequired Forbidden NotFound MethodNotAllowed NotAcceptable ProxyAuthenticationRequired RequestTimeout Conflict Gone LengthRequired PreconditionFailed RequestEntityTooLarge RequestUriTooLong UnsupportedMediaType RequestedRangeNotSatisfiable ExpectationFailed MisdirectedRequest=421 UnprocessableContent=422 UnprocessableEntity=422 Locked=423 FailedDependency UpgradeRequired=426 PreconditionRequired=428 TooManyRequests RequestHeaderFieldsTooLarge=431 UnavailableForLegalReasons=451 InternalServerError=500 NotImplemented BadGateway ServiceUnavailable GatewayTimeout HttpVersionNotSupported VariantAlsoNegotiates InsufficientStorage LoopDetected NotExtended=510 NetworkAuthenticationRequired";

/** "A=5 B" is A 5, B 6. */
function enumValues(text: string): [string, number][] {
  let next = 0;
  return text.split(" ").map((item) => {
    const [name, given] = item.split("=");
    const value = given === undefined ? next : Number(given);
    next = value + 1;
    return [name!, value];
  });
}

export const responseTypes: readonly TypeDefinition[] = [
  defineType("System.Net.HttpStatusCode", { base: "System.Enum", enumValues: enumValues(STATUS) }),
  defineType(`${COMMANDS}WebRequestMethod`, {
    base: "System.Enum",
    enumValues: enumValues("Default Get Head Post Put Delete Trace Options Merge Patch"),
  }),
  defineType(`${COMMANDS}WebAuthenticationType`, {
    base: "System.Enum",
    enumValues: enumValues("None Basic Bearer OAuth"),
  }),
  defineType(`${HTTP}HttpRequestMessage`, {
    members: {
      "System.Net.Http.HttpMethod Method": (self: HttpRequestMessage) => self.method,
      "uri RequestUri": (self: HttpRequestMessage) => new Uri(self.url.href),
      "version Version": (_self: HttpRequestMessage, engine) => engine.values.convert("1.1", "version"),
      "string ToString()": requestText,
    },
    text: requestText,
  }),
  defineType(`${HTTP}HttpResponseMessage`, {
    members: {
      "version Version": (self: HttpResponseMessage, engine) => engine.values.convert(self.answer.version, "version"),
      "System.Net.HttpStatusCode StatusCode": (self: HttpResponseMessage, engine) => self.statusCode(engine),
      "string ReasonPhrase": (self: HttpResponseMessage) => self.reason,
      "System.Object Headers": (self: HttpResponseMessage) => self.headers(),
      "System.Net.Http.HttpRequestMessage RequestMessage": (self: HttpResponseMessage) => self.request,
      "bool IsSuccessStatusCode": (self: HttpResponseMessage) => self.answer.status >= 200 && self.answer.status < 300,
    },
  }),
  defineType(`${COMMANDS}WebResponseObject`, {
    members: {
      "byte[] Content": (self: WebResponseObject) => self.bytes,
      ...common(),
    },
    text: (self: WebResponseObject) => self.text,
  }),
  defineType(`${COMMANDS}BasicHtmlWebResponseObject`, {
    base: `${COMMANDS}WebResponseObject`,
    members: {
      "string Content": (self: WebResponseObject) => self.text,
      ...common(),
      "System.Object Images": (self: WebResponseObject) => imagesOf(self.text),
      "System.Object InputFields": (self: WebResponseObject) => inputFieldsOf(self.text),
      "System.Object Links": (self: WebResponseObject) => linksOf(self.text),
    },
    text: (self: WebResponseObject) => self.text,
  }),
];

function requestText(self: HttpRequestMessage): string {
  return `Method: ${self.method}, RequestUri: '${self.url.href}', Version: 1.1`;
}

function common(): Record<string, (self: WebResponseObject, engine: Engine) => unknown> {
  return {
    "int StatusCode": (self) => self.message.answer.status,
    "string StatusDescription": (self) => self.message.reason,
    "string RawContent": (self) => self.rawContent(),
    "long RawContentLength": (self) => self.bytes.length,
    "System.Net.Http.HttpResponseMessage BaseResponse": (self) => self.message,
    "System.Collections.Generic.Dictionary[string,System.Object] Headers": (self) => self.message.headers(),
    "System.Collections.Generic.Dictionary[string,string] RelationLink": (self) => linkTable(self.message),
    "string ToString()": (self) => self.text,
  };
}
