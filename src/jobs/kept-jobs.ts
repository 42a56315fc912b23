// Jobs that keepers keep, by the register: started, looked at, stopped, removed, from any program of this user.
//
// Rule: a computer that cannot be reached never hides what is known of the others; a job is forgotten only when its end is
// known, or the person says so.

import {
  cannotDisconnect,
  type Connector,
  type ConnectOptions,
  type KeepOptions,
  type KeptPipeline,
  type KeptSession,
  keptSessions,
  keptSessionWith,
  removeKeptSession,
  type Session,
  sessionWith,
  type SshTarget,
  stopKeptSession,
  throttle,
} from "../sessions/index.js";
import type { JobRegister, RegisteredJob } from "./register.js";
import type { PipelineRequest } from "./remote-work.js";

export interface KeptJobWorld {
  readonly connector: Connector;
  readonly register: JobRegister;
}

/** Where a job is started. */
export interface KeptJobPlace {
  /** As the user calls it. */
  readonly computerName: string;
  /** Over SSH, as this says; else the inventory knows. */
  readonly ssh?: SshTarget;
}

export interface StartKeptJob extends KeptJobPlace {
  readonly request: PipelineRequest;
  /** Text of the command, for lists. */
  readonly command: string;
  readonly name?: string;
  readonly terms?: KeepOptions;
  readonly hostInfo?: NonNullable<ConnectOptions["hostInfo"]>;
  readonly ask?: NonNullable<ConnectOptions["ask"]>;
  readonly openTimeoutMs?: number;
}

/** Unreachable: its computer does not answer. Gone: its computer does not have it any more. */
export type KeptJobState = KeptPipeline["state"] | "Unreachable" | "Gone";

/** A job as it is now. */
export interface KeptJobView {
  readonly job: RegisteredJob;
  readonly state: KeptJobState;
  /** Why it is Unreachable, Gone, or Failed with its keeper. */
  readonly reason?: string;
  /** True while more may come, or something is there that nobody received. */
  readonly hasMoreData: boolean;
  /** Bytes that wait to be received. */
  readonly bytes: number;
  /** Messages that were dropped for want of room. */
  readonly dropped: number;
  /** Milliseconds since 1970. */
  readonly endedMs?: number;
  /** Who is connected to its session: "user@host pid". */
  readonly usedBy?: string;
}

/** Ended: its state does not change any more. */
export function isOver({ state }: Pick<KeptJobView, "state">): boolean {
  return state === "Completed" || state === "Failed" || state === "Stopped" || state === "Gone";
}

/** Starts a command in a session of its own, and leaves it there. Rejects with a RemotingError. */
export async function startKeptJob({ connector, register }: KeptJobWorld, start: StartKeptJob): Promise<RegisteredJob> {
  const { computerName, ssh, name = "", command } = start;
  const session = sessionWith(computerName, connector, {
    keep: { ...start.terms, name },
    ...(ssh && { ssh }),
    ...(start.hostInfo && { hostInfo: start.hostInfo }),
    ...(start.ask && { ask: start.ask }),
    ...(start.openTimeoutMs !== undefined && { openTimeoutMs: start.openTimeoutMs }),
  });
  await session.open();
  if (!session.kept) {
    await session.close();
    throw cannotDisconnect(computerName);
  }
  const nobody = { items: () => undefined, ended: () => undefined };
  const { id: pipelineId } = session.invoke(start.request, nobody, { manual: true, name, command });
  const job = register.add({
    name,
    computerName,
    ...(ssh && { ssh }),
    sessionId: session.instanceId,
    pipelineId,
    command,
    startedMs: Date.now(),
    ownsSession: true,
  });
  await session.disconnect();
  session.kill();
  return job;
}

