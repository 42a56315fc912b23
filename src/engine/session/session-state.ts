// The session-state service: variables, functions, aliases, commands and modules as cmdlets reach them.

import { AliasInfo, type CommandInfo, FunctionInfo } from "../commands/command-info.js";
import { type CommandTables, external, findAlias, findFunction, lookupCommand } from "../commands/lookup.js";
import { notWritable, setOptions } from "../compile/variable.js";
import { commandParameters } from "../own-types/command-parameters.js";
import type { CommandObject, CommandType, ItemOption, ScopeName, SessionStateService, SetOptions } from "../engine.js";
import { type ModuleInfo } from "./module-info.js";
import { exportMembers, importModule, moduleAsObject, newModule, removeModule } from "./modules.js";
import type { Runtime } from "../run/runtime.js";
import { ALL_SCOPE, CONSTANT, PRIVATE, READ_ONLY, type Scope, type Variable } from "./scopes.js";
import { ScriptBlock } from "../run/script-block.js";
import { argumentError, runtimeError } from "../types/errors.js";

const BITS: Readonly<Record<ItemOption, number>> = {
  ReadOnly: READ_ONLY,
  Constant: CONSTANT,
  Private: PRIVATE,
  AllScope: ALL_SCOPE,
};

function bits(options: readonly ItemOption[]): number {
  let value = 0;
  for (const option of options) value |= BITS[option] ?? 0;
  return value;
}

export function scopeNamed(rt: Runtime, name: ScopeName | undefined): Scope {
  const { current } = rt.state;
  if (name === undefined) return current;
  if (typeof name === "number") {
    let scope: Scope | null = current;
    for (let i = 0; i < name; i++) {
      scope = scope.parent;
      if (scope === null) throw outOfRange(name);
    }
    return scope;
  }
  switch (name.toLowerCase()) {
    case "global":
      return rt.global.root;
    case "script":
      return current.scriptScope;
    default:
      return current;
  }
}

function outOfRange(name: number): Error {
  const error = argumentError(
    `The scope number '${name}' exceeds the number of active scopes.`,
    "Scope",
    "System.Management.Automation.PSArgumentOutOfRangeException",
  );
  return runtimeError("ArgumentOutOfRange", error.exception.message, {
    exceptionType: "System.Management.Automation.PSArgumentOutOfRangeException",
    category: "InvalidArgument",
    target: name,
  });
}

function refused(id: string, message: string, target: string): Error {
  return runtimeError(id, message, {
    exceptionType: "System.Management.Automation.SessionStateUnauthorizedAccessException",
    category: "WriteError",
    target,
  });
}

