// Remora's protocol client on a far end, by hand: no session layer between, so that a row says something of the wire alone.

import { randomUUID } from "node:crypto";
import { readValue } from "../../src/clixml/index.js";
import type { Dictionary } from "../../src/objects/index.js";
import {
  type ClientEvent,
  type CommandMerges,
  type CreatePipeline,
  decodeApplicationPrivateData,
  encodeCreatePipeline,
  encodeGetCommandMetadata,
  encodeInitRunspacePool,
  type HostInfo,
  NO_HOST,
  NO_MERGES,
  OutOfProcessClient,
  PIPELINE_RESULT_TYPES,
  type PipelineCommand,
  scriptPipeline,
} from "../../src/protocol/index.js";
import { childProcessTransport, type CloseReason } from "../../src/transports/index.js";
import type { Scenario } from "./scenario.js";

/** What the recording host of peer/RecordingHost.cs says of itself. */
const HOST: HostInfo = {
  isHostNull: false,
  isHostUINull: false,
  isHostRawUINull: false,
  useRunspaceHost: false,
  defaultData: {
    foregroundColor: 7,
    backgroundColor: 0,
    cursorPosition: { x: 0, y: 0 },
    windowPosition: { x: 0, y: 0 },
    cursorSize: 25,
    bufferSize: { width: 120, height: 3000 },
    windowSize: { width: 120, height: 50 },
    maxWindowSize: { width: 120, height: 50 },
    maxPhysicalWindowSize: { width: 120, height: 50 },
    windowTitle: "peer",
  },
};

export function hostInfo(): HostInfo {
  return HOST;
}

const BASE64 = {
  encodeBase64: (bytes: Uint8Array, start = 0, end = bytes.length): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("base64"),
  decodeBase64: (text: string): Uint8Array => Buffer.from(text, "base64"),
};

type Listener = (event: ClientEvent) => void;

/** An open runspace pool of Remora's client. `ended` resolves with the transport's reason. */
export interface Link {
  readonly client: OutOfProcessClient;
  readonly ended: Promise<CloseReason>;
  readonly privateData: Dictionary | undefined;
  /** Called with every event from now on; gives the function that ends that. */
  listen(listener: Listener): () => void;
  /** Sends what the machine wants sent. */
  flush(): void;
  endInput(): void;
  kill(): void;
  /** Closes the pool; resolves with the states the pool went through. */
  close(): Promise<readonly string[]>;
}

