// Invoke-WebRequest and Invoke-RestMethod against a server of this computer, through the program as a person runs it.

import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { remora } from "../support/program.js";

const folder = mkdtempSync(join(tmpdir(), "remora-web-"));
let server: Server;
let base = "";
let flaky = 0;

before(async () => {
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const { pathname, search } = new URL(request.url!, "http://x");
  const send = (status: number, type: string, content: string | Uint8Array, headers: object = {}): void => {
    response.writeHead(status, { "Content-Type": type, ...headers });
    response.end(content);
  };
  const json = (value: unknown, status = 200, headers: object = {}): void =>
    send(status, "application/json", JSON.stringify(value), headers);
  switch (pathname) {
    case "/echo":
      return json({ method: request.method, headers: request.headers, body, query: search });
    case "/text":
      return send(200, "text/plain", "héllo");
    case "/latin":
      return send(200, "text/plain; charset=iso-8859-1", Uint8Array.of(0x68, 0xe9));
    case "/packed":
      return send(200, "text/plain", gzipSync("unpacked"), { "Content-Encoding": "gzip" });
    case "/bytes":
      return send(200, "application/octet-stream", Uint8Array.of(1, 2, 3));
    case "/page":
      return send(
        200,
        "text/html",
        '<a href="/x?a=1&amp;b=2" class=k>X</a><img src="i.png"/><input name="q" value="1">',
      );
    case "/list":
      return json([1, 2, 3], 200, { Link: '</more>; rel="next"' });
    case "/more":
      return json([4]);
    case "/none":
      return json({ error: "none" }, 404);
    case "/feed":
      return send(
        200,
        "application/rss+xml",
        "<rss><channel><item><title>one</title></item><item><title>two</title></item></channel></rss>",
      );
    case "/xml":
      return send(200, "application/xml", "<r><a>1</a></r>");
    case "/elsewhere":
      return send(302, "text/plain", "", { Location: "/echo" });
    case "/cookie":
      return send(200, "text/plain", "", { "Set-Cookie": ["a=1; Path=/", "b=2; Path=/x", "c=3; Domain=example.com"] });
    case "/locked":
      return request.headers.authorization === `Basic ${Buffer.from("me:pw").toString("base64")}`
        ? send(200, "text/plain", "open")
        : send(401, "text/plain", "closed", { "WWW-Authenticate": 'Basic realm="x"' });
    case "/flaky":
      return flaky++ % 2 === 0 ? send(503, "text/plain", "busy") : send(200, "text/plain", "at last");
    default:
    // never answers
  }
}

/** What a script prints; `$base` is the server. */
async function run(script: string): Promise<string> {
  const { stdout, stderr } = await remora(["-c", `$base = '${base}'; ${script}`], { cwd: folder, timeout: 20_000 });
  return (stdout + stderr).replaceAll("\r", "").trim();
}

const ME = "[pscredential]::new('me', (ConvertTo-SecureString pw -AsPlainText -Force))";

const CASES: readonly (readonly [title: string, script: string, printed: string])[] = [
  [
    "an answer has its status, its text and its headers",
    "$r = iwr $base/text; $r.StatusCode; $r.StatusDescription; $r.Content; $r.RawContentLength; $r.Headers['Content-Type']; $r.GetType().Name",
    "200\nOK\nhéllo\n6\ntext/plain\nBasicHtmlWebResponseObject",
  ],
  [
    "a text is read by its charset, and unpacked",
    "(iwr $base/latin).Content; (iwr $base/packed).Content",
    "hé\nunpacked",
  ],
  [
    "what is no text is bytes",
    "$r = iwr $base/bytes; $r.Content -join ','; $r.GetType().Name",
    "1,2,3\nWebResponseObject",
  ],
  [
    "a page has its links, pictures and fields",
    "$r = iwr $base/page; $r.Links.href; $r.Images.src; $r.InputFields.name",
    "/x?a=1&b=2\ni.png\nq",
  ],
  [
    "JSON is objects, an array of it one object",
    "(irm $base/echo).method; @(irm $base/list | Measure-Object)[0].Count",
    "GET\n1",
  ],
  ["XML is a document, a feed its entries", "(irm $base/xml).r.a; (irm $base/feed).title", "1\none\ntwo"],
  ["the next page is asked for", "irm $base/list -FollowRelLink | ForEach-Object { $_ -join ',' }", "1,2,3\n4"],
  [
    "a hashtable is a form, with Get the query",
    "$r = irm $base/echo -Method Post -Body ([ordered]@{ a = 'x y'; b = 2 }); $r.body; $r.headers.'content-type'; (irm $base/echo -Body @{ q = '&' }).query",
    "a=x%20y&b=2\napplication/x-www-form-urlencoded\n?q=%26",
  ],
  [
    "a text is sent in its content type's charset",
    "$r = irm $base/echo -Method Put -Body 'é' -ContentType 'text/plain'; $r.method; $r.body; $r.headers.'content-type'",
    "PUT\né\ntext/plain",
  ],
  [
    "a form has fields and files",
    "'inside' > up.txt; (irm $base/echo -Method Post -Form @{ f = Get-Item up.txt; n = 'v' }).body -match 'filename=\"up.txt\"[\\s\\S]*inside'",
    "True",
  ],
  [
    "headers and methods are one's own",
    "$r = irm $base/echo -CustomMethod PURGE -Headers @{ 'X-A' = 'b' } -UserAgent me; $r.method; $r.headers.'x-a'; $r.headers.'user-agent'",
    "PURGE\nb\nme",
  ],
  [
    "an answer that is no success is an error with its body and number",
    "try { irm $base/none } catch { $_.FullyQualifiedErrorId; $_.Exception.Message; [int]$_.Exception.Response.StatusCode; $_.Exception.StatusCode; ($_.ErrorDetails.Message | ConvertFrom-Json).error }",
    "WebCmdletWebResponseException,Microsoft.PowerShell.Commands.InvokeRestMethodCommand\nResponse status code does not indicate success: 404 (Not Found).\n404\nNotFound\nnone",
  ],
  [
    "-SkipHttpErrorCheck takes it for an answer",
    "(irm $base/none -SkipHttpErrorCheck -StatusCodeVariable code -ResponseHeadersVariable head).error; $code; $head['Content-Type']",
    "none\n404\napplication/json",
  ],
  ["a refused connection says so", "iwr http://127.0.0.1:1", "Invoke-WebRequest: Connection refused"],
  [
    "an answer that does not come ends in time",
    "try { iwr $base/never -TimeoutSec 1 } catch { $_.FullyQualifiedErrorId; $_.Exception.GetType().Name }",
    "ConnectionTimeoutReached,Microsoft.PowerShell.Commands.InvokeWebRequestCommand\nTaskCanceledException",
  ],
  ["a redirection is followed, Post as Get", "(irm $base/elsewhere -Method Post -Body x).method", "GET"],
  [
    "no redirection where there may be none",
    "(iwr $base/elsewhere -MaximumRedirection 0 -SkipHttpErrorCheck -ErrorAction SilentlyContinue -ErrorVariable e).StatusCode; $e[0].FullyQualifiedErrorId",
    "302\nMaximumRedirectExceeded,Microsoft.PowerShell.Commands.InvokeWebRequestCommand",
  ],
  ["what is busy is asked again", "irm $base/flaky -MaximumRetryCount 1 -RetryIntervalSec 1", "at last"],
  [
    "a session keeps cookies of its site and path",
    "$null = iwr $base/cookie -SessionVariable s; (irm $base/echo -WebSession $s).headers.cookie; $s.Cookies.Count",
    "a=1\n2",
  ],
  [
    "a name and password go in the open only where that is allowed",
    `try { irm $base/locked -Credential (${ME}) } catch { $_.FullyQualifiedErrorId }; irm $base/locked -Credential (${ME}) -AllowUnencryptedAuthentication; irm $base/locked -Authentication Basic -Credential (${ME}) -AllowUnencryptedAuthentication`,
    "WebCmdletAllowUnencryptedAuthenticationRequiredException,Microsoft.PowerShell.Commands.InvokeRestMethodCommand\nopen\nopen",
  ],
  [
    "an answer goes to a file, and into a folder by its name",
    "iwr $base/bytes -OutFile f.bin; (Get-Item f.bin).Length; $null = mkdir down; iwr $base/text -OutFile down; Get-Content down/text",
    "3\nhéllo",
  ],
];

for (const [title, script, printed] of CASES) test(title, async () => assert.equal(await run(script), printed));
