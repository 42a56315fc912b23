// Job objects on the engine thread: live proxies of the host thread's table.
//
// Rule: every look at a property asks anew; a job that has been removed keeps what was last seen of it.

import type { Engine, PropertyDefinition, TypeDefinition } from "../../engine/index.js";
import {
  DateTime,
  EnumValue,
  Guid,
  NetObject,
  PSList,
  PSObject,
  TICKS_PER_MILLISECOND,
  UNIX_EPOCH_TICKS,
} from "../../objects/index.js";
import { isFinished, JOB_STATES, type JobReason, type JobState } from "../../jobs/index.js";
import type { JobView } from "../services/views.js";
import type { JobClient } from "./client.js";
import { reasonException, toReceived } from "./received.js";

const REMOTING_JOB = "System.Management.Automation.PSRemotingJob";
const REMOTING_CHILD_JOB = "System.Management.Automation.PSRemotingChildJob";
const THREAD_JOB = "Microsoft.PowerShell.ThreadJob.ThreadJob";
const JOB = "System.Management.Automation.Job";
const JOB2 = "System.Management.Automation.Job2";

const TASK_JOB = "System.Management.Automation.PSTasks.PSTaskJob";
const TASK_CHILD_JOB = "System.Management.Automation.PSTasks.PSTaskChildJob";

function jobTypeName({ type, isTask }: JobView): string {
  if (type === "ThreadJob") return THREAD_JOB;
  if (type === "PSTaskJob") return TASK_JOB;
  if (type !== "") return REMOTING_JOB;
  return isTask ? TASK_CHILD_JOB : REMOTING_CHILD_JOB;
}

/** A job or a child job, by its id in the table. */
export class JobObject extends NetObject {
  readonly typeName: string;
  readonly id: number;
  readonly #jobs: JobClient;
  readonly #objects: JobObjects;
  #last: JobView;
  constructor(view: JobView, jobs: JobClient, objects: JobObjects) {
    super();
    this.id = view.id;
    this.#last = view;
    this.#jobs = jobs;
    this.#objects = objects;
    this.typeName = jobTypeName(view);
  }

  /** The job as it is now, or as it was last. */
  get view(): JobView {
    // Its children are what they were from the beginning: `children` asks for how they are.
    const now = this.#jobs.brief(this.id);
    // A job that left the table: its id may not be anybody else's, but make sure.
    if (now && now.instanceId === this.#last.instanceId) this.#last = { ...now, children: this.#last.children };
    return this.#last;
  }
  /** What was last seen, without asking. */
  get last(): JobView {
    return this.#last;
  }
  set last(view: JobView) {
    this.#last = view;
  }
  get children(): JobObject[] {
    const now = this.#jobs.view(this.id);
    if (now && now.instanceId === this.#last.instanceId) this.#last = now;
    return this.#last.children.map((child) => this.#objects.of(child));
  }
  /** Everything of one stream that arrived, received or not. */
  records(stream: string): PSList {
    const target = this.#last;
    // A parent has no data of its own.
    const texts = target.type === "" || target.type === "ThreadJob" ? this.#jobs.records(this.id, stream) : [];
    const items = texts.map((text) => toReceived(stream, text, target));
    return new PSList(
      "PSDataCollection",
      RECORD_LISTS[stream] ?? "System.Management.Automation.PSDataCollection`1",
      items,
    );
  }
  /** Changes how many children run at a time. */
  throttle(limit: number): void {
    this.#jobs.throttle(this.id, limit);
  }
  rename(name: string): void {
    this.#jobs.rename(this.id, name);
  }
  stop(): void {
    this.#jobs.stop([this.id]);
  }
  /** Waits until it is finished; false where the time passed first. */
  wait(seconds: number): boolean {
    return this.#jobs.wait({ ids: [this.id], any: false, force: true, timeout: seconds }).length > 0;
  }
}

/** The type of each stream's collection. */
const RECORD_LISTS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["Output", "PSObject"],
    ["Error", "ErrorRecord"],
    ["Warning", "WarningRecord"],
    ["Verbose", "VerboseRecord"],
    ["Debug", "DebugRecord"],
    ["Progress", "ProgressRecord"],
    ["Information", "InformationRecord"],
  ].map(([stream, type]) => [
    stream!,
    `System.Management.Automation.PSDataCollection\`1[[System.Management.Automation.${type}]]`,
  ]),
);

/** One object for each job, as long as somebody may compare them. */
export interface JobObjects {
  of(view: JobView): JobObject;
}

