// `remora start`: a script on each computer, in a session that is left there.

import { readFileSync, statSync } from "node:fs";
import { type KeptJobWorld, startKeptJob } from "../../jobs/index.js";
import { type KeepOptions, MIN_IDLE_TIMEOUT_SEC, throttle } from "../../sessions/index.js";
import { hostInfoOf, pipelineOf, textArgument } from "../../shell/index.js";
import { complain, exitCodeOf, writeJson } from "./answers.js";
import { type Arguments, milliseconds, openTimeoutMs, UsageError } from "./arguments.js";
import { shownName } from "./chosen-jobs.js";
import { EXIT } from "./commands.js";
import { placeJson, placesOf } from "./places.js";
import { table } from "./table.js";

export async function start(world: KeptJobWorld, given: Arguments): Promise<number> {
  const script = scriptOf(given.rest);
  const { options } = given;
  const idleMs = milliseconds(options, "idle-timeout");
  if (idleMs !== undefined && idleMs < MIN_IDLE_TIMEOUT_SEC * 1000)
    throw new UsageError(`--idle-timeout must be at least ${MIN_IDLE_TIMEOUT_SEC} seconds.`);
  const terms: KeepOptions = {
    ...(idleMs !== undefined && { idleTimeoutSec: Math.round(idleMs / 1000) }),
    ...(options["buffering"] !== undefined && { buffering: bufferingOf(options["buffering"]) }),
  };
  const name = typeof options["name"] === "string" ? options["name"] : "";
  if (/^(?:job)?\d+$/i.test(name)) throw new UsageError(`--name ${name} would be taken for the id of a job.`);
  const ui = {
    width: process.stdout.columns || 120,
    height: process.stdout.rows || 40,
    supportsVirtualTerminal: false,
  };
  const parameters = script.args.map(textArgument);
  const request = pipelineOf({ script: script.text, parameters, noInput: true, ui });
  const room = throttle();
  let code: number = EXIT.done;
  const started = await Promise.all(
    placesOf(options).map((place) =>
      room.run(async () => {
        try {
          const { command } = script;
          const more = { terms, hostInfo: hostInfoOf(ui), openTimeoutMs: openTimeoutMs(given) };
          return await startKeptJob(world, { ...place, request, command, name, ...more });
        } catch (error) {
          complain((error as Error).message);
          code = exitCodeOf(error);
          return undefined;
        }
      }),
    ),
  );
  const jobs = started.filter((job) => job !== undefined);
  if (options["json"]) writeJson(jobs.map((job) => ({ ...placeJson(job), id: job.id, name: shownName(job) })));
  else if (process.stdout.isTTY && jobs.length > 0)
    process.stdout.write(
      table(
        ["ID", "NAME", "HOST"],
        jobs.map((job) => [String(job.id), shownName(job), job.computerName]),
      ),
    );
  else process.stdout.write(jobs.map(({ id }) => `${id}\n`).join(""));
  return code;
}

function bufferingOf(value: string | true): "Block" | "Drop" {
  const lower = String(value).toLowerCase();
  if (lower === "block" || lower === "drop") return lower === "block" ? "Block" : "Drop";
  throw new UsageError("--buffering is block or drop.");
}

/** A script file with its arguments, or a script as it was typed. */
function scriptOf(words: readonly string[]): { text: string; command: string; args: readonly string[] } {
  const [first, ...args] = words;
  if (first === undefined) throw new UsageError("What is to be run? A script, or the path of a script file.");
  if (/^[^\n]+$/.test(first) && statSync(first, { throwIfNoEntry: false })?.isFile())
    return { text: readFileSync(first, "utf8").replace(/^\ufeff/, ""), command: words.join(" "), args };
  if (/\.ps1$/i.test(first)) throw new UsageError(`There is no file ${first}.`);
  return { text: words.join(" "), command: words.join(" "), args: [] };
}
