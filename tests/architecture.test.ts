// The import table of ARCHITECTURE.md, held exactly: who may import whom, through doors only, and no cycle between files.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = join(root, "src");

/** Folder → the folders it may import. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  objects: [],
  clixml: ["objects"],
  protocol: ["objects", "clixml"],
  language: ["objects"],
  engine: ["objects", "language"],
  format: ["objects"],
  cmdlets: ["engine", "language", "format", "clixml", "objects"],
  runspace: ["engine", "cmdlets", "clixml", "objects"],
  endpoint: ["protocol"],
  keeper: ["endpoint", "protocol"],
  transports: ["protocol"],
  sessions: ["transports", "protocol"],
  jobs: ["sessions", "clixml", "objects"],
  shell: [
    "runspace",
    "jobs",
    "sessions",
    "format",
    "cmdlets",
    "engine",
    "language",
    "clixml",
    "objects",
    "protocol",
    "endpoint",
    "keeper",
    "transports",
  ],
  console: ["shell", "jobs", "sessions", "endpoint", "transports", "language", "format"],
  ".": ["sessions", "jobs", "objects", "clixml", "transports", "protocol"],
};

/** Folders that may not name Node.js, a timer or a process. The compiler holds it too: their `types` are empty. */
const PURE = ["objects", "clixml", "protocol", "language", "engine", "format", "endpoint"];

const files = listFiles(source).map((path) => ({
  path,
  folder: folderOf(path),
  imports: importsOf(readFileSync(path, "utf8")),
}));

test("every folder imports only what the table allows", () => {
  const wrong = files.flatMap((file) =>
    localImports(file)
      .filter((target) => folderOf(target) !== file.folder && !MAY_IMPORT[file.folder]?.includes(folderOf(target)))
      .map((target) => `${short(file.path)} imports ${short(target)}`),
  );
  assert.deepEqual(wrong, []);
});

test("a folder is entered through its door", () => {
  const wrong = files.flatMap((file) =>
    localImports(file)
      .filter((target) => folderOf(target) !== file.folder && !target.endsWith(`${sep}index.ts`))
      .map((target) => `${short(file.path)} imports ${short(target)}`),
  );
  assert.deepEqual(wrong, []);
});

test("pure folders import nothing from Node.js", () => {
  const wrong = files
    .filter((file) => PURE.includes(file.folder))
    .flatMap((file) =>
      file.imports.filter((name) => !name.startsWith(".")).map((name) => `${short(file.path)}: ${name}`),
    );
  assert.deepEqual(wrong, []);
});

test("there are no runtime dependencies beside Node.js", () => {
  const wrong = files.flatMap((file) =>
    file.imports
      .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
      .map((name) => `${short(file.path)}: ${name}`),
  );
  assert.deepEqual(wrong, []);
});

test("no file imports itself by a detour, types aside", () => {
  const graph = new Map(
    files.map((file) => [
      file.path,
      localImports({ ...file, imports: valueImportsOf(readFileSync(file.path, "utf8")) }),
    ]),
  );
  assert.deepEqual(findCycle(graph)?.map(short), undefined);
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

function folderOf(path: string): string {
  const parts = relative(source, path).split(sep);
  return parts.length > 1 ? parts[0]! : ".";
}

function short(path: string): string {
  return relative(source, path).split(sep).join("/");
}

function importsOf(text: string): string[] {
  return [
    ...text.matchAll(/^(?:import|export)\b[^;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm),
  ].map((match) => match[1] ?? match[2] ?? match[3]!);
}

function valueImportsOf(text: string): string[] {
  return importsOf(text.replace(/^(?:import|export) type\b[^;]*;/gm, ""));
}

function localImports(file: { path: string; imports: readonly string[] }): string[] {
  return file.imports
    .filter((name) => name.startsWith("."))
    .map((name) => resolve(dirname(file.path), name.replace(/\.js$/, ".ts")));
}

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, trail: string[]): string[] | undefined => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...trail, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return undefined;
}
