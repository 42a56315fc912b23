// Members of the engine's own objects, for scripts: script blocks, commands, $PSCmdlet, modules, session state.

import type { Runtime } from "./runtime.js";

export function addEngineTypes(rt: Runtime): void {
  void rt;
}
