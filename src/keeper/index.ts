// The keeper's door: sessions that outlive their client's connection, and what they leave on disk.
export { type JournalFiles, diskFiles } from "./journal/files.js";
export { Journal, type JournalPipeline, type JournalSettings } from "./journal/journal.js";
export { Cursor, type Step } from "./journal/cursor.js";
export { recoverJournal, type Recovered } from "./journal/recover.js";
