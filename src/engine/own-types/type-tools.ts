// What the files that define the engine's own types share.

import { PSList } from "../../objects/index.js";
import type { TypeSource } from "../types/define.js";

export const AUTOMATION: string = "System.Management.Automation.";

export type Add = (name: string, source: TypeSource, accelerators?: readonly string[]) => void;

export function collection(items: unknown[]): PSList {
  return new PSList(
    "Collection",
    "System.Collections.ObjectModel.Collection`1[[System.Management.Automation.PSObject]]",
    items,
  );
}

export function asIs(items: readonly unknown[]): unknown {
  return items.length === 1 ? items[0] : items.length === 0 ? undefined : items;
}
