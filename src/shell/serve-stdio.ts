// `remora -s` and `-sshs`: an endpoint on this process's standard input and output.
//
// Rule: when the input ends, everything ends: pipelines are stopped, jobs killed, sessions closed, and the process exits.

import { readFileSync } from "node:fs";
import { homedir, release, type } from "node:os";
import { Endpoint } from "../endpoint/index.js";
import { versionTable } from "../protocol/index.js";
import { ENDPOINT_VARIABLE, type EndpointIdentity, OWN_ENDPOINT } from "../sessions/index.js";
import { nodeBase64, nodeKeyExchange, stdioTransport } from "../transports/index.js";
import { engineRunspaces } from "./endpoint-runner.js";
import type { Launch } from "./launch.js";
import { shellServices } from "./services/index.js";

export interface ServeOptions {
  /** As an SSH subsystem: errors go into the output, marked. */
  readonly ssh: boolean;
  /** Folder that sessions start in. */
  readonly start: string;
  /** Run in each session before it is open. */
  readonly initialScripts?: readonly string[];
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
    base64: nodeBase64,
    crypto: nodeKeyExchange,
    psVersionTable: [
      ...versionTable({
        build: "7.6.9",
        os: osName(),
        platform: process.platform === "win32" ? "Win32NT" : "Unix",
      }),
      [OWN_ENDPOINT, "0.1.0"],
    ],
    initialScripts: options.initialScripts ?? [],
    errors: options.ssh ? "stdout" : "stderr",
    batch: true,
    flush,
    ended,
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

function osName(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"));
    if (name?.[1]) return name[1];
  } catch {
    // not a system that has the file
  }
  return `${type()} ${release()}`;
}

/** The endpoint's program: `remora -s [-WorkingDirectory DIR] [-EncodedCommand BASE64]`, as Start-Job starts its child. */
export function main(launch: Launch): void {
  const args = process.argv.slice(2);
  const valueOf = (name: RegExp): string | undefined => {
    const at = args.findIndex((argument) => name.test(argument));
    return at < 0 ? undefined : args[at + 1];
  };
  const ssh = args.some((argument) => /^-{1,2}(sshs|sshservermode)$/i.test(argument));
  const start = valueOf(/^-{1,2}(wd|workingdirectory)$/i) || homedir(); // as a PowerShell session
  const encoded = valueOf(/^-{1,2}(e|ec|encodedcommand)$/i);
  const initialScripts = encoded === undefined ? [] : [Buffer.from(encoded, "base64").toString("utf16le")];
  serveStdio(launch, { ssh, start, initialScripts });
}
