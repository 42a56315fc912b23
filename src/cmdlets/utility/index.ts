// Microsoft.PowerShell.Utility, but for what shows things (display/).

import type { CmdletDefinition, CmdletEntry } from "../../engine/index.js";
import { groupObject } from "./group-object.js";
import { measureObject } from "./measure-object.js";
import { selectObject } from "./select-object.js";
import { sortObject } from "./sort-object.js";

const definitions: readonly CmdletDefinition[] = [groupObject, measureObject, selectObject, sortObject];

export const utilityCmdlets: readonly CmdletEntry[] = definitions.map((definition) => ({
  name: definition.name,
  module: definition.module,
  ...(definition.aliases ? { aliases: definition.aliases } : {}),
  load: () => definition,
}));
