// The sessions' door.
export * from "./items.js";
export * from "./errors.js";
export * from "./states.js";
export { Session } from "./session.js";
export { OWN_ENDPOINT } from "./session-link.js";
export type { KeptBy, SessionKeep, SessionOptions } from "./session-options.js";
export type { InvokeSettings, RemotePipeline } from "./remote-pipeline.js";
export * from "./keep.js";
export * from "./throttle.js";
export * from "./inventory.js";
export * from "./connect.js";
export * from "./script.js";
export * from "./job-endpoint.js";
export * from "./own-reach.js";
export {
  DEFAULT_KEEP_TERMS,
  type KeepTerms,
  type KeptClient,
  type KeptPipeline,
  type KeptSession,
  MAX_IDLE_TIMEOUT_SEC,
  MIN_IDLE_TIMEOUT_SEC,
  type OutputBuffering,
} from "../protocol/index.js";
export type { SshTarget } from "../transports/index.js";
