// The cmdlets of items, paths, drives and processes, the same for all runspaces.

import type { CmdletEntry } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { copyItem } from "./copy-item.js";
import { getPSDrive, getPSProvider, newPSDrive, removePSDrive } from "./drives.js";
import { getChildItem } from "./get-child-item.js";
import { getContent } from "./get-content.js";
import { getItem } from "./get-item.js";
import { getItemProperty, getItemPropertyValue, setItemProperty } from "./item-properties.js";
import { itemPropertyChanges } from "./item-property-changes.js";
import { moveItem, renameItem } from "./move-item.js";
import { newItem } from "./new-item.js";
import { convertPath, joinPath, resolvePath, splitPath, testPath } from "./paths.js";
import { processCmdlets } from "./process/index.js";
import { removeItem } from "./remove-item.js";
import { addContent, clearContent, setContent } from "./set-content.js";
import { clearItem, invokeItem, setItem } from "./set-item.js";

export const itemCmdlets: readonly CmdletEntry[] = entriesOf([
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
  ...itemPropertyChanges,
  ...processCmdlets,
]);

export { processTypes } from "./process/index.js";
