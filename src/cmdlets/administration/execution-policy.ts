// Get- and Set-ExecutionPolicy: off Windows every script may run, and nothing changes that.

import type { CmdletDefinition } from "../../engine/index.js";
import { PSObject } from "../../objects/index.js";
import { SECURITY } from "../shared/modules.js";

const SCOPES = ["MachinePolicy", "UserPolicy", "Process", "CurrentUser", "LocalMachine"];
const POLICIES = ["Unrestricted", "RemoteSigned", "AllSigned", "Restricted", "Default", "Bypass", "Undefined"];

export const getExecutionPolicy: CmdletDefinition = {
  name: "Get-ExecutionPolicy",
  module: SECURITY,
  synopsis: "Gets the execution policies for the current session.",
  parameters: {
    Scope: {
      type: "string",
      position: 0,
      fromPipelineByPropertyName: true,
      validate: [{ kind: "Set", values: SCOPES, ignoreCase: true }],
      help: "Whose policy: it is the same for all.",
    },
    List: { type: "switch", help: "The policies of all scopes." },
  },
  examples: [{ code: "Get-ExecutionPolicy", output: "Unrestricted", note: "Off Windows it is always this." }],
  run: (context) => ({
    end() {
      if (context.bound["List"] !== true) return context.write("Unrestricted");
      for (const scope of SCOPES) context.write(PSObject.of({ Scope: scope, ExecutionPolicy: "Unrestricted" }));
    },
  }),
};

export const setExecutionPolicy: CmdletDefinition = {
  name: "Set-ExecutionPolicy",
  module: SECURITY,
  synopsis: "Sets the PowerShell execution policies for Windows computers.",
  supportsShouldProcess: true,
  parameters: {
    ExecutionPolicy: {
      type: "string",
      position: 0,
      mandatory: true,
      fromPipelineByPropertyName: true,
      validate: [{ kind: "Set", values: POLICIES, ignoreCase: true }],
      help: "The policy.",
    },
    Scope: {
      type: "string",
      position: 1,
      fromPipelineByPropertyName: true,
      validate: [{ kind: "Set", values: SCOPES, ignoreCase: true }],
      help: "Whose policy.",
    },
    Force: { type: "switch", help: "Asks nothing." },
  },
  examples: [{ code: "Set-ExecutionPolicy RemoteSigned", note: "An error off Windows.", runs: false }],
  run: (context) => ({
    process() {
      const type = "System.PlatformNotSupportedException";
      context.throwTerminating(
        context.error(type, "Operation is not supported on this platform.", type, "NotSpecified"),
      );
    },
  }),
};
