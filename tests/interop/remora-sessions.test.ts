// Remora's sessions drive the real engine.

import { isForSessions, sessionDrive } from "./session-drive.js";
import { allRows, rowsHold } from "./suite.js";

rowsHold("Remora's sessions drive the real engine", (program, rows) => sessionDrive(rows, [program, "serve"]), {
  rows: allRows.filter(isForSessions),
});
