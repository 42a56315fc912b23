// Invoke-Command: a script block here, in sessions, or on computers; waiting for it, or as a job.

import { writeValue } from "../../clixml/index.js";
import type { CmdletContext, CmdletDefinition, CmdletRun } from "../../engine/index.js";
import { PSObject } from "../../objects/index.js";
import { noter, type Origin, outcomeError, reasonRecord, writeItems } from "../engine/received.js";
import { type LiveScriptBlock, scriptSpec } from "../engine/script-spec.js";
import { PSSESSION, type SessionObject } from "../engine/session-objects.js";
import type { InvocationPiece } from "../services/invocation.js";
import type { Target } from "../services/session-data.js";
import {
  connectionError,
  credentialParameter,
  inSets,
  keepOptions,
  openTimeout,
  type SessionCmdletWorld,
  sessionOf,
  sshParameters,
  wsmanParameters,
} from "./connection-parameters.js";
import { fanOutProgress } from "./fan-out-progress.js";
import { JOB_MODULE } from "./find-jobs.js";
import { scriptFile } from "./start-job.js";
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

interface Plan {
  readonly targets: readonly Target[];
  /** What each target is called, for errors and the job's Location. */
  readonly locations: readonly string[];
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
      refuse(context, asJob);
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

function refuse(context: CmdletContext, asJob: boolean): void {
  const { bound } = context;
  const fail = (id: string, message: string): never =>
    context.throwTerminating(context.error("System.InvalidOperationException", message, id, "InvalidOperation"));
  if (bound["InDisconnectedSession"] && asJob)
    fail(
      "AsJobAndDisconnectedError",
      "You cannot use the Invoke-Command cmdlet with both the AsJob and Disconnected parameters in the same command. Rerun the command without one of these parameters.",
    );
  if (bound["SessionName"] && !bound["InDisconnectedSession"])
    fail(
      "SessionNameWithoutInvokeDisconnected",
      "The SessionName parameter can only be used with the Disconnected switch parameter.",
    );
}

function planOf(context: CmdletContext, check: boolean): Plan {
  const { bound } = context;
  if (bound["Session"] === undefined) {
    const targets = computerTargets(context);
    if (targets.length === 0) nobodyNamed(context);
    return { targets, locations: targets.map((target) => target.computerName) };
  }
  const sessions = (bound["Session"] as unknown[]).map(sessionOf).filter((session) => session !== undefined);
  const usable = check ? sessions.filter((session) => isUsable(context, session)) : sessions;
  if (check && usable.length === 0)
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        "No valid sessions were specified.  Ensure you provide valid sessions that are in the Opened state and are available to run commands.",
        "InvokeCommandCommandNoValidRunspaces",
        "InvalidOperation",
      ),
    );
  return {
    targets: usable.map((session) => ({ sessionId: session.id })),
    locations: usable.map((session) => session.computerName),
  };
}

/** As PowerShell says it: no set of parameters is left where nobody is named. */
function nobodyNamed(context: CmdletContext): never {
  return context.throwTerminating(
    context.error(
      "System.Management.Automation.ParameterBindingException",
      "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.",
      "AmbiguousParameterSet",
      "InvalidArgument",
    ),
  );
}

function isUsable(context: CmdletContext, session: SessionObject): boolean {
  const view = session.view;
  const names = `${view.name}, ${view.instanceId}, ${view.computerName}`;
  const fail = (id: string, message: string): false => {
    context.writeError(
      context.error(
        "System.Management.Automation.Runspaces.InvalidRunspaceStateException",
        message,
        id,
        "InvalidOperation",
        session,
      ),
    );
    return false;
  };
  if (view.state !== "Opened")
    return fail(
      "InvokeCommandCommandInvalidSessionState",
      `Because the session state for session ${names} is not equal to Open, you cannot run a command in the session.  The session state is ${view.state}.`,
    );
  if (view.availability !== "Available")
    return fail(
      "InvokeCommandCommandInvalidSessionAvailability",
      `Because the session ${names} is not available to run commands, you cannot run a command in the session.  The session availability is ${view.availability}.`,
    );
  return true;
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
    ...openTimeout(context),
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
        ...openTimeout(context),
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
    ...openTimeout(context),
  });
  let done = false;
  const writer = new PieceWriter(context, world, invocation, plan.targets.length);
  const progress = fanOutProgress(context, "Invoke-Command", plan.targets.length, () =>
    world.sessions.counts(invocation),
  );
  return {
    input: (payloads) => world.sessions.input(invocation, payloads),
    endInput: () => world.sessions.endInput(invocation),
    finish() {
      while (!done) {
        const received = world.sessions.receive(invocation, progress.patience.waitMs);
        done = received.done;
        for (const piece of received.pieces) writer.write(piece);
        if (received.isKept) world.sessions.received(invocation);
        if (!done) progress.update();
      }
      progress.end();
      writer.finish(plan);
    },
    // Stopped, or an error on the way: the far side must not go on.
    dispose() {
      if (done) return;
      world.sessions.stop(invocation, true);
      progress.end();
    },
  };
}

/** Writes what comes from each target, and the errors that ended them. */
class PieceWriter {
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
  finish(plan: Plan): void {
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
