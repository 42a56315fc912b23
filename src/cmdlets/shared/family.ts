// From definitions to the entries a shell registers.

import type { CmdletDefinition, CmdletEntry } from "../../engine/index.js";

/** Entries of cmdlets that are already at hand. */
export function entriesOf(definitions: readonly CmdletDefinition[]): readonly CmdletEntry[] {
  return definitions.map((definition) => ({
    name: definition.name,
    module: definition.module,
    ...(definition.aliases ? { aliases: definition.aliases } : {}),
    load: () => definition,
  }));
}
