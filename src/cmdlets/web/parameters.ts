// What Invoke-WebRequest and Invoke-RestMethod are told alike.

import type { ParameterDefinition } from "../../engine/index.js";

const natural: ParameterDefinition["validate"] = [{ kind: "Range", min: 0, max: 2147483647 }];

export const WEB_PARAMETERS: Readonly<Record<string, ParameterDefinition>> = {
  Uri: {
    type: "uri",
    position: 0,
    mandatory: true,
    validate: [{ kind: "NotNullOrEmpty" }],
    help: "The address. Without a scheme it is http.",
  },
  Method: {
    type: "Microsoft.PowerShell.Commands.WebRequestMethod",
    sets: { StandardMethod: {} },
    help: "The method of the request; Get where nothing is said.",
  },
  CustomMethod: {
    type: "string",
    aliases: ["CM"],
    sets: { CustomMethod: { mandatory: true } },
    validate: [{ kind: "NotNullOrEmpty" }],
    help: "A method that -Method does not know.",
  },
  Body: {
    type: "object",
    fromPipeline: true,
    help: "What is sent: a text, bytes, a file, XML, or a hashtable, which becomes a form (with Get: the query).",
  },
  Form: {
    type: "System.Collections.IDictionary",
    help: "Fields of a multipart/form-data form; a file is sent as one.",
  },
  InFile: { type: "string", help: "A file whose content is sent." },
  ContentType: { type: "string", help: "The content type of what is sent." },
  Headers: { type: "System.Collections.IDictionary", help: "Further headers." },
  SkipHeaderValidation: { type: "switch", help: "Sends headers as they are written." },
  OutFile: { type: "string", help: "A file, or a folder, that the answer is written to." },
  PassThru: { type: "switch", help: "With -OutFile: gives the answer as well." },
  Resume: { type: "switch", help: "With -OutFile: asks only for what the file does not have yet." },
  Authentication: {
    type: "Microsoft.PowerShell.Commands.WebAuthenticationType",
    help: "How -Credential (Basic) or -Token (Bearer, OAuth) is used.",
  },
  Credential: { type: "pscredential", help: "Whom the request comes from." },
  UseDefaultCredentials: { type: "switch", help: "Not used: there are no default credentials here." },
  Token: { type: "securestring", help: "The token of Bearer and OAuth." },
  AllowUnencryptedAuthentication: { type: "switch", help: "Sends secrets without TLS." },
  AllowInsecureRedirect: { type: "switch", help: "Follows a redirection from https to http." },
  SkipCertificateCheck: { type: "switch", help: "Takes any certificate." },
  SkipHttpErrorCheck: { type: "switch", help: "Takes 4xx and 5xx for answers as any other." },
  PreserveAuthorizationOnRedirect: { type: "switch", help: "Sends Authorization to where a redirection leads." },
  PreserveHttpMethodOnRedirect: { type: "switch", help: "Keeps Post where a redirection would make it Get." },
  MaximumRedirection: { type: "int", validate: natural!, help: "How many redirections are followed; 50 otherwise." },
  MaximumRetryCount: { type: "int", validate: natural!, help: "How often a failed request (4xx, 5xx) is tried again." },
  RetryIntervalSec: {
    type: "int",
    validate: [{ kind: "Range", min: 1, max: 2147483647 }],
    help: "Seconds between two tries; 5 otherwise. A 429 that says Retry-After knows better.",
  },
  ConnectionTimeoutSeconds: {
    type: "int",
    aliases: ["TimeoutSec"],
    validate: natural!,
    help: "Seconds until there is an answer; 0 for ever.",
  },
  OperationTimeoutSeconds: { type: "int", validate: natural!, help: "Seconds between two pieces of the answer." },
  DisableKeepAlive: { type: "switch", help: "Closes the connection after the answer." },
  UserAgent: { type: "string", help: "What the request says it comes from." },
  TransferEncoding: {
    type: "string",
    validate: [{ kind: "Set", values: ["chunked", "compress", "deflate", "gzip", "identity"] }],
    help: "The Transfer-Encoding header.",
  },
  SessionVariable: {
    type: "string",
    aliases: ["SV"],
    help: "The name of a variable that gets the session: cookies, headers, who asks.",
  },
  WebSession: {
    type: "Microsoft.PowerShell.Commands.WebRequestSession",
    help: "A session that an earlier request made.",
  },
};
