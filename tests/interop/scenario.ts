// What both directions are asked to do and what must come of it: the shape of the rows in scenarios/.
//
// Values travel as CLIXML elements, results as the lines of describe.ts, so that the real engine and Remora can be held to the same row.

/** Same names as Scenario.cs. */
export interface Scenario {
  readonly name: string;
  readonly script?: string;
  /** A second pipeline in the same session; its output follows. */
  readonly next?: string;
  readonly commands?: readonly CommandLine[];
  readonly arguments?: readonly string[];
  readonly input?: readonly string[];
  readonly stopAfter?: number;
  readonly pool?: number;
  readonly sessions?: number;
  readonly fresh?: boolean;
  readonly noHost?: boolean;
  readonly action?: "close" | "end-of-input" | "kill" | "metadata" | "reset" | "pool-counts" | "private-data";
  /** Limit of each wait. Default 30. */
  readonly seconds?: number;
}

export interface CommandLine {
  readonly name: string;
  readonly statement?: boolean;
  readonly mergeErrors?: boolean;
  readonly parameters?: Readonly<Record<string, string | null>>;
}

/** Same names as Outcome.cs. */
export interface Outcome {
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
  readonly output: readonly string[];
  readonly error: readonly string[];
  readonly warning: readonly string[];
  readonly verbose: readonly string[];
  readonly debug: readonly string[];
  readonly information: readonly string[];
  readonly progress: readonly string[];
  readonly host: readonly string[];
  readonly milliseconds: number;
}

/** What is expected. What is not named is empty, and the state Completed. A long output is told by its count and ends. */
export interface Expected extends Partial<Omit<Outcome, "name" | "milliseconds">> {
  readonly many?: { readonly count: number; readonly first: string; readonly last: string };
  /** A state that is as right: in the client a lost connection may overtake what came before it. */
  readonly orState?: string;
}

export type Row = Scenario & {
  readonly expect: Expected;
  /** Why this row says nothing about one pairing. */
  readonly notFor?: Partial<Record<"drives-remora" | "drives-peer", string>>;
};

/** The row as it is sent to `peer drive`. */
export function toScenario(row: Row): Scenario {
  const { expect: _expect, notFor: _notFor, ...scenario } = row;
  return scenario;
}

/** An outcome in the words a row uses, for deepEqual against `expectation`. */
export function told(outcome: Outcome, expect: Expected): object {
  const { name: _name, milliseconds: _milliseconds, output, host, ...rest } = outcome;
  const shown = expect.many ? { many: { count: output.length, first: output[0], last: output.at(-1) } } : { output };
  const state = outcome.state === expect.orState ? expect.state : outcome.state;
  return { ...rest, state, ...shown, host: host.filter((call) => !isClientsWarning(call)) };
}

/** What `told` must give. */
export function expectation(expect: Expected): object {
  const { many, orState: _orState, output = [], ...rest } = expect;
  const silent = {
    reason: null,
    error: [],
    warning: [],
    verbose: [],
    debug: [],
    information: [],
    progress: [],
    host: [],
  };
  return { state: "Completed", ...silent, ...rest, ...(many ? { many } : { output }) };
}

// The client warns before a prompt of another computer, and names it: its own doing, not the wire's.
function isClientsWarning(call: string): boolean {
  return call.startsWith("WriteWarningLine A script or application on the remote computer");
}
