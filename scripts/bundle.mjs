// Bundles the program into a few files, and keeps V8's compiled code of each beside it: start-up is loading JavaScript.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./prepare.mjs";

const out = join(root, "dist", "bundle");
const ENTRIES = {
  launch: "src/shell/launch.js",
  remora: "src/console/main.js",
  interactive: "src/console/interactive.js",
  endpoint: "src/shell/serve-stdio.js",
  engine: "src/shell/engine/engine-thread.js",
};

/** What is run once so that the code it needs is compiled when the cache is taken. */
const WARM_UP = [
  ["-NonInteractive", "-Command", "-"],
  ["-c", "Start-Job { 1 } | Receive-Job -Wait"],
];

/** The same in a session, whose endpoint and engine leave their code behind last: jobs start with it. */
const WARM_UP_SESSION = `
  1..3 | ForEach-Object { $_ * 2 } | Where-Object { $_ -gt 2 } | Out-String | Out-Null
  [pscustomobject]@{ A = 1; B = 'x' } | Format-Table | Out-String | Out-Null
  [pscustomobject]@{ A = 1; B = 'x' }
  function f($a) { if ($a -gt 0) { "text $a" } }; f 1; foreach ($i in 1..3) { $i }
  Write-Host 'seen'; Write-Warning 'careful'; Write-Error 'wrong' -ErrorAction Continue
  try { throw 'no' } catch { "$_" } finally { $x = @{ a = 1 } }
  Get-Date | Out-Null; Get-Process -Id $PID | Out-Null; sh -c true`;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  entryPoints: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join(root, "dist", path)])),
  outdir: out,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minify: true,
  keepNames: false,
  legalComments: "none",
  charset: "ascii",
  logLevel: "warning",
});
// Parts of Node.js that most runs never use are loaded at their first use: they cost a start several milliseconds.
const LATE = ["node:crypto", "node:child_process"];
const late = `const late=n=>{let m;return new Proxy({},{get:(_,k)=>(m??=require(n))[k]})};`;
for (const name of Object.keys(ENTRIES)) {
  const file = join(out, `${name}.cjs`);
  let text = readFileSync(file, "utf8");
  for (const module of LATE) text = text.replaceAll(`require("${module}")`, `late("${module}")`);
  // The launcher is started by Node.js itself; the others are loaded by it, as functions.
  const wrapped = `(function(exports,require,module,__filename,__dirname){${late + text}\n})`;
  writeFileSync(file, name === "launch" ? late + text : wrapped);
}
const { REMORA_WRITE_CACHE: _, NODE_EXTRA_CA_CERTS: __, ...env } = process.env;
const caching = { ...env, REMORA_WRITE_CACHE: "1" };
for (const args of WARM_UP) {
  spawnSync(process.execPath, [join(root, "bin", "remora"), ...args], {
    input: args.includes("-") ? "1\n" : "",
    timeout: 20_000,
    env: caching,
  });
}
await warmUpSession();

async function warmUpSession() {
  const cache = join(out, "engine.cjs.cache");
  const before = existsSync(cache) ? statSync(cache).mtimeMs : 0;
  const { connect } = await import(pathToFileURL(join(root, "dist", "src", "index.js")).href);
  Object.assign(process.env, { REMORA_WRITE_CACHE: "1" });
  const session = await connect("localhost");
  await session.run(WARM_UP_SESSION, { onError: "ignore" });
  await session.run("Set-Location /; 1");
  await session.close();
  for (let tries = 0; tries < 100 && (!existsSync(cache) || statSync(cache).mtimeMs === before); tries++)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
