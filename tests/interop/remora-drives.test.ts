// Remora drives the real engine: the client side of src/protocol, a child process, and the engine's own server.

import { remoraDrive } from "./remora-drive.js";
import { rowsHold } from "./suite.js";

rowsHold("Remora drives the real engine", (program, rows) => remoraDrive(rows, [program, "serve"]));
