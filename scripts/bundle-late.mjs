// Splits a program into a core and bundles that it loads when it first needs them, without the program knowing.
//
// Rule: a module exists once. The core has in the place of each late module a stand-in: its data, and for each function one
// that loads the bundle and goes on there. A late bundle takes what it imports of the core's modules from the core; what two
// late bundles share is the core's.

import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build, transform } from "esbuild";

/** What stand-ins are made of: a late module's exports, a function of it, and data whose fields are all functions. */
const LOADER = `
  let core;
  const parts = {};
  const part = (name) => (parts[name] ??= load(name + ".cjs")(core));
  export const share = (modules) => void (core = modules);
  export const late = (name, path) => () => part(name)[path];
  export const fields = (from, names) =>
    Object.fromEntries(names.map((name) => [name, (...a) => from()[name](...a)]));
`;

/**
 * Texts of the bundles, by name: the core under `name`, each late one under `name-<its name>`. They are bodies of functions
 * that find `module`, `require` and `load` (which gives the exports of a bundle by its file's name).
 * `late` says which modules open which late bundle; all paths are relative to `root`.
 */
export async function splitBundle({ root, name, entry, late, options }) {
  const bundleOf = new Map(Object.entries(late).flatMap(([bundle, paths]) => paths.map((path) => [path, bundle])));
  const stubs = new Map();
  for (const [path, bundle] of bundleOf) stubs.set(path, await standIn(root, path, `${name}-${bundle}`));
  const context = { root, entry, options, bundleOf, stubs };

  const core = await modulesOf(context);
  const parts = new Map();
  for (const bundle of Object.keys(late)) parts.set(bundle, await modulesOf(context, bundle, core));
  for (const [bundle, modules] of parts)
    for (const path of modules)
      if ([...parts].some(([other, its]) => other !== bundle && its.has(path))) core.add(path);

  const needed = new Map();
  const texts = {};
  for (const bundle of Object.keys(late)) {
    const { outputFiles } = await buildLate(context, bundle, core);
    const text = takeFromCore(outputFiles[0].text, needed);
    const { code } = await transform(text, { ...transformOptions(options), format: "cjs" });
    texts[`${name}-${bundle}`] = code;
  }
  const { outputFiles } = await buildCore(context, needed, options);
  return { [name]: outputFiles[0].text, ...texts };
}

/** The modules the core has, or a late bundle beside the core. */
async function modulesOf(context, bundle, core) {
  const { metafile } = await (bundle ? buildLate(context, bundle, core) : buildCore(context, new Map()));
  const paths = Object.keys(metafile.inputs).filter((path) => !path.startsWith("split:"));
  return new Set(paths.map((path) => path.replace(/^late:/, "")).map((path) => relative(context.root, path)));
}

/** The core: first it lays out what late bundles need of it, then it runs. */
function buildCore(context, needed) {
  const { root, entry, options, bundleOf, stubs } = context;
  const at = (path) => JSON.stringify(join(root, path));
  const imports = [...needed].map(([path, names], i) => {
    return `import{${[...names].map((name) => `${name} as ${name}_${i}`)}}from${at(path)};`;
  });
  const shared = [...needed].map(([path, names], i) => {
    return `${JSON.stringify(path)}:{${[...names].map((name) => `${name}:${name}_${i}`)}}`;
  });
  const virtual = {
    start: `import"split:core";export*from${at(entry)};`,
    core: `${imports.join("")}import{share}from"split:late";share({${shared}});`,
    late: LOADER,
  };
  const plugin = {
    name: "core",
    setup(build) {
      build.onResolve({ filter: /^split:/ }, ({ path }) => ({ path: path.slice(6), namespace: "split" }));
      build.onLoad({ filter: /.*/, namespace: "split" }, ({ path }) => ({ contents: virtual[path], resolveDir: root }));
      build.onResolve({ filter: /\.js$/ }, ({ path, importer, namespace, resolveDir }) => {
        if (namespace === "split" && path === join(root, entry)) return { path, sideEffects: true };
        const full = path.startsWith(".") ? join(importer ? dirname(importer) : resolveDir, path) : path;
        return bundleOf.has(relative(root, full)) ? { path: full, namespace: "late" } : undefined;
      });
      build.onLoad({ filter: /.*/, namespace: "late" }, ({ path }) => {
        return { contents: stubs.get(relative(root, path)), resolveDir: dirname(path) };
      });
    },
  };
  return build({ ...bare(options), format: "cjs", entryPoints: ["split:start"], plugins: [plugin] });
}

