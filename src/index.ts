// Remora's typed API: sessions, commands and jobs on computers that speak PSRP.
export { connect, type ConnectOptions, Session } from "./connect.js";
export type { InvokeOptions } from "./invocation.js";
export { type AsJobOptions, invokeAsJob, Job, type JobOptions, type JobResult, startJob } from "./local-jobs.js";
export type { JobState } from "./jobs/index.js";
export { type JobSnapshot, KeptJob, type ReceiveOptions, RemoteJobs, type StartOptions } from "./kept-jobs.js";
export {
  DisconnectedJob,
  type DisconnectedJobLook,
  type DisconnectedJobOptions,
  disconnectedJobs,
  type FindOptions,
  type ReceiveDisconnectedOptions,
  startDisconnected,
} from "./disconnected-jobs.js";
export { PowerShellError } from "./errors.js";
export { fromPlain, type RemoteObject, toPlain, typeNames } from "./values.js";
export type { KeepOptions, KeptBy, LinkEvent } from "./sessions/index.js";
export { InventoryError, RemotingError } from "./sessions/index.js";
export type { Ask, SshQuestion } from "./transports/index.js";
