// The network for an engine thread: one HTTP exchange, one TCP connection, one look-up of a name.
//
// Rule: nothing outlives the call. A stop aborts it, an answer that does not come ends by the times of the request, and what
// was half written to a file stays there as far as it came. What Node has for the network is loaded when it is first used.

import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { HttpAnswer, HttpRequest } from "../engine/index.js";
import type { Service } from "./bridge/call-desk.js";

export const networkService: Service = (method, args, signal) => {
  switch (method) {
    case "request":
      return request(args[0] as HttpRequest, signal);
    case "connect":
      return connect(args[0] as string, args[1] as number, args[2] as number, signal);
    case "lookUp":
      return lookUp(args[0] as string);
    default:
      throw new Error(`The network has no "${method}".`);
  }
};

/** An error with Node's `code`. */
function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

async function request(asked: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const url = new URL(asked.url);
  const { request: open } =
    url.protocol === "https:" ? process.getBuiltinModule("node:https") : process.getBuiltinModule("node:http");
  const response = await send(open, url, asked, signal);
  const body = await unpacked(response);
  const packed = body !== response;
  const status = response.statusCode ?? 0;
  const toFile = asked.outFile !== undefined && status >= 200 && status < 300;
  return {
    status,
    reason: response.statusMessage ?? "",
    version: response.httpVersion,
    headers: pairs(response.rawHeaders).filter(([name]) => !packed || !/^content-(encoding|length)$/i.test(name)),
    body: toFile ? await save(body, asked.outFile!) : await collect(body),
  };
}

type Open = (url: URL, options: RequestOptions, answered: (response: IncomingMessage) => void) => ClientRequest;

function send(open: Open, url: URL, asked: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions & { rejectUnauthorized: boolean } = {
      method: asked.method,
      headers: Object.fromEntries(asked.headers),
      rejectUnauthorized: !asked.insecure,
      signal,
    };
    const late = (ms: number): void => {
      client.destroy(failure("ETIMEDOUT", `No answer within ${ms} milliseconds.`));
    };
    const client = open(url, options, (response) => {
      clearTimeout(timer);
      if (asked.idleMs > 0)
        response.setTimeout(asked.idleMs, () =>
          response.destroy(failure("EIDLE", `No data for ${asked.idleMs} milliseconds.`)),
        );
      resolve(response);
    });
    const timer = asked.headersMs > 0 ? setTimeout(late, asked.headersMs, asked.headersMs) : undefined;
    client.on("error", (error) => {
      clearTimeout(timer);
      reject(plain(error));
    });
    if (asked.body && !client.hasHeader("Transfer-Encoding")) client.setHeader("Content-Length", asked.body.length);
    client.end(asked.body);
  });
}

/** Several addresses that all refused are one refusal. */
function plain(error: Error): Error {
  const inner = (error as AggregateError).errors;
  return Array.isArray(inner) && inner[0] instanceof Error ? inner[0] : error;
}

function pairs(raw: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) found.push([raw[i]!, raw[i + 1]!]);
  return found;
}

async function unpacked(response: IncomingMessage): Promise<NodeJS.ReadableStream> {
  const encoding = (response.headers["content-encoding"] ?? "").trim().toLowerCase();
  if (encoding !== "gzip" && encoding !== "x-gzip" && encoding !== "deflate" && encoding !== "br") return response;
  const { createBrotliDecompress, createGunzip, createInflate } = process.getBuiltinModule("node:zlib");
  const unpack =
    encoding === "br" ? createBrotliDecompress() : encoding === "deflate" ? createInflate() : createGunzip();
  response.on("error", (error) => unpack.destroy(error));
  return response.pipe(unpack);
}

async function collect(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function save(stream: NodeJS.ReadableStream, file: NonNullable<HttpRequest["outFile"]>): Promise<Uint8Array> {
  const { createWriteStream } = process.getBuiltinModule("node:fs");
  const { pipeline } = process.getBuiltinModule("node:stream/promises");
  await pipeline(stream, createWriteStream(file.path, { flags: file.append ? "a" : "w" }));
  return new Uint8Array(0);
}

async function connect(address: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<number> {
  const { connect: open } = process.getBuiltinModule("node:net");
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const socket = open({ host: address, port });
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const timer = setTimeout(
      () => finish(() => reject(failure("ETIMEDOUT", "The connection took too long."))),
      timeoutMs,
    );
    socket.on("connect", () => finish(() => resolve(performance.now() - started)));
    socket.on("error", (error) => finish(() => reject(plain(error))));
    signal.addEventListener("abort", () => finish(() => reject(failure("ABORT_ERR", "Stopped."))), { once: true });
  });
}

async function lookUp(name: string): Promise<readonly string[]> {
  const { lookup } = process.getBuiltinModule("node:dns/promises");
  return (await lookup(name, { all: true })).map(({ address }) => address);
}
