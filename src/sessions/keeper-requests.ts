// What one asks of a keeper without connecting to a session: what it keeps, and to stop or remove some of it.
//
// Rule: each request is a connection of its own, and settles within its time.

import { type KeeperLine, isKeeperLine, keeperLine, type KeptPipeline, type KeptSession } from "../protocol/index.js";
import { LineReader, pipelineIn, readKeeperLine, sessionIn } from "../protocol/index.js";
import type { Transport } from "../transports/index.js";
import { connectFailed, RemotingError } from "./errors.js";
import { closeSentence, sendToOwn } from "./wire.js";

export interface KeeperRequestOptions {
  readonly computerName: string;
  /** A new transport to an endpoint that was asked for its keeper. */
  readonly transport: Transport;
  /** "user@host pid", for those it concerns. */
  readonly who: string;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_LINE = 1 << 20;

/** The sessions of its user that a computer keeps; none where it has no keeper. Rejects with a RemotingError. */
export async function listKept(options: KeeperRequestOptions): Promise<KeptSession[]> {
  const found: (Omit<KeptSession, "pipelines"> & { pipelines: KeptPipeline[] })[] = [];
  try {
    await request(options, keeperLine("List", { From: options.who }), (line) => {
      if (line.verb === "Session") found.push({ ...sessionIn(line), pipelines: [] });
      else if (line.verb === "Pipeline") found.at(-1)?.pipelines.push(pipelineIn(line));
    });
  } catch (error) {
    if (error instanceof RemotingError && error.id === NO_KEEPER) return [];
    throw error;
  }
  return found;
}

/** Ends a session and all that runs in it, and throws away what it has not given. */
export function removeKept(options: KeeperRequestOptions, sessionId: string): Promise<void> {
  return request(options, keeperLine("Remove", { Id: sessionId, From: options.who }), () => undefined);
}

/**
 * Stops a pipeline of a session, or all of them; what they printed can still be received. Settles when they have ended. A
 * script that does not come back loses its runspace after what the session was opened with, or `graceMs` where that is less.
 */
export function stopKept(
  options: KeeperRequestOptions,
  sessionId: string,
  pipelineId?: string,
  graceMs?: number,
): Promise<void> {
  const attributes = { Id: sessionId, PSGuid: pipelineId, Grace: graceMs, From: options.who };
  return request(options, keeperLine("Stop", attributes), () => undefined);
}

/** Ends a keeper and all it runs, also one that hangs; what was printed can still be received. */
export function endKeeper(options: KeeperRequestOptions): Promise<void> {
  return request(options, keeperLine("End", { From: options.who }), () => undefined);
}

const NO_KEEPER = "NoKeeper";

/** Says one line and hears the answer, up to Done. */
function request(options: KeeperRequestOptions, line: string, heard: (line: KeeperLine) => void): Promise<void> {
  const { transport, computerName } = options;
  const lines = new LineReader(MAX_LINE);
  const patience = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (error?: Error): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      transport.end();
      if (error) reject(error);
      else resolve();
    };
    const fail = (message: string, id?: string): void => {
      const { message: text, id: usual, category } = connectFailed(computerName, message);
      settle(new RemotingError(text, id ?? usual, category, undefined, computerName));
    };
    const timer = setTimeout(() => {
      fail(`it did not answer within ${patience} ms.`);
      transport.kill();
    }, patience);
    const answer = (said: KeeperLine): void => {
      if (said.verb === "Done") settle();
      else if (said.verb === "Refused") {
        const reason = said.attributes.get("Reason") ?? "";
        fail(said.attributes.get("Message") ?? reason, reason === NO_KEEPER ? NO_KEEPER : undefined);
      } else heard(said);
    };
    transport.open({
      data(bytes) {
        if (settled) return;
        try {
          lines.push(Buffer.from(bytes).toString("latin1"), (text) => {
            if (isKeeperLine(text)) answer(readKeeperLine(text));
          });
        } catch (error) {
          fail(error instanceof Error ? error.message : String(error));
        }
      },
      closed: (reason) => fail(closeSentence(reason)),
    });
    void sendToOwn(transport, line).then((said) => {
      if (!said) fail("the endpoint there keeps no sessions.", NO_KEEPER);
    });
  });
}
