// A provider: what is behind a drive. The engine has Variable:, Function:, Alias: and Env:; FileSystem: is added by the cmdlets.
//
// Rule: paths given to a provider are its own: native absolute paths for FileSystem, names for the flat ones ("" is the root).

import type { Drive } from "../engine.js";

export interface ProviderItem {
  /** Last part of the path. */
  readonly name: string;
  /** Path within the provider. */
  readonly path: string;
  readonly isContainer: boolean;
  /** The object a cmdlet writes (without PSPath and the other notes, which the cmdlet adds). */
  readonly value: unknown;
}

/** Reads or writes the content of an item, line by line or as a whole: Get-Content and Set-Content on a flat provider. */
export interface Provider {
  /** "FileSystem", "Variable", "Function", "Alias", "Environment". */
  readonly name: string;
  /** "Microsoft.PowerShell.Core\\FileSystem". */
  readonly fullName: string;
  /** Items have children (FileSystem); a flat provider has its root only. */
  readonly isHierarchical: boolean;
  readonly capabilities: readonly string[];
  /** Home folder, where there is one: what `~` means. */
  readonly home?: string;
  exists(drive: Drive, path: string): boolean;
  isContainer(drive: Drive, path: string): boolean;
  getItem(drive: Drive, path: string): ProviderItem | undefined;
  getChildren(drive: Drive, path: string): ProviderItem[];
  /** Replaces the value of an item (Set-Item, an assignment to `$drive:name`); null removes it where the provider says so. */
  setItem?(drive: Drive, path: string, value: unknown, options?: { force?: boolean }): ProviderItem | undefined;
  newItem?(
    drive: Drive,
    path: string,
    itemType: string | undefined,
    value: unknown,
    options?: { force?: boolean },
  ): ProviderItem;
  removeItem?(drive: Drive, path: string, options: { recurse: boolean; force: boolean }): void;
  renameItem?(drive: Drive, path: string, newName: string, options?: { force?: boolean }): ProviderItem;
  /** What `$drive:name` gives, and Get-Content: an array where there are several lines; undefined where there is no such item. */
  getContent?(drive: Drive, path: string): unknown;
  setContent?(drive: Drive, path: string, value: readonly unknown[]): void;
}
