// Microsoft.PowerShell.Management: items, content, locations, drives, paths, processes.

import type { CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { clipboardCmdlets } from "./clipboard.js";
import { infoTypes } from "./infos.js";
import { locationCmdlets, pathInfoStackType } from "./location.js";
import { itemCmdlets, processTypes } from "./family.js";

/** The family for one runspace, whose location stacks are its own. */
export function managementCmdlets(): readonly CmdletEntry[] {
  return [...itemCmdlets, ...entriesOf([...clipboardCmdlets(), ...locationCmdlets(new Map())])];
}

export const managementTypes: readonly TypeDefinition[] = [...infoTypes, pathInfoStackType, ...processTypes];

export { createFileSystemProvider } from "./file-system.js";
