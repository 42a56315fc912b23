// Receive-Job: results of jobs, once, or again with -Keep; with -Wait as they come.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { EventJob } from "../../cmdlets/index.js";
import type { JobState } from "../../jobs/index.js";
import { type Origin, noter, reasonRecord, writeItems } from "../engine/received.js";
import { isSnapshot, JobObject, JobStateEventArgs, JobStateInfo } from "../engine/job-objects.js";
import { baseOf } from "../../objects/index.js";
import type { StreamItem } from "../../sessions/index.js";
import type { ReceivedPiece } from "../services/jobs.js";
import type { JobView } from "../services/views.js";
import { fanOutProgress } from "./fan-out-progress.js";
import { findJobs, JOB_MODULE, JOB_SELECTION, type JobCmdletWorld, jobParameter, snapshotError } from "./find-jobs.js";

const { Id, InstanceId, Name } = JOB_SELECTION;

export function receiveJob(world: JobCmdletWorld): CmdletDefinition {
  return {
    name: "Receive-Job",
    module: JOB_MODULE,
    synopsis: "Gets the results of the background jobs in the current session.",
    aliases: ["rcjb"],
    defaultParameterSet: "Location",
    parameters: {
      Id: Id!,
      InstanceId: InstanceId!,
      Name: Name!,
      Job: jobParameter(["Location", "ComputerName", "Session"]),
      Location: {
        type: "string[]",
        sets: { Location: { position: 1 } },
        help: "Receives only what ran at these places.",
      },
      ComputerName: {
        type: "string[]",
        aliases: ["Cn"],
        sets: { ComputerName: { position: 1, fromPipelineByPropertyName: true } },
        validate: [{ kind: "NotNullOrEmpty" }],
        help: "Receives only what ran on these computers.",
      },
      Session: {
        type: "System.Management.Automation.Runspaces.PSSession[]",
        sets: { Session: { position: 1, fromPipelineByPropertyName: true } },
        validate: [{ kind: "NotNull" }],
        help: "Receives only what ran in these sessions.",
      },
      Keep: { type: "switch", help: "Leaves the results in the job." },
      NoRecurse: { type: "switch", help: "Does not look into child jobs, which hold the results." },
      Force: { type: "switch", help: "With -Wait: goes on waiting while a job is suspended or disconnected." },
      Wait: { type: "switch", help: "Writes results as they come until the jobs are at rest." },
      AutoRemoveJob: { type: "switch", help: "With -Wait: deletes the jobs in the end." },
      WriteEvents: { type: "switch", help: "With -Wait: writes the changes of the jobs' states." },
      WriteJobInResults: { type: "switch", help: "With -Wait: writes the job object first." },
    },
    examples: [{ code: "Start-Job { 1 + 1 } | Receive-Job -Wait -AutoRemoveJob", output: "2", runs: false }],
    run(context) {
      const waiting: JobObject[] = [];
      return {
        begin: () => checkSwitches(context),
        process() {
          refusePipedSnapshot(context);
          receiveActions(context);
          const jobs = findJobs(context, world, { recurse: true });
          if (context.bound["Wait"]) waiting.push(...jobs.filter((job) => !waiting.includes(job)));
          else for (const job of jobs) receiveNow(context, world, job);
        },
        end() {
          if (context.bound["Wait"]) receiveWaiting(context, world, waiting);
        },
      };
    },
  };
}

/** The jobs of events' actions are in this very runspace: what they wrote is at hand. */
function receiveActions(context: CmdletContext): void {
  for (const given of (context.bound["Job"] as unknown[] | undefined) ?? []) {
    const job = baseOf(given);
    if (!(job instanceof EventJob)) continue;
    for (const value of context.bound["Keep"] ? [...job.output] : job.output.splice(0)) context.write(value);
  }
}

function refusePipedSnapshot(context: CmdletContext): void {
  const piped = context.input;
  if (isSnapshot(piped)) context.throwTerminating(snapshotError(context, piped));
}

