// Commands that go on without this shell: started in a session that is left at once, or left while they are waited for.

import { cannotDisconnect, type KeepOptions, type PipelineSink, type Session } from "../../sessions/index.js";
import type { SshTarget } from "../../transports/index.js";
import { pipelineOf, type ScriptSpec } from "./pipelines.js";
import type { Registrar } from "./registered.js";
import {
  type ComputerTarget,
  type NamedSession,
  type OpenRequest,
  type OpenResult,
  plainRemotingError,
  type SessionView,
} from "./session-data.js";

export interface InvokeDisconnectedRequest extends Omit<OpenRequest, "ui" | "keep"> {
  readonly spec: ScriptSpec;
  readonly command: string;
  /** Objects for its input, as CLIXML. */
  readonly input: readonly string[];
  readonly keep: KeepOptions;
}

const NOBODY: PipelineSink = { items: () => undefined, ended: () => undefined };

export interface LeftCommandWorld {
  readonly registrar: Registrar;
  readonly find: (id: number) => NamedSession | undefined;
  readonly view: (named: NamedSession) => SessionView;
  /** Puts a session into the table, in place of what has its id. */
  readonly add: (named: NamedSession) => NamedSession;
  readonly sshOf: (target: ComputerTarget) => SshTarget | undefined;
  /** The session that was left, not connected to: received by Receive-PSSession, from the first object nobody has. */
  readonly again: (named: NamedSession) => Session;
  readonly openAll: (request: OpenRequest, signal: AbortSignal) => Promise<OpenResult[]>;
  readonly remove: (ids: readonly number[]) => Promise<unknown>;
}

export interface LeftCommands {
  /** Starts a command in a session of its own on each computer, and leaves it there. */
  start(request: InvokeDisconnectedRequest, signal: AbortSignal): Promise<OpenResult[]>;
  /** A command that this shell waited for goes on without it: written down, so that it is found. */
  abandoned(sessionId: number, pipelineId: string, script: string): void;
}

export function leftCommands(world: LeftCommandWorld): LeftCommands {
  const { registrar, view } = world;

  /** A session that was left, as one that was found. */
  function asFound(named: NamedSession): NamedSession {
    const { id, session, name, target, ui } = named;
    const terms = session.kept;
    session.kill();
    const again = world.again(named);
    const disconnectedMs = Date.now();
    return world.add({ id, name, session: again, target, ui, terms, isFound: false, isLeft: true, disconnectedMs });
  }

  async function startAndLeave(
    named: NamedSession,
    { spec, command, input }: InvokeDisconnectedRequest,
  ): Promise<NamedSession> {
    const { session, name, target } = named;
    if (!session.kept) throw cannotDisconnect(session.computerName);
    const { computerName } = target;
    const settings = { manual: true, name, command: command.trim() };
    const pipeline = session.invoke(pipelineOf(spec), NOBODY, settings);
    if (!spec.noInput) {
      await pipeline.input(input);
      pipeline.endInput();
    }
    const { instanceId: sessionId } = session;
    const facts = {
      computerName,
      ssh: world.sshOf(target),
      sessionId,
      pipelineId: pipeline.id,
      name,
      ownsSession: true,
    };
    registrar.began({ ...facts, command: settings.command });
    await session.disconnect();
    return asFound(named);
  }

  /** Rejects never: what went wrong is the result. */
  async function leaveIn(result: OpenResult, request: InvokeDisconnectedRequest): Promise<OpenResult> {
    if (!result.session) return result;
    const { computerName } = result;
    const named = world.find(result.session.id)!;
    try {
      return { computerName, session: view(await startAndLeave(named, request)) };
    } catch (error) {
      await world.remove([named.id]);
      return { computerName, error: plainRemotingError(error, computerName) };
    }
  }

  return {
    async start(request, signal) {
      const keep = { ...request.keep, isSingle: true };
      const opened = await world.openAll({ ...request, ui: request.spec.ui, keep }, signal);
      return Promise.all(opened.map((result) => leaveIn(result, request)));
    },
    abandoned(sessionId, pipelineId, script) {
      const named = world.find(sessionId);
      if (!named) return;
      const { session, target, name } = named;
      const { computerName } = target;
      const facts = { computerName, ssh: world.sshOf(target), sessionId: session.instanceId, pipelineId, name };
      registrar.began({ ...facts, command: script.trim(), ownsSession: false });
      asFound(named);
    },
  };
}
