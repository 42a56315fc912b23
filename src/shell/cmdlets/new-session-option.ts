// New-PSSessionOption. What it makes is engine/session-option.ts; connection-parameters.ts reads it.

import type { CmdletDefinition } from "../../engine/index.js";
import { Dictionary, PSObject } from "../../objects/index.js";
import { primitiveDictionary } from "../../protocol/index.js";
import { SessionOption } from "../engine/session-option.js";
import { bufferingOf } from "./connection-parameters.js";
import { JOB_MODULE } from "./find-jobs.js";

export function newPSSessionOption(): CmdletDefinition {
  return {
    name: "New-PSSessionOption",
    module: JOB_MODULE,
    synopsis: "Creates an object of options for a session.",
    parameters: {
      SkipCACheck: { type: "switch" },
      SkipCNCheck: { type: "switch" },
      MaximumReceivedDataSizePerCommand: { type: "int" },
      MaximumReceivedObjectSize: { type: "int" },
      Culture: { type: "object" },
      UICulture: { type: "object" },
      ApplicationArguments: { type: "hashtable" },
      OpenTimeout: {
        type: "int",
        aliases: ["OpenTimeoutMSec"],
        validate: [{ kind: "Range", min: 0, max: 2147483647 }],
      },
      CancelTimeout: {
        type: "int",
        aliases: ["CancelTimeoutMSec"],
        validate: [{ kind: "Range", min: 0, max: 2147483647 }],
      },
      IdleTimeout: {
        type: "int",
        aliases: ["IdleTimeoutMSec"],
        validate: [{ kind: "Range", min: -1, max: 2147483647 }],
        help: "Milliseconds after which a session that nobody is connected to ends; 7,200,000 where the endpoint says nothing else.",
      },
      OutputBufferingMode: {
        type: "string",
        validate: [{ kind: "Set", values: ["None", "Drop", "Block"] }],
        help: "When there is no more room for a disconnected session's output: Block lets the command wait, Drop forgets what is oldest.",
      },
      MaxConnectionRetryCount: {
        type: "int",
        validate: [{ kind: "Range", min: 0, max: 2147483647 }],
        help: "How often a lost link is tried again; without it as often as there is time for, for 4 minutes. 0: not at all.",
      },
      OperationTimeout: {
        type: "int",
        aliases: ["OperationTimeoutMSec"],
        validate: [{ kind: "Range", min: 0, max: 2147483647 }],
      },
    },
    outputTypes: ["System.Management.Automation.Remoting.PSSessionOption"],
    examples: [
      {
        code: "New-PSSession Server01 -SessionOption (New-PSSessionOption -IdleTimeout 86400000 -OutputBufferingMode Drop)",
        runs: false,
      },
      { code: '"$((New-PSSessionOption -OpenTimeout 5000).OpenTimeout)"', output: "00:00:05" },
    ],
    run: (context) => ({
      process() {
        const { bound } = context;
        const option = new SessionOption();
        option.skipCACheck = Boolean(bound["SkipCACheck"]);
        option.skipCNCheck = Boolean(bound["SkipCNCheck"]);
        option.openTimeoutMs = bound["OpenTimeout"] ?? option.openTimeoutMs;
        option.cancelTimeoutMs = bound["CancelTimeout"] ?? option.cancelTimeoutMs;
        option.idleTimeoutMs = bound["IdleTimeout"] ?? option.idleTimeoutMs;
        option.operationTimeoutMs = bound["OperationTimeout"] ?? option.operationTimeoutMs;
        option.isOperationTimeoutGiven = bound["OperationTimeout"] !== undefined;
        option.outputBufferingMode = bufferingOf(bound["OutputBufferingMode"]) ?? "None";
        option.retryCount = bound["MaxConnectionRetryCount"];
        option.maximumReceivedDataSizePerCommand = bound["MaximumReceivedDataSizePerCommand"] ?? null;
        option.maximumReceivedObjectSize = bound["MaximumReceivedObjectSize"] ?? option.maximumReceivedObjectSize;
        option.culture = bound["Culture"] ?? null;
        option.uiCulture = bound["UICulture"] ?? null;
        const said: Dictionary | undefined = bound["ApplicationArguments"];
        option.applicationArguments = said ? primitives(said) : null;
        context.write(option);
      },
    }),
  };
}

/** A table as a session can be told of it; so are those in it. */
function primitives(table: Dictionary): Dictionary {
  const entry = (key: unknown, value: unknown): [string, unknown] => {
    const plain = value instanceof PSObject ? value.base : value;
    return [String(key), plain instanceof Dictionary ? primitives(plain) : value];
  };
  return primitiveDictionary([...table].map(({ key, value }) => entry(key, value)));
}
