// The keeper's door: sessions that outlive their client's connection, and what they leave on disk.
export { type JournalFiles, diskFiles } from "./journal/files.js";
export { Journal, type JournalPipeline, type JournalSettings } from "./journal/journal.js";
export { Cursor, type Step } from "./journal/cursor.js";
export { recoverJournal, type Recovered } from "./journal/recover.js";
export { type Clock, systemClock } from "./clock.js";
export { Keeper, type KeeperOptions } from "./keeper.js";
export type { EndpointRequest } from "./own-sessions.js";
export { type EndpointWiring, KeptSession, type KeptSessionOptions } from "./kept-session.js";
export type { Link } from "./link.js";
export { findSessions, adoptSession } from "./store.js";
export { listen, type Listening, logTo } from "./listen.js";
export { keeperPlaces, type Places, type PlacesOptions } from "./places.js";
export { identityOfProcess, isAlive, killProcess, type ProcessIdentity } from "./processes.js";
export { keeperProcess, relay, type RelayOptions } from "./relay.js";
export type { RelayHello } from "./requests.js";
