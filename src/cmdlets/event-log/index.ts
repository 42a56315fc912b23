// Event logs: Get-EventLog over whatever this host keeps its logs in.

import type { CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { eventLogEntryType } from "./entry.js";
import { getEventLog } from "./get-event-log.js";

export const eventLogCmdlets: readonly CmdletEntry[] = [
  { name: getEventLog.name, module: getEventLog.module, load: () => getEventLog },
];

export const eventLogTypes: readonly TypeDefinition[] = [eventLogEntryType];

export { openOperationalLog, operationalLogPath, type OperationalLog } from "./operational-log.js";
