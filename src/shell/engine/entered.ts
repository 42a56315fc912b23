// The session a console is in (Enter-PSSession): each line runs there, and what it shows is shown here.
//
// Rule: there is one entered session at most. Leaving a temporary one closes it; one that broke is left by itself.

import { readValue, toErrorRecord, writeValue } from "../../clixml/index.js";
import { type EngineRuntime, PipelineStopped, type RunResult } from "../../engine/index.js";
import type { ErrorRecord } from "../../objects/index.js";
import { decodeHostCall } from "../../protocol/index.js";
import type { StreamItem } from "../../sessions/index.js";
import type { EnteredSession } from "../cmdlets/enter-session.js";
import type { ScriptSpec } from "../services/pipelines.js";
import type { InvocationPiece } from "../services/invocation.js";
import type { SessionClient } from "./client.js";
import type { CompletionResult } from "./complete.js";
import { showError } from "./display.js";
import { playHostCall } from "./host-calls.js";
import { type Origin, outcomeError } from "./received.js";

export interface EnteredSessions {
  readonly current: EnteredSession | undefined;
  enter(session: EnteredSession): void;
  leave(): void;
  /** Runs a line in the entered session; what it prints is written to this side's user interface. */
  run(text: string): RunResult;
  /** What could complete a line there. */
  complete(line: string, cursor: number): CompletionResult;
  /** The prompt of the entered session: where it is, and what its own prompt says. */
  prompt(): string;
}

/** Gives the range that a completion replaces, then text and label of each: flat, so that no depth of CLIXML cuts it off. */
const COMPLETE = `param($line, $cursor) $c = TabExpansion2 $line $cursor
$c.ReplacementIndex; $c.ReplacementLength
foreach ($m in $c.CompletionMatches) { $m.CompletionText; $m.ListItemText }`;

/** What PowerShell shows where the far side's prompt function gives nothing. */
const PLAIN_PROMPT = "PS>";

export function enteredSessions(engine: EngineRuntime, sessions: SessionClient): EnteredSessions {
  let current: EnteredSession | undefined;

  function leave(): void {
    const left = current;
    current = undefined;
    if (left?.temporary) sessions.remove([left.sessionId]);
  }

  /** Runs a script there; every piece goes to `take` as it comes. Stopped here, it is stopped there. */
  function invoke(
    session: EnteredSession,
    spec: Partial<ScriptSpec> & { script: string },
    take: (piece: InvocationPiece, invocation: number) => void,
  ): void {
    const { width, height } = engine.host.ui.size();
    const ui = { width, height, supportsVirtualTerminal: false };
    const invocation = sessions.invoke({
      targets: [{ sessionId: session.sessionId }],
      isConsoleLine: true,
      spec: { parameters: [], noInput: true, ui, ...spec },
    });
    let done = false;
    try {
      while (!done) {
        const received = sessions.receive(invocation);
        done = received.done;
        for (const piece of received.pieces) take(piece, invocation);
      }
    } finally {
      if (!done) drain(invocation, take);
    }
  }

  /** Stops it there and waits for its end, which shows what its `finally` blocks write: the next line finds the session free. */
  function drain(invocation: number, take: (piece: InvocationPiece, invocation: number) => void): void {
    sessions.stop(invocation, false);
    for (;;) {
      const received = sessions.receive(invocation);
      for (const piece of received.pieces) take(piece, invocation);
      if (received.done) return;
    }
  }

  function show(piece: InvocationPiece, invocation: number): ErrorRecord | undefined {
    const origin: Origin = { computerName: piece.computerName, runspaceId: piece.runspaceId, show: false };
    for (const item of piece.items) showItem(item, (payload) => sessions.answer(invocation, piece.target, payload));
    const failure = piece.outcome && outcomeError(piece.outcome, origin);
    if (failure) showError(engine, failure);
    if (piece.error) engine.host.ui.writeErrorLine(`[${piece.error.computerName}] ${piece.error.message}`);
    return failure;
  }

  /** Out-Default over there writes by host calls; records beside them would show everything twice. */
  function showItem(item: StreamItem, answer: (payload: string) => void): void {
    if (item.stream === "Error") {
      const record = toErrorRecord(readValue(item.payload));
      if (record) showError(engine, record);
    }
    if (item.stream !== "HostCall") return;
    const call = decodeHostCall(item.payload);
    if (call.method === "SetShouldExit" || call.method === "PopRunspace") {
      leave();
      return;
    }
    const payload = playHostCall(engine.host, call);
    if (payload !== undefined) answer(payload);
  }

  /** A session that is no longer open is left, with a word about it. */
  function leaveIfBroken(): void {
    if (current === undefined) return;
    const state = sessions.view(current.sessionId)?.state ?? "Closed";
    if (state === "Opened") return;
    const word =
      state === "Disconnected"
        ? "is Disconnected: what runs in it goes on there, and Connect-PSSession brings it back."
        : `has ended (${state}).`;
    engine.host.ui.writeErrorLine(`The session with ${current.computerName} ${word} This is the local computer again.`);
    leave();
  }

  return {
    get current() {
      return current;
    },
    enter(session) {
      current = session;
    },
    leave,
    run(text) {
      const session = current;
      if (!session) return { state: "Completed" };
      let failure: ErrorRecord | undefined;
      try {
        invoke(session, { script: text, toDefault: true }, (piece, invocation) => {
          failure = show(piece, invocation) ?? failure;
        });
      } catch (error) {
        if (!(error instanceof PipelineStopped)) throw error;
        return { state: "Stopped" };
      } finally {
        leaveIfBroken();
      }
      return failure ? { state: "Failed", error: failure } : { state: "Completed" };
    },
    complete(line, cursor) {
      const values: unknown[] = [];
      const parameters = [line, cursor].map((value) => ({ name: null, value: writeValue(value) }));
      if (current)
        invoke(current, { script: COMPLETE, parameters }, ({ items }) => {
          for (const { stream, payload } of items)
            if (stream === "Output") values.push(engine.values.toText(readValue(payload)));
        });
      const [start = cursor, length = 0, ...texts] = values;
      const matches = Array.from({ length: texts.length >> 1 }, (_, at) => ({
        text: String(texts[2 * at]),
        label: String(texts[2 * at + 1]),
      }));
      return { start: Number(start), end: Number(start) + Number(length), matches };
    },
    prompt() {
      const session = current;
      if (!session) return PLAIN_PROMPT;
      let text = "";
      invoke(session, { script: "prompt" }, (piece) => {
        for (const item of piece.items)
          if (item.stream === "Output") text += engine.values.toText(readValue(item.payload));
      });
      leaveIfBroken();
      return `[${session.computerName}]: ${text === "" ? `${PLAIN_PROMPT} ` : text}`;
    },
  };
}
