// The runspace's door: an engine on a thread of its own, and the bridge to it.
export * from "./bridge/messages.js";
export * from "./bridge/call-desk.js";
export * from "./bridge/host-side.js";
export * from "./bridge/process-threads.js";
export * from "./bridge/engine-side.js";
export * from "./bridge/same-thread.js";
export * from "./host/host.js";
export * from "./native-service.js";
export { networkService } from "./network-service.js";
export { NETWORK_SERVICE } from "./host/network.js";
export { NATIVE_SERVICE, startNativeProcess } from "./host/native-processes.js";
export { UI_SERVICE } from "./host/user-interface.js";
export * from "./serve.js";
