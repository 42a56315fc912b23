// Modules: a session state of their own, and what of it others see.

import { PSObject } from "../../objects/index.js";
import type { ImportOptions, ModuleObject } from "../engine.js";
import { AliasInfo, FunctionInfo } from "../commands/command-info.js";
import { ModuleInfo } from "./module-info.js";
import type { Runtime } from "../run/runtime.js";
import { type Scope, SessionState } from "./scopes.js";
import { ScriptBlock } from "../run/script-block.js";
import { runtimeError } from "../types/errors.js";
import { PSCodeProperty, PSScriptMethod } from "../types/members/psmembers.js";

/** Runs a block in the scope of a new module. */
export function newModule(
  rt: Runtime,
  name: string,
  block: ScriptBlock,
  args: readonly unknown[],
  output: (value: unknown) => void,
  details: { path?: string; version?: string; description?: string },
): ModuleInfo {
  const module = new ModuleInfo(name);
  module.path = details.path ?? "";
  module.moduleBase = folderOf(module.path);
  if (details.version !== undefined) module.version = details.version;
  if (details.description !== undefined) module.description = details.description;
  const state = new SessionState(module, rt.global.root);
  module.state = state;
  state.root.set("PSScriptRoot", module.moduleBase);
  const inside = new ScriptBlock(block.ast, state, block.extraParameters, block.isFilter);
  rt.invoke(inside, { args, output, newScope: false });
  settleExports(rt, module);
  return module;
}

function folderOf(path: string): string {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return at < 0 ? "" : path.slice(0, at);
}

/** What the module exports: what Export-ModuleMember named, or all functions. */
function settleExports(rt: Runtime, module: ModuleInfo): void {
  const { root } = module.state!;
  const { exports } = module;
  const matches = (name: string, patterns: readonly string[]): boolean =>
    patterns.some((pattern) => rt.values.like(name, pattern));
  const functions = exports?.functions ?? ["*"];
  module.exportedFunctions.clear();
  for (const [key, info] of root.functions ?? [])
    if (matches(info.name, functions)) {
      info.module = module;
      module.exportedFunctions.set(key, info);
    } else info.module = module;
  if (exports === undefined) return;
  for (const [key, alias] of root.aliases ?? [])
    if (matches(alias.name, exports.aliases)) {
      alias.module = module;
      module.exportedAliases.set(key, alias);
    }
  for (const variable of root.variables())
    if (matches(variable.name, exports.variables)) module.exportedVariables.set(variable.name.toLowerCase(), variable);
}

export function exportMembers(
  rt: Runtime,
  members: {
    functions?: readonly string[];
    variables?: readonly string[];
    aliases?: readonly string[];
    cmdlets?: readonly string[];
  },
): void {
  const { module } = rt.state;
  if (module === null)
    throw runtimeError(
      "Modules_CanOnlyExecuteExportModuleMemberInsideAModule",
      "The Export-ModuleMember cmdlet can only be called from inside a module.",
      { category: "PermissionDenied", exceptionType: "System.InvalidOperationException" },
    );
  const exports = (module.exports ??= { functions: [], variables: [], aliases: [], cmdlets: [] });
  exports.functions.push(...(members.functions ?? []));
  exports.variables.push(...(members.variables ?? []));
  exports.aliases.push(...(members.aliases ?? []));
  exports.cmdlets.push(...(members.cmdlets ?? []));
  settleExports(rt, module);
}

export function importModule(
  rt: Runtime,
  modules: Map<string, ModuleInfo>,
  module: ModuleInfo,
  options: ImportOptions,
): void {
  const target: Scope = options.global ? rt.global.root : rt.state.root;
  const wanted = (name: string, patterns: readonly string[] | undefined): boolean =>
    patterns === undefined || patterns.some((pattern) => rt.values.like(name, pattern));
  for (const info of module.exportedFunctions.values()) {
    if (!wanted(info.name, options.functions)) continue;
    const name = options.prefix ? prefixed(info.name, options.prefix) : info.name;
    const shown = name === info.name ? info : renamed(info, name);
    (target.functions ??= new Map()).set(name.toLowerCase(), shown);
  }
  for (const alias of module.exportedAliases.values()) {
    if (!wanted(alias.name, options.aliases)) continue;
    const shown = options.prefix ? new AliasInfo(prefixed(alias.name, options.prefix), alias.definition) : alias;
    (target.aliases ??= new Map()).set(shown.name.toLowerCase(), shown);
  }
  for (const variable of module.exportedVariables.values()) {
    if (!wanted(variable.name, options.variables)) continue;
    (target.extra ??= new Map()).set(variable.name.toLowerCase(), variable);
  }
  modules.set(module.name.toLowerCase(), module);
  rt.commandEpoch++;
}

function prefixed(name: string, prefix: string): string {
  const dash = name.indexOf("-");
  return dash < 0 ? prefix + name : name.slice(0, dash + 1) + prefix + name.slice(dash + 1);
}

function renamed(info: FunctionInfo, name: string): FunctionInfo {
  const copy = new FunctionInfo(name, info.scriptBlock);
  copy.module = info.module;
  return copy;
}

export function removeModule(rt: Runtime, modules: Map<string, ModuleInfo>, module: ModuleInfo): void {
  if (module.onRemove instanceof ScriptBlock) rt.invoke(module.onRemove);
  modules.delete(module.name.toLowerCase());
  for (let scope: Scope | null = rt.state.current; scope !== null; scope = scope.parent) {
    for (const [key, info] of scope.functions ?? []) if (info.module === module) scope.functions!.delete(key);
    for (const [key, alias] of scope.aliases ?? []) if (alias.module === module) scope.aliases!.delete(key);
    for (const [key, variable] of scope.extra ?? [])
      if (module.exportedVariables.get(key) === variable) scope.extra!.delete(key);
  }
  rt.commandEpoch++;
}

export function moduleAsObject(_rt: Runtime, module: ModuleObject): PSObject {
  const info = module as ModuleInfo;
  const object = new PSObject();
  for (const variable of info.exportedVariables.values())
    object.set(
      variable.name,
      new PSCodeProperty(
        () => variable.value,
        (_, value) => (variable.value = value),
      ),
    );
  for (const each of info.exportedFunctions.values()) object.set(each.name, new PSScriptMethod(each.scriptBlock));
  return object;
}
