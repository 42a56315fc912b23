// Calling methods: instance, static, constructors, script methods, and a collection's elements' methods.

import { Dictionary, NetObject, PSObject } from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { isValueType } from "../define.js";
import type { MethodDefinition } from "../definition.js";
import { enumerate } from "../enumerate.js";
import { asNetError, EngineError, runtimeError } from "../errors.js";
import { innerOf } from "./members.js";
import type { MemberAccess } from "./members.js";
import { bindOverload, overloadText } from "./overloads.js";
import { runMemberScript, scriptMethodError } from "./psmembers.js";
import type { NamedMethod } from "../table.js";
import { CUSTOM_OBJECT, typeNameOf } from "../type-of.js";
import { isPlainCustom } from "../text/text.js";
import { shortName, typeToString } from "../type-name.js";

export function methodNotFound(typeName: string, name: string): EngineError {
  return runtimeError(
    "MethodNotFound",
    `Method invocation failed because [${typeToString(typeName)}] does not contain a method named '${name}'.`,
  );
}

/** What a .NET member threw, as the caller of the member sees it. Errors that are not the member's pass as they are. */
function invocationError(name: string, count: number, error: unknown): unknown {
  if (!(error instanceof EngineError) || error.fromScript || isControl(error.exception.typeName)) return error;
  error.exception.stackTrace ??= `   at ${name}`;
  return runtimeError(
    shortName(error.exception.typeName),
    `Exception calling "${name}" with "${count}" argument(s): "${error.exception.message}"`,
    {
      exceptionType: "System.Management.Automation.MethodInvocationException",
      category: "NotSpecified",
      inner: error.exception,
    },
  );
}

/** Exceptions that steer the shell, not tell of an error. */
function isControl(typeName: string): boolean {
  return /\.(PipelineStoppedException|ExitException|ExitNestedPromptException|TerminateException|StopUpstreamCommandsException)$/.test(
    typeName,
  );
}

/** Binds and calls one of a method's overloads. */
export function callMethod(
  name: string,
  overloads: readonly MethodDefinition[],
  self: unknown,
  args: readonly unknown[],
  context: TypeContext,
  typeArguments?: readonly string[],
): unknown {
  const shown = name === "new" ? ".ctor" : name;
  const bound = bindOverload(name, overloads, args, context);
  try {
    return bound.method.call(self, bound.args, context.engine, typeArguments);
  } catch (error) {
    throw invocationError(shown, args.length, asNetError(error));
  }
}

export function invokeMethod(
  value: unknown,
  name: string,
  args: readonly unknown[],
  context: TypeContext,
  members: MemberAccess,
  typeArguments?: readonly string[],
): unknown {
  if (value === null || value === undefined)
    throw runtimeError("InvokeMethodOnNull", "You cannot call a method on a null-valued expression.");
  const script = members.memberMethod(value, name);
  if (script) {
    try {
      return runMemberScript(script.script, value, args, context.engine);
    } catch (error) {
      throw scriptMethodError(name, args.length, error);
    }
  }
  const inner = innerOf(value);
  const method = methodOf(inner, name, context);
  if (method) {
    // A wrapper may have a text of its own; a value inside it knows its formats.
    const keepsWrapper =
      name.toLowerCase() === "tostring" && value instanceof PSObject && (value.isCustom || value.text !== undefined);
    if (keepsWrapper && args.length === 0 && isPlainCustom(value)) return "";
    if (keepsWrapper && args.length === 0 && value.text !== undefined && !value.isCustom) return value.text;
    const self = keepsWrapper ? value : inner;
    return callMethod(method.name, method.overloads, self, args, context, typeArguments);
  }
  const accessor = propertyAccessor(value, inner, name, args, context, members);
  if (accessor) return accessor.result;
  const items = enumerate(inner);
  if (items) return invokeOnElements(inner, items, name, args, context, members);
  throw methodNotFound(inner instanceof PSObject ? (inner.typeNames?.[0] ?? CUSTOM_OBJECT) : typeNameOf(inner), name);
}

/** The .NET method of that name; objects of any kind have those of System.Object. */
function methodOf(inner: unknown, name: string, context: TypeContext): NamedMethod | undefined {
  const key = name.toLowerCase();
  const resolved = context.table.resolveName(typeNameOf(inner)) ?? context.table.resolveName("System.Object");
  return resolved?.methods.get(key);
}

