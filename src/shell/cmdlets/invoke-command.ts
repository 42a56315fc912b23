// Invoke-Command: a script block here, in sessions, or on computers; waiting for it, or as a job.

import { writeValue } from "../../clixml/index.js";
import type { CmdletContext, CmdletDefinition, CmdletRun } from "../../engine/index.js";
import { type LiveScriptBlock, scriptSpec } from "../engine/script-spec.js";
import { PSSESSION } from "../engine/session-objects.js";
import {
  connectionError,
  credentialParameter,
  inSets,
  keepOptions,
  openingTerms,
  type SessionCmdletWorld,
  sshParameters,
  wsmanParameters,
} from "./connection-parameters.js";
import { fanOutProgress } from "./fan-out-progress.js";
import { JOB_MODULE } from "./find-jobs.js";
import { PieceWriter } from "./invoke-pieces.js";
import { planOf, refuseContradictions } from "./invoke-plan.js";
import { scriptFile } from "./starting-jobs.js";
import { computerTargets } from "./targets.js";

const BLOCK_SETS = ["InProcess", "Session", "ComputerName", "Uri", "SSHHost", "SSHHostHashParam"];
const FILE_SETS = ["FilePathRunspace", "FilePathComputerName", "FilePathUri", "FilePathSSHHost", "FilePathSSHHostHash"];
const REMOTE_SETS = [...BLOCK_SETS.slice(1), ...FILE_SETS];
const COMPUTER = ["ComputerName", "FilePathComputerName"];
const URI = ["Uri", "FilePathUri"];
const SESSION = ["Session", "FilePathRunspace"];
const HOST = ["SSHHost", "FilePathSSHHost"];
const HASH = ["SSHHostHashParam", "FilePathSSHHostHash"];

export function invokeCommand(world: SessionCmdletWorld): CmdletDefinition {
  return {
    name: "Invoke-Command",
    module: JOB_MODULE,
    synopsis: "Runs commands here, in sessions, or on other computers.",
    aliases: ["icm"],
    defaultParameterSet: "InProcess",
    parameters: {
      ScriptBlock: {
        type: "scriptblock",
        aliases: ["Command"],
        sets: {
          ...inSets(BLOCK_SETS.slice(1), { position: 1, mandatory: true }),
          InProcess: { position: 0, mandatory: true },
        },
        validate: [{ kind: "NotNull" }],
        help: "What is run.",
      },
      Session: {
        type: `${PSSESSION}[]`,
        sets: inSets(SESSION, { position: 0 }),
        validate: [{ kind: "NotNullOrEmpty" }],
      },
      ComputerName: {
        type: "string[]",
        aliases: ["Cn"],
        sets: inSets(COMPUTER, { position: 0 }),
        validate: [{ kind: "NotNullOrEmpty" }],
        help: "Computers; a connection to each for this command alone.",
      },
      ConnectionUri: { type: "string[]", aliases: ["URI", "CU"], sets: inSets(URI, { position: 0 }) },
      FilePath: {
        type: "string",
        aliases: ["PSPath"],
        sets: inSets(FILE_SETS, { position: 1, mandatory: true }),
        validate: [{ kind: "NotNull" }],
        help: "A script of this computer; its text is run.",
      },
      ArgumentList: { type: "object[]", aliases: ["Args"], help: "Arguments of the script." },
      InputObject: { type: "psobject", fromPipeline: true, help: "Objects for $input." },
      NoNewScope: { type: "switch", sets: { InProcess: {} }, help: "Runs in the current scope." },
      AsJob: { type: "switch", sets: inSets(REMOTE_SETS), help: "Runs as a background job." },
      JobName: { type: "string", sets: inSets(REMOTE_SETS), help: "Name of the job; implies -AsJob." },
      ThrottleLimit: {
        type: "int",
        sets: inSets(REMOTE_SETS),
        help: "Connections at a time; 32. A job's can be changed while it runs: $job.ThrottleLimit = 64.",
      },
      HideComputerName: { type: "switch", aliases: ["HCN"], sets: inSets(REMOTE_SETS) },
      InDisconnectedSession: {
        type: "switch",
        aliases: ["Disconnected"],
        sets: inSets([...COMPUTER, ...URI, ...HOST, ...HASH]),
        help: "Starts the command in a session of its own and leaves it there; Receive-PSSession gets the results, from anywhere.",
      },
      SessionName: {
        type: "string[]",
        sets: inSets([...COMPUTER, ...URI, ...HOST, ...HASH]),
        help: "With -InDisconnectedSession: names of the sessions, in the order of the computers.",
      },
      RemoteDebug: { type: "switch", sets: inSets(REMOTE_SETS) },
      Port: { type: "int", sets: inSets([...COMPUTER, ...HOST]), validate: [{ kind: "Range", min: 1, max: 65535 }] },
      Credential: credentialParameter([...COMPUTER, ...URI, ...HOST, ...HASH]),
      ...wsmanParameters(COMPUTER, URI),
      ...sshParameters(HOST, HASH),
    },
    examples: [
      { code: "Invoke-Command { param($x) $x * 2 } -ArgumentList 21", output: "42" },
      { code: "Invoke-Command -ComputerName Server01 { hostname }", runs: false },
      {
        code: "Invoke-Command -HostName Server01 { ./build.ps1 } -InDisconnectedSession -SessionName Build",
        runs: false,
      },
    ],
    run: (context) => (context.parameterSetName === "InProcess" ? inProcess(context) : remote(context, world)),
  };
}

