// What a session hears from its keeper and says to it, beside PSRP: one KeeperTalk a session.
//
// Rule: it knows the lines and what they mean, and nothing of connections or states.

import {
  DEFAULT_KEEP_TERMS,
  type KeeperLine,
  keeperLine,
  type KeepTerms,
  type KeptPipeline,
  numberIn,
  pipelineIn,
  sessionIn,
  termsAttributes,
  termsIn,
} from "../protocol/index.js";
import type { KeepOptions, LinkEvent } from "./keep.js";
import type { KeptBy } from "./session-options.js";

export interface TalkOptions {
  /** By which a keeper knows this client again. */
  readonly token: string;
  say(line: string): void;
  report(event: LinkEvent): void;
  /** The next message of a pipeline has this number. */
  numbered(pipelineId: string, next: number): void;
  /** The keeper will not. `isFinal`: and never will. */
  refused(message: string, isFinal: boolean): void;
  /** Nothing runs in the session any more: `endedBecause` says why. What is left follows. */
  ended(): void;
  /** The keeper has taken note that we leave. */
  disconnected(): void;
}

/** Refusals that time does not mend. */
const FINAL: ReadonlySet<string> = new Set(["NotFound", "BadRequest", "NoKeeper"]);

export class KeeperTalk {
  readonly #options: TalkOptions;
  #host = "";
  #pid = 0;
  #terms: KeepTerms | undefined;
  /** What it listed when we connected. */
  pipelines: readonly KeptPipeline[] = [];
  endedBecause: string | undefined;
  /** Another client that has the session. */
  takenBy: string | undefined;

  constructor(options: TalkOptions) {
    this.#options = options;
  }

  /** True once the far end has said that it keeps the session. */
  get isKept(): boolean {
    return this.#terms !== undefined;
  }

  get kept(): KeptBy | undefined {
    return this.#terms && { host: this.#host, pid: this.#pid, ...this.#terms };
  }

  /** A connection begins. */
  begin(): void {
    this.takenBy = undefined;
    this.pipelines = [];
  }

  /** What it listed of a pipeline of which somebody here receives from now on; undefined where it has none. */
  take(pipelineId: string): KeptPipeline | undefined {
    const there = this.pipelines.find(({ id }) => id === pipelineId);
    this.pipelines = this.pipelines.filter(({ id }) => id !== pipelineId);
    return there;
  }

  /** Terms that we changed. */
  adopt(terms: Partial<KeepTerms>): void {
    if (this.#terms) this.#terms = { ...this.#terms, ...terms };
  }

  openLine(id: string, keep: KeepOptions & { readonly who: string }): string {
    const { token } = this.#options;
    return keeperLine("Open", {
      Id: id,
      Name: keep.name,
      ...termsAttributes(keep),
      StopGrace: keep.stopGraceMs,
      Single: keep.isSingle || undefined,
      Client: token,
      From: keep.who,
    });
  }

  connectLine(id: string, keep: { readonly who: string }): string {
    return keeperLine("Connect", { Id: id, Client: this.#options.token, From: keep.who });
  }

  heard(line: KeeperLine): void {
    const { attributes } = line;
    switch (line.verb) {
      case "Hello":
        this.#host = attributes.get("Host") ?? "";
        this.#pid = numberIn(line, "Pid") ?? 0;
        return;
      case "Opened":
        this.#terms = { ...DEFAULT_KEEP_TERMS, ...termsIn(line) };
        return;
      case "Connected": {
        const session = sessionIn(line);
        const { idleTimeoutSec, buffering, quotaBytes } = session;
        this.#terms = { idleTimeoutSec, buffering, quotaBytes };
        this.endedBecause = session.endedBecause;
        return;
      }
      case "Ended":
        this.endedBecause = attributes.get("Because") ?? "it has ended.";
        return this.#options.ended();
      case "Pipeline":
        this.pipelines = [...this.pipelines, pipelineIn(line)];
        return;
      case "Next":
        return this.#options.numbered(attributes.get("PSGuid") ?? "", numberIn(line, "Sequence") ?? 1);
      case "Ping":
        return this.#options.say(keeperLine("Pong"));
      case "Blocked":
        return this.#options.report({ type: "Blocked", reason: attributes.get("Reason") ?? "" });
      case "Unblocked":
        return this.#options.report({ type: "Unblocked" });
      case "Taken":
        this.takenBy = attributes.get("By") ?? "another client";
        return this.#options.report({ type: "Taken", by: this.takenBy });
      case "Disconnected":
        return this.#options.disconnected();
      case "Refused": {
        const reason = attributes.get("Reason") ?? "";
        if (reason === "InUse") this.takenBy = attributes.get("By");
        return this.#options.refused(attributes.get("Message") ?? reason, FINAL.has(reason));
      }
      default: // Pong, Done, and what newer keepers say
    }
  }
}
