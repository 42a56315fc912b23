// From what a web command was told to the last answer: headers, who asks, redirections, and tries.
//
// Rule: secrets go over TLS only, unless allowed, and never along a redirection, unless asked.

import type { CmdletContext, HttpAnswer, HttpRequest } from "../../engine/index.js";
import { baseOf, Dictionary, type PSCredential, type Uri } from "../../objects/index.js";
import { nativePath } from "../shared/files.js";
import { requestContent, urlEncoded } from "./content.js";
import { httpError, networkError } from "./errors.js";
import { HttpResponseMessage } from "./response.js";
import { cookieHeader, WebRequestSession } from "./session.js";

const DEFAULT_REDIRECTIONS = 50;
const DEFAULT_RETRY_S = 5;

/** What one command sends, apart from where redirections lead it. */
interface Asked {
  readonly session: WebRequestSession;
  readonly headers: ReadonlyMap<string, readonly [name: string, value: string]>;
  readonly outFile: string | undefined;
}

export interface Answered {
  readonly answer: HttpAnswer;
  readonly message: HttpResponseMessage;
  readonly url: URL;
  /** Native path of the file that has the body. */
  readonly outFile: string | undefined;
}

/** Asks; what is no success ends the command, unless -SkipHttpErrorCheck. */
export function askTheWeb(context: CmdletContext, session: WebRequestSession, at?: URL): Answered {
  const { bound } = context;
  const url = at ?? requestUrl(context);
  const method = methodOf(context);
  const content = requestContent(context, method);
  checkParameters(context, url);
  const asked: Asked = {
    session,
    headers: headersOf(context, session, method, content),
    outFile: outPath(context, url),
  };
  const answered = follow(context, asked, url, method, content?.bytes);
  const { status } = answered.answer;
  const isSuccess = status >= 200 && status < 300;
  if (!isSuccess && bound["SkipHttpErrorCheck"] !== true && !(bound["Resume"] && status === 416))
    context.throwTerminating(httpError(context, answered));
  return answered;
}

function requestUrl(context: CmdletContext): URL {
  const uri = context.bound["Uri"] as Uri;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(uri.original) ? uri.original : `http://${uri.original}`;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return invalid(context, "System.UriFormatException", "Invalid URI: The hostname could not be parsed.");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:")
    invalid(context, "System.NotSupportedException", `The '${url.protocol.slice(0, -1)}' scheme is not supported.`);
  const body = baseOf(context.bound["Body"]);
  if (body instanceof Dictionary && methodOf(context) === "GET" && body.size > 0)
    url.search += `${url.search === "" ? "?" : "&"}${urlEncoded(context, body)}`;
  return url;
}

function invalid(context: CmdletContext, type: string, message: string): never {
  return context.throwTerminating(context.error(type, message, type, "NotSpecified"));
}

function methodOf(context: CmdletContext): string {
  const { bound, engine } = context;
  if (bound["CustomMethod"] !== undefined) return String(bound["CustomMethod"]).toUpperCase();
  const method = bound["Method"] === undefined ? "DEFAULT" : engine.values.toText(bound["Method"]).toUpperCase();
  return method === "DEFAULT" ? "GET" : method;
}

const SECRETS: Readonly<Record<string, string>> = { basic: "Credential", bearer: "Token", oauth: "Token" };

function checkParameters(context: CmdletContext, url: URL): void {
  const { bound } = context;
  const refuse = (message: string, id: string): never =>
    context.throwTerminating(
      context.error(
        "System.Management.Automation.ValidationMetadataException",
        message,
        id,
        "InvalidArgument",
        "System.Object",
      ),
    );
  const authentication = authenticationOf(context);
  const secret = SECRETS[authentication];
  if (bound["SessionVariable"] !== undefined && bound["WebSession"] !== undefined)
    refuse(
      "The cmdlet cannot run because the following conflicting parameters are specified: WebSession and SessionVariable. Specify either WebSession or SessionVariable, then retry.",
      "WebCmdletSessionConflictException",
    );
  if (bound["Body"] !== undefined && bound["InFile"] !== undefined)
    refuse(
      "The cmdlet cannot run because the following conflicting parameters are specified: Body and InFile. Specify either Body or Infile, then retry.",
      "WebCmdletBodyConflictException",
    );
  if (bound["PassThru"] && bound["OutFile"] === undefined)
    refuse(
      "The cmdlet cannot run because the following parameter is missing: OutFile. Provide a valid OutFile parameter value when using the PassThru parameter, then retry.",
      "WebCmdletOutFileMissingException,PassThru",
    );
  if (secret !== undefined && bound[secret] === undefined)
    refuse(
      `The cmdlet cannot run because the following parameter is not specified: ${secret}. The supplied Authentication type requires a ${secret}. Specify ${secret}, then retry.`,
      `WebCmdletAuthentication${secret}NotSuppliedException`,
    );
  const hasSecret = bound["Credential"] !== undefined || secret !== undefined;
  if (hasSecret && url.protocol !== "https:" && bound["AllowUnencryptedAuthentication"] !== true)
    refuse(
      "The cmdlet cannot protect plain text secrets sent over unencrypted connections. To suppress this warning and send plain text secrets over unencrypted networks, reissue the command specifying the AllowUnencryptedAuthentication parameter.",
      "WebCmdletAllowUnencryptedAuthenticationRequiredException",
    );
}

