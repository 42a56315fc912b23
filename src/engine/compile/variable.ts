// Variables in code: reading, writing, and the references that assignment operators need.
//
// Rule: a variable of the frame's own scope is read from its slot; anything else is looked up by name each time, because
// any call may have made a nearer variable of that name.

import type { VariableExpressionAst, VariablePath } from "../../language/index.js";
import type { Assignment, Compiler } from "./compiler.js";
import type { Expr, Frame } from "../run/runtime.js";
import { ALL_SCOPE, CONSTANT, PRIVATE, READ_ONLY, type Scope, type Variable } from "../session/scopes.js";
import { runtimeError } from "../types/errors.js";

export function compileVariable(c: Compiler, ast: VariableExpressionAst): Expr {
  const { path } = ast;
  const key = path.name.toLowerCase();
  if (path.isDrive) return driveVariable(path);
  if (path.qualifier !== null) return qualifiedVariable(path);
  if (key === "true") return () => true;
  if (key === "false") return () => false;
  if (key === "null") return () => null;
  if (key === "?") return (f) => f.rt.ok;
  const name = key === "psitem" ? "_" : key;
  const slot = c.layout.slot(name);
  const userPath = path.userPath;
  return (f) => {
    const variable = f.vars[slot];
    if (variable !== undefined && variable.owner === f.scope) return variable.value;
    return readVariable(f, slot, name, userPath);
  };
}

function readVariable(f: Frame, slot: number, name: string, userPath: string): unknown {
  const own = f.scope.own(name);
  if (own !== undefined) {
    if (own.visibility === "Private") throw privateVariable(own.name);
    f.vars[slot] = own;
    return own.value;
  }
  for (let scope: Scope | null = f.scope.parent; scope !== null; scope = scope.parent) {
    const variable = scope.own(name);
    if (variable !== undefined && (variable.options & PRIVATE) === 0) return variable.value;
  }
  return undefinedVariable(f, userPath);
}

function privateVariable(name: string): Error {
  return runtimeError("VariableIsPrivate", `Cannot access the variable '$${name}' because it is a private variable.`, {
    exceptionType: "System.Management.Automation.SessionStateException",
    category: "PermissionDenied",
    target: name,
  });
}

/** What an unset variable gives: null, or an error in strict mode. */
function undefinedVariable(f: Frame, userPath: string): unknown {
  if (f.scope.strictMode >= 1 && userPath !== "_" && !f.quietVariables)
    throw runtimeError(
      "VariableIsUndefined",
      `The variable '$${userPath}' cannot be retrieved because it has not been set.`,
      {
        target: userPath,
      },
    );
  return null;
}

function scopeFor(f: Frame, qualifier: string): Scope {
  switch (qualifier) {
    case "global":
      return f.rt.global.root;
    case "script":
      return f.scope.scriptScope;
    default:
      return f.scope;
  }
}

function qualifiedVariable(path: VariablePath): Expr {
  const qualifier = path.qualifier!.toLowerCase();
  const name = path.name.toLowerCase();
  if (qualifier === "variable")
    return (f) => {
      const variable = f.scope.find(name);
      return variable ? variable.value : undefinedVariable(f, path.userPath);
    };
  if (qualifier === "using") return usingVariable(path);
  return (f) => {
    const variable = scopeFor(f, qualifier).own(name);
    return variable ? variable.value : undefinedVariable(f, path.userPath);
  };
}

/** `$using:x` where nothing has put values for it in place: those of Start-Job and its like are variables under a name of their own. */
function usingVariable(path: VariablePath): Expr {
  const key = `using:${path.name.toLowerCase()}`;
  return (f) => {
    const variable = f.scope.find(key);
    if (variable) return variable.value;
    throw runtimeError(
      "UsingWithoutInvokeCommand",
      "A Using variable cannot be retrieved. A Using variable can be used only with Invoke-Command, Start-Job, or InlineScript in the script workflow. When it is used with Invoke-Command, the Using variable is valid only if the script block is invoked on a remote computer.",
      { category: "InvalidOperation" },
    );
  };
}

function driveVariable(path: VariablePath): Expr {
  const { userPath } = path;
  return (f) => {
    // Nothing is in a drive that is not there: reading it is no error.
    if (!f.rt.location.drives.has(userPath.slice(0, userPath.indexOf(":")).toLowerCase())) return null;
    const { drive, path: inner } = f.rt.location.resolve(userPath);
    const provider = f.rt.providers.get(drive.provider.toLowerCase());
    const value = provider?.getContent?.(drive, inner);
    return value === undefined ? null : value;
  };
}

