// SecureStrings between our client and the real engine, in every protocol that it takes: sealed below 2.4, open from there.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { readValue } from "../../src/clixml/index.js";
import { SecureString, Version } from "../../src/objects/index.js";
import {
  type ClientEvent,
  type CommandParameter,
  NO_HOST,
  OutOfProcessClient,
  encodeCreatePipeline,
  encodeInitRunspacePool,
  primitiveDictionary,
  scriptPipeline,
  secureStringReading,
  secureStringWriting,
} from "../../src/protocol/index.js";
import { childProcessTransport, nodeBase64, nodeKeyExchange } from "../../src/transports/index.js";
import { findPeer, skipReason } from "./peer.js";

const MAKES_ONE = "$s = [securestring]::new(); 'geheim €'.ToCharArray() | % { $s.AppendChar($_) }; $s";
const OPENS_ONE = "param($s) [pscredential]::new('u', $s).GetNetworkCredential().Password";

for (const minor of [1, 2, 3, 4])
  test(`SecureStrings go there and back in protocol 2.${minor}`, async (context) => {
    const peer = await findPeer();
    const missing = skipReason(peer);
    if (missing !== undefined || !("program" in peer)) return context.skip(missing);
    const link = openLink(peer.program, minor);
    try {
      await link.until((event) => event.type === "RUNSPACEPOOL_STATE");
      const sealed = await link.run(MAKES_ONE, []);
      const { machine } = link.client;
      if (machine.needsSessionKey) {
        machine.exchangeKeys();
        await link.until((event) => event.type === "SessionKeyReady");
      }
      assert.equal(machine.cipher === undefined, minor === 4);
      const secret = readValue(sealed, secureStringReading(machine.cipher, nodeBase64)) as SecureString;
      assert.equal(secret.reveal(), "geheim €");
      assert.equal(sealed.includes(Buffer.from("geheim", "utf16le").toString("base64")), minor === 4);
      const back = await link.run(OPENS_ONE, [{ name: null, value: new SecureString("zurück 😀") }]);
      assert.equal(readValue(back), "zurück 😀");
    } finally {
      link.kill();
    }
  });

interface Link {
  readonly client: OutOfProcessClient;
  /** Resolves with the next event that `wanted` takes; rejects where the session breaks first. */
  until(wanted: (event: ClientEvent) => boolean): Promise<ClientEvent>;
  /** Runs a script and gives the CLIXML of its one object. */
  run(script: string, parameters: readonly CommandParameter[]): Promise<string>;
  kill(): void;
}

function openLink(program: string, minor: number): Link {
  const client = new OutOfProcessClient({
    runspacePoolId: randomUUID(),
    base64: nodeBase64,
    crypto: nodeKeyExchange,
    protocolVersion: new Version(2, minor),
  });
  const transport = childProcessTransport({ file: program, args: ["serve"], env: process.env });
  const waiting = new Set<(event: ClientEvent) => void>();
  const flush = (): void => {
    for (let text = client.take(); text !== ""; text = client.take()) transport.send(Buffer.from(text, "latin1"));
  };
  const tell = (events: readonly ClientEvent[]): void => {
    for (const event of events) for (const wake of waiting) wake(event);
    flush();
  };
  transport.open({
    data: (bytes) => tell(client.receive(Buffer.from(bytes).toString("latin1"))),
    closed: (reason) => tell(client.end(reason.error)),
  });
  const until = (wanted: (event: ClientEvent) => boolean): Promise<ClientEvent> => {
    const found = new Promise<ClientEvent>((resolve, reject) => {
      const wake = (event: ClientEvent): void => {
        if (event.type === "RunspacePoolBroken") reject(event.error);
        if (!wanted(event)) return;
        waiting.delete(wake);
        resolve(event);
      };
      waiting.add(wake);
    });
    flush();
    return found;
  };
  client.machine.open(
    encodeInitRunspacePool({
      minRunspaces: 1,
      maxRunspaces: 1,
      threadOptions: 0,
      apartmentState: 2,
      applicationArguments: primitiveDictionary(),
      hostInfo: NO_HOST,
    }),
  );
  return {
    client,
    until,
    async run(script, parameters) {
      const id = randomUUID();
      const { machine } = client;
      const options = secureStringWriting(machine.cipher, nodeBase64);
      machine.createPipeline(id, encodeCreatePipeline(scriptPipeline(script, parameters, NO_HOST), minor, options));
      const output = until((event) => event.type === "PIPELINE_OUTPUT" && event.pipelineId === id);
      await until((event) => event.type === "PIPELINE_STATE" && event.pipelineId === id);
      const event = await output;
      machine.closePipeline(id);
      flush();
      return "payload" in event ? event.payload : "";
    },
    kill: () => transport.kill(),
  };
}
