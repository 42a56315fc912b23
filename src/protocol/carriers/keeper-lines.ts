// The lines of ours beside PSRP's: what a client and a keeper say of sessions that outlive their connection.
//
// Rule: one empty element a line, and only between two ends that have agreed on it: the client by starting the far end with
// -Keep, the keeper by its Hello. A peer that knows no keeper never sees one. Attributes that a reader does not know are passed
// over, so that a newer end may say more. docs/keeper.md says when each line is sent.

import { remoteFault } from "../errors.js";

/** Version of these lines, in Hello. */
export const KEEPER_PROTOCOL = 1;

export interface KeeperLine {
  readonly verb: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const START = "<Keeper ";

export type AttributeValue = string | number | boolean | undefined;

/** A line with its line feed; attributes that are undefined are left out. */
export function keeperLine(verb: string, attributes: Readonly<Record<string, AttributeValue>> = {}): string {
  let text = `${START}Verb='${verb}'`;
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) text += ` ${name}='${escape(String(value))}'`;
  return `${text} />\n`;
}

export function isKeeperLine(line: string): boolean {
  return line.startsWith(START);
}

const WHOLE = /^<Keeper((?:\s+[A-Za-z]+='[^'<]*')+)\s*\/>\s*$/;
const ATTRIBUTE = /([A-Za-z]+)='([^']*)'/g;

/** Reads a line; throws a ProtocolError where it is not one. */
export function readKeeperLine(line: string): KeeperLine {
  const attributeText = WHOLE.exec(line)?.[1];
  if (attributeText === undefined) throw remoteFault(line);
  const attributes = new Map<string, string>();
  for (const [, name, value] of attributeText.matchAll(ATTRIBUTE)) attributes.set(name!, unescape(value!));
  const verb = attributes.get("Verb");
  if (verb === undefined) throw remoteFault(line);
  attributes.delete("Verb");
  return { verb, attributes };
}