/** `$h.get_Keys()`: a property called by its accessor's name. */
function propertyAccessor(
  value: unknown,
  inner: unknown,
  name: string,
  args: readonly unknown[],
  context: TypeContext,
  members: MemberAccess,
): { readonly result: unknown } | undefined {
  const found = /^(get|set)_(.+)$/i.exec(name);
  if (!found) return undefined;
  const property = members.property(inner, found[2]!);
  if (found[2]!.toLowerCase() === "item") {
    if (found[1]!.toLowerCase() === "get") return { result: context.values.getIndex(value, args) };
    context.values.setIndex(value, args.slice(0, -1), args.at(-1));
    return { result: undefined };
  }
  if (!property) return undefined;
  if (found[1]!.toLowerCase() === "get") return { result: property.definition.get(inner, context.engine) };
  property.definition.set?.(inner, context.values.convert(args[0], property.definition.type), context.engine);
  return { result: undefined };
}

function invokeOnElements(
  collection: unknown,
  items: Iterable<unknown>,
  name: string,
  args: readonly unknown[],
  context: TypeContext,
  members: MemberAccess,
): unknown {
  const results: unknown[] = [];
  let any = false;
  for (const item of items) {
    if (item === null || item === undefined) continue;
    any = true;
    const result = invokeMethod(item, name, args, context, members);
    if (result === undefined) continue;
    const inner = enumerate(result);
    if (inner) results.push(...inner);
    else results.push(result);
  }
  if (!any) throw methodNotFound(typeNameOf(collection), name);
  return results.length === 0 ? undefined : results.length === 1 ? results[0] : results;
}

export function invokeStatic(
  typeName: string,
  name: string,
  args: readonly unknown[],
  context: TypeContext,
  typeArguments?: readonly string[],
): unknown {
  const definition = context.table.find(typeName);
  if (!definition) throw runtimeError("TypeNotFound", `Unable to find type [${typeName}].`, { target: typeName });
  if (name.toLowerCase() === "new") {
    const constructors = definition.constructors ?? [];
    // The zero value of a struct that has constructors is New-Object's alone.
    if (constructors.length === 0 && isValueType(definition) && args.length === 0)
      return context.values.tryConvert(0, definition.name);
    if (constructors.length === 0 || definition.isAbstract || definition.isInterface)
      throw methodNotFound(definition.name, "new");
    return callMethod("new", constructors, undefined, args, context);
  }
  const resolved = context.table.resolve(definition);
  const method = resolved.staticMethods.get(name.toLowerCase());
  if (method) return callMethod(method.name, method.overloads, undefined, args, context, typeArguments);
  const accessor = /^get_(.+)$/i.exec(name);
  const property = accessor ? resolved.statics.get(accessor[1]!.toLowerCase()) : undefined;
  if (property) return property.definition.get(undefined, context.engine);
  throw methodNotFound(definition.name, name);
}

/** What naming a method without calling it gives: its overloads. */
export class PSMethod extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSMethod";
  readonly name: string;
  readonly overloads: readonly string[];
  readonly #invoke: (args: readonly unknown[]) => unknown;
  constructor(name: string, overloads: readonly string[], invoke: (args: readonly unknown[]) => unknown) {
    super();
    this.name = name;
    this.overloads = overloads;
    this.#invoke = invoke;
  }
  invoke(args: readonly unknown[]): unknown {
    return this.#invoke(args);
  }
}

/** The method of that name as an object; undefined where there is none. */
export function methodObject(
  value: unknown,
  name: string,
  context: TypeContext,
  members: MemberAccess,
): PSMethod | undefined {
  const invoke = (args: readonly unknown[]): unknown => context.values.invokeMethod(value, name, args);
  if (members.memberMethod(value, name)) return new PSMethod(name, [`System.Object ${name}();`], invoke);
  const inner = innerOf(value);
  if (inner instanceof Dictionary && inner.has(name)) return undefined;
  const method = methodOf(inner, name, context);
  if (!method) return undefined;
  const texts = method.overloads.map((overload) => overloadText(method.name, overload, false, context));
  return new PSMethod(method.name, texts, invoke);
}

export function staticMethodObject(typeName: string, name: string, context: TypeContext): PSMethod | undefined {
  const definition = context.table.find(typeName);
  if (!definition) return undefined;
  const invoke = (args: readonly unknown[]): unknown => context.values.invokeStatic(typeName, name, args);
  if (name.toLowerCase() === "new" && definition.constructors?.length) {
    const own = (method: MethodDefinition): string =>
      `${context.table.displayName(definition.name)} ${overloadText("new", method, false, context)}`;
    return new PSMethod("new", definition.constructors.map(own), invoke);
  }
  const method = context.table.resolve(definition).staticMethods.get(name.toLowerCase());
  if (!method) return undefined;
  const texts = method.overloads.map((overload) => overloadText(method.name, overload, true, context));
  return new PSMethod(method.name, texts, invoke);
}
