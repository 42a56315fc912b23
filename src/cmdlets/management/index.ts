// Microsoft.PowerShell.Management: items, content, locations, drives, paths, processes.

import type { CmdletDefinition, CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { clipboardCmdlets } from "./clipboard.js";
import { copyItem } from "./copy-item.js";
import { getPSDrive, getPSProvider, newPSDrive, removePSDrive } from "./drives.js";
import { getChildItem } from "./get-child-item.js";
import { getContent } from "./get-content.js";
import { getItem } from "./get-item.js";
import { infoTypes } from "./infos.js";
import { getItemProperty, getItemPropertyValue, setItemProperty } from "./item-properties.js";
import { itemPropertyChanges } from "./item-property-changes.js";
import { locationCmdlets, pathInfoStackType } from "./location.js";
import { moveItem, renameItem } from "./move-item.js";
import { newItem } from "./new-item.js";
import { convertPath, joinPath, resolvePath, splitPath, testPath } from "./paths.js";
import { processCmdlets, processTypes } from "./process/index.js";
import { removeItem } from "./remove-item.js";
import { addContent, clearContent, setContent } from "./set-content.js";
import { clearItem, invokeItem, setItem } from "./set-item.js";

const definitions: readonly CmdletDefinition[] = [
  addContent,
  clearContent,
  clearItem,
  convertPath,
  copyItem,
  getChildItem,
  getContent,
  getItem,
  getItemProperty,
  getItemPropertyValue,
  getPSDrive,
  getPSProvider,
  invokeItem,
  joinPath,
  moveItem,
  newItem,
  newPSDrive,
  removeItem,
  removePSDrive,
  renameItem,
  resolvePath,
  setContent,
  setItem,
  setItemProperty,
  splitPath,
  testPath,
];

/** The family for one runspace, whose location stacks are its own. */
export function managementCmdlets(): readonly CmdletEntry[] {
  return entriesOf([
    ...definitions,
    ...itemPropertyChanges,
    ...clipboardCmdlets(),
    ...locationCmdlets(new Map()),
    ...processCmdlets,
  ]);
}

export const managementTypes: readonly TypeDefinition[] = [...infoTypes, pathInfoStackType, ...processTypes];

export { createFileSystemProvider } from "./file-system.js";
export { currentLocation, PathInfo } from "./infos.js";