/** A whole number of an attribute, not below 0; undefined where it is absent or none. */
export function numberIn(line: KeeperLine, name: string): number | undefined {
  const text = line.attributes.get(name);
  if (text === undefined || !/^\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}

/** XML's own five, and every character that does not travel as ASCII on one line. */
function escape(text: string): string {
  return text.replace(/[&<>'"]|[^\x20-\x7e]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function unescape(text: string): string {
  return text.replace(/&#(\d{1,5});/g, (_, code: string) => String.fromCharCode(Number(code)));
}

// What the lines say, as data.

export type OutputBuffering = "Block" | "Drop";

/** What a session is kept by. */
export interface KeepTerms {
  /** Seconds without a client after which the session ends; at least 60. */
  readonly idleTimeoutSec: number;
  /** When the quota is full: the pipeline waits, or what is oldest is dropped, and told. */
  readonly buffering: OutputBuffering;
  /** Bytes of output on disk that nobody has received. */
  readonly quotaBytes: number;
}

/** PowerShell's own idle time-out is 2 hours, and 60 seconds at least. */
export const DEFAULT_KEEP_TERMS: KeepTerms = { idleTimeoutSec: 7200, buffering: "Block", quotaBytes: 2 * 1024 ** 3 };
export const MIN_IDLE_TIMEOUT_SEC = 60;
export const MAX_IDLE_TIMEOUT_SEC = 2_147_483;

/** Who is connected to a session. */
export interface KeptClient {
  /** user@host pid. */
  readonly who: string;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
}

/** A pipeline of which something is still to be received. */
export interface KeptPipeline {
  readonly id: string;
  /** Text of its command, as its client told it. */
  readonly command: string;
  /** A name its client gave it (a job's); "" for none. */
  readonly name: string;
  readonly state: "Running" | "Stopping" | "Blocked" | "Completed" | "Failed" | "Stopped";
  /** Number of its last message that was received; the next is one higher. */
  readonly received: number;
  /** Number of its last message so far. */
  readonly last: number;
  /** Bytes on disk that wait to be received. */
  readonly bytes: number;
  /** Messages that were dropped for want of room. */
  readonly dropped: number;
  /** Objects of its input that were taken. */
  readonly inputTaken: number;
  readonly inputEnded: boolean;
  readonly beganMs: number;
  readonly endedMs: number | undefined;
}

/** A session as its keeper lists it. */
export interface KeptSession extends KeepTerms {
  /** The id of its runspace pool, PSSession's InstanceId. */
  readonly id: string;
  readonly name: string;
  /** To somebody else a session in use is Disconnected and Busy, and one that is free Disconnected and None. */
  readonly state: "Disconnected" | "Broken";
  readonly availability: "None" | "Busy";
  /** Why the session cannot go on; what it printed until then can still be received. */
  readonly endedBecause: string | undefined;
  readonly client: KeptClient | undefined;
  readonly createdMs: number;
  /** When its last client left; undefined while one is there. */
  readonly disconnectedMs: number | undefined;
  readonly pipelines: readonly KeptPipeline[];
}

type SessionFacts = Omit<KeptSession, "pipelines">;

export function termsAttributes(terms: Partial<KeepTerms>): Record<string, AttributeValue> {
  return { IdleTimeout: terms.idleTimeoutSec, Buffering: terms.buffering, Quota: terms.quotaBytes };
}

/** The terms in a line, each where it is there and makes sense. */
export function termsIn(line: KeeperLine): Partial<KeepTerms> {
  const idle = numberIn(line, "IdleTimeout");
  const quota = numberIn(line, "Quota");
  const buffering = line.attributes.get("Buffering");
  return {
    ...(idle !== undefined && {
      idleTimeoutSec: Math.min(Math.max(idle, MIN_IDLE_TIMEOUT_SEC), MAX_IDLE_TIMEOUT_SEC),
    }),
    ...(quota !== undefined && quota > 0 && { quotaBytes: quota }),
    ...((buffering === "Block" || buffering === "Drop") && { buffering }),
  };
}

export function sessionLine(session: SessionFacts, verb = "Session"): string {
  return keeperLine(verb, {
    Id: session.id,
    Name: session.name,
    ...termsAttributes(session),
    EndedBecause: session.endedBecause,
    Client: session.client?.who,
    Since: session.client?.sinceMs,
    Created: session.createdMs,
    Disconnected: session.disconnectedMs,
  });
}

/** The session of a Session or Connected line; its pipelines follow in lines of their own. */
export function sessionIn(line: KeeperLine): SessionFacts {
  const { attributes } = line;
  const who = attributes.get("Client");
  const endedBecause = attributes.get("EndedBecause");
  return {
    id: attributes.get("Id") ?? "",
    name: attributes.get("Name") ?? "",
    ...DEFAULT_KEEP_TERMS,
    ...termsIn(line),
    state: endedBecause === undefined ? "Disconnected" : "Broken",
    availability: who === undefined ? "None" : "Busy",
    endedBecause,
    client: who === undefined ? undefined : { who, sinceMs: numberIn(line, "Since") ?? 0 },
    createdMs: numberIn(line, "Created") ?? 0,
    disconnectedMs: numberIn(line, "Disconnected"),
  };
}

export function pipelineLine(pipeline: KeptPipeline): string {
  return keeperLine("Pipeline", {
    PSGuid: pipeline.id,
    Command: pipeline.command,
    Name: pipeline.name === "" ? undefined : pipeline.name,
    State: pipeline.state,
    Received: pipeline.received,
    Last: pipeline.last,
    Bytes: pipeline.bytes,
    Dropped: pipeline.dropped === 0 ? undefined : pipeline.dropped,
    InputTaken: pipeline.inputTaken,
    InputEnded: pipeline.inputEnded ? "true" : undefined,
    Began: pipeline.beganMs,
    Ended: pipeline.endedMs,
  });
}

const STATES: ReadonlySet<string> = new Set<KeptPipeline["state"]>([
  "Running",
  "Stopping",
  "Blocked",
  "Completed",
  "Failed",
  "Stopped",
]);

export function pipelineIn(line: KeeperLine): KeptPipeline {
  const { attributes } = line;
  const state = attributes.get("State") ?? "Running";
  return {
    id: attributes.get("PSGuid") ?? "",
    command: attributes.get("Command") ?? "",
    name: attributes.get("Name") ?? "",
    state: (STATES.has(state) ? state : "Running") as KeptPipeline["state"],
    received: numberIn(line, "Received") ?? 0,
    last: numberIn(line, "Last") ?? 0,
    bytes: numberIn(line, "Bytes") ?? 0,
    dropped: numberIn(line, "Dropped") ?? 0,
    inputTaken: numberIn(line, "InputTaken") ?? 0,
    inputEnded: attributes.get("InputEnded") === "true",
    beganMs: numberIn(line, "Began") ?? 0,
    endedMs: numberIn(line, "Ended"),
  };
}
