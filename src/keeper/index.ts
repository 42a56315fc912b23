// The keeper's door: sessions that outlive their client's connection, and what they leave on disk.
export { type JournalFiles, diskFiles } from "./journal/files.js";
export { Journal, type JournalPipeline, type JournalSettings } from "./journal/journal.js";
export type { Step } from "./journal/cursor.js";
export { recoverJournal } from "./journal/recover.js";
export { type Clock, systemClock } from "./clock.js";
export { Keeper } from "./keeper.js";
export type { EndpointRequest } from "./own-sessions.js";
export { KeptSession } from "./kept-session.js";
export type { Link } from "./link.js";
export { findSessions, adoptSession } from "./store.js";
export { listen, type Listening, logTo } from "./listen.js";
export { keeperPlaces, type Places } from "./places.js";
export { identityOfProcess } from "./processes.js";
export { relay } from "./relay.js";
