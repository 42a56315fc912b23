// Write-Information: an object on the information stream.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { HostInformationMessage, InformationRecord, UNIX_EPOCH_TICKS } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

export function newInformation(context: CmdletContext, data: unknown, tags: readonly string[]): InformationRecord {
  const { host } = context.engine;
  const offsetMs = host.computer.utcOffsetMinutes(host.now()) * 60_000;
  const ticks = UNIX_EPOCH_TICKS + BigInt(Math.round((host.now() + offsetMs) * 10_000));
  const record = new InformationRecord(
    data,
    context.invocation.scriptName ?? `Write-${data instanceof HostInformationMessage ? "Host" : "Information"}`,
    ticks,
  );
  record.tags = [...tags];
  record.user = host.computer.userName;
  record.computer = host.computer.name;
  record.processId = host.computer.processId;
  return record;
}

export const writeInformation: CmdletDefinition = {
  name: "Write-Information",
  module: UTILITY,
  synopsis: "Specifies how PowerShell handles information stream data for a command.",
  parameters: {
    MessageData: {
      type: "object",
      aliases: ["Msg", "Message"],
      position: 0,
      mandatory: true,
      fromPipeline: true,
      allowNull: true,
    },
    Tags: { type: "string[]", position: 1 },
  },
  examples: [{ code: "Write-Information note 6>&1", output: "note" }],
  run: (context) => ({
    process: () =>
      context.writeInformation(newInformation(context, context.bound["MessageData"], context.bound["Tags"] ?? [])),
  }),
};
