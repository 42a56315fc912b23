// The sessions' door.
export * from "./items.js";
export * from "./errors.js";
export * from "./states.js";
export * from "./session.js";
export * from "./throttle.js";
export * from "./inventory.js";
export * from "./connect.js";
