// The console's door, for programs that bring a terminal of their own.
export { History } from "./editor/history.js";
export type { Line, LineReader, ReadLineOptions } from "./read-line.js";
export { needsMore, runConsole } from "./repl.js";
export type { Terminal } from "./terminal.js";
export { consoleUI } from "./user-interface.js";
