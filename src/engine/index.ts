// The engine's door.
export type * from "./host.js";
export type * from "./cmdlet.js";
export type * from "./engine.js";
export type * from "./provider.js";
export type * from "./types/definition.js";
export * from "./types/index.js";
export * from "./flow.js";
export { createLocationService } from "./location.js";
export { createEngine, EngineRuntime, type EngineOptions } from "./create-engine.js";
export type { RunOptions, RunResult } from "./run-script.js";
export { forEachObject } from "./builtin/for-each-object.js";
export { ScriptBlock } from "./script-block.js";
export { Variable } from "./scopes.js";
export * from "./command-info.js";
export { ModuleInfo } from "./module-info.js";
export { ParameterText } from "./argument.js";
export { InputEnumerator } from "./invocation.js";
export { ScriptCmdlet } from "./script-cmdlet.js";
