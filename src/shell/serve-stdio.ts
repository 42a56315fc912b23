// `remora -s` and `-sshs`: an endpoint on this process's standard input and output.
//
// Rule: when the input ends, everything ends: pipelines are stopped, jobs killed, sessions closed, and the process exits.

import { Endpoint } from "../endpoint/index.js";
import { ENDPOINT_VARIABLE, type EndpointIdentity } from "../sessions/index.js";
import { stdioTransport } from "../transports/index.js";
import { engineRunspaces } from "./endpoint-runner.js";
import type { Launch } from "./launch.js";
import { shellServices } from "./services/index.js";

export interface ServeOptions {
  /** As an SSH subsystem: errors go into the output, marked. */
  readonly ssh: boolean;
  /** Folder that sessions start in. */
  readonly start: string;
}

/** Serves until the input ends. Ends the process. */
export function serveStdio(launch: Launch, options: ServeOptions): void {
  const identity = endpointIdentity(process.env[ENDPOINT_VARIABLE]);
  const transport = stdioTransport({ input: process.stdin, output: process.stdout });
  const endpoint = new Endpoint({
    factory: engineRunspaces({
      worker: launch.worker,
      services: () =>
        shellServices({ endpoint: launch.endpoint, worker: launch.worker, ...(identity && { identity }) }),
      start: options.start,
      ...(identity && { identity }),
    }),
    base64: {
      encodeBase64: (bytes, start = 0, end = bytes.length) =>
        Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("base64"),
      decodeBase64: (text) => Buffer.from(text, "base64"),
    },
    psVersionTable: psVersionTable(),
    errors: options.ssh ? "stdout" : "stderr",
    batch: true,
    flush,
    ended,
  });

  function flush(): void | Promise<void> {
    const errors = endpoint.takeErrors();
    // The normal end of a client: PowerShell's server says this of it, and nobody listens.
    if (errors !== "" && !errors.includes('element ""')) process.stderr.write(`remora: what came in is not what a PSRP client sends: ${errors.trim()}\n`);
    const text = endpoint.take();
    if (text !== "" && !transport.send(Buffer.from(text, "latin1"))) return transport.drained();
    return undefined;
  }

  function ended(exitCode: number): void {
    void flush();
    process.exitCode = exitCode & 0xff;
    const leave = (): never => process.exit();
    if (process.stdout.writableLength === 0) leave();
    process.stdout.end(leave);
    setTimeout(leave, 1000).unref();
  }

  transport.open({
    data: (bytes) => endpoint.receive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1")),
    closed: () => endpoint.end(),
  });
}

function endpointIdentity(text: string | undefined): EndpointIdentity | undefined {
  if (!text) return undefined;
  try {
    return JSON.parse(text) as EndpointIdentity;
  } catch {
    return undefined;
  }
}

function psVersionTable(): [string, unknown][] {
  return [
    ["PSVersion", "7.6.9"],
    ["PSEdition", "Core"],
    ["Platform", "Unix"],
  ];
}

/** The endpoint's program: `remora -s [-WorkingDirectory DIR]`. */
export function main(launch: Launch): void {
  const args = process.argv.slice(2);
  const ssh = args.some((argument) => /^-{1,2}(sshs|sshservermode)$/i.test(argument));
  const at = args.findIndex((argument) => /^-{1,2}(wd|workingdirectory)$/i.test(argument));
  serveStdio(launch, { ssh, start: (at >= 0 && args[at + 1]) || process.cwd() });
}
