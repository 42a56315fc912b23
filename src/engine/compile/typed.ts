// `[int]$x = …` and `[ValidateRange(1, 5)]$x = …`: variables that convert and check whatever is assigned to them.

import { baseOf, SwitchParameter } from "../../objects/index.js";
import type { AttributeBaseAst, ExpressionAst, VariableExpressionAst } from "../../language/index.js";
import type { Assignment, Compiler } from "./compiler.js";
import { typeNameText } from "./compiler.js";
import { setOptions } from "./variable.js";
import type { Frame } from "../run/runtime.js";
import type { Constraint } from "../session/scopes.js";
import { EngineError, runtimeError } from "../types/errors.js";
import { typeToString } from "../types/type-name.js";
import { compileValidators, type Validator } from "../binder/validation.js";

/** A target with types and attributes before it. */
export function typedVariable(c: Compiler, ast: ExpressionAst): Assignment {
  const attributes: AttributeBaseAst[] = [];
  let target = ast;
  while (target.kind === "ConvertExpression" || target.kind === "AttributedExpression") {
    attributes.unshift(target.kind === "ConvertExpression" ? target.type : target.attribute);
    target = target.child;
  }
  if (target.kind !== "VariableExpression") {
    const inner = c.assign(target);
    const convert = constraintOf(c, attributes);
    const set = (f: Frame, value: unknown): void => inner.set(f, convert(f)(value, ""));
    return { set, update: (f, compute) => inner.update(f, compute) };
  }
  const inner = c.assign(target);
  const constrain = constraintOf(c, attributes);
  const variable = target;
  return {
    set(f, value) {
      const constraint = constrain(f);
      const checked = constraint(value, variable.path.name);
      unconstrain(f, variable);
      inner.set(f, checked);
      setConstraint(f, variable, constraint);
    },
    update: (f, compute) => inner.update(f, compute),
  };
}

function ownVariable(f: Frame, ast: VariableExpressionAst) {
  const name = ast.path.name.toLowerCase();
  switch (ast.path.qualifier?.toLowerCase()) {
    case "global":
      return f.rt.global.root.own(name);
    case "script":
      return f.scope.scriptScope.own(name);
    default:
      return f.scope.own(name) ?? f.rt.allScope.get(name);
  }
}

function unconstrain(f: Frame, ast: VariableExpressionAst): void {
  const variable = ownVariable(f, ast);
  if (variable && variable.constraint !== null) {
    variable.constraint = null;
    setOptions(variable, variable.options);
  }
}

function setConstraint(f: Frame, ast: VariableExpressionAst, constraint: Constraint): void {
  const variable = ownVariable(f, ast);
  if (!variable) return;
  variable.constraint = constraint;
  setOptions(variable, variable.options);
}

/** Types convert from right to left as they stand before the variable; validators check what comes out. */
export function constraintOf(
  c: Compiler,
  attributes: readonly AttributeBaseAst[],
  ofProperty = false,
): (f: Frame) => Constraint {
  const casts = attributes
    .filter((attribute) => attribute.kind === "TypeConstraint")
    .map((attribute) => ({ cast: c.cast(attribute.typeName), text: typeNameText(attribute.typeName).toLowerCase() }))
    .reverse();
  const validators = compileValidators(c, attributes);
  return (f) => makeConstraint(f, casts, validators(f), ofProperty);
}

function makeConstraint(
  f: Frame,
  casts: readonly { cast: (f: Frame, value: unknown) => unknown; text: string }[],
  validators: readonly Validator[],
  ofProperty: boolean,
): Constraint {
  return (value, name) => {
    for (const { cast, text } of casts) {
      if (text === "object" || text === "ref") continue;
      if ((text === "array" || text === "object[]") && (value === null || value === undefined)) continue;
      if (/^(bool|boolean|system\.boolean)$/.test(text)) value = checkedBoolean(f, value);
      else value = convertForVariable(f, cast, value);
    }
    for (const validator of validators) {
      try {
        validator.check(f.rt, value);
      } catch (error) {
        // A property of a class says itself what is wrong with the value; a variable speaks for its attributes.
        if (error instanceof EngineError && !ofProperty) throw invalidValue(f, name, value, error);
        throw error;
      }
    }
    return value;
  };
}

/** A variable of type [bool] takes numbers and truths, as a parameter does; not texts. */
function checkedBoolean(f: Frame, value: unknown): boolean {
  const base = baseOf(value);
  if (typeof base === "boolean") return base;
  if (base instanceof SwitchParameter) return base.isPresent;
  if (typeof base === "number" || typeof base === "bigint") return f.rt.values.toBoolean(base);
  if (typeof base === "object" && base !== null && "value" in base && /^(number|bigint)$/.test(typeof base.value))
    return f.rt.values.toBoolean(base);
  const shown = base === null || base === undefined ? "" : f.rt.values.typeNameOf(base);
  throw runtimeError(
    "RuntimeException",
    `Cannot convert value "${shown}" to type "System.Boolean". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.`,
    {
      category: "MetadataError",
      exceptionType: "System.Management.Automation.ArgumentTransformationMetadataException",
    },
  );
}

/** A conversion that fails in an assignment is a RuntimeException whose inner one says why. */
function convertForVariable(f: Frame, cast: (f: Frame, value: unknown) => unknown, value: unknown): unknown {
  try {
    return cast(f, value);
  } catch (error) {
    if (!(error instanceof EngineError) || !/^(Invalid|Substring)/.test(error.errorId)) throw error;
    // Where a block has a scope of its own PowerShell's compiler knows the variable's type, and converts as a cast does.
    if (f.scope.parent !== null) throw error;
    throw runtimeError("RuntimeException", error.exception.message, {
      category: "MetadataError",
      exceptionType: "System.Management.Automation.ArgumentTransformationMetadataException",
      inner: error.exception,
    });
  }
}

function invalidValue(f: Frame, name: string, value: unknown, cause: EngineError): Error {
  const many = typeof value === "object" && f.rt.values.enumerate(value) !== undefined;
  const shown =
    value === null || value === undefined
      ? "$null"
      : many
        ? typeToString(f.rt.values.typeNameOf(value))
        : f.rt.values.toText(value);
  return runtimeError(
    "ValidateSetFailure",
    `The variable cannot be validated because the value ${shown} is not a valid value for the ${name} variable.`,
    {
      category: "MetadataError",
      exceptionType: "System.Management.Automation.ValidationMetadataException",
      inner: cause.exception,
    },
  );
}