export async function openLink(
  command: readonly string[],
  options: { runspaces?: number; noHost?: boolean } = {},
): Promise<Link> {
  const [file = "", ...args] = command;
  const client = new OutOfProcessClient({ runspacePoolId: randomUUID(), base64: BASE64 });
  const transport = childProcessTransport({ file, args, env: { ...process.env, TZ: "UTC" } });
  const listeners = new Set<Listener>();
  const tell = (events: readonly ClientEvent[]): void => {
    for (const event of events) for (const listener of listeners) listener(event);
    flush();
  };
  const flush = (): void => {
    for (let text = client.take(); text !== ""; text = client.take()) transport.send(Buffer.from(text, "latin1"));
  };
  let settle: (reason: CloseReason) => void;
  const ended = new Promise<CloseReason>((resolve) => (settle = resolve));
  const decoder = new TextDecoder();
  transport.open({
    data: (bytes) => tell(client.receive(decoder.decode(bytes, { stream: true }))),
    closed: (reason) => {
      tell(client.end(reason.error));
      settle(reason);
    },
  });
  const listen = (listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  let privateData: Dictionary | undefined;
  const opened = waitFor(listen, (event) => {
    if (event.type === "APPLICATION_PRIVATE_DATA")
      privateData = decodeApplicationPrivateData(event.payload) as Dictionary;
    if (event.type === "RunspacePoolBroken") throw event.error;
    return event.type === "RUNSPACEPOOL_STATE" && event.state === "Opened" ? true : undefined;
  });
  const runspaces = options.runspaces ?? 1;
  client.machine.open(
    encodeInitRunspacePool({
      minRunspaces: 1,
      maxRunspaces: runspaces,
      threadOptions: 0,
      apartmentState: 2,
      applicationArguments: readValue(APPLICATION_ARGUMENTS) as Dictionary,
      hostInfo: options.noHost ? { ...NO_HOST, useRunspaceHost: false } : HOST,
    }),
  );
  flush();
  await opened;
  return {
    client,
    ended,
    privateData,
    listen,
    flush,
    endInput: () => transport.end(),
    kill: () => transport.kill(),
    close: async () => {
      const states: string[] = [client.machine.state];
      const closed = waitFor(
        listen,
        (event) => event.type === "RunspacePoolClosed" || event.type === "RunspacePoolBroken" || undefined,
      );
      client.machine.close();
      flush();
      await closed;
      states.push(client.machine.state);
      transport.end();
      await ended;
      return states;
    },
  };
}

// A single-runspace client with a version table, as every PowerShell sends one: then the private data has the debugger's values too.
const APPLICATION_ARGUMENTS =
  '<Obj RefId="0"><TN RefId="0"><T>System.Management.Automation.PSPrimitiveDictionary</T><T>System.Collections.Hashtable</T><T>System.Object</T></TN><DCT>' +
  '<En><S N="Key">PSVersionTable</S><Obj N="Value" RefId="1"><TNRef RefId="0" /><DCT><En><S N="Key">PSVersion</S><Version N="Value">7.6.9</Version></En></DCT></Obj></En></DCT></Obj>';

/** Resolves with the first answer of `look` that is not undefined; rejects with what it throws. */
export function waitFor<T>(listen: Link["listen"], look: (event: ClientEvent) => T | undefined): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = listen((event) => {
      try {
        const found = look(event);
        if (found === undefined) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error as Error);
      }
    });
  });
}

/** The CREATE_PIPELINE of a scenario; `number` is the argument of a run that is one of several. */
export function pipelineOf(scenario: Scenario, number?: number): string {
  const hostInfo: HostInfo = scenario.noHost
    ? { ...NO_HOST, useRunspaceHost: true }
    : { ...HOST, useRunspaceHost: false };
  const values = number === undefined ? (scenario.arguments ?? []).map((element) => readValue(element)) : [number];
  const parameters = values.map((value) => ({ name: null, value }));
  const pipeline = scenario.commands
    ? { ...scriptPipeline("", [], hostInfo), statements: statements(scenario) }
    : scriptPipeline(scenario.script ?? "", parameters, hostInfo);
  const create: CreatePipeline = { ...pipeline, noInput: scenario.input === undefined || scenario.input.length === 0 };
  return encodeCreatePipeline(create);
}

const { Error, Output } = PIPELINE_RESULT_TYPES as { Error: number; Output: number };
const ERROR_INTO_OUTPUT: CommandMerges = {
  ...NO_MERGES,
  mergeMyResult: Error,
  mergeToResult: Output,
  mergeError: Output,
};

function statements(scenario: Scenario): PipelineCommand[][] {
  const made: PipelineCommand[][] = [];
  for (const { name, statement, mergeErrors, parameters = {} } of scenario.commands ?? []) {
    if (statement || made.length === 0) made.push([]);
    const named = Object.entries(parameters).map(([parameter, element]) => ({
      name: parameter,
      value: element === null ? null : readValue(element),
    }));
    made.at(-1)!.push({
      command: name,
      isScript: false,
      useLocalScope: null,
      merges: mergeErrors ? ERROR_INTO_OUTPUT : NO_MERGES,
      parameters: named,
    });
  }
  return made;
}

/** What Enter-PSSession asks. */
export const METADATA_QUESTION: string = encodeGetCommandMetadata({
  name: ["Out-Default", "Exit-PSSession"],
  commandType: 271,
  namespace: null,
  fullyQualifiedModule: null,
  argumentList: null,
});