export function createSessionState(
  rt: Runtime,
  tables: CommandTables & { modules: Map<string, ModuleInfo> },
): SessionStateService {
  const findVariable = (name: string, scope?: ScopeName): Variable | undefined => {
    const key = name.toLowerCase();
    return scope === undefined ? rt.state.current.find(key) : scopeNamed(rt, scope).own(key);
  };
  return {
    getVariable: findVariable,
    variables(scope) {
      const seen = new Map<string, Variable>();
      const from = scopeNamed(rt, scope);
      for (let s: Scope | null = from; s !== null; s = scope === undefined ? s.parent : null)
        for (const variable of s.variables()) {
          const key = variable.name.toLowerCase();
          if (!seen.has(key) && ((variable.options & PRIVATE) === 0 || s === from)) seen.set(key, variable);
        }
      return [...seen.values()].sort((a, b) => a.name.toLowerCase().localeCompare(b.name.toLowerCase(), "en"));
    },
    setVariable: (name, value, options = {}) => setVariable(rt, name, value, options),
    removeVariable(name, options = {}) {
      const key = name.toLowerCase();
      const variable = scopeNamed(rt, options.scope).own(key) ?? rt.allScope.get(key);
      if (!variable) return;
      if (variable.options & CONSTANT || (variable.options & READ_ONLY && !options.force))
        throw refused(
          "VariableNotRemovable",
          `Cannot remove variable ${variable.name} because it is constant or read-only. If the variable is read-only, try the operation again specifying the Force option.`,
          variable.name,
        );
      variable.owner?.remove(key);
      rt.allScope.delete(key);
    },
    getFunction: (name) => findFunction(rt.state.current, name.toLowerCase()),
    functions: () => [...visible(rt.state.current, (scope) => scope.functions)],
    setFunction(name, block, options = {}) {
      const { scope, plain } = splitScope(rt, name, options.scope);
      const existing = scope.functions?.get(plain.toLowerCase());
      if (existing && existing.options & (READ_ONLY | CONSTANT) && !(options.force && !(existing.options & CONSTANT)))
        throw refused(
          "FunctionNotWritable",
          `Cannot write to function ${plain} because it is read-only or constant.`,
          plain,
        );
      const script = block instanceof ScriptBlock ? block : rt.parse(rt.values.toText(block), null);
      const info = new FunctionInfo(
        plain,
        options.filter ? new ScriptBlock(script.ast, script.state, script.extraParameters, true) : script,
      );
      if (options.options) info.options = bits(options.options);
      if (options.description !== undefined) info.description = options.description;
      info.module = script.state?.module ?? null;
      putFunction(rt, scope, info);
      return info;
    },
    removeFunction(name, options = {}) {
      const key = name.toLowerCase();
      const info = findFunction(rt.state.current, key);
      if (info && info.options & (READ_ONLY | CONSTANT) && !(options.force && !(info.options & CONSTANT)))
        throw refused(
          "FunctionNotRemovable",
          `Cannot remove function ${name} because it is constant or read-only. If the function is read-only, try the operation again specifying the Force option.`,
          name,
        );
      for (let s: Scope | null = rt.state.current; s !== null; s = s.parent) if (s.functions?.delete(key)) break;
      rt.commandEpoch++;
    },
    getAlias: (name, scope) =>
      scope === undefined
        ? findAlias(rt.state.current, name.toLowerCase())
        : scopeNamed(rt, scope).aliases?.get(name.toLowerCase()),
    aliases: (scope) =>
      scope === undefined
        ? [...visible(rt.state.current, (s) => s.aliases)]
        : [...(scopeNamed(rt, scope).aliases?.values() ?? [])].sort(byName),
    setAlias: (name, definition, options = {}) => setAlias(rt, name, definition, options),
    removeAlias(name, options = {}) {
      const key = name.toLowerCase();
      const alias = findAlias(rt.state.current, key);
      if (!alias) return;
      if (alias.options & CONSTANT || (alias.options & READ_ONLY && !options.force))
        throw refused(
          "AliasNotRemovable",
          `Alias was not removed because alias ${alias.name} is constant or read-only.`,
          alias.name,
        );
      const scopes = options.scope === undefined ? rt.state.current : scopeNamed(rt, options.scope);
      for (let s: Scope | null = scopes; s !== null; s = s.parent) if (s.aliases?.delete(key)) break;
      rt.commandEpoch++;
    },
    findCommand(name, types) {
      const found = lookupCommand(rt, tables, rt.state.current, name);
      if (found === undefined || types === undefined || types.includes(found.commandType)) return found;
      return candidates(rt, tables, name).find((command) => types.includes(command.commandType));
    },
    commands: (pattern, types) => listCommands(rt, tables, pattern, types),
    commandParameters: (command) => commandParameters(rt, command as CommandInfo),
    modules: tables.modules,
    newModule: (name, block, args, output, details) =>
      newModule(rt, name, block as ScriptBlock, args, output ?? (() => {}), details ?? {}),
    importModule: (module, options) => importModule(rt, tables.modules, module as ModuleInfo, options ?? {}),
    removeModule: (module) => removeModule(rt, tables.modules, module as ModuleInfo),
    exportMembers: (members) => exportMembers(rt, members),
    get currentModule() {
      return rt.state.module ?? undefined;
    },
    moduleAsObject: (module) => moduleAsObject(rt, module as ModuleInfo),
    setStrictMode(version, where) {
      const scope = where === "Global" ? rt.global.root : (rt.frame?.scope ?? rt.state.current);
      scope.strict = version === "Off" ? 0 : version;
    },
  };
}

export function setVariable(rt: Runtime, name: string, value: unknown, options: SetOptions): Variable {
  const { scope, plain } = splitScope(rt, name, options.scope);
  const key = plain.toLowerCase();
  const found = scope.own(key) ?? (options.scope === undefined ? rt.allScope.get(key) : undefined);
  const wanted = options.options === undefined ? undefined : bits(options.options);
  const variable = found ?? scope.create(plain, null);
  if (found) {
    if (found.options & CONSTANT || (found.options & READ_ONLY && !options.force)) throw notWritable(found.name);
    if (found.constraint !== null) value = found.constraint(value, found.name);
  }
  variable.value = value;
  if (wanted !== undefined) {
    if (found && wanted & CONSTANT)
      throw refused(
        "VariableCannotBeMadeConstant",
        `Existing variable ${plain} cannot be made constant. Variables can be made constant only at creation time.`,
        plain,
      );
    setOptions(variable, wanted);
    if (wanted & ALL_SCOPE) rt.allScope.set(key, variable);
  }
  if (options.scope === "Private") setOptions(variable, variable.options | PRIVATE);
  if (options.description !== undefined) variable.description = options.description;
  if (options.visibility !== undefined) {
    variable.visibility = options.visibility;
    if (options.visibility === "Private") scope.unslot(variable);
  }
  return variable;
}

