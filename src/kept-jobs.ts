// Jobs that run and keep their results on the other computer: started, looked at and received by commands in a session.

import type { Session } from "./connect.js";
import type { JobState } from "./jobs/index.js";

export interface StartOptions {
  readonly name?: string;
  readonly args?: readonly unknown[];
}

export interface ReceiveOptions {
  /** Leaves the results there, to be received again. */
  readonly keep?: boolean;
}

/** What is known of a job at one moment. */
export interface JobSnapshot {
  readonly id: number;
  readonly name: string;
  readonly state: JobState;
  readonly hasMoreData: boolean;
  readonly command: string;
}

const FACTS = "Select-Object Id, Name, @{n='State';e={\"$($_.State)\"}}, HasMoreData, Command";

interface Facts {
  readonly Id: number;
  readonly Name: string;
  readonly State: JobState;
  readonly HasMoreData: boolean;
  readonly Command: string;
}

/** A job on the other computer. */
export class KeptJob {
  readonly #session: Session;
  readonly id: number;
  readonly name: string;
  constructor(session: Session, facts: Facts) {
    this.#session = session;
    this.id = facts.Id;
    this.name = facts.Name;
  }

  /** How the job is now. */
  async look(): Promise<JobSnapshot> {
    const [facts] = await this.#ask<Facts>(`Get-Job -Id $args[0] | ${FACTS}`);
    return snapshot(facts!);
  }

  /** Waits until it is at rest. An aborted wait leaves the job alone, and rejects with the signal's reason. */
  async wait(signal?: AbortSignal): Promise<JobSnapshot> {
    await this.#session.run("$null = Wait-Job -Id $args[0]", { args: [this.id], ...(signal && { signal }) });
    return this.look();
  }

  /** Its results so far, once; again with `keep`. */
  receive<Result = unknown>(options: ReceiveOptions = {}): AsyncGenerator<Result, void> {
    return this.#session.invoke<Result>("Receive-Job -Id $args[0] -Keep:$args[1]", {
      args: [this.id, options.keep === true],
    });
  }

  /** Stops it; what it gave so far can still be received. */
  async stop(): Promise<void> {
    await this.#ask("Stop-Job -Id $args[0]");
  }

  /** Deletes it with its results, stopping it first where it runs. */
  async remove(): Promise<void> {
    await this.#ask("Remove-Job -Id $args[0] -Force");
  }

  #ask<Result>(script: string): Promise<Result[]> {
    return this.#session.run<Result>(script, { args: [this.id] });
  }
}

/** The jobs of a session. */
export class RemoteJobs {
  readonly #session: Session;
  constructor(session: Session) {
    this.#session = session;
  }

  async start(script: string, options: StartOptions = {}): Promise<KeptJob> {
    const [facts] = await this.#session.run<Facts>(
      `param($text, $name, $arguments)
      $more = @{}
      if ($name) { $more.Name = $name }
      if ($arguments) { $more.ArgumentList = $arguments }
      Start-Job -ScriptBlock ([scriptblock]::Create($text)) @more | ${FACTS}`,
      { args: [script, options.name ?? null, options.args ?? null] },
    );
    return new KeptJob(this.#session, facts!);
  }

  async list(): Promise<KeptJob[]> {
    const all = await this.#session.run<Facts>(`Get-Job | ${FACTS}`);
    return all.map((facts) => new KeptJob(this.#session, facts));
  }
}

function snapshot(facts: Facts): JobSnapshot {
  return {
    id: facts.Id,
    name: facts.Name,
    state: facts.State,
    hasMoreData: facts.HasMoreData,
    command: facts.Command,
  };
}
