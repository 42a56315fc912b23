// The transports' door: the wires that bytes travel on.
export type * from "./transport.js";
export * from "./memory.js";
export * from "./child-process.js";
export * from "./stdio.js";
export * from "./polled-stdio.js";
export * from "./signs-of-life.js";
export * from "./key-exchange.js";
export * from "./ssh/target.js";
export * from "./ssh/client.js";
export {
  bootstrapCommand,
  BootstrapReader,
  installer,
  type UploadedEndpoint,
  type UploadPayload,
} from "./ssh/bootstrap.js";
export { knownAnswers } from "./ssh/questions.js";
export { uploadFrom } from "./ssh/upload.js";
export { sshArguments } from "./ssh/arguments.js";
export { userConfig } from "./ssh/user-config.js";
