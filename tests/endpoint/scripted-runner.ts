// A runner of pipelines that runs no PowerShell: a script of the test says what each command does.

import {
  type PipelineEvents,
  type PipelineRequest,
  type RunningPipeline,
  type Runspace,
  type RunspaceEvents,
  type RunspaceFactory,
  type RunspaceOptions,
} from "../../src/endpoint/index.js";
import { decodeCreatePipeline } from "../../src/protocol/index.js";

export interface Run {
  readonly request: PipelineRequest;
  readonly command: string;
  readonly events: PipelineEvents;
  readonly runspace: number;
  readonly input: string[];
  inputEnded: boolean;
  stopped: boolean;
}

export interface ScriptedRunner {
  readonly factory: RunspaceFactory;
  readonly runspaces: { readonly options: RunspaceOptions; readonly events: RunspaceEvents; closed: boolean }[];
  readonly runs: Run[];
  /** The last run whose first command is this. */
  run(command: string): Run;
}

export interface Script {
  /** Called when a pipeline starts, is fed, or is told to stop. */
  (run: Run, what: "start" | "input" | "end" | "stop"): void;
}

/** What most tests need: `'text'` gives the text, `throw` fails, `wait` waits for a stop, `$input` echoes. */
export const SIMPLE: Script = (run, what) => {
  const { command, events } = run;
  const quoted = /^'(.*)'$/.exec(command);
  if (what === "stop") events.ended({ state: "Stopped" });
  else if (command === "$input" && what === "input") events.data("PIPELINE_OUTPUT", run.input.splice(0));
  else if (command === "$input" && what === "end") events.ended({ state: "Completed" });
  else if (what !== "start") return;
  else if (quoted) {
    events.data("PIPELINE_OUTPUT", [`<S>${quoted[1]}</S>`]);
    events.ended({ state: "Completed" });
  } else if (command === "throw") events.ended({ state: "Failed", message: "thrown" });
  else if (command.startsWith("exit ")) events.ended({ state: "Completed", exitCode: Number(command.slice(5)) });
};

export function scriptedRunner(script: Script = SIMPLE, opensAtOnce = true): ScriptedRunner {
  const runs: Run[] = [];
  const runspaces: { options: RunspaceOptions; events: RunspaceEvents; closed: boolean }[] = [];
  function open(options: RunspaceOptions, events: RunspaceEvents): Runspace {
    const runspace = { options, events, closed: false };
    const number = runspaces.push(runspace) - 1;
    if (opensAtOnce) events.opened();
    return {
      run: (request, pipelineEvents) => start(request, pipelineEvents, number),
      reset: (done) => done(true),
      close() {
        runspace.closed = true;
        events.closed();
      },
    };
  }
  function start(request: PipelineRequest, events: PipelineEvents, runspace: number): RunningPipeline {
    const [[first] = []] = decodeCreatePipeline(request.payload).statements;
    const command = first?.command.trim() ?? "";
    const run: Run = { request, command, events, runspace, input: [], inputEnded: false, stopped: false };
    runs.push(run);
    script(run, "start");
    return {
      input(payloads) {
        run.input.push(...payloads);
        script(run, "input");
      },
      endInput() {
        run.inputEnded = true;
        script(run, "end");
      },
      stop() {
        run.stopped = true;
        script(run, "stop");
      },
    };
  }
  return {
    factory: { open },
    runs,
    runspaces,
    run(command) {
      const found = runs.findLast((run) => run.command === command);
      if (!found) throw new Error(`${command} was not run`);
      return found;
    },
  };
}
