// Event logs: Get-EventLog and Get-WinEvent over whatever this host keeps its logs in.

import type { CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { eventLogEntryType } from "./entry.js";
import { getEventLog } from "./get-event-log.js";
import { eventRecordType, getWinEvent } from "./get-win-event.js";

export const eventLogCmdlets: readonly CmdletEntry[] = [
  { name: getEventLog.name, module: getEventLog.module, load: () => getEventLog },
  { name: getWinEvent.name, module: getWinEvent.module, load: () => getWinEvent },
];

export const eventLogTypes: readonly TypeDefinition[] = [eventLogEntryType, eventRecordType];
