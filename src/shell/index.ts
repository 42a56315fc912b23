// The shell's door.
export * from "./requests.js";
export * from "./shell.js";
export * from "./serve-stdio.js";
export * from "./process-runspaces.js";
export * from "./local-keeper.js";
export * from "./shell-runspace.js";
export type { Launch } from "./launch.js";
