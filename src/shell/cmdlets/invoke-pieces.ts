// What comes back from the targets of Invoke-Command, written as it comes.
//
// Rule: each object is noted with the computer it came from; the error that ended a target is written when that is over.

import type { CmdletContext } from "../../engine/index.js";
import { PSObject } from "../../objects/index.js";
import { noter, type Origin, outcomeError, reasonRecord, writeItems } from "../engine/received.js";
import type { InvocationPiece } from "../services/invocation.js";
import type { SessionCmdletWorld } from "./connection-parameters.js";
import type { InvokePlan } from "./invoke-plan.js";

/** Writes what comes from each target, and the errors that ended them. */
export class PieceWriter {
  readonly #context: CmdletContext;
  readonly #world: SessionCmdletWorld;
  readonly #invocation: number;
  readonly #single: boolean;
  readonly #notes: Map<number, { readonly origin: Origin; readonly note: (value: unknown) => unknown }> = new Map();
  readonly #startedJobs: Set<number> = new Set();

  constructor(context: CmdletContext, world: SessionCmdletWorld, invocation: number, targets: number) {
    this.#context = context;
    this.#world = world;
    this.#invocation = invocation;
    this.#single = targets === 1;
  }

  write(piece: InvocationPiece): void {
    const context = this.#context;
    if (piece.error) {
      const reason = { kind: "error", ...piece.error, id: brokenId(piece.error.id) } as const;
      const { computerName, runspaceId } = piece;
      context.writeError(reasonRecord(reason, { computerName, runspaceId }));
      return;
    }
    const { origin, note } = this.#noteOf(piece);
    const noted = (value: unknown): unknown => {
      const result = note(value);
      if (isRunningJob(result)) this.#startedJobs.add(piece.target);
      return result;
    };
    writeItems(context, piece.items, origin, noted, (_, payload) =>
      this.#world.sessions.answer(this.#invocation, piece.target, payload),
    );
    if (!piece.outcome) return;
    const record = outcomeError(piece.outcome, origin);
    if (!record) return;
    if (this.#single && piece.outcome.state === "Failed") context.throwTerminating(record);
    context.writeError(record);
  }

  /** A job that was started over a connection for this command alone has ended with it. */
  finish(plan: InvokePlan): void {
    for (const at of this.#startedJobs)
      if ("computerName" in plan.targets[at]!)
        this.#context.writeWarning(
          `The job that was started on ${plan.locations[at]!} has been cancelled: it was started over a temporary connection, which is closed now. To keep a job running there, start it in a session: $s = New-PSSession ${plan.locations[at]!}; Invoke-Command -Session $s { Start-Job … }. Or let the command itself go on without you: Invoke-Command -ComputerName ${plan.locations[at]!} -InDisconnectedSession { … }, and Receive-PSSession later.`,
        );
  }

  #noteOf(piece: InvocationPiece): { readonly origin: Origin; readonly note: (value: unknown) => unknown } {
    let made = this.#notes.get(piece.target);
    if (!made) {
      const origin: Origin = {
        computerName: piece.computerName,
        runspaceId: piece.runspaceId,
        show: !this.#context.bound["HideComputerName"],
      };
      this.#notes.set(piece.target, (made = { origin, note: noter(origin) }));
    }
    return made;
  }
}

/** A connection that could not be made breaks, for a command, as one that was lost. */
function brokenId(id: string): string {
  return id === "PSSessionOpenFailed" ? "PSSessionStateBroken" : id;
}

function isRunningJob(value: unknown): boolean {
  if (!(value instanceof PSObject)) return false;
  if (value.typeNames?.[0] !== "Deserialized.System.Management.Automation.PSRemotingJob") return false;
  const state = value.get("State");
  return ["Running", "NotStarted", "Blocked"].includes(
    String(state instanceof PSObject ? (state.text ?? state.get("Value")) : state),
  );
}
