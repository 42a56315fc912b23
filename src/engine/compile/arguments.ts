// The arguments of a call: compiled where they stand, evaluated left to right, splats laid out.

import { Dictionary, PSList, PSObject, baseOf } from "../../objects/index.js";
import type { CommandElementAst, ExpressionAst } from "../../language/index.js";
import { type Argument, ParameterText } from "../binder/argument.js";
import type { Compiler } from "./compiler.js";
import type { Expr, Frame } from "../run/runtime.js";

export type ArgumentsOf = (f: Frame) => Argument[];

/** Compiles all arguments; `positional` is set where they are values only, in order. */
export function compileArguments(
  c: Compiler,
  elements: readonly CommandElementAst[],
): { all: ArgumentsOf; positional: readonly Expr[] | null } {
  const end = elements.findIndex(isEndOfParameters);
  const parts = elements.map((element, i) =>
    i === end
      ? (_: Frame, into: Argument[]) => void into.push(END_OF_PARAMETERS)
      : compileArgument(c, element, end >= 0 && i > end),
  );
  const simple =
    end < 0 &&
    elements.every(
      (element) =>
        element.kind !== "CommandParameter" &&
        !(element.kind === "VariableExpression" && element.splatted) &&
        !isSpelled(c, element),
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

const END_OF_PARAMETERS: Argument = {
  name: null,
  value: "--",
  hasValue: true,
  splatted: false,
  text: "--",
  endsParameters: true,
};

function isEndOfParameters(element: CommandElementAst): boolean {
  if (element.kind === "CommandParameter") return element.name === "-" && element.argument === null;
  return element.kind === "StringConstantExpression" && element.stringType === "BareWord" && element.value === "--";
}

function textOf(c: Compiler, element: CommandElementAst): string {
  return c.source.text.slice(element.extent.start, element.extent.end);
}

/** A number that is written otherwise than it is shown. */
function isSpelled(c: Compiler, element: CommandElementAst): boolean {
  return element.kind === "ConstantExpression" && textOf(c, element) !== c.rt.values.toText(element.value);
}

function compileArgument(
  c: Compiler,
  element: CommandElementAst,
  valuesOnly: boolean,
): (f: Frame, into: Argument[]) => void {
  const text = textOf(c, element);
  if (element.kind === "CommandParameter" && valuesOnly) {
    const argument: Argument = { name: null, value: text, hasValue: true, splatted: false, text };
    return (_, into) => void into.push(argument);
  }
  if (element.kind === "CommandParameter") {
    const { name } = element;
    if (element.argument === null) {
      const argument: Argument = { name, value: null, hasValue: false, splatted: false, text };
      return (_, into) => void into.push(argument);
    }
    const value = c.expr(element.argument);
    const shown = `-${name}:`;
    return (f, into) => void into.push({ name, value: known(value(f)), hasValue: true, splatted: false, text: shown });
  }
  const value = c.expr(element);
  if (element.kind === "VariableExpression" && element.splatted) return (f, into) => splat(f, value(f), into);
  const isNumber = element.kind === "ConstantExpression";
  const spelled = isSpelled(c, element);
  if (element.kind === "ArrayLiteral") {
    const joins = element.elements
      .slice(1)
      .map((next, i) => !/\s/.test(c.source.text.slice(element.elements[i]!.extent.end, next.extent.start)));
    return (f, into) =>
      void into.push({ name: null, value: known(value(f)), hasValue: true, splatted: false, text, joins });
  }
  return (f, into) =>
    void into.push({
      name: null,
      value: known(value(f)),
      hasValue: true,
      splatted: false,
      text,
      isNumber,
      isSpelled: spelled,
    });
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
