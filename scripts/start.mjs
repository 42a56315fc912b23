// npm start: makes the checkout ready and takes the tour.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureReady, root } from "./prepare.mjs";

ensureReady();
const tour = spawnSync(process.execPath, [join(root, "dist", "scripts", "tour.js"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(tour.status ?? 1);
