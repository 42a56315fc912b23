// Commands about the session itself: commands, aliases, variables, members, modules, help, history, errors.

import type { CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { sessionCmdlets } from "./family.js";
import { historyCmdlets } from "./history.js";
import { typeDataCmdlets, typeMemberType } from "./type-data.js";

/** For one runspace: its history is its own. */
export function coreInfoCmdlets(): readonly CmdletEntry[] {
  return [...sessionCmdlets, ...entriesOf([...typeDataCmdlets(), ...historyCmdlets()])];
}

export const coreInfoTypes: readonly TypeDefinition[] = [typeMemberType];
