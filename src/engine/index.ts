// The engine's door.
export type * from "./host.js";
export type * from "./commands/cmdlet.js";
export type * from "./engine.js";
export type * from "./session/provider.js";
export type * from "./types/definition.js";
export * from "./types/index.js";
export * from "./run/flow.js";
export { createEngine, EngineRuntime } from "./create-engine.js";
export type { RunOptions, RunResult } from "./run/run-script.js";
export { forEachObject } from "./builtin/for-each-object.js";
export { ScriptBlock } from "./run/script-block.js";
export * from "./commands/command-info.js";
export { ModuleInfo } from "./session/module-info.js";
export { ParameterText } from "./binder/argument.js";
