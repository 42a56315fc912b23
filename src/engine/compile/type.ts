// Names of types in a script: looked up once, when the code that names them first runs; `using namespace` helps.

import type { ScriptBlockAst, TypeName } from "../../language/index.js";
import { typeNameText } from "./compiler.js";
import type { Frame, Runtime } from "../run/runtime.js";
import { runtimeError } from "../types/errors.js";
import type { TypeDefinition } from "../types/definition.js";

export interface TypeNames {
  type(name: TypeName): (f: Frame) => TypeDefinition;
  cast(name: TypeName): (f: Frame, value: unknown) => unknown;
}

/** Namespaces that `using namespace` statements of this script opened. */
export function namespacesOf(ast: ScriptBlockAst): string[] {
  const names: string[] = [];
  for (const using of ast.usings) if (using.usingKind === "namespace" && using.name !== null) names.push(using.name);
  return names;
}

/** Looks a type up by name; undefined where there is none. */
export function findType(rt: Runtime, name: string, namespaces: readonly string[]): TypeDefinition | undefined {
  const found = rt.types.find(name);
  if (found) return found;
  for (const namespace of namespaces) {
    const within = rt.types.find(`${namespace}.${name}`);
    if (within) return within;
  }
  return undefined;
}

export function typeNames(rt: Runtime, namespaces: readonly string[]): TypeNames {
  const type = (name: TypeName): ((f: Frame) => TypeDefinition) => {
    const text = typeNameText(name);
    let known: TypeDefinition | undefined;
    let version = -1;
    return () => {
      if (known !== undefined && version === rt.typeEpoch) return known;
      known = findType(rt, text, namespaces);
      version = rt.typeEpoch;
      if (known === undefined) throw typeNotFound(text);
      return known;
    };
  };
  return {
    type,
    cast(name) {
      const find = type(name);
      return (f, value) => rt.values.convert(value === undefined ? null : value, find(f).name);
    },
  };
}

function typeNotFound(name: string): Error {
  return runtimeError("TypeNotFound", `Unable to find type [${name}].`, { target: name });
}
