// Makes a checkout ready: installs what package-lock.json names, compiles, bundles. Does only what is still missing.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs and builds where that is due. A failure ends the process with the tool's own exit code. */
export function ensureReady() {
  if (!existsSync(join(root, "node_modules", "typescript"))) {
    run(process.platform === "win32" ? "npm.cmd" : "npm", ["ci"], { REMORA_SKIP_PREPARE: "1" });
  }
  build();
}

/** Compiles (tsc decides what is out of date) and bundles where the bundle is older than its sources. */
function build() {
  run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-b", root]);
  const bundle = join(root, "dist", "bundle", "remora.cjs");
  const isFresh = existsSync(bundle) && newestUnder(join(root, "dist", "src")) <= statSync(bundle).mtimeMs;
  if (!isFresh) run(process.execPath, [join(root, "scripts", "bundle.mjs")]);
}

/** Runs a program of the tool chain with our terminal; anything but success ends this process. */
function run(file, args, environment = {}) {
  const result = spawnSync(file, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
    shell: file.endsWith(".cmd"),
  });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Newest modification below a folder, in milliseconds since 1970. */
function newestUnder(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) newest = Math.max(newest, newestUnder(path));
    else if (entry.name.endsWith(".js")) newest = Math.max(newest, statSync(path).mtimeMs);
  }
  return newest;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !process.env.REMORA_SKIP_PREPARE) build();