function checkSwitches(context: CmdletContext): void {
  const { bound } = context;
  const refuse = (message: string): void =>
    context.throwTerminating(
      context.error("System.InvalidOperationException", message, "InvalidOperation", "InvalidOperation"),
    );
  if (bound["Wait"] && bound["Keep"])
    refuse("The Wait and Keep parameters cannot be used together in the same command.");
  if (bound["Wait"]) return;
  for (const name of ["WriteEvents", "WriteJobInResults", "AutoRemoveJob", "Force"])
    if (bound[name]) refuse(`The -${name} parameter cannot be used without the -Wait parameter`);
}

/** The ids of the children whose results are wanted; a thread job holds its own. */
function sources(context: CmdletContext, job: JobObject): JobView[] {
  const { bound } = context;
  const view = job.last;
  checkComputers(context, view);
  if (view.type === "" || view.type === "ThreadJob") return [view];
  if (bound["NoRecurse"]) return [];
  const places: readonly string[] | undefined =
    bound["Location"] ?? bound["ComputerName"] ?? sessionNames(bound["Session"]);
  if (places === undefined) return [...view.children];
  return view.children.filter((child) => places.some((place) => context.engine.values.like(child.location, place)));
}

function sessionNames(sessions: readonly { readonly computerName?: string }[] | undefined): string[] | undefined {
  return sessions?.map((session) => session.computerName ?? "");
}

function checkComputers(context: CmdletContext, view: JobView): void {
  const { bound } = context;
  if (view.type === "RemoteJob" || view.type === "BackgroundJob" || view.type === "") return;
  const refuse = (id: string, message: string): void =>
    context.throwTerminating(context.error("System.ArgumentException", message, id, "InvalidArgument", view.id));
  if (bound["ComputerName"])
    refuse(
      "ComputerNameParameterNotSupported",
      "The ComputerName parameter can be used only with jobs created by using PowerShell remoting.",
    );
  if (bound["Session"])
    refuse("RunspaceParameterNotSupported", "The Session parameter can be used only with PSRemotingJob objects.");
}

/** True for a job on threads of this process. */
function runsHere(job: JobView | undefined): boolean {
  return job?.type === "ThreadJob" || job?.type === "PSTaskJob";
}

/** Items that are written before their keeper is told. */
const ACKNOWLEDGED_AT_ONCE = 256;

/** Takes the pieces of one or more children and writes them. */
class Receiver {
  readonly #context: CmdletContext;
  readonly #world: JobCmdletWorld;
  readonly #notes: Map<number, { readonly origin: Origin; readonly note: (value: unknown) => unknown }> = new Map();
  readonly #failed: Set<number> = new Set();
  readonly #parents: Map<number, JobView> = new Map();

  constructor(context: CmdletContext, world: JobCmdletWorld) {
    this.#context = context;
    this.#world = world;
  }

  add(child: JobView, parent: JobView): void {
    this.#parents.set(child.id, parent);
  }

