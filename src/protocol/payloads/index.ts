// The payload of every message: what it holds, how it is written, how it is read.

export {
  type SessionCapability,
  decodeSessionCapability,
  encodeSessionCapability,
  negotiatedVersion,
  ownCapability,
} from "./capability.js";
export { type Coordinates, type HostDefaultData, type HostInfo, NO_HOST, type Size } from "./host-info.js";
export {
  APARTMENT_STATES,
  type ConnectRunspacePool,
  type InitRunspacePool,
  PS_THREAD_OPTIONS,
  type PoolQuestion,
  type PoolQuestionType,
  type RunspaceAvailability,
  type RunspacePoolInitData,
  decodeApplicationPrivateData,
  decodeConnectRunspacePool,
  decodeInitRunspacePool,
  decodePoolQuestion,
  decodePrimitiveDictionary,
  decodeRunspaceAvailability,
  decodeRunspacePoolInitData,
  encodeApplicationPrivateData,
  encodeConnectRunspacePool,
  encodeInitRunspacePool,
  encodePoolQuestion,
  encodeRunspaceAvailability,
  encodeRunspacePoolInitData,
  primitiveDictionary,
} from "./pool.js";
export {
  type CommandMerges,
  type CommandParameter,
  type CreatePipeline,
  NO_MERGES,
  PIPELINE_RESULT_TYPES,
  type PipelineCommand,
  REMOTE_STREAM_OPTIONS,
  decodeCreatePipeline,
  encodeCreatePipeline,
  scriptPipeline,
  usingValues,
} from "./pipeline.js";
export {
  type PipelineStateInfo,
  pipelineStateIn,
  type RunspacePoolStateInfo,
  decodePipelineState,
  decodeRunspacePoolState,
  encodePipelineState,
  encodeRunspacePoolState,
} from "./states.js";
export { decodeEncryptedSessionKey, decodePublicKey, encodeEncryptedSessionKey, encodePublicKey } from "./keys.js";
export {
  type BufferCell,
  type BufferCells,
  type ChoiceDescription,
  type FieldDescription,
  HOST_METHODS,
  type HostCall,
  type HostKind,
  type HostKinds,
  type HostMethod,
  type HostParameters,
  type HostResult,
  type KeyInfo,
  type ProgressData,
  type Rectangle,
  VOID_CALL,
  isVoidMethod,
} from "./host-methods.js";
export {
  type HostResponse,
  decodeHostCall,
  decodeHostResponse,
  encodeHostCall,
  encodeHostResponse,
  hostResult,
} from "./host-calls.js";
export {
  type PlainFailure,
  decodeErrorRecord,
  decodeInformationRecord,
  decodeInformationalRecord,
  decodeProgressRecord,
  encodeErrorRecord,
  encodeFailure,
  encodeInformationRecord,
  encodeInformationalRecord,
  encodeProgressRecord,
} from "./records.js";
export { secureStringReading, secureStringWriting } from "./secure-strings.js";
export { readPayload } from "./fields.js";
export {
  COMMAND_TYPES,
  type GetCommandMetadata,
  decodeGetCommandMetadata,
  encodeGetCommandMetadata,
} from "./metadata.js";
export { type UserEvent, decodeUserEvent, encodeUserEvent } from "./user-event.js";
export { type VersionFacts, versionTable } from "./version-table.js";
