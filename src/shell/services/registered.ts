// Writes down where the jobs are that keepers keep for this shell, for other programs of its user.
//
// Rule: what cannot be written down must not keep a job from running.

import { homedir } from "node:os";
import { type JobRegister, jobRegister, type KeptTrace, type RegisteredJob, registerFolder } from "../../jobs/index.js";
import type { SshTarget } from "../../sessions/index.js";

export interface KeptFacts {
  readonly computerName: string;
  readonly ssh?: SshTarget | undefined;
  readonly sessionId: string;
  readonly pipelineId: string;
  readonly name: string;
  readonly command: string;
  readonly ownsSession: boolean;
}

export interface Registrar {
  /** A job begins. It is forgotten when its shell has received it all, or ends it. */
  began(facts: KeptFacts): KeptTrace;
  /** One that began elsewhere is received here: it is remembered how it ended. */
  found(pipelineId: string): KeptTrace;
}

const NOTHING: KeptTrace = { received: () => undefined, gone: () => undefined };

/** The register of this user. */
export function userRegister(): JobRegister {
  return jobRegister(registerFolder(process.env, process.env["HOME"] ?? homedir()));
}

export function registrar(register: JobRegister): Registrar {
  const quietly = <T>(action: () => T): T | undefined => {
    try {
      return action();
    } catch {
      return undefined; // a full disk, a home that cannot be written to
    }
  };

  function finished(job: RegisteredJob, state: string): void {
    register.update({ ...job, outcome: { state, receivedMs: Date.now() } });
  }

  return {
    began({ ssh, ...facts }) {
      const made = quietly(() => register.add({ ...facts, ...(ssh && { ssh }), startedMs: Date.now() }));
      if (!made) return NOTHING;
      const forget = (): void => void quietly(() => register.remove(made.id));
      return { received: forget, gone: forget };
    },
    found(pipelineId) {
      const known = quietly(() => register.read().jobs.find((job) => job.pipelineId === pipelineId));
      if (!known) return NOTHING;
      return {
        received: (state) => void quietly(() => finished(known, state)),
        gone: () => void quietly(() => register.remove(known.id)),
      };
    },
  };
}
