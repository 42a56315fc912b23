// GetNewClosure: a script block with a module of its own that keeps the variables of the moment.

import { ModuleInfo } from "../session/module-info.js";
import type { Runtime } from "./runtime.js";
import { SessionState } from "../session/scopes.js";
import { ScriptBlock } from "./script-block.js";

export function newClosure(rt: Runtime, block: ScriptBlock): ScriptBlock {
  const module = new ModuleInfo(`__DynamicModule_${rt.host.newGuid()}`);
  const state = new SessionState(module, rt.global.root);
  module.state = state;
  const { current } = block.state ?? rt.state;
  const skip = new Set([
    "args",
    "input",
    "myinvocation",
    "psboundparameters",
    "pscmdlet",
    "psscriptroot",
    "pscommandpath",
    "_",
  ]);
  const copy = (scope: typeof current): void => {
    for (const variable of scope.variables()) {
      const key = variable.name.toLowerCase();
      if (skip.has(key) || rt.allScope.has(key) || scope.parent === null) continue;
      state.root.create(variable.name, variable.value);
    }
  };
  if (current.parent === null) {
    for (const variable of current.variables()) {
      const key = variable.name.toLowerCase();
      if (!skip.has(key) && !rt.allScope.has(key) && variable.constraint === null && key !== "error")
        state.root.create(variable.name, variable.value);
    }
  } else {
    if (block.state?.module && current !== block.state.root) copy(block.state.root);
    copy(current);
  }
  return new ScriptBlock(block.ast, state, block.extraParameters, block.isFilter);
}
