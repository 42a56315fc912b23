// What a command name stands for: alias, function, cmdlet, then a script or a program on the path, then the same with `Get-`.

import { AliasInfo, ApplicationInfo, type CommandInfo, ExternalScriptInfo, type FunctionInfo } from "./command-info.js";
import type { Runtime } from "../run/runtime.js";
import type { Scope } from "../session/scopes.js";
import { EngineError, runtimeError } from "../types/errors.js";
import type { CmdletInfo } from "./command-info.js";

export interface CommandTables {
  readonly cmdlets: ReadonlyMap<string, CmdletInfo>;
}

export function findAlias(scope: Scope, name: string): AliasInfo | undefined {
  for (let s: Scope | null = scope; s !== null; s = s.parent) {
    const alias = s.aliases?.get(name);
    if (alias) return alias;
  }
  return undefined;
}

export function findFunction(scope: Scope, name: string): FunctionInfo | undefined {
  if (name.includes(":")) return functionInScope(scope, name);
  for (let s: Scope | null = scope; s !== null; s = s.parent) {
    const found = s.functions?.get(name);
    if (found && ((found.options & 4) === 0 || s === scope)) return found;
  }
  return undefined;
}

/** `global:name` and its like: the function of that scope alone. */
function functionInScope(scope: Scope, name: string): FunctionInfo | undefined {
  const match = /^(global|script|local|private):(.+)$/s.exec(name);
  if (!match) return undefined;
  let owner = scope;
  if (match[1] === "global") while (owner.parent !== null) owner = owner.parent;
  else if (match[1] === "script") owner = scope.scriptScope;
  return owner.functions?.get(match[2]!);
}

/** The command of this name as seen from a scope; an alias is given as it is. */
export function lookupCommand(rt: Runtime, tables: CommandTables, scope: Scope, name: string): CommandInfo | undefined {
  const key = name.toLowerCase();
  const direct =
    findAlias(scope, key) ??
    findFunction(scope, key) ??
    tables.cmdlets.get(key) ??
    inModule(rt, tables, name) ??
    external(rt, name);
  if (direct) return direct;
  if (!name.includes("-") && !name.includes("\\") && !name.includes("/"))
    return findFunction(scope, `get-${key}`) ?? tables.cmdlets.get(`get-${key}`);
  return undefined;
}

/** `Module\Name`. */
function inModule(rt: Runtime, tables: CommandTables, name: string): CommandInfo | undefined {
  const at = name.indexOf("\\");
  if (at <= 0 || name.indexOf("\\", at + 1) >= 0) return undefined;
  const moduleName = name.slice(0, at).toLowerCase();
  const command = name.slice(at + 1).toLowerCase();
  const module = rt.sessionState.modules.get(moduleName);
  if (module?.isUnlisted) return undefined;
  const exported = module?.exportedFunctions.get(command) ?? module?.exportedAliases.get(command);
  if (exported) return exported as CommandInfo;
  const cmdlet = tables.cmdlets.get(command);
  return cmdlet && cmdlet.entry.module.toLowerCase() === moduleName ? cmdlet : undefined;
}

/** Follows aliases; throws CommandNotFoundException where nothing answers to the name. */
export function resolveCommand(rt: Runtime, tables: CommandTables, scope: Scope, name: string): CommandInfo {
  let wanted = name;
  let found = lookupCommand(rt, tables, scope, wanted);
  for (let depth = 0; found instanceof AliasInfo && depth < 20; depth++) {
    if (found.definition.toLowerCase() === wanted.toLowerCase()) {
      found =
        findFunction(scope, wanted.toLowerCase()) ?? tables.cmdlets.get(wanted.toLowerCase()) ?? external(rt, wanted);
      break;
    }
    wanted = found.definition;
    found = lookupCommand(rt, tables, scope, wanted);
  }
  if (found === undefined || found instanceof AliasInfo) throw commandNotFound(wanted);
  return found;
}

/** `Module\Name` of a module that is not there, or lacks the name. */
function moduleNotLoaded(module: string, name: string): EngineError {
  const error = runtimeError(
    "CouldNotAutoLoadModule",
    `The module '${module}' could not be loaded. For more information, run 'Import-Module ${module}'.`,
    {
      exceptionType: "System.Management.Automation.CommandNotFoundException",
      category: "ObjectNotFound",
      target: name,
    },
  );
  error.exception.extra.set("CommandName", name);
  return error;
}

function commandNotFound(name: string): EngineError {
  const module = /^(?![.~]|[A-Za-z]:)([^\\/]+)\\[^/]+$/.exec(name)?.[1];
  if (module !== undefined) return moduleNotLoaded(module, name);
  const hint =
    "Check the spelling of the name, or if a path was included, verify that the path is correct and try again.";
  const error = runtimeError(
    "CommandNotFoundException",
    `The term '${name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\n${hint}`,
    {
      exceptionType: "System.Management.Automation.CommandNotFoundException",
      category: "ObjectNotFound",
      target: name,
    },
  );
  error.exception.extra.set("CommandName", name);
  return error;
}

/** A script file or a program: by its path, or by name on the search path. */
export function external(rt: Runtime, name: string): CommandInfo | undefined {
  if (name === "" || /[*?[\]]/.test(name) || name.includes("\0")) return undefined;
  const windows = rt.host.computer.platform === "win32";
  if (
    name.includes("/") ||
    (windows && name.includes("\\")) ||
    /^[A-Za-z]:/.test(name) ||
    name === "~" ||
    name.startsWith(".\\")
  )
    return atPath(rt, name);
  const path = rt.host.environment.get(windows ? "Path" : "PATH") ?? rt.host.environment.get("PATH") ?? "";
  for (const folder of path.split(windows ? ";" : ":")) {
    if (folder === "") continue;
    const found = inFolder(rt, folder, name, windows);
    if (found) return found;
  }
  return undefined;
}

function inFolder(rt: Runtime, folder: string, name: string, windows: boolean): CommandInfo | undefined {
  const separator = windows ? "\\" : "/";
  const base = folder.endsWith(separator) ? folder + name : folder + separator + name;
  for (const suffix of [".ps1", ...extensions(rt, name, windows)]) {
    const found = asCommand(rt, base + suffix, windows);
    if (found) return found;
  }
  return undefined;
}

function extensions(rt: Runtime, name: string, windows: boolean): string[] {
  if (!windows) return [""];
  const all = (rt.host.environment.get("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").split(";");
  return /\.[^.\\/]+$/.test(name) ? ["", ...all] : all;
}

function atPath(rt: Runtime, name: string): CommandInfo | undefined {
  let path: string;
  try {
    path = rt.location.resolve(name).path;
  } catch {
    return undefined;
  }
  const windows = rt.host.computer.platform === "win32";
  for (const suffix of ["", ".ps1", ...(windows ? extensions(rt, name, windows) : [])]) {
    const found = asCommand(rt, path + suffix, windows);
    if (found) return found;
  }
  return undefined;
}

function asCommand(rt: Runtime, path: string, windows: boolean): CommandInfo | undefined {
  const info = rt.host.files.stat(path);
  if (info === undefined || !info.isFile) return undefined;
  const name = path.slice(Math.max(path.lastIndexOf("/"), windows ? path.lastIndexOf("\\") : -1) + 1);
  if (path.toLowerCase().endsWith(".ps1")) {
    const text = new TextDecoder().decode(rt.host.files.read(path)).replace(/^\uFEFF/, "");
    return new ExternalScriptInfo(name, path, rt.parse(text, path));
  }
  if (!windows && (info.mode & 0o111) === 0) return undefined;
  return new ApplicationInfo(name, path);
}
