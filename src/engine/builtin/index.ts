// Cmdlets that belong to the evaluator itself, for speed: they run on every other line of a script.

import type { CmdletDefinition, CmdletEntry } from "../commands/cmdlet.js";
import { getPSCallStack } from "./call-stack.js";
import { forEachObject } from "./for-each-object.js";
import { outNull, writeOutput } from "./output.js";
import { whereObject } from "./where-object.js";

function entry(definition: CmdletDefinition): CmdletEntry {
  return {
    name: definition.name,
    module: definition.module,
    ...(definition.aliases ? { aliases: definition.aliases } : {}),
    load: () => definition,
  };
}

export const BUILTIN_CMDLETS: readonly CmdletEntry[] = [
  forEachObject,
  whereObject,
  writeOutput,
  outNull,
  getPSCallStack,
].map(entry);
