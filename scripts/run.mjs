// Runs one of the project's own tools (`npm start`, `npm run bench` …) after making sure that it is built.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureReady, root } from "./prepare.mjs";

const [tool, ...args] = process.argv.slice(2);
ensureReady();
const script = join(root, "dist", "scripts", `${tool}.js`);
const result = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
process.exit(result.status ?? 1);
