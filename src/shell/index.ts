// The shell's door.
export * from "./requests.js";
export * from "./shell.js";
export * from "./serve-stdio.js";
export * from "./process-runspaces.js";
export * from "./local-keeper.js";
export * from "./shell-runspace.js";
export { nodeConnector } from "./services/index.js";
export { hostInfoOf, pipelineOf, textArgument } from "./services/pipelines.js";
export { userRegister } from "./services/registered.js";
export type { Launch } from "./launch.js";