function authenticationOf(context: CmdletContext): string {
  const given = context.bound["Authentication"];
  return given === undefined ? "none" : context.engine.values.toText(given).toLowerCase();
}

function headersOf(
  context: CmdletContext,
  session: WebRequestSession,
  method: string,
  content: ReturnType<typeof requestContent>,
): Asked["headers"] {
  const { bound, engine } = context;
  const headers = new Map<string, readonly [string, string]>();
  const set = (name: string, value: string): void => void headers.set(name.toLowerCase(), [name, value]);
  const text = (value: unknown): string => engine.values.toText(value);
  for (const { key, value } of session.headers) set(text(key), text(value));
  for (const { key, value } of (bound["Headers"] as Dictionary | undefined) ?? [])
    if (value !== null) set(text(key), text(value));
  set("User-Agent", headers.get("user-agent")?.[1] ?? (session.userAgent || userAgent(context)));
  if (!headers.has("accept-encoding")) set("Accept-Encoding", "gzip, deflate, br");
  if (bound["DisableKeepAlive"]) set("Connection", "close");
  if (bound["TransferEncoding"] !== undefined) set("Transfer-Encoding", bound["TransferEncoding"]);
  const type = contentType(bound["ContentType"], headers, method, content);
  if (type !== undefined) set("Content-Type", type);
  const authorization = authorizationOf(context);
  if (authorization !== undefined) set("Authorization", authorization);
  return headers;
}

function contentType(
  told: string | undefined,
  headers: Asked["headers"],
  method: string,
  content: ReturnType<typeof requestContent>,
): string | undefined {
  if (content?.ownType !== undefined) return content.ownType;
  if (told !== undefined) return told;
  if (headers.has("content-type")) return headers.get("content-type")![1];
  if (content?.contentType !== undefined) return content.contentType;
  return content && method === "POST" ? "application/x-www-form-urlencoded" : undefined;
}

function userAgent(context: CmdletContext): string {
  const { host, values } = context.engine;
  const version = values.toText(values.getMember(context.engine.getVariable("PSVersionTable"), "PSVersion"));
  return `Mozilla/5.0 (Linux; ${host.computer.osDescription}; en-US) PowerShell/${version}`;
}

function authorizationOf(context: CmdletContext): string | undefined {
  const kind = authenticationOf(context);
  if (kind === "basic") return basic(context.bound["Credential"] as PSCredential);
  return kind === "bearer" || kind === "oauth" ? `Bearer ${context.bound["Token"].reveal()}` : undefined;
}

function basic(credential: PSCredential): string {
  const text = `${credential.userName}:${credential.password.reveal()}`;
  return `Basic ${Buffer.from(text, "utf8").toString("base64")}`;
}

/** A file's path; in a folder the address's last part is its name. */
function outPath(context: CmdletContext, url: URL): string | undefined {
  if (context.bound["OutFile"] === undefined) return undefined;
  const path = nativePath(context.engine, context.bound["OutFile"]);
  if (!context.engine.host.files.stat(path)?.isDirectory) return path;
  const name = decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf("/") + 1));
  return `${path.replace(/\/$/, "")}/${name === "" ? url.hostname : name.replaceAll("/", "_")}`;
}