export function jobObjects(jobs: JobClient): JobObjects {
  const known = new Map<string, WeakRef<JobObject>>();
  const objects: JobObjects = {
    of(view) {
      const found = known.get(view.instanceId)?.deref();
      if (found) {
        found.last = view;
        return found;
      }
      const made = new JobObject(view, jobs, objects);
      known.set(view.instanceId, new WeakRef(made));
      return made;
    },
  };
  return objects;
}

/** A job of another computer as it was when it came here: what -Job takes, so that it can be refused by its computer's name. */
export class JobSnapshot extends NetObject {
  readonly typeName: string = REMOTING_JOB;
  readonly object: PSObject;
  constructor(object: PSObject) {
    super();
    this.object = object;
  }
}

export function isSnapshot(value: unknown): value is PSObject {
  return (
    value instanceof PSObject && (value.typeNames?.[0] ?? "").startsWith("Deserialized.System.Management.Automation.PS")
  );
}

/** System.Management.Automation.JobStateInfo. */
export class JobStateInfo extends NetObject {
  readonly typeName: string = "System.Management.Automation.JobStateInfo";
  readonly state: JobState;
  readonly reason: JobReason | undefined;
  constructor(state: JobState, reason: JobReason | undefined) {
    super();
    this.state = state;
    this.reason = reason;
  }
}

/** System.Management.Automation.JobStateEventArgs: what Receive-Job -WriteEvents writes. */
export class JobStateEventArgs extends NetObject {
  readonly typeName: string = "System.Management.Automation.JobStateEventArgs";
  readonly info: JobStateInfo;
  readonly previous: JobStateInfo;
  constructor(info: JobStateInfo, previous: JobStateInfo) {
    super();
    this.info = info;
    this.previous = previous;
  }
}

/** Job.Finished: one can wait for it. */
class WaitHandle extends NetObject {
  readonly typeName: string = "System.Threading.ManualResetEvent";
  readonly job: JobObject;
  constructor(job: JobObject) {
    super();
    this.job = job;
  }
  /** True where the job was finished in time; for ever where `ms` is negative. */
  wait(ms: number): boolean {
    return isFinished(this.job.view.state) || this.job.wait(ms / 1000);
  }
}

function jobState(state: JobState): EnumValue {
  return new EnumValue("System.Management.Automation.JobState", JOB_STATES.indexOf(state), state);
}

/** A time of this computer's clock, as .NET holds it. */
export function localDateTime(ms: number | undefined, engine: Engine): DateTime | null {
  if (ms === undefined) return null;
  const offset = BigInt(engine.host.computer.utcOffsetMinutes(ms)) * 60_000n;
  return new DateTime((BigInt(Math.floor(ms)) + offset) * TICKS_PER_MILLISECOND + UNIX_EPOCH_TICKS, "Local");
}

type Get = (job: JobObject, engine: Engine) => unknown;
const read = (type: string, get: Get): PropertyDefinition => ({ type, get });
const records = (stream: string): PropertyDefinition =>
  read("System.Management.Automation.PSDataCollection`1", (job) => job.records(stream));

const HAS_MORE_DATA = read("System.Boolean", (job) => job.view.hasMoreData);
const STATUS_MESSAGE = read("System.String", (job) => job.view.statusMessage);
const LOCATION = read("System.String", (job) => job.last.location);
const COMMAND = read("System.String", (job) => job.last.command);
/** Ours: PowerShell's job keeps its limit to itself. Hidden, so that a job's list of properties is PowerShell's. */
const THROTTLE_LIMIT: PropertyDefinition = {
  type: "System.Nullable`1[[System.Int32]]",
  get: (job: JobObject) => job.view.throttleLimit ?? null,
  set: (job: JobObject, value: unknown, engine: Engine) => job.throttle(throttleOf(job, value, engine)),
  hidden: true,
};

function throttleOf(job: JobObject, value: unknown, engine: Engine): number {
  const limit = Number(engine.values.toText(value));
  if (!Number.isInteger(limit) || limit < 0)
    throw new Error(`The throttle limit must be a whole number, at least 1; 0 is the default, 32.`);
  if (job.last.throttleLimit === undefined)
    throw new Error(`The job ${job.id} has one child alone: there is nothing to limit.`);
  return limit;
}

