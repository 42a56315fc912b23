// The engine's door.
export type * from "./host.js";
export type * from "./cmdlet.js";
export type * from "./engine.js";
export type * from "./provider.js";
export type * from "./types/definition.js";
export * from "./types/index.js";
export * from "./flow.js";
export { createLocationService } from "./location.js";
