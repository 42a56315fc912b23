// An endpoint over a transport: what all programs that serve PSRP have in common.

import { readFileSync } from "node:fs";
import { release, type } from "node:os";
import { Endpoint, type RunspaceFactory } from "../endpoint/index.js";
import { versionTable } from "../protocol/index.js";
import { ENDPOINT_VARIABLE, type EndpointIdentity, OWN_ENDPOINT } from "../sessions/index.js";
import type { ServeOptions } from "./serve-options.js";
import { nodeBase64, nodeKeyExchange, type Transport } from "../transports/index.js";

export { type ServeOptions, serveOptions } from "./serve-options.js";

/** Whom this process stands for, as its parent says: JSON, or JSON in Base64 where a shell was on the way. */
export function endpointIdentity(
  text: string | undefined = process.env[ENDPOINT_VARIABLE],
): EndpointIdentity | undefined {
  if (!text) return undefined;
  try {
    const json = text.startsWith("{") ? text : Buffer.from(text, "base64").toString("utf8");
    return JSON.parse(json) as EndpointIdentity;
  } catch {
    return undefined;
  }
}

/** Serves until the transport closes. `leave` ends the process once what was said last is out. */
export function servePsrp(
  transport: Transport,
  factory: RunspaceFactory,
  options: ServeOptions,
  leave: (exitCode: number) => void,
): void {
  const endpoint = new Endpoint({
    factory,
    base64: nodeBase64,
    crypto: nodeKeyExchange,
    psVersionTable: privateVersions(),
    initialScripts: options.initialScripts,
    errors: options.ssh ? "stdout" : "stderr",
    batch: true,
    flush,
    ended(exitCode) {
      void flush();
      leave(exitCode & 0xff);
    },
  });

  function flush(): void | Promise<void> {
    const errors = endpoint.takeErrors();
    // The normal end of a client: PowerShell's server says this of it, and nobody listens.
    if (errors !== "" && !errors.includes('element ""'))
      process.stderr.write(`remora: what came in is not what a PSRP client sends: ${errors.trim()}\n`);
    const text = endpoint.take();
    if (text !== "" && !transport.send(Buffer.from(text, "latin1"))) return transport.drained();
    return undefined;
  }

  transport.open({
    data: (bytes) => endpoint.receive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1")),
    closed: () => endpoint.end(),
  });
}

/** `$PSVersionTable` as clients are told it, and what tells an endpoint of ours. */
export function privateVersions(): (readonly [string, unknown])[] {
  const platform = process.platform === "win32" ? "Win32NT" : "Unix";
  return [...versionTable({ build: "7.6.9", os: osName(), platform }), [OWN_ENDPOINT, "0.1.0"]];
}

function osName(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"));
    if (name?.[1]) return name[1];
  } catch {
    // not a system that has the file
  }
  return `${type()} ${release()}`;
}
