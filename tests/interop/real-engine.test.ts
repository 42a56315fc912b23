// The rows hold of the real engine: its client drives its server. So a row that Remora fails is Remora's fault.

import { drive } from "./drive.js";
import { cmdlets } from "./scenarios/cmdlets.js";
import { rowsHold } from "./suite.js";

rowsHold("the real engine drives the real engine", (program, rows) =>
  drive(program, "drive", rows, [program, "serve"]),
);
rowsHold("the real cmdlets on the real engine", (program, rows) => drive(program, "job", rows, [program, "serve"]), {
  rows: cmdlets,
});
