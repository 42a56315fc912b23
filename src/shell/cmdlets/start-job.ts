// Start-Job: a script block in a process of its own.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { type LiveScriptBlock, scriptSpec } from "../engine/script-spec.js";
import { JOB_MODULE, type JobCmdletWorld } from "./find-jobs.js";
import { scriptFile, startingJob, WORKING_DIRECTORY, workingDirectory } from "./starting-jobs.js";

const SCRIPT_SETS = ["ComputerName", "FilePathComputerName", "LiteralFilePathComputerName"];
const inScripts = Object.fromEntries(SCRIPT_SETS.map((name) => [name, {}]));

export function startJob(world: JobCmdletWorld): CmdletDefinition {
  return {
    name: "Start-Job",
    module: JOB_MODULE,
    synopsis: "Starts a background job in a process of its own.",
    aliases: ["sajb"],
    defaultParameterSet: "ComputerName",
    parameters: {
      ScriptBlock: {
        type: "scriptblock",
        aliases: ["Command"],
        sets: { ComputerName: { position: 0, mandatory: true } },
        validate: [{ kind: "NotNull" }],
        help: "What the job runs.",
      },
      FilePath: {
        type: "string",
        sets: { FilePathComputerName: { position: 0, mandatory: true } },
        help: "A script of this computer that the job runs.",
      },
      LiteralPath: {
        type: "string",
        aliases: ["PSPath", "LP"],
        sets: { LiteralFilePathComputerName: { mandatory: true } },
        help: "The same, without wildcards.",
      },
      DefinitionName: { type: "string", sets: { DefinitionName: { position: 0, mandatory: true } } },
      DefinitionPath: { type: "string", sets: { DefinitionName: { position: 1 } } },
      Type: { type: "string", sets: { DefinitionName: { position: 2 } } },
      Name: {
        type: "string",
        sets: Object.fromEntries(SCRIPT_SETS.map((name) => [name, { fromPipelineByPropertyName: true }])),
        help: "The job's name; Job and its id where there is none.",
      },
      InitializationScript: {
        type: "scriptblock",
        sets: Object.fromEntries(SCRIPT_SETS.map((name) => [name, { position: 1 }])),
        help: "Runs before; when it fails the job fails.",
      },
      Credential: { type: "System.Management.Automation.PSCredential", sets: inScripts },
      Authentication: { type: "string", sets: inScripts },
      RunAs32: { type: "switch", sets: inScripts },
      PSVersion: {
        type: "version",
        sets: inScripts,
        validate: [{ kind: "NotNullOrEmpty" }],
        help: "5.1 is let pass, as PowerShell does; the job runs here all the same.",
      },
      InputObject: {
        type: "psobject",
        sets: Object.fromEntries(SCRIPT_SETS.map((name) => [name, { fromPipeline: true }])),
        help: "Objects for $input.",
      },
      ArgumentList: { type: "object[]", aliases: ["Args"], sets: inScripts, help: "Arguments of the script." },
      WorkingDirectory: WORKING_DIRECTORY,
    },
    outputTypes: ["System.Management.Automation.PSRemotingJob"],
    examples: [{ code: "Start-Job { 1..3 } | Receive-Job -Wait", output: "1\n2\n3", runs: false }],
    run(context) {
      refuse(context);
      return startingJob(context, world, (hasInput) => startOne(context, world, hasInput));
    },
  };
}

function refuse(context: CmdletContext): void {
  const { bound, engine } = context;
  const version = bound["PSVersion"] === undefined ? "5.1" : engine.values.toText(bound["PSVersion"]);
  if (version !== "5.1")
    context.throwTerminating(
      context.error(
        "System.Management.Automation.ParameterBindingException",
        `Cannot bind parameter 'PSVersion' to the target. Exception setting "PSVersion": "The value ${version} is not valid for the PSVersion parameter. The only allowed value is 5.1."`,
        "ParameterBindingFailed",
        "WriteError",
      ),
    );
  if (bound["RunAs32"])
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        "Cannot start a 32-bit 'pwsh' process from the 64-bit 'pwsh' installation. Install the 32-bit 'pwsh' if you need to run PowerShell in a 32-bit process.",
        "RunAs32NotSupported",
        "InvalidOperation",
      ),
    );
  if (bound["Credential"])
    context.throwTerminating(
      context.error(
        "System.PlatformNotSupportedException",
        "Start-Job -Credential is not supported on this platform: the job would run as the user of this session. Use Invoke-Command -AsJob -HostName localhost -UserName to run it as somebody else.",
        "CredentialNotSupported",
        "NotImplemented",
      ),
    );
  const authentication = String(bound["Authentication"] ?? "Default");
  if (authentication.toLowerCase() !== "default")
    context.throwTerminating(
      context.error(
        "System.Management.Automation.PSInvalidOperationException",
        `The specified authentication mechanism "${authentication}" is not supported. Only "Default" is supported for this operation.`,
        "InvalidOperation",
        "InvalidOperation",
      ),
    );
}

function startOne(context: CmdletContext, world: JobCmdletWorld, hasInput: boolean): number {
  const { bound, engine } = context;
  const block: LiveScriptBlock | string = bound["ScriptBlock"] ?? scriptFile(context);
  const spec = scriptSpec(context, block, {
    args: bound["ArgumentList"] ?? [],
    hasInput,
    location: workingDirectory(context) ?? engine.location.current,
    mayBeCommands: true,
  });
  const initialization: LiveScriptBlock | undefined = bound["InitializationScript"];
  return world.jobs.start({
    spec,
    command: typeof block === "string" ? block : block.definition,
    ...(bound["Name"] && { name: bound["Name"] }),
    ...(initialization && { initializationScript: initialization.text }),
  });
}
