// The service "start": jobs that begin. Start-Job's child process, Invoke-Command -AsJob's one child a computer.

import {
  isFinished,
  type Job,
  type JobTable,
  keptWork,
  type NewChild,
  remoteWork,
  type Spares,
  spares,
} from "../../jobs/index.js";
import type { Service } from "../../runspace/index.js";
import {
  type Connector,
  type KeepOptions,
  localSession,
  RemotingError,
  throttle,
  transportName,
} from "../../sessions/index.js";
import type { UIFacts } from "../requests.js";
import { hostInfoOf, pipelineOf, type ScriptSpec } from "./pipelines.js";
import type { Registrar } from "./registered.js";
import { type ComputerTarget, type OpeningTerms, openingTermsOf, type Target } from "./session-data.js";
import type { SessionServices } from "./sessions.js";

export interface StartJobRequest {
  readonly spec: ScriptSpec;
  /** Text of the script block between its braces, for the job's Command. */
  readonly command: string;
  readonly name?: string;
  readonly initializationScript?: string;
}

export interface InvokeJobRequest extends OpeningTerms {
  readonly spec: ScriptSpec;
  readonly command: string;
  readonly name?: string;
  readonly targets: readonly Target[];
  readonly locations: readonly string[];
  readonly throttleLimit?: number;
  readonly hideComputerName: boolean;
  /** Terms for the connections that are made for it, where an endpoint keeps sessions. */
  readonly keep: KeepOptions;
}

export interface ReceiveSessionRequest {
  readonly sessionId: number;
  readonly name?: string;
}

export interface StartServiceOptions {
  readonly table: JobTable;
  readonly connector: Connector;
  readonly sessions: SessionServices;
  readonly registrar: Registrar;
  /** True where the results of sessions that are received pass through, and are not held here. */
  readonly drains: boolean;
}

/** A job on more computers than this does not hold its connections until its results are received. */
const HELD_CONNECTIONS = 64;

export interface StartServices {
  readonly service: Service;
  dispose(): void;
}

export function startService(options: StartServiceOptions): StartServices {
  const { table, connector, sessions } = options;
  let ui: UIFacts = { width: 120, height: 40, supportsVirtualTerminal: false };
  const spare: Spares = spares({
    key: () => JSON.stringify([process.env, ui]),
    async open() {
      const session = localSession(connector, { hostInfo: hostInfoOf(ui) });
      await session.open();
      return session;
    },
    warmUp: (session) =>
      new Promise((resolve) => {
        const pipeline = pipelineOf({ script: "1", parameters: [], noInput: true, ui });
        session.invoke(pipeline, { items: () => undefined, ended: () => resolve() });
      }),
  });

  function expect(facts: UIFacts): void {
    ui = facts;
    spare.expect();
  }

  function startJob(request: StartJobRequest): number {
    ui = request.spec.ui;
    const { initializationScript } = request;
    const { commands: __, ...asScript } = request.spec;
    const before = initializationScript && {
      ...asScript,
      script: initializationScript,
      parameters: [],
      noInput: true,
    };
    const { location: _, ...rest } = request.spec;
    const work = remoteWork({
      open: () => spare.take(),
      temporary: true,
      ownProcess: true,
      pipeline: () => pipelineOf(before ? rest : request.spec),
      ...(before && { before: () => pipelineOf(before) }),
    });
    const job = table.add({
      type: "BackgroundJob",
      command: request.command,
      location: "localhost",
      children: [{ location: "localhost", work }],
      ...(request.name && { name: request.name }),
    });
    job.started();
    void work.start(job.children[0]!).then(() => spare.refill());
    return job.facts.id;
  }

  function childOf(request: InvokeJobRequest, target: Target, location: string): NewChild {
    const isOwn = "computerName" in target;
    // A lost link is mended where there is one that gets lost.
    const keep = isOwn && isOverSsh(target) && { keep: { ...request.keep, name: request.name ?? "", isSingle: true } };
    const work = remoteWork({
      temporary: isOwn,
      pipeline: () => pipelineOf(request.spec),
      leaves: request.targets.length > HELD_CONNECTIONS,
      ...(request.name && { name: request.name }),
      kept: ({ instanceId }, pipelineId) => {
        const to = isOwn ? target : sessions.find(target.sessionId)!.target;
        return options.registrar.began({
          computerName: to.computerName,
          ssh: sessions.sshOf(to),
          sessionId: instanceId,
          pipelineId,
          name: request.name ?? "",
          command: request.command.trim(),
          ownsSession: isOwn,
        });
      },
      async open(signal) {
        if (isOwn) {
          const opening = { ui: request.spec.ui, ...openingTermsOf(request), ...keep };
          return sessions.openTemporary(target, opening, signal);
        }
        const named = sessions.find(target.sessionId);
        if (!named) throw new RemotingError("The session has been removed.", "InvalidSessionState", "InvalidOperation");
        return named.session;
      },
    });
    return { location, work };
  }

  function isOverSsh(target: ComputerTarget): boolean {
    return target.ssh !== undefined || transportName(target.computerName, connector) === "SSH";
  }

  function invokeAsJob(request: InvokeJobRequest): number {
    const room = throttle(request.throttleLimit);
    const job: Job = table.add({
      type: "RemoteJob",
      command: request.command,
      hideComputerName: request.hideComputerName,
      throttle: room,
      children: request.targets.map((target, at) => childOf(request, target, request.locations[at] ?? "")),
      ...(request.name && { name: request.name }),
    });
    job.started();
    for (const child of job.children)
      void room.run(() => (child.state === "NotStarted" ? child.facts.work.start(child) : Promise.resolve()));
    return job.facts.id;
  }

  /** The job that receives from a session: the one that is here, else a new one; undefined where there is nothing to receive. */
  function receiveSession({ sessionId, name }: ReceiveSessionRequest): { id: number; isNew: boolean } | undefined {
    const { session, target } = sessions.find(sessionId)!;
    const here = jobOfSession(session.instanceId);
    if (here) return { id: here.facts.id, isNew: false };
    const { pipelines } = session;
    if (pipelines.length === 0) return undefined;
    const children = pipelines.map(({ id: pipelineId }) => ({
      location: target.computerName,
      drains: options.drains,
      work: keptWork({ session, pipelineId, trace: options.registrar.found(pipelineId) }),
    }));
    const command = pipelines[pipelines.length - 1]!.command;
    const job = table.add({ type: "RemoteJob", command, children, ...(name && { name }) });
    job.started();
    for (const child of job.children) void child.facts.work.start(child);
    return { id: job.facts.id, isNew: true };
  }

  /** A job of this shell that runs in a session, or has results from it that nobody received. */
  function jobOfSession(instanceId: string): Job | undefined {
    return table.jobs.find((job) =>
      job.children.some((child) => child.runspaceId === instanceId && (child.hasMoreData || !isFinished(child.state))),
    );
  }

  return {
    service(method, args) {
      if (method === "expect") return expect(args[0] as UIFacts);
      if (method === "job") return startJob(args[0] as StartJobRequest);
      if (method === "invokeAsJob") return invokeAsJob(args[0] as InvokeJobRequest);
      if (method === "receiveSession") return receiveSession(args[0] as ReceiveSessionRequest);
      if (method === "jobOfSession") return jobOfSession(String(args[0]))?.facts.id;
      throw new Error(`Nothing starts by "${method}".`);
    },
    dispose: () => spare.dispose(),
  };
}
