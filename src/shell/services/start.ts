// The service "start": jobs that begin. Start-Job's child process, Invoke-Command -AsJob's one child a computer.

import { type Job, type JobTable, type NewChild, remoteWork, type Spares, spares } from "../../jobs/index.js";
import type { Service } from "../../runspace/index.js";
import { type Connector, localSession, RemotingError, throttle } from "../../sessions/index.js";
import type { UIFacts } from "../requests.js";
import { hostInfoOf, pipelineOf, type ScriptSpec } from "./pipelines.js";
import type { SessionServices, Target } from "./sessions.js";

export interface StartJobRequest {
  readonly spec: ScriptSpec;
  /** Text of the script block between its braces, for the job's Command. */
  readonly command: string;
  readonly name?: string;
  readonly initializationScript?: string;
}

export interface InvokeJobRequest {
  readonly spec: ScriptSpec;
  readonly command: string;
  readonly name?: string;
  readonly targets: readonly Target[];
  readonly locations: readonly string[];
  readonly throttleLimit?: number;
  readonly openTimeoutMs?: number;
  readonly hideComputerName: boolean;
}

export interface StartServiceOptions {
  readonly table: JobTable;
  readonly connector: Connector;
  readonly sessions: SessionServices;
}

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
    const work = remoteWork({
      temporary: "computerName" in target,
      pipeline: () => pipelineOf(request.spec),
      async open(signal) {
        if ("computerName" in target)
          return sessions.openTemporary(target, { ...request, ui: request.spec.ui }, signal);
        const named = sessions.find(target.sessionId);
        if (!named) throw new RemotingError("The session has been removed.", "InvalidSessionState", "InvalidOperation");
        return named.session;
      },
    });
    return { location, work };
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

  return {
    service(method, args) {
      if (method === "expect") return expect(args[0] as UIFacts);
      if (method === "job") return startJob(args[0] as StartJobRequest);
      if (method === "invokeAsJob") return invokeAsJob(args[0] as InvokeJobRequest);
      throw new Error(`Nothing starts by "${method}".`);
    },
    dispose: () => spare.dispose(),
  };
}
