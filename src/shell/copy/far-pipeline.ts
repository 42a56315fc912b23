// One script at the far end of a copy, as the engine thread drives it: objects in, objects out.
//
// Rule: nothing piles up. Whoever sends looks at what the far end says it has taken; whoever receives takes what there is before
// more is asked for.

import { readValue, toErrorRecord, writeValue } from "../../clixml/index.js";
import type { CmdletContext } from "../../engine/index.js";
import { Dictionary, PSObject } from "../../objects/index.js";
import type { PipelineOutcome } from "../../sessions/index.js";
import type { SessionClient } from "../engine/client.js";
import { outcomeError, withOrigin } from "../engine/received.js";
import type { SessionObject } from "../engine/session-objects.js";

/** What the far end says. */
export type FarWord =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** How many bytes it has taken in all. */
  | { readonly kind: "taken"; readonly count: number }
  | { readonly kind: "object"; readonly fields: FarObject };

/** An object of one of the scripts; its fields are read by name. */
export interface FarObject {
  readonly Kind: string;
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  ticks(name: string): bigint;
  is(name: string): boolean;
}

/** The connection went while something was copied; the message is a sentence about the connection. */
export class LinkLost extends Error {
  override readonly name: string = "LinkLost";
}

export interface FarPipeline {
  /** Hands an object over and waits for nothing. */
  send(payload: string): void;
  endInput(): void;
  /** The next word; undefined at the end. Blocks. Throws LinkLost, or what ended the script. */
  next(): FarWord | undefined;
  /** True while words are at hand that need no waiting. */
  readonly hasMore: boolean;
  /** Ends it where it has not ended. */
  dispose(): void;
  /** Ends its input and hears no more of it: it comes to its end by itself. */
  abandon(): void;
}

export function startFar(
  context: CmdletContext,
  sessions: SessionClient,
  session: SessionObject,
  script: string,
  /** By position, in the order of the script's parameters. */
  args: readonly unknown[],
  hasInput: boolean,
): FarPipeline {
  const { width, height } = context.engine.host.ui.size();
  const { view } = context.engine.values;
  const invocation = sessions.invoke({
    targets: [{ sessionId: session.id }],
    spec: {
      script,
      parameters: args.map((value) => ({
        name: null,
        value: value === null || value === undefined ? "" : writeValue(value, { view }),
      })),
      noInput: !hasInput,
      ui: { width, height, supportsVirtualTerminal: false },
      localScope: true,
    },
    isConsoleLine: true,
  });
  const origin = { computerName: session.computerName, runspaceId: session.instanceId };
  const words: FarWord[] = [];
  let at = 0;
  let over = false;

  function receive(): void {
    const received = sessions.receive(invocation);
    if (received.done) over = true;
    for (const piece of received.pieces) {
      if (piece.error) throw new LinkLost(piece.error.message);
      for (const { stream, payload } of piece.items) {
        if (stream === "Output") words.push(wordOf(payload));
        else if (stream === "Error") {
          const record = toErrorRecord(readValue(payload));
          if (record) context.writeError(withOrigin(record, origin));
        }
      }
      if (piece.outcome) settle(piece.outcome);
    }
  }

  function settle(outcome: PipelineOutcome): void {
    over = true;
    if (outcome.state === "Broken") throw new LinkLost(outcome.message);
    const record = outcomeError(outcome, { ...origin, show: true });
    if (record) context.throwTerminating(record);
  }

  return {
    send: (payload) => sessions.feed(invocation, [payload]),
    endInput: () => sessions.endInput(invocation),
    next() {
      for (;;) {
        if (at < words.length) {
          const word = words[at]!;
          if (++at === words.length) at = words.length = 0;
          return word;
        }
        if (over) return undefined;
        receive();
      }
    },
    get hasMore() {
      return at < words.length;
    },
    dispose() {
      if (!over) sessions.stop(invocation, true);
      over = true;
    },
    abandon() {
      over = true;
      sessions.leave(invocation);
    },
  };
}

/** The CLIXML of a piece of a file. */
export function bytesPayload(bytes: Uint8Array): string {
  return `<BA>${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64")}</BA>`;
}

/** The CLIXML of a table of plain values. */
export function tablePayload(fields: Readonly<Record<string, string | number | bigint | boolean | null>>): string {
  const table = new Dictionary();
  for (const [name, value] of Object.entries(fields)) table.set(name, value);
  return writeValue(table);
}

function wordOf(payload: string): FarWord {
  if (payload.startsWith("<BA>") && payload.endsWith("</BA>"))
    return { kind: "bytes", bytes: Buffer.from(payload.slice(4, -5), "base64") };
  const count = /^<I(?:64|32)>(\d+)<\/I(?:64|32)>$/.exec(payload);
  if (count) return { kind: "taken", count: Number(count[1]) };
  const value = readValue(payload);
  const base = value instanceof PSObject ? value.base : value;
  if (base instanceof Uint8Array) return { kind: "bytes", bytes: base };
  if (base instanceof Dictionary) return { kind: "object", fields: farObject(base) };
  throw new LinkLost("The far end sent what is no answer to a copy.");
}

function farObject(table: Dictionary): FarObject {
  const get = (name: string): unknown => {
    const value = table.get(name);
    return value instanceof PSObject && value.base !== undefined ? value.base : value;
  };
  const text = (name: string): string | undefined => {
    const value = get(name);
    return value === null || value === undefined ? undefined : String(value);
  };
  return {
    Kind: text("Kind") ?? "",
    text,
    number(name) {
      const value = get(name);
      if (typeof value !== "number" && typeof value !== "bigint") return undefined;
      return Number(value);
    },
    ticks(name) {
      const value = get(name);
      return typeof value === "bigint" ? value : typeof value === "number" ? BigInt(value) : 0n;
    },
    is: (name) => get(name) === true,
  };
}