/** `global:name` and its like name their scope themselves. */
function splitScope(rt: Runtime, name: string, scope: ScopeName | undefined): { scope: Scope; plain: string } {
  const match = /^(global|script|local|private):(.+)$/is.exec(name);
  if (!match) return { scope: scopeNamed(rt, scope), plain: name };
  return { scope: scopeNamed(rt, match[1] as ScopeName), plain: match[2]! };
}

export function putFunction(rt: Runtime, scope: Scope, info: FunctionInfo): void {
  (scope.functions ??= new Map()).set(info.name.toLowerCase(), info);
  rt.commandEpoch++;
}

function setAlias(rt: Runtime, name: string, definition: string, options: SetOptions): AliasInfo {
  const { scope, plain } = splitScope(rt, name, options.scope);
  const existing =
    scope.aliases?.get(plain.toLowerCase()) ??
    (options.scope === undefined ? findAlias(scope, plain.toLowerCase()) : undefined);
  if (existing && existing.options & CONSTANT)
    throw refused(
      "AliasNotWritable",
      `Alias is not writeable because alias ${plain} is read-only or constant and cannot be written to.`,
      plain,
    );
  if (existing && existing.options & READ_ONLY && !options.force)
    throw refused(
      "AliasNotWritable",
      `Alias is not writeable because alias ${plain} is read-only or constant and cannot be written to.`,
      plain,
    );
  if (
    existing &&
    existing.options & ALL_SCOPE &&
    options.options !== undefined &&
    !options.options.includes("AllScope")
  )
    throw refused(
      "AliasAllScopeOptionCannotBeRemoved",
      `The AllScope option cannot be removed from the alias '${plain}'.`,
      plain,
    );
  const alias = new AliasInfo(plain, definition);
  alias.options = options.options ? bits(options.options) : (existing?.options ?? 0);
  alias.description = options.description ?? existing?.description ?? "";
  const target = existing && existing.options & ALL_SCOPE ? rt.global.root : scope;
  (target.aliases ??= new Map()).set(plain.toLowerCase(), alias);
  rt.commandEpoch++;
  return alias;
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name.toLowerCase() < b.name.toLowerCase() ? -1 : a.name.toLowerCase() > b.name.toLowerCase() ? 1 : 0;
}

function* visible<T extends { name: string }>(scope: Scope, of: (scope: Scope) => Map<string, T> | null): Iterable<T> {
  const seen = new Map<string, T>();
  for (let s: Scope | null = scope; s !== null; s = s.parent)
    for (const [key, item] of of(s) ?? []) if (!seen.has(key)) seen.set(key, item);
  yield* [...seen.values()].sort(byName);
}

/** Everything a name may stand for, in the order it is looked for. */
function candidates(rt: Runtime, tables: CommandTables, name: string): CommandObject[] {
  const key = name.toLowerCase();
  const scope = rt.state.current;
  return [findAlias(scope, key), findFunction(scope, key), tables.cmdlets.get(key), external(rt, name)].filter(
    (command) => command !== undefined,
  );
}

function listCommands(
  rt: Runtime,
  tables: CommandTables,
  pattern: string,
  types: readonly CommandType[] | undefined,
): CommandObject[] {
  const scope = rt.state.current;
  const all: CommandObject[] = [
    ...visible(scope, (s) => s.aliases),
    ...visible(scope, (s) => s.functions),
    ...[...tables.cmdlets.values()].sort(byName),
  ];
  const wanted = all.filter(
    (command) => (types === undefined || types.includes(command.commandType)) && rt.values.like(command.name, pattern),
  );
  if (types?.includes("Application") || types?.includes("ExternalScript")) {
    const found = external(rt, pattern);
    if (found && types.includes(found.commandType)) wanted.push(found);
  }
  return wanted;
}
