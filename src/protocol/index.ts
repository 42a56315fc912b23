// The PowerShell Remoting Protocol (MS-PSRP) without input or output: text in, events out, text to send.
//
// A session makes an OutOfProcessClient, calls the actions of its `machine` (open, createPipeline, sendInput, stop …),
// gives it what arrives (`receive`) and sends what it wants sent (`take`). An endpoint does the same with an
// OutOfProcessServer. Payloads are CLIXML text; the functions of payloads/ make and read them.

export { ProtocolError, StateError, type Fault } from "./errors.js";
export { EMPTY_GUID, guidBytes, isGuid, readGuid } from "./guid.js";
export {
  DEFAULT_MAX_MESSAGE_SIZE,
  Defragmenter,
  FRAGMENT_HEADER_SIZE,
  type Fragment,
  type Packet,
  startInPacket,
  MAX_BLOB_SIZE,
  MAX_PACKET_SIZE,
  readFragment,
  writeFragmentHeader,
} from "./fragments.js";
export {
  type Destination,
  MESSAGE_TYPES,
  type Message,
  type MessageReader,
  type MessageType,
  type MessageWriter,
  type OutgoingMessage,
  messageReader,
  messageWriter,
} from "./messages.js";
export { Fragmenter, type EmitFragment } from "./packets.js";
export {
  CLIENT_PIPELINE,
  CLIENT_POOL,
  type ClientPipelineEvent,
  type ClientPoolEvent,
  PIPELINE_STATES,
  type PipelineEnd,
  type PipelineState,
  RUNSPACE_POOL_STATES,
  type RunspacePoolState,
  SERVER_PIPELINE,
  SERVER_POOL,
  type ServerPipelineEvent,
  type ServerPoolEvent,
  type Transitions,
  isPipelineEnd,
  step,
} from "./states.js";
export { type Base64, base64Length } from "./base64.js";
export type { ClientOutbox, Outbox, ServerOutbox } from "./outbox.js";
export {
  type KeyExchangeCrypto,
  type RsaKeyPair,
  type RsaPublicKey,
  type SecureStringCipher,
  decodePublicKeyBlob,
  decodeSessionKeyBlob,
  encodePublicKeyBlob,
  encodeSessionKeyBlob,
} from "./key-exchange.js";
export {
  type ClientEvent,
  isPipelineData,
  PIPELINE_DATA_TYPES,
  type PipelineData,
  type PipelineDataType,
  type ServerEvent,
} from "./events.js";
export { ClientMachine, type ClientOptions } from "./client.js";
export { type Acknowledge, ServerMachine, type ServerOptions } from "./server.js";
export {
  DATA_SUFFIX,
  type DataStream,
  ERROR_LINE_PREFIX,
  type Element,
  type ElementName,
  LineReader,
  dataPrefix,
  elementLine,
  readElements,
} from "./carriers/elements.js";
export * from "./carriers/keeper-lines.js";
export { DEFAULT_MAX_LINE_LENGTH, OutOfProcessClient, type OutOfProcessClientOptions } from "./carriers/client.js";
export {
  type CarrierKeeper,
  OutOfProcessServer,
  type OutOfProcessServerEvent,
  type OutOfProcessServerOptions,
} from "./carriers/server.js";
export * from "./payloads/index.js";