/** `$null = …` throws the value away. */
const NOTHING: Assignment = { set() {}, update: (f, compute) => compute(f, null) };

/** Writes a variable, and makes a reference for operators that read and write. */
export function assignVariable(c: Compiler, ast: VariableExpressionAst): Assignment {
  const { path } = ast;
  const name = path.name;
  const key = name.toLowerCase() === "psitem" ? "_" : name.toLowerCase();
  if (key === "null" && path.qualifier === null) return NOTHING;
  const read = compileVariable(c, ast);
  if (path.isDrive) return throughRead(read, driveSetter(path));
  const qualifier = path.qualifier?.toLowerCase() ?? null;
  if (qualifier !== null && qualifier !== "variable")
    return throughRead(read, (f, value) => {
      const scope = scopeFor(f, qualifier);
      const variable = setInScope(f, scope, name, value);
      if (qualifier === "private") variable.options |= PRIVATE;
    });
  const slot = c.layout.slot(key);
  const set = (f: Frame, value: unknown): void => {
    const variable = f.vars[slot];
    if (variable !== undefined && variable.plain && variable.owner === f.scope) variable.value = value;
    else f.vars[slot] = setInScope(f, f.scope, name, value);
  };
  return {
    set,
    update(f, compute) {
      const variable = f.vars[slot];
      if (variable !== undefined && variable.plain && variable.owner === f.scope)
        return (variable.value = compute(f, variable.value));
      const value = compute(f, read(f));
      set(f, value);
      return value;
    },
  };
}

/** The same for a compound assignment: it reads the variable of this very scope, or one that all scopes share. */
export function assignOwnVariable(c: Compiler, ast: VariableExpressionAst): Assignment {
  const target = assignVariable(c, ast);
  const { name, userPath } = { name: ast.path.name.toLowerCase(), userPath: ast.path.userPath };
  const slot = c.layout.slot(name === "psitem" ? "_" : name);
  return {
    set: target.set,
    update(f, compute) {
      const variable = f.vars[slot];
      if (variable !== undefined && variable.plain && variable.owner === f.scope)
        return (variable.value = compute(f, variable.value));
      const own = f.scope.own(name) ?? f.rt.allScope.get(name);
      const value = compute(f, own ? own.value : undefinedVariable(f, userPath));
      target.set(f, value);
      return value;
    },
  };
}

function throughRead(read: Expr, set: (f: Frame, value: unknown) => void): Assignment {
  return {
    set,
    update(f, compute) {
      const value = compute(f, read(f));
      set(f, value);
      return value;
    },
  };
}

/** Sets a variable of this very scope (or one that every scope shares), with all its checks. */
function setInScope(f: Frame, scope: Scope, name: string, value: unknown): Variable {
  const key = name.toLowerCase();
  if (key === "true" || key === "false" || key === "null" || key === "?") throw notWritable(name);
  const variable = scope.own(key) ?? f.rt.allScope.get(key);
  if (variable === undefined) return scope.create(name, value);
  setChecked(variable, value);
  return variable;
}

function setChecked(variable: Variable, value: unknown): void {
  if (!variable.plain) {
    if (variable.options & (READ_ONLY | CONSTANT)) throw notWritable(variable.name);
    if (variable.constraint !== null) value = variable.constraint(value, variable.name);
  }
  variable.value = value;
}

export function notWritable(name: string): Error {
  return runtimeError("VariableNotWritable", `Cannot overwrite variable ${name} because it is read-only or constant.`, {
    exceptionType: "System.Management.Automation.SessionStateUnauthorizedAccessException",
    category: "WriteError",
    target: name,
  });
}

/** Changes a variable's options, and with them whether it can be assigned without a check. */
export function setOptions(variable: Variable, options: number): void {
  variable.options = options;
  variable.plain = variable.constraint === null && (options & (READ_ONLY | CONSTANT | ALL_SCOPE)) === 0;
}

function driveSetter(path: VariablePath): (f: Frame, value: unknown) => void {
  return (f, value) => {
    const { drive, path: inner } = f.rt.location.resolve(path.userPath);
    const provider = f.rt.providers.get(drive.provider.toLowerCase());
    if (provider?.setItem && !provider.isHierarchical) provider.setItem(drive, inner, value);
    else provider?.setContent?.(drive, inner, Array.isArray(value) ? value : [value]);
  };
}