/** Asks, and asks again where the answer says so: elsewhere, later, or with a name and password. */
function follow(
  context: CmdletContext,
  asked: Asked,
  start: URL,
  verb: string,
  body: Uint8Array | undefined,
): Answered {
  const { bound, engine } = context;
  const { session } = asked;
  const redirections: number =
    bound["MaximumRedirection"] ??
    (session.maximumRedirection >= 0 ? session.maximumRedirection : DEFAULT_REDIRECTIONS);
  let retries: number = bound["MaximumRetryCount"] ?? session.maximumRetryCount;
  const headers = new Map(asked.headers);
  let [url, method, content, followed] = [start, verb, body, 0];
  for (;;) {
    const answer = exchange(context, { ...asked, headers }, url, method, content);
    const message = new HttpResponseMessage(answer, method, url);
    const done: Answered = { answer, message, url, outFile: asked.outFile };
    const location = answer.headers.find(([name]) => name.toLowerCase() === "location")?.[1];
    if ([300, 301, 302, 303, 307, 308].includes(answer.status) && location !== undefined) {
      const next = new URL(location, url);
      const isDowngrade = url.protocol === "https:" && next.protocol === "http:";
      if (followed++ >= redirections || (isDowngrade && !bound["AllowInsecureRedirect"])) return done;
      if (!bound["PreserveAuthorizationOnRedirect"]) headers.delete("authorization");
      if (!bound["PreserveHttpMethodOnRedirect"] && becomesGet(answer.status, method)) {
        [method, content] = ["GET", undefined];
        headers.delete("content-type");
      }
      url = next;
    } else if (answer.status === 401 && isAskedForBasic(context, answer) && !headers.has("authorization")) {
      headers.set("authorization", ["Authorization", basic(bound["Credential"])]);
    } else if ((answer.status === 304 || answer.status >= 400) && retries-- > 0) {
      const seconds =
        retryAfter(answer) ?? bound["RetryIntervalSec"] ?? (session.retryIntervalInSeconds || DEFAULT_RETRY_S);
      context.writeVerbose(
        `Retrying after interval of ${seconds} seconds. Status code for previous attempt: ${message.statusName(engine)}`,
      );
      engine.host.sleep(seconds * 1000);
      engine.checkStop();
    } else return done;
  }
}

function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return status <= 302 && method === "POST";
}

function isAskedForBasic(context: CmdletContext, answer: HttpAnswer): boolean {
  return (
    context.bound["Credential"] !== undefined &&
    answer.headers.some(([name, value]) => name.toLowerCase() === "www-authenticate" && /\bbasic\b/i.test(value))
  );
}

function retryAfter(answer: HttpAnswer): number | undefined {
  if (answer.status !== 429) return undefined;
  const seconds = Number(answer.headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1]);
  return Number.isInteger(seconds) && seconds >= 0 ? seconds : undefined;
}

function exchange(
  context: CmdletContext,
  asked: Asked,
  url: URL,
  method: string,
  body: Uint8Array | undefined,
): HttpAnswer {
  const { bound, engine } = context;
  const { network, files } = engine.host;
  if (!network) return invalid(context, "System.PlatformNotSupportedException", "This runspace has no network.");
  const headers = new Map(asked.headers);
  const cookies = asked.session.cookies.of(url, engine.host.now());
  if (cookies.length > 0) headers.set("cookie", ["Cookie", cookieHeader(cookies)]);
  const have = bound["Resume"] && asked.outFile !== undefined ? Number(files.stat(asked.outFile)?.length ?? 0n) : 0;
  if (have > 0) headers.set("range", ["Range", `bytes=${have}-`]);
  context.writeVerbose(`Requested HTTP/1.1 ${method} with ${body?.length ?? 0}-byte payload`);
  const request: HttpRequest = {
    method,
    url: url.href,
    headers: [...headers.values()],
    headersMs: (bound["ConnectionTimeoutSeconds"] ?? 0) * 1000,
    idleMs: (bound["OperationTimeoutSeconds"] ?? 0) * 1000,
    insecure: bound["SkipCertificateCheck"] === true,
    ...(body && { body }),
    ...(asked.outFile !== undefined && { outFile: { path: asked.outFile, append: have > 0 } }),
  };
  let answer: HttpAnswer;
  try {
    answer = network.request(request);
  } catch (error) {
    engine.checkStop();
    if (!(error instanceof Error) || (error as { code?: unknown }).code === undefined) throw error;
    return context.throwTerminating(networkError(context, error as Error & { code: string }, url, request));
  }
  for (const [name, value] of answer.headers)
    if (name.toLowerCase() === "set-cookie") asked.session.cookies.take(value, url, engine.host.now());
  const type = answer.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  context.writeVerbose(
    `Received HTTP/${answer.version} ${answer.body.length}-byte response of content type ${type.split(";")[0]}`,
  );
  return answer;
}

/** The session of a command: the one it was given, or a new one that -SessionVariable keeps. */
export function sessionOf(context: CmdletContext): WebRequestSession {
  const { bound } = context;
  const session: WebRequestSession = bound["WebSession"] ?? new WebRequestSession();
  if (bound["UserAgent"] !== undefined) session.userAgent = bound["UserAgent"];
  if (bound["SessionVariable"] !== undefined) {
    if (bound["Credential"] !== undefined) session.credentials = bound["Credential"];
    for (const { key, value } of (bound["Headers"] as Dictionary | undefined) ?? [])
      session.headers.set(context.engine.values.toText(key), context.engine.values.toText(value));
    context.engine.setVariable(bound["SessionVariable"], session, "Local");
  }
  return session;
}