function inProcess(context: CmdletContext): CmdletRun {
  const input: unknown[] = [];
  return {
    process() {
      if (context.expectingInput || context.bound["InputObject"] !== undefined)
        input.push(context.bound["InputObject"]);
    },
    end() {
      const block: LiveScriptBlock = context.bound["ScriptBlock"];
      const { processBlock } = block.ast as { readonly processBlock: unknown };
      context.engine.invoke(block, {
        args: context.bound["ArgumentList"] ?? [],
        // As in PowerShell: a process block here runs once, and gets nothing of it.
        input: processBlock ? [null] : input,
        newScope: !context.bound["NoNewScope"],
        output: (value) => context.write(value),
      });
    },
  };
}

function remote(context: CmdletContext, world: SessionCmdletWorld): CmdletRun {
  const { bound } = context;
  const asJob = Boolean(bound["AsJob"]) || bound["JobName"] !== undefined;
  const hasInput = context.expectingInput || bound["InputObject"] !== undefined;
  let started: Started | undefined;
  const start = (): Started =>
    (started ??= asJob
      ? startJob(context, world, hasInput)
      : bound["InDisconnectedSession"]
        ? startDisconnected(context, world, hasInput)
        : startHere(context, world, hasInput));
  return {
    begin() {
      refuseContradictions(context, asJob);
      if (hasInput) start();
    },
    process() {
      const input: unknown = context.bound["InputObject"];
      if (!hasInput || input === undefined) return void start();
      start().input([input === null ? "" : writeValue(input, { view: context.engine.values.view })]);
    },
    end() {
      const running = start();
      if (hasInput) running.endInput();
      running.finish();
    },
    dispose: () => started?.dispose(),
  };
}

interface Started {
  input(payloads: readonly string[]): void;
  endInput(): void;
  finish(): void;
  dispose(): void;
}

function specOf(context: CmdletContext, hasInput: boolean): ReturnType<typeof scriptSpec> {
  const { bound } = context;
  const block: LiveScriptBlock | string = bound["ScriptBlock"] ?? scriptFile(context);
  return scriptSpec(context, block, { args: bound["ArgumentList"] ?? [], hasInput, mayBeCommands: true });
}

function throttleLimit(context: CmdletContext): { throttleLimit?: number } {
  const limit: number | undefined = context.bound["ThrottleLimit"];
  return limit === undefined ? {} : { throttleLimit: limit };
}

function startJob(context: CmdletContext, world: SessionCmdletWorld, hasInput: boolean): Started {
  const { bound } = context;
  const block: LiveScriptBlock | undefined = bound["ScriptBlock"];
  const spec = specOf(context, hasInput);
  const id = world.jobs.invokeAsJob({
    ...planOf(context, false),
    spec,
    command: block?.definition ?? spec.script,
    hideComputerName: Boolean(bound["HideComputerName"]),
    keep: keepOptions(context),
    ...(bound["JobName"] && { name: bound["JobName"] }),
    ...throttleLimit(context),
    ...openingTerms(context),
  });
  // The job is there before its input: whoever pipes into it can use it meanwhile.
  context.write(world.objects.of(world.jobs.view(id)!));
  return {
    input: (payloads) => world.jobs.input(id, payloads),
    endInput: () => world.jobs.endInput(id),
    finish: () => undefined,
    dispose: () => undefined,
  };
}

/** Each computer gets a session of its own, in which the command goes on when this one is over. */
function startDisconnected(context: CmdletContext, world: SessionCmdletWorld, hasInput: boolean): Started {
  const { bound } = context;
  const block: LiveScriptBlock | undefined = bound["ScriptBlock"];
  const input: string[] = [];
  return {
    input: (payloads) => void input.push(...payloads),
    endInput: () => undefined,
    finish() {
      const spec = specOf(context, hasInput);
      const results = world.sessions.invokeDisconnected({
        targets: computerTargets(context),
        spec,
        input,
        command: block?.definition ?? spec.script,
        keep: keepOptions(context),
        ...(bound["SessionName"] && { names: bound["SessionName"] as string[] }),
        ...throttleLimit(context),
        ...openingTerms(context),
      });
      for (const { session, error } of results) {
        if (session) context.write(world.sessionObjects.of(session));
        else if (error) context.writeError(connectionError(context, error));
      }
    },
    dispose: () => undefined,
  };
}

function startHere(context: CmdletContext, world: SessionCmdletWorld, hasInput: boolean): Started {
  const plan = planOf(context, true);
  const spec = specOf(context, hasInput);
  const invocation = world.sessions.invoke({
    targets: plan.targets,
    spec,
    acknowledges: true,
    ...throttleLimit(context),
    ...openingTerms(context),
  });
  let done = false;
  let isOwed = false;
  const writer = new PieceWriter(context, world, invocation, plan.targets.length);
  const progress = fanOutProgress(context, "Invoke-Command", plan.targets.length, () =>
    world.sessions.counts(invocation),
  );
  /** What was handed out has been written. */
  function acknowledge(): void {
    if (isOwed) world.sessions.received(invocation);
    isOwed = false;
  }
  return {
    input: (payloads) => world.sessions.input(invocation, payloads),
    endInput: () => world.sessions.endInput(invocation),
    finish() {
      while (!done) {
        const received = world.sessions.receive(invocation, progress.patience.waitMs);
        done = received.done;
        isOwed = received.isKept;
        for (const piece of received.pieces) writer.write(piece);
        acknowledge();
        if (!done) progress.update();
      }
      progress.end();
      writer.finish(plan);
    },
    // Stopped, or an error on the way: the far side must not go on. The last piece may be the error itself.
    dispose() {
      acknowledge();
      if (done) return;
      world.sessions.stop(invocation, true);
      progress.end();
    },
  };
}
