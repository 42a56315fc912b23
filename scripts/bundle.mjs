// Bundles the program into a few files, and keeps V8's compiled code of each beside it: start-up is loading JavaScript.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { splitBundle } from "./bundle-late.mjs";
import { packUpload } from "./bundle-upload.mjs";
import { root } from "./prepare.mjs";

const out = join(root, "dist", "bundle");
const ENTRIES = {
  launch: "src/shell/launch.js",
  thread: "src/shell/thread.js",
  remora: "src/console/main.js",
  interactive: "src/console/interactive.js",
  jobs: "src/console/jobs/program.js",
  endpoint: "src/shell/serve-stdio.js",
  services: "src/shell/services-thread.js",
  relay: "src/shell/serve-relay.js",
  keeper: "src/shell/serve-keeper.js",
};
const ENGINE = "src/shell/engine/start-engine.js";

/**
 * What an engine loads when it first needs it: bundles of their own, by the modules that open them. A module belongs here
 * when neither the start of a session nor a plain pipeline calls it. It may export data, functions, and data with functions
 * in it (families of types, entries of cmdlets); classes it exports stay unknown to the rest.
 */
const LATE = {
  values: [
    "src/engine/types/table/collections/bit-arrays.js",
    "src/engine/types/table/numbers/bit-converter.js",
    "src/engine/types/table/text/chars.js",
    "src/engine/types/table/collections/collection-values.js",
    "src/engine/types/table/numbers/conversions.js",
    "src/engine/types/table/powershell/credentials.js",
    "src/engine/types/table/collections/dictionaries.js",
    "src/engine/types/table/enums.js",
    "src/engine/types/table/exceptions.js",
    "src/engine/types/table/collections/generic-dictionaries.js",
    "src/engine/types/table/collections/lists.js",
    "src/engine/types/table/numbers/math.js",
    "src/engine/types/table/powershell/values.js",
    "src/engine/types/table/powershell/ps-object.js",
    "src/engine/types/table/collections/queues.js",
    "src/engine/types/table/powershell/records.js",
    "src/engine/types/table/text/regexes.js",
    "src/engine/types/table/collections/sets.js",
    "src/engine/types/table/text/string-builder.js",
    "src/engine/types/table/text/string-comparers.js",
    "src/engine/types/table/text/strings.js",
    "src/engine/types/table/collections/tuples.js",
    "src/engine/types/numbers/format-number.js",
    "src/engine/types/text/format-string.js",
    "src/engine/types/regex/translate.js",
    "src/engine/types/operators/bitwise.js",
    "src/format/error-view.js",
  ],
  types: [
    "src/engine/types/table/io/consoles.js",
    "src/engine/types/table/text/cultures.js",
    "src/engine/types/table/time/dates.js",
    "src/engine/types/table/text/encodings.js",
    "src/engine/types/table/environment.js",
    "src/engine/types/table/io/file-infos.js",
    "src/engine/types/table/io/files.js",
    "src/engine/types/table/io/folders.js",
    "src/engine/types/table/hashes.js",
    "src/engine/types/table/collections/linq.js",
    "src/engine/types/table/io/paths.js",
    "src/engine/types/table/io/streams.js",
    "src/engine/types/table/syntax/nodes.js",
    "src/engine/types/table/syntax/tokens.js",
    "src/engine/types/table/system.js",
    "src/engine/types/table/net/uri.js",
    "src/engine/types/table/net/web-text.js",
    "src/engine/types/table/xml.js",
    "src/engine/types/dates/format-date.js",
    "src/engine/types/dates/parse-date.js",
    "src/engine/types/xml/parse.js",
  ],
  language: [
    "src/language/checks/classes.js",
    "src/language/grammar/classes.js",
    "src/language/checks/data-section.js",
    "src/language/errors.js",
    "src/engine/compile/class.js",
    "src/engine/compile/switch.js",
    "src/engine/binder/dynamic-parameters.js",
    "src/engine/session/modules.js",
    "src/engine/pipeline/native-arguments.js",
    "src/engine/commands/requirements.js",
  ],
  utility: ["src/cmdlets/utility/family.js"],
  management: ["src/cmdlets/management/copy-sources.js", "src/cmdlets/management/family.js"],
  display: ["src/cmdlets/display/family.js"],
  information: ["src/cmdlets/core-info/family.js", "src/shell/engine/complete.js"],
  data: [
    "src/cmdlets/csv/index.js",
    "src/cmdlets/json/index.js",
    "src/cmdlets/markup/index.js",
    "src/cmdlets/select-string/index.js",
  ],
  system: ["src/cmdlets/administration/index.js", "src/cmdlets/event-log/index.js", "src/cmdlets/web/index.js"],
  jobs: [
    "src/shell/cmdlets/copy-item.js",
    "src/shell/cmdlets/enter-session.js",
    "src/shell/cmdlets/get-job.js",
    "src/shell/cmdlets/import-session.js",
    "src/shell/cmdlets/invoke-command.js",
    "src/shell/cmdlets/kept-sessions.js",
    "src/shell/cmdlets/manage-jobs.js",
    "src/shell/cmdlets/new-session-option.js",
    "src/shell/cmdlets/receive-job.js",
    "src/shell/cmdlets/sessions.js",
    "src/shell/cmdlets/start-job.js",
    "src/shell/cmdlets/start-thread-job.js",
  ],
};

