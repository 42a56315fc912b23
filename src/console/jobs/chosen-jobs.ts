// Which jobs a command is about, and what it does to each.

import type { KeptJobView, KeptJobWorld, RegisteredJob } from "../../jobs/index.js";
import { RemotingError } from "../../sessions/index.js";
import { complain, exitCodeOf } from "./answers.js";
import { type Arguments, UsageError } from "./arguments.js";
import { EXIT } from "./commands.js";

/** The jobs that are named, each once; what is not there is said, and counts in the exit code. */
export function chosenJobs(world: KeptJobWorld, { words }: Arguments): { found: RegisteredJob[]; code: number } {
  if (words.length === 0) throw new UsageError("Which job? `remora jobs` lists them.");
  const all = knownJobs(world);
  const found = new Set<RegisteredJob>();
  let code: number = EXIT.done;
  for (const word of words) {
    const matches = all.filter((job) => String(job.id) === word || shownName(job).toLowerCase() === word.toLowerCase());
    for (const job of matches) found.add(job);
    if (matches.length > 0) continue;
    complain(`there is no job ${word}. \`remora jobs\` lists those there are.`);
    code = EXIT.unknown;
  }
  return { found: [...found], code };
}

/** What could not be read is said once, and in the list of all jobs each time. */
export function knownJobs({ register }: KeptJobWorld, isList = false): readonly RegisteredJob[] {
  const { jobs, setAside } = register.read();
  for (const { file, reason, isOld } of setAside) if (!isOld || isList) complain(`${file} was set aside: ${reason}.`);
  return jobs;
}

export function shownName(job: RegisteredJob): string {
  return job.name === "" ? `Job${job.id}` : job.name;
}

/** Does something to each job; what fails is said. The exit code of the worst. */
export async function eachJob(
  jobs: readonly KeptJobView[],
  verb: string,
  action: (view: KeptJobView) => Promise<void>,
): Promise<number> {
  const codes = await Promise.all(
    jobs.map(async (view) => {
      try {
        await action(view);
        return EXIT.done;
      } catch (error) {
        complain(`job ${view.job.id} (${shownName(view.job)}) was not ${verb}: ${(error as Error).message}`);
        return exitCodeOf(error);
      }
    }),
  );
  return Math.max(EXIT.done, ...codes);
}

/** What is said of a job whose computer did not answer. */
export function unreachable({ job, reason }: KeptJobView): RemotingError {
  return new RemotingError(reason ?? "", "PSSessionConnectFailed", undefined, undefined, job.computerName);
}
