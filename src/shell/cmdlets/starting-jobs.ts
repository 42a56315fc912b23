// What Start-Job and Start-ThreadJob share: the script, the folder it starts in, and its input.

import { writeValue } from "../../clixml/index.js";
import type { CmdletContext, CmdletRun, ParameterDefinition } from "../../engine/index.js";
import type { JobCmdletWorld } from "./find-jobs.js";

export const WORKING_DIRECTORY: ParameterDefinition = {
  type: "string",
  validate: [{ kind: "NotNullOrWhiteSpace" }],
  help: "Folder that the job starts in; the current location where absent.",
};

/** A job that starts with its first input, or at the end where there is none; `start` gives the job's id. */
export function startingJob(
  context: CmdletContext,
  { jobs, objects }: JobCmdletWorld,
  start: (hasInput: boolean) => number,
): CmdletRun {
  const hasInput = context.expectingInput || context.bound["InputObject"] !== undefined;
  let id: number | undefined;
  return {
    process() {
      id ??= start(hasInput);
      const input = context.bound["InputObject"];
      if (hasInput && input !== undefined)
        jobs.input(id, [input === null ? "" : writeValue(input, { view: context.engine.values.view })]);
    },
    end() {
      id ??= start(hasInput);
      if (hasInput) jobs.endInput(id);
      context.write(objects.of(jobs.view(id)!));
    },
  };
}

/** The folder that -WorkingDirectory names, as a native path; undefined where it was not given. */
export function workingDirectory(context: CmdletContext): string | undefined {
  const given: string | undefined = context.bound["WorkingDirectory"];
  if (given === undefined) return undefined;
  const { drive, path } = context.engine.location.resolve(given);
  if (drive.provider === "FileSystem" && context.engine.host.files.stat(path)?.isDirectory) return path;
  return context.throwTerminating(
    context.error(
      "System.IO.DirectoryNotFoundException",
      `Cannot find the WorkingDirectory path ${given}.`,
      "DirectoryNotFoundException",
      "InvalidOperation",
      given,
    ),
  );
}

/** Text of -FilePath or -LiteralPath. */
export function scriptFile(context: CmdletContext): string {
  const { bound, engine } = context;
  const given: string = bound["FilePath"] ?? bound["LiteralPath"] ?? "";
  const { path } = engine.location.resolve(given);
  if (!engine.host.files.stat(path)?.isFile)
    context.throwTerminating(
      context.error(
        "System.Management.Automation.ItemNotFoundException",
        `Cannot find path '${path}' because it does not exist.`,
        "PathNotFound",
        "ObjectNotFound",
        path,
      ),
    );
  return new TextDecoder().decode(engine.host.files.read(path));
}