  write(piece: ReceivedPiece): void {
    const { origin, note } = this.#noteOf(piece);
    const answer = (item: StreamItem, payload: string): void => this.#world.jobs.answer(piece.child, item, payload);
    const isThreadJob = runsHere(this.#parents.get(piece.child));
    const { child, items, next } = piece;
    const acknowledges = piece.isKept && !this.#context.bound["Keep"];
    // Little at a time: what was written and not yet acknowledged would come again after a crash.
    const step = acknowledges ? ACKNOWLEDGED_AT_ONCE : items.length;
    for (let at = 0; at < items.length; at += step) {
      const some = items.slice(at, at + step);
      writeItems(this.#context, some, origin, note, answer, isThreadJob);
      if (acknowledges) this.#world.jobs.received(child, next, some[some.length - 1]!.sequence);
    }
    this.#writeReason(piece, origin, isThreadJob);
    if (acknowledges) this.#world.jobs.received(child, next);
  }

  #writeReason(piece: ReceivedPiece, origin: Origin, isThreadJob: boolean): void {
    const { ended } = piece;
    if (!ended || ended.state !== "Failed" || !ended.reason || this.#failed.has(piece.child)) return;
    this.#failed.add(piece.child);
    this.#context.writeError(reasonRecord(ended.reason, isThreadJob ? undefined : origin));
  }

  #noteOf(piece: ReceivedPiece): { readonly origin: Origin; readonly note: (value: unknown) => unknown } {
    const known = this.#notes.get(piece.child);
    if (known && known.origin.runspaceId === piece.runspaceId) return known;
    const parent = this.#parents.get(piece.child);
    const origin: Origin = {
      computerName: piece.location,
      runspaceId: piece.runspaceId,
      show: parent?.type === "RemoteJob" && !parent.hideComputerName,
      ...(this.#context.bound["Wait"] && parent && { jobInstanceId: parent.instanceId }),
    };
    // A thread job's results never left this computer: nothing to say of where they come from.
    const note = runsHere(parent) ? (value: unknown): unknown => value : noter(origin);
    const made = { origin, note };
    this.#notes.set(piece.child, made);
    return made;
  }
}

function receiveNow(context: CmdletContext, world: JobCmdletWorld, job: JobObject): void {
  const receiver = new Receiver(context, world);
  const keep = Boolean(context.bound["Keep"]);
  for (const child of sources(context, job)) {
    receiver.add(child, parentOf(world, job, child));
    let from: Record<number, number> = {};
    for (;;) {
      const received = world.jobs.receive({ children: [child.id], keep, wait: false, force: false, from });
      const { pieces, isComing } = received;
      const piece = pieces[0];
      if (!piece) break;
      receiver.write(piece);
      from = { [child.id]: piece.next };
      if (piece.ended || (piece.items.length < 4096 && !isComing)) break;
    }
  }
}

function parentOf(world: JobCmdletWorld, job: JobObject, child: JobView): JobView {
  if (job.last.type !== "") return job.last;
  return world.jobs.list().find((each) => each.children.some((one) => one.id === child.id)) ?? job.last;
}

function receiveWaiting(context: CmdletContext, world: JobCmdletWorld, jobs: readonly JobObject[]): void {
  const { bound } = context;
  const receiver = new Receiver(context, world);
  const children = jobs.flatMap((job) =>
    sources(context, job).map((child) => {
      receiver.add(child, parentOf(world, job, child));
      return child.id;
    }),
  );
  if (bound["WriteJobInResults"]) for (const job of jobs) context.write(job);
  const told = new Map<number, number>();
  const tell = (): void => {
    if (bound["WriteEvents"])
      for (const job of jobs) for (const id of [...job.last.children.map((child) => child.id), job.id]) writeEvents(id);
  };
  const writeEvents = (id: number): void => {
    const history = world.jobs.history(id);
    for (let at = told.get(id) ?? 0; at < history.length; at++) {
      const state = history[at] as JobState;
      const previous = (history[at - 1] ?? "NotStarted") as JobState;
      context.write(new JobStateEventArgs(new JobStateInfo(state, undefined), new JobStateInfo(previous, undefined)));
    }
    told.set(id, history.length);
  };
  const force = Boolean(bound["Force"]);
  let left = children;
  const progress = fanOutProgress(context, "Receive-Job", children.length, () => world.jobs.counts(children));
  try {
    while (left.length > 0) {
      const received = world.jobs.receive({ children: left, keep: false, wait: true, force, ...progress.patience });
      for (const piece of received.pieces) receiver.write(piece);
      tell();
      if (received.done) break;
      progress.update();
      // A child that is finished and empty has no more to say.
      const over = received.pieces.filter((piece) => piece.ended && piece.items.length === 0);
      if (over.length > 0) left = left.filter((id) => !over.some((piece) => piece.child === id));
    }
  } finally {
    progress.end();
  }
  if (bound["AutoRemoveJob"]) for (const job of jobs) removeReceived(context, world, job);
}

/** Everything of these jobs, as it comes, until they are at rest. */
export function receiveAll(context: CmdletContext, world: JobCmdletWorld, jobs: readonly JobObject[]): void {
  receiveWaiting(context, world, jobs);
}

function removeReceived(context: CmdletContext, world: JobCmdletWorld, job: JobObject): void {
  try {
    job.last = world.jobs.remove(job.id, false);
  } catch (error) {
    context.writeError(
      context.error(
        "System.InvalidOperationException",
        `The job with the ID ${job.id} cannot be removed: ${(error as Error).message}`,
        "ReceiveJobAutoRemovalError",
        "InvalidOperation",
        job,
      ),
    );
  }
}
