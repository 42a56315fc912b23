// Progress bars below the output: one line an activity, drawn where the cursor is and wiped before anything else is written.

import { cellsOf, cutAtLineBreak, headOf } from "../format/index.js";

export interface ProgressFacts {
  readonly activityId: number;
  readonly parentActivityId: number;
  readonly activity: string;
  readonly statusDescription: string;
  readonly percentComplete: number;
  readonly secondsRemaining: number;
  readonly recordType: "Processing" | "Completed";
}

/** $PSStyle.Progress.Style, and its end. */
const STYLE = "\u001b[33;1m";
const REVERSED = "\u001b[7m";
const RESET = "\u001b[0m";
/** $PSStyle.Progress.MaxWidth. */
const MAX_WIDTH = 120;
/** Activities shown at once. */
const MOST_LINES = 5;

export class ProgressArea {
  readonly #activities = new Map<string, ProgressFacts>();
  #drawnLines = 0;

  /** Takes a record; the text that brings the screen up to date. `key` tells apart the sources of records. */
  update(key: string, facts: ProgressFacts, columns: number): string {
    this.note(key, facts);
    return this.wipe() + this.draw(columns);
  }

  /** Takes a record, for whoever draws next. */
  note(key: string, facts: ProgressFacts): void {
    const id = `${key} ${facts.activityId}`;
    if (facts.recordType === "Completed") this.#activities.delete(id);
    else this.#activities.set(id, facts);
  }

  get isVisible(): boolean {
    return this.#drawnLines > 0;
  }

  /** Forgets all activities: the pipeline they belonged to is over. */
  clear(): string {
    this.#activities.clear();
    return this.wipe();
  }

  /** Takes the bars off the screen; `draw` puts them back. */
  wipe(): string {
    if (this.#drawnLines === 0) return "";
    const up = this.#drawnLines > 1 ? `\u001b[${this.#drawnLines - 1}A` : "";
    this.#drawnLines = 0;
    return `\r${up}\u001b[J`;
  }

  draw(columns: number): string {
    const lines = [...this.#activities.values()].slice(0, MOST_LINES).map((facts) => bar(facts, columns));
    this.#drawnLines = lines.length;
    return lines.length === 0 ? "" : lines.join("\r\n") + "\r";
  }
}

/** `Activity [status          ]`, the part that is done in reverse. */
function bar(facts: ProgressFacts, columns: number): string {
  const width = Math.min(columns - 1, MAX_WIDTH);
  const activity = headOf(cutAtLineBreak(facts.activity), Math.floor(width / 2));
  const room = Math.max(10, width - cellsOf(activity) - 3);
  const remaining = facts.secondsRemaining >= 0 ? ` ${facts.secondsRemaining}s` : "";
  const percent = facts.percentComplete >= 0 ? ` ${facts.percentComplete}%` : "";
  const status = headOf(cutAtLineBreak(facts.statusDescription) + percent + remaining, room);
  const inside = status + " ".repeat(Math.max(0, room - cellsOf(status)));
  const done = facts.percentComplete < 0 ? 0 : Math.round((Math.min(100, facts.percentComplete) / 100) * inside.length);
  return `${STYLE}${activity} [${REVERSED}${inside.slice(0, done)}\u001b[27m${inside.slice(done)}]${RESET}`;
}