/**
 * What is run once so that the code it needs is compiled when the cache is taken. The last run of a bundle decides: all that
 * is late is loaded by the first, and the core keeps what the start of a session and a plain pipeline need.
 */
const WARM_UP = [
  [
    "-c",
    `1..3 | ForEach-Object { $_ * 2 } | Out-String | Out-Null; [pscustomobject]@{A=1;B='x'} | Format-Table | Out-Null
    Get-ChildItem / | Select-Object -First 1 | Out-Null; "{0:N2} {1}" -f 1.5, (Get-Date) | Out-Null; "a" -match "a|b" | Out-Null
    class WarmUp { [int]$A }; try { throw 'no' } catch { "$_" } finally { $x = @{ a = 1 } }; Get-Process -Id $PID | Out-Null;
    sh -c true; Start-Job { 1 } | Receive-Job -Wait -AutoRemoveJob | Out-Null; Write-Error x 2>&1 | Out-Null
    ConvertTo-Json @{ a = 1, 'b' } | ConvertFrom-Json | Out-Null; 'a,b' | ConvertFrom-Csv -Header x, y | ConvertTo-Csv | Out-Null
    'x' | Select-String x | Out-Null; Get-Command Get-Date | Get-Member | Out-Null; Get-Variable PID | Out-Null; Get-ExecutionPolicy | Out-Null`,
  ],
  ["-OutputFormat", "XML", "-c", "1"],
  ["-NonInteractive", "-Command", "-"],
];

/** Plain pipelines in a session, whose endpoint and engine leave their code behind last: jobs start with it. */
const WARM_UP_SESSION = `
  1..3 | ForEach-Object { $_ * 2 } | Where-Object { $_ -gt 2 }
  function f($a) { if ($a -gt 0) { "text $a" } }; f 1; foreach ($i in 1..3) { $i }`;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const options = {
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  keepNames: false,
  legalComments: "none",
  charset: "ascii",
  logLevel: "warning",
};
const built = await build({
  ...options,
  format: "cjs",
  write: false,
  entryPoints: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join(root, "dist", path)])),
  outdir: out,
});
const texts = {
  ...Object.fromEntries(Object.keys(ENTRIES).map((name, at) => [name, built.outputFiles[at].text])),
  ...(await splitBundle({ root: join(root, "dist"), name: "engine", entry: ENGINE, late: LATE, options })),
};

// Parts of Node.js that most runs never use are loaded at their first use: they cost a start several milliseconds.
const SLOW = ["node:crypto", "node:child_process", "node:worker_threads"];
const slow = `const slow=n=>{let m;return new Proxy({},{get:(_,k)=>(m??=require(n))[k]})};`;
for (const [name, text] of Object.entries(texts)) {
  const body = SLOW.reduce((all, module) => all.replaceAll(`require("${module}")`, `slow("${module}")`), slow + text);
  // These are started by Node.js itself; the others are loaded by them, as functions.
  const wrapped = `(function(exports,require,module,__filename,__dirname,load){${body}\n})`;
  writeFileSync(join(out, `${name}.cjs`), name === "launch" || name === "thread" ? body : wrapped);
}
const { REMORA_WRITE_CACHE: _, NODE_EXTRA_CA_CERTS: __, ...env } = process.env;
const caching = { ...env, REMORA_WRITE_CACHE: "1" };
const warmUp = (args) =>
  spawnSync(process.execPath, [join(root, "bin", "remora"), ...args], {
    input: args.includes("-") ? "1\n" : "",
    timeout: 20_000,
    env: caching,
  });
warmUp(WARM_UP.at(-1));
const early = readdirSync(out).filter((name) => /^engine-.*\.cache$/.test(name));
if (early.length > 0) console.warn(`The start of a session loads what should be late: ${early.join(", ")}`);
for (const args of WARM_UP) warmUp(args);
const { jobEndpointOf } = await import(pathToFileURL(join(root, "dist", "src", "sessions", "index.js")).href);
const endpoint = [process.execPath, join(root, "bin", "remora"), "-s"];
await warmUpSession(endpoint, "engine.cjs.cache");
await warmUpSession(jobEndpointOf(endpoint), "engine.cjs.job.cache");
packUpload(out);

async function warmUpSession(command, cacheName) {
  const cache = join(out, cacheName);
  const before = existsSync(cache) ? statSync(cache).mtimeMs : 0;
  const { connect } = await import(pathToFileURL(join(root, "dist", "src", "index.js")).href);
  Object.assign(process.env, { REMORA_WRITE_CACHE: "1" });
  const session = await connect({
    computerName: "localhost",
    inventory: { localhost: { transport: "process", command } },
  });
  await session.run(WARM_UP_SESSION, { onError: "ignore" });
  await session.run("Set-Location /; 1");
  await session.close();
  for (let tries = 0; tries < 100 && (!existsSync(cache) || statSync(cache).mtimeMs === before); tries++)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
