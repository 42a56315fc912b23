// What goes wrong on the web, in PowerShell's records: answers that are no success, and connections that never were.

import type { CmdletContext, HttpRequest } from "../../engine/index.js";
import { type ErrorRecord, PSException } from "../../objects/index.js";
import { answerText, isJson, isXml } from "./content.js";
import type { Answered } from "./request.js";
import { HttpRequestMessage } from "./response.js";

const RESPONSE_ID = "WebCmdletWebResponseException";

/** An answer that is no success; its body is the record's details. */
export function httpError(context: CmdletContext, { answer, message }: Answered): ErrorRecord {
  const reason = message.reason === "" ? "" : ` (${message.reason})`;
  const record = context.error(
    "Microsoft.PowerShell.Commands.HttpResponseException",
    `Response status code does not indicate success: ${answer.status}${reason}.`,
    RESPONSE_ID,
    "InvalidOperation",
    message.request,
  );
  if (record.exception instanceof PSException) {
    record.exception.extra.set("Response", message);
    record.exception.extra.set("StatusCode", message.statusCode(context.engine));
  }
  const details = readable(context, answerText(answer.body, message.contentType), message.contentType);
  if (details !== "") record.errorDetails = { message: details, recommendedAction: null };
  return record;
}

/** A body as a person reads it: JSON and XML indented, HTML without its tags. */
function readable(context: CmdletContext, text: string, contentType: string | undefined): string {
  if (isJson(contentType)) {
    try {
      return `\n${JSON.stringify(JSON.parse(text), undefined, 2)}`;
    } catch {
      // not JSON after all
    }
  }
  if (isXml(contentType) && context.engine.values.tryConvert(text, "xml") !== undefined) return `\n${text.trim()}`;
  return text.replaceAll(/<[^>]*>/g, "");
}

/** Node's codes in the words .NET has for them on Linux. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  ENOTFOUND: "Name or service not known",
  EAI_AGAIN: "Resource temporarily unavailable",
  ENETUNREACH: "Network is unreachable",
  EHOSTUNREACH: "No route to host",
  ECONNRESET: "Connection reset by peer",
};

export function networkError(
  context: CmdletContext,
  error: Error & { readonly code: string },
  url: URL,
  request: HttpRequest,
): ErrorRecord {
  const { code } = error;
  if (code === "ETIMEDOUT" && request.headersMs > 0)
    return context.error(
      "System.Threading.Tasks.TaskCanceledException",
      `The request was canceled due to the configured HttpClient.Timeout of ${request.headersMs / 1000} seconds elapsing.`,
      "ConnectionTimeoutReached",
      "OperationTimeout",
    );
  if (code === "EIDLE")
    return context.error(
      "System.TimeoutException",
      `The operation has timed out after ${request.idleMs / 1000} seconds without data.`,
      "OperationTimeoutReached",
      "OperationTimeout",
    );
  if (request.outFile && /^E(ACCES|PERM|ISDIR|NOENT|NOSPC|ROFS)$/.test(code))
    return context.error(
      code === "EACCES" ? "System.UnauthorizedAccessException" : "System.IO.IOException",
      code === "EACCES" || code === "EISDIR"
        ? `Access to the path '${request.outFile.path}' is denied.`
        : `Could not find a part of the path '${request.outFile.path}'.`,
      code === "EACCES" ? "System.UnauthorizedAccessException" : "System.IO.IOException",
      "NotSpecified",
    );
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  const words = WORDS[code];
  const isTls = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code);
  const message = isTls
    ? "The SSL connection could not be established, see inner exception."
    : words === undefined
      ? "An error occurred while sending the request."
      : `${words} (${url.hostname}:${port})`;
  const record = context.error(
    "System.Net.Http.HttpRequestException",
    message,
    RESPONSE_ID,
    "InvalidOperation",
    new HttpRequestMessage(request.method, url),
  );
  const inner = words ?? error.message;
  if (record.exception instanceof PSException)
    record.exception.innerException = new PSException(
      isTls ? "System.Security.Authentication.AuthenticationException" : "System.Net.Sockets.SocketException",
      inner,
    );
  record.errorDetails = { message: inner, recommendedAction: null };
  return record;
}
