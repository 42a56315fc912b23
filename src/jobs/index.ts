// The jobs' door.
export * from "./states.js";
export * from "./errors.js";
export * from "./child-job.js";
export * from "./job.js";
export * from "./table.js";
export * from "./remote-work.js";
export * from "./spare.js";
