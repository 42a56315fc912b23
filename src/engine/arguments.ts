// The arguments of a call: compiled where they stand, evaluated left to right, splats laid out.

import { Dictionary, PSList, PSObject, baseOf } from "../objects/index.js";
import type { CommandElementAst, ExpressionAst } from "../language/index.js";
import { type Argument, ParameterText } from "./binder.js";
import type { Compiler } from "./compiler.js";
import type { Expr, Frame } from "./runtime.js";

export type ArgumentsOf = (f: Frame) => Argument[];

/** Compiles all arguments; `positional` is set where they are values only, in order. */
export function compileArguments(
  c: Compiler,
  elements: readonly CommandElementAst[],
): { all: ArgumentsOf; positional: readonly Expr[] | null } {
  const parts = elements.map((element) => compileArgument(c, element));
  const simple = elements.every(
    (element) => element.kind !== "CommandParameter" && !(element.kind === "VariableExpression" && element.splatted),
  );
  return {
    all(f) {
      const args: Argument[] = [];
      for (const part of parts) part(f, args);
      return args;
    },
    positional: simple ? elements.map((element) => c.expr(element as ExpressionAst)) : null,
  };
}

function compileArgument(c: Compiler, element: CommandElementAst): (f: Frame, into: Argument[]) => void {
  const text = c.source.text.slice(element.extent.start, element.extent.end);
  if (element.kind === "CommandParameter") {
    const { name } = element;
    if (element.argument === null) {
      const argument: Argument = { name, value: null, hasValue: false, splatted: false, text };
      return (_, into) => void into.push(argument);
    }
    const value = c.expr(element.argument);
    const shown = c.source.text.slice(element.extent.start, element.nameExtent.end) + (text.includes(":") ? ":" : "");
    return (f, into) => void into.push({ name, value: known(value(f)), hasValue: true, splatted: false, text: shown });
  }
  const value = c.expr(element);
  if (element.kind === "VariableExpression" && element.splatted) return (f, into) => splat(f, value(f), into);
  return (f, into) => void into.push({ name: null, value: known(value(f)), hasValue: true, splatted: false, text });
}

function known(value: unknown): unknown {
  return value === undefined ? null : value;
}

/** Lays a splatted table out as named arguments, an array as positional ones; parameters among `$args` stay parameters. */
function splat(f: Frame, value: unknown, into: Argument[]): void {
  const base = baseOf(value);
  if (base instanceof Dictionary) {
    for (const { key, value: each } of base)
      into.push({
        name: f.rt.values.toText(key),
        value: each,
        hasValue: true,
        splatted: true,
        text: `-${f.rt.values.toText(key)}`,
      });
    return;
  }
  const items =
    typeof base === "string"
      ? Array.from(base)
      : Array.isArray(base)
        ? base
        : base instanceof PSList
          ? base.items
          : base === null || base === undefined
            ? [null]
            : ((typeof base === "object" && !(base instanceof PSObject) ? f.rt.values.enumerate(base) : undefined) ?? [
                base,
              ]);
  for (const item of items)
    if (item instanceof ParameterText)
      into.push({
        name: item.parameterName,
        value: null,
        hasValue: false,
        splatted: false,
        text: `-${item.parameterName}`,
      });
    else into.push({ name: null, value: known(item), hasValue: true, splatted: false, text: "" });
}