/** How jobs are now; each of their computers is asked once. Never rejects: what cannot be asked is Unreachable. */
export async function viewKeptJobs(
  { connector }: KeptJobWorld,
  jobs: readonly RegisteredJob[],
  openTimeoutMs?: number,
): Promise<KeptJobView[]> {
  const asked = new Map<string, Promise<readonly KeptSession[]>>();
  const room = throttle();
  const ask = (job: RegisteredJob): Promise<readonly KeptSession[]> => {
    const key = JSON.stringify([job.computerName.toLowerCase(), job.ssh]);
    let answer = asked.get(key);
    if (!answer)
      asked.set(key, (answer = room.run(() => keptSessions(job.computerName, connector, way(job, openTimeoutMs)))));
    return answer;
  };
  return Promise.all(
    jobs.map(async (job): Promise<KeptJobView> => {
      if (job.outcome) return receivedView(job, job.outcome);
      try {
        return viewOf(job, await ask(job));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { job, state: "Unreachable", reason, hasMoreData: true, bytes: 0, dropped: 0 };
      }
    }),
  );
}

function receivedView(job: RegisteredJob, { state, receivedMs }: NonNullable<RegisteredJob["outcome"]>): KeptJobView {
  const shown = state === "Broken" ? "Failed" : (state as KeptJobState);
  return { job, state: shown, hasMoreData: false, bytes: 0, dropped: 0, endedMs: receivedMs };
}

const SESSION_GONE =
  "its session has ended: it was removed, or nobody connected to it for longer than its idle time-out";
const PIPELINE_GONE = "its results have been received, in a session that is still there";

function viewOf(job: RegisteredJob, sessions: readonly KeptSession[]): KeptJobView {
  const session = sessions.find(({ id }) => id === job.sessionId);
  const pipeline = session?.pipelines.find(({ id }) => id === job.pipelineId);
  if (!session || !pipeline) {
    const reason = session ? PIPELINE_GONE : SESSION_GONE;
    return { job, state: "Gone", reason, hasMoreData: false, bytes: 0, dropped: 0 };
  }
  const { endedBecause, client } = session;
  const isCutOff = endedBecause !== undefined && !isOver(pipeline);
  const state = isCutOff ? "Failed" : pipeline.state;
  return {
    job,
    state,
    ...(endedBecause !== undefined && { reason: endedBecause }),
    hasMoreData: !isOver({ state }) || pipeline.last > pipeline.received,
    bytes: pipeline.bytes,
    dropped: pipeline.dropped,
    ...(pipeline.endedMs !== undefined && { endedMs: pipeline.endedMs }),
    ...(client && { usedBy: client.who }),
  };
}

function way({ ssh }: KeptJobPlace, openTimeoutMs?: number): ConnectOptions {
  return { ...(ssh && { ssh }), ...(openTimeoutMs !== undefined && { openTimeoutMs }) };
}

/** Connects to a job's session; what is left of the job can be received there. Rejects with a RemotingError. */
export async function connectToKeptJob({ connector }: KeptJobWorld, job: RegisteredJob): Promise<Session> {
  const session = keptSessionWith(job.computerName, job.sessionId, connector, way(job));
  await session.connect();
  return session;
}

/** Stops a job; settles when it has ended. What it printed can still be received. Rejects with a RemotingError. */
export async function stopKeptJob({ connector }: KeptJobWorld, job: RegisteredJob, graceMs?: number): Promise<void> {
  const { pipelineId, sessionId, computerName } = job;
  const options = { ...way(job), pipelineId, ...(graceMs !== undefined && { graceMs }) };
  await stopKeptSession(computerName, sessionId, connector, options);
}

/** Removes a job with all that nobody received; stops it where it runs. Rejects with a RemotingError. */
export async function removeKeptJob(world: KeptJobWorld, view: KeptJobView): Promise<void> {
  const { job, state } = view;
  const isThere = !job.outcome && state !== "Gone";
  if (isThere && job.ownsSession) await removeKeptSession(job.computerName, job.sessionId, world.connector, way(job));
  else if (isThere && !isOver(view)) await stopKeptJob(world, job);
  world.register.remove(job.id);
}

/** All that a job printed has been received: its session ends where it was made for the job alone. */
export async function finishKeptJob(
  { register }: KeptJobWorld,
  job: RegisteredJob,
  session: Session,
  state: string,
): Promise<void> {
  register.update({ ...job, outcome: { state, receivedMs: Date.now() } });
  if (job.ownsSession) await session.close();
  else await leaveKeptJob(session);
}

/** Goes without ending anything. */
export async function leaveKeptJob(session: Session): Promise<void> {
  if (session.state === "Opened") await session.disconnect().catch(() => undefined);
  session.kill();
}
