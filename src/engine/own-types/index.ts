// The engine's own types, put into a runspace's table.

import { addHostTypes } from "./host.js";
import { addParameterTypes } from "./parameters.js";
import { addPowerShellType } from "./powershell-object.js";
import type { Runtime } from "../run/runtime.js";
import { defineType, type TypeSource } from "../types/define.js";
import { AUTOMATION } from "./type-tools.js";
import { addCommands } from "./commands.js";
import { addSessionState } from "./session.js";
import { addScriptBlock } from "./script-blocks.js";

export function addEngineTypes(rt: Runtime): void {
  const add = (name: string, source: TypeSource, accelerators: readonly string[] = []): void =>
    rt.types.add(defineType(name.includes(".") ? name : AUTOMATION + name, source, accelerators));
  addScriptBlock(rt, add);
  addCommands(rt, add);
  addSessionState(rt, add);
  addHostTypes(rt);
  addParameterTypes(rt);
  addPowerShellType(rt);
  for (const name of ["PSVersionHashTable", "DefaultParameterDictionary"])
    if (rt.types.find(AUTOMATION + name) === undefined) add(name, { base: "System.Collections.Hashtable" });
}