/** A late bundle: its modules, and imports of `core:…` for all that the core has. */
function buildLate({ root, options, bundleOf }, bundle, core) {
  const own = [...bundleOf].filter(([, its]) => its === bundle).map(([path]) => path);
  const imports = own.map((path, i) => `import*as m${i} from${JSON.stringify(join(root, path))};`);
  const opened = own.map((path, i) => `${JSON.stringify(path)}:m${i}`);
  const plugin = {
    name: "late",
    setup(build) {
      build.onResolve({ filter: /^split:/ }, ({ path }) => ({ path, namespace: "split" }));
      build.onLoad({ filter: /.*/, namespace: "split" }, () => {
        return { contents: `${imports.join("")}opened({${opened}});`, resolveDir: root };
      });
      build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, importer }) => {
        const full = join(dirname(importer), path);
        const name = relative(root, full);
        const isElsewhere = bundleOf.has(name) ? bundleOf.get(name) !== bundle : core.has(name);
        return isElsewhere ? { path: `core:${name}`, external: true, sideEffects: false } : undefined;
      });
    },
  };
  const late = { ...bare(options), minify: false, format: "esm" };
  return build({ ...late, entryPoints: ["split:open"], plugins: [plugin] });
}

function bare(options) {
  return { ...options, write: false, metafile: true, outdir: "out" };
}

function transformOptions({ minify, target, platform, keepNames, legalComments, charset }) {
  return { minify, target, platform, keepNames, legalComments, charset };
}

/** A late bundle's text as a function of the core; `needed` learns the names it takes, by module. */
function takeFromCore(text, needed) {
  const taken = text.replace(/^import \{([^}]*)\} from "core:([^"]*)";$/gm, (_, list, path) => {
    const names = list.split(",").map((item) => item.trim().split(" as "));
    const known = needed.get(path) ?? new Set();
    needed.set(path, known);
    for (const [name] of names) known.add(name);
    return `const {${names.map(([name, local]) => (local ? `${name}: ${local}` : name))}} = core[${JSON.stringify(path)}];`;
  });
  if (/["']core:/.test(taken))
    throw new Error(`This is not taken from the core by name: ${/.*["']core:.*/.exec(taken)}`);
  const imports = [];
  const body = taken.replace(/^import .*;$/gm, (line) => (imports.push(line), ""));
  return `${imports.join("\n")}\nmodule.exports = (core) => { let all; const opened = (it) => { all = it; };\n${body}\nreturn all; };`;
}

/** The text of the module that stands for a late one in the core. */
async function standIn(root, path, bundle) {
  const exported = await import(pathToFileURL(join(root, path)).href);
  const lines = Object.entries(exported)
    .filter(([, value]) => !isClass(value))
    .map(([name, value]) => `export const ${name} = ${written(value, `all().${name}`)};`);
  const all = `const all = late(${JSON.stringify(bundle)}, ${JSON.stringify(path)});`;
  return [`import { fields, late } from "split:late";`, all, ...lines].join("\n");
}

/** A value in JavaScript, where functions call those found at `place` in the late module. */
function written(value, place) {
  if (typeof value === "function") {
    if (isClass(value)) throw new Error(`A class cannot stand in a late module's data: ${place}`);
    return `(...a) => ${place}(...a)`;
  }
  if (Array.isArray(value)) return `[${value.map((item, i) => written(item, `${place}[${i}]`))}]`;
  if (typeof value === "object" && value !== null) {
    if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error(`Not plain data: ${place}`);
    const entries = Object.entries(value);
    if (entries.length > 0 && entries.every(([, item]) => typeof item === "function" && !isClass(item)))
      return `fields(() => ${place}, ${JSON.stringify(Object.keys(value))})`;
    const fieldTexts = entries.map(([key, item]) => {
      const name = JSON.stringify(key);
      return `${name}: ${written(item, `${place}[${name}]`)}`;
    });
    return `{${fieldTexts}}`;
  }
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "symbol") throw new Error(`A symbol cannot stand in a late module's data: ${place}`);
  return value === undefined ? "undefined" : JSON.stringify(value);
}

function isClass(value) {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}