const STREAMS: Readonly<Record<string, PropertyDefinition>> = {
  Output: records("Output"),
  Error: records("Error"),
  Progress: records("Progress"),
  Verbose: records("Verbose"),
  Debug: records("Debug"),
  Warning: records("Warning"),
  Information: records("Information"),
};
const REST: Readonly<Record<string, PropertyDefinition>> = {
  Command: COMMAND,
  JobStateInfo: read("System.Management.Automation.JobStateInfo", stateInfo),
  Finished: read("System.Threading.WaitHandle", (job) => new WaitHandle(job)),
  InstanceId: read("System.Guid", (job) => new Guid(job.last.instanceId)),
  Id: read("System.Int32", (job) => job.id),
  Name: {
    type: "System.String",
    get: (job: JobObject) => job.view.name,
    set: (job: JobObject, value: unknown) => job.rename(String(value)),
  },
  ChildJobs: read(
    "System.Collections.Generic.IList`1[[System.Management.Automation.Job]]",
    (job) =>
      new PSList("List", "System.Collections.Generic.List`1[[System.Management.Automation.Job]]", job.children, JOB),
  ),
  PSBeginTime: read("System.Nullable`1[[System.DateTime]]", (job, engine) => localDateTime(job.view.beginMs, engine)),
  PSEndTime: read("System.Nullable`1[[System.DateTime]]", (job, engine) => localDateTime(job.view.endMs, engine)),
  PSJobTypeName: read("System.String", (job) => (job.last.isTask ? "PSTaskChildJob" : job.last.type)),
  ...STREAMS,
};

function stateInfo(job: JobObject): JobStateInfo {
  const { state, reason } = job.view;
  return new JobStateInfo(state, reason);
}

const METHODS: TypeDefinition["methods"] = {
  StopJob: [{ parameters: [], returns: "System.Void", call: (job: JobObject) => job.stop() }],
  Dispose: [{ parameters: [], returns: "System.Void", call: () => undefined }],
};

export const jobTypes: readonly TypeDefinition[] = [
  {
    name: JOB,
    accelerators: ["Job"],
    isAbstract: true,
    methods: METHODS,
    extended: { State: { ...read("System.String", (job) => job.view.state), memberType: "ScriptProperty" } },
    // How a job prints inside another object's table cell.
    text: (job: JobObject) => (job instanceof JobObject ? jobText(job) : JOB),
    convertFrom: (value) => (isSnapshot(value) ? new JobSnapshot(value) : undefined),
  },
  { name: JOB2, base: JOB, isAbstract: true },
  {
    name: REMOTING_JOB,
    base: JOB,
    properties: {
      HasMoreData: HAS_MORE_DATA,
      StatusMessage: STATUS_MESSAGE,
      Location: LOCATION,
      ...REST,
      ThrottleLimit: THROTTLE_LIMIT,
    },
    text: jobText,
  },
  {
    name: REMOTING_CHILD_JOB,
    base: JOB,
    properties: {
      StatusMessage: STATUS_MESSAGE,
      HasMoreData: HAS_MORE_DATA,
      Location: LOCATION,
      IsAsync: read("System.Boolean", () => true),
      ...REST,
    },
    text: jobText,
  },
  {
    name: THREAD_JOB,
    base: JOB2,
    properties: { HasMoreData: HAS_MORE_DATA, StatusMessage: STATUS_MESSAGE, Location: LOCATION, ...REST },
    text: jobText,
  },
  ...[TASK_JOB, TASK_CHILD_JOB].map((name) => ({
    name,
    base: JOB,
    properties: { HasMoreData: HAS_MORE_DATA, StatusMessage: STATUS_MESSAGE, Location: LOCATION, ...REST },
    text: jobText,
  })),
  {
    name: "System.Threading.ManualResetEvent",
    methods: {
      WaitOne: [
        { parameters: [], returns: "System.Boolean", call: (handle: WaitHandle) => handle.wait(-1000) },
        {
          parameters: ["System.Int32"],
          returns: "System.Boolean",
          call: (handle: WaitHandle, [ms]) => handle.wait(ms),
        },
      ],
    },
  },
  {
    name: "System.Management.Automation.JobState",
    enumValues: JOB_STATES.map((name, value) => [name, value] as const),
  },
  {
    name: "System.Management.Automation.JobStateInfo",
    properties: {
      State: { type: "System.Management.Automation.JobState", get: (info: JobStateInfo) => jobState(info.state) },
      Reason: { type: "System.Exception", get: (info: JobStateInfo) => reasonException(info.reason) },
    },
    text: (info: JobStateInfo) => info.state,
  },
  {
    name: "System.Management.Automation.JobStateEventArgs",
    base: "System.EventArgs",
    properties: {
      JobStateInfo: {
        type: "System.Management.Automation.JobStateInfo",
        get: (event: JobStateEventArgs) => event.info,
      },
      PreviousJobStateInfo: {
        type: "System.Management.Automation.JobStateInfo",
        get: (event: JobStateEventArgs) => event.previous,
      },
    },
  },
];

function jobText(job: JobObject): string {
  return job.typeName;
}
