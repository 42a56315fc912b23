// The real engine drives `remora -s`: its protocol client, and its own job and remoting cmdlets.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { drive } from "./drive.js";
import { root } from "./peer.js";
import { cmdlets } from "./scenarios/cmdlets.js";
import { rowsHold } from "./suite.js";

const endpoint = [process.execPath, join(root, "bin", "remora"), "-s"];
const obstacle = (): string | undefined =>
  existsSync(join(root, "dist", "bundle", "launch.cjs")) ? undefined : "bin/remora is not bundled yet (npm run build)";

rowsHold("the real engine drives remora -s", (program, rows) => drive(program, "drive", rows, endpoint), { obstacle });
rowsHold("the real cmdlets on remora -s", (program, rows) => drive(program, "job", rows, endpoint), {
  rows: cmdlets,
  obstacle,
});
