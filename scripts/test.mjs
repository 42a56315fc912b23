// npm test: makes the checkout ready, then runs every test, the fast ones first. `npm test -- NAME…` runs only the
// files whose path has one of the names in it.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureReady, root } from "./prepare.mjs";

// Data and functions first (milliseconds), then what starts threads and processes, then other programs.
const ORDER = [
  "",
  "clixml",
  "protocol",
  "language",
  "engine",
  "format",
  "cmdlets",
  "endpoint",
  "runspace",
  "transports",
  "sessions",
  "keeper",
  "jobs",
  "shell",
  "console",
  "api",
  "acceptance",
  "examples",
  "ssh",
  "interop",
];

ensureReady();
const names = process.argv.slice(2);
const files = listTests(join(root, "tests"))
  .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
  .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
if (files.length === 0) {
  console.error(`No test file has ${names.map((name) => `"${name}"`).join(" or ")} in its path.`);
  process.exit(1);
}
// The children that tests start need no TLS, and start faster without extra certificate authorities to parse.
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
const result = spawnSync(
  process.execPath,
  ["--test", "--test-concurrency=2", ...files.map((file) => join(root, "dist", "tests", file.replace(/ts$/, "js")))],
  { cwd: root, stdio: "inherit", env: environment },
);
process.exit(result.status ?? 1);

function listTests(folder, prefix = "") {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return listTests(join(folder, entry.name), path);
    return entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

function rank(file) {
  const folder = file.includes("/") ? file.slice(0, file.indexOf("/")) : "";
  const index = ORDER.indexOf(folder);
  return index < 0 ? ORDER.length : index;
}
