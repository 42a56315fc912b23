// Microsoft.PowerShell.Utility, but for what shows things (display/), writes to streams (write/), and the formats with
// folders of their own (csv/, json/).

import type { CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { eventTypes } from "./events/objects.js";
import { eventCmdlets } from "./events/index.js";
import { plainUtilityCmdlets, plainUtilityTypes } from "./family.js";

/** The family for one runspace, whose events are its own. */
export function utilityCmdlets(): readonly CmdletEntry[] {
  return [...plainUtilityCmdlets, ...entriesOf(eventCmdlets())];
}

export const utilityTypes: readonly TypeDefinition[] = [...plainUtilityTypes, ...eventTypes];
