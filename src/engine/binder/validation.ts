// The Validate… attributes: what a parameter or a variable accepts.

import { PSObject } from "../../objects/index.js";
import type { AttributeBaseAst, AttributeAst } from "../../language/index.js";
import type { Validation } from "../commands/cmdlet.js";
import type { Compiler } from "../compile/compiler.js";
import type { Frame, Runtime } from "../run/runtime.js";
import type { ScriptBlock } from "../run/script-block.js";
import { type EngineError, runtimeError } from "../types/errors.js";

export interface Validator {
  readonly name: string;
  /** Throws a ValidationMetadataException that says what is wrong with the value. */
  check(rt: Runtime, value: unknown): void;
}

function refuse(message: string, id = "ValidateSetFailure"): EngineError {
  return runtimeError(id, message, {
    category: "InvalidData",
    exceptionType: "System.Management.Automation.ValidationMetadataException",
  });
}

/** The values of an attribute's arguments. */
export interface AttributeValues {
  readonly name: string;
  readonly positional: readonly unknown[];
  readonly named: ReadonlyMap<string, unknown>;
}

export function attributeValues(c: Compiler, ast: AttributeAst): (f: Frame) => AttributeValues {
  const positional = ast.positionalArguments.map((argument) => c.expr(argument));
  const named = ast.namedArguments.map((argument) => ({
    name: argument.argumentName.toLowerCase(),
    value: argument.expressionOmitted ? () => true : c.expr(argument.argument),
  }));
  return (f) => ({
    name: attributeName(ast),
    positional: positional.map((value) => value(f)),
    named: new Map(named.map(({ name, value }) => [name, value(f)])),
  });
}

/** `validaterange` for [ValidateRange()], [System.Management.Automation.ValidateRangeAttribute()] and so on. */
export function attributeName(ast: AttributeAst): string {
  const name = ast.typeName.name.toLowerCase();
  const short = name.slice(name.lastIndexOf(".") + 1);
  return short.endsWith("attribute") && short !== "attribute" ? short.slice(0, -9) : short;
}

export function compileValidators(
  c: Compiler,
  attributes: readonly AttributeBaseAst[],
): (f: Frame) => readonly Validator[] {
  const asts = attributes.filter(
    (a): a is AttributeAst => a.kind === "Attribute" && attributeName(a).startsWith("validate"),
  );
  if (asts.length === 0) return () => [];
  const values = asts.map((ast) => attributeValues(c, ast));
  return (f) => values.flatMap((value) => validatorOf(f.rt, value(f)) ?? []);
}

function validatorOf(rt: Runtime, attribute: AttributeValues): Validator | undefined {
  const { positional, named } = attribute;
  const message = named.has("errormessage") ? rt.values.toText(named.get("errormessage")) : undefined;
  switch (attribute.name) {
    case "validateset": {
      const ignoreCase = named.has("ignorecase") ? rt.values.toBoolean(named.get("ignorecase")) : true;
      return validateSet(
        positional.map((value) => rt.values.toText(value)),
        ignoreCase,
        message,
      );
    }
    case "validaterange":
      return positional.length === 1
        ? validateRangeKind(rt.values.toText(positional[0]))
        : validateRange(positional[0], positional[1]);
    case "validatelength":
      return validateLength(Number(positional[0]), Number(positional[1]));
    case "validatecount":
      return validateCount(Number(positional[0]), Number(positional[1]));
    case "validatepattern":
      return validatePattern(rt.values.toText(positional[0]), message);
    case "validatescript":
      return validateScript(positional[0] as ScriptBlock, message);
    case "validatenotnull":
      return validateNotNull();
    case "validatenotnullorempty":
      return validateNotNullOrEmpty();
    case "validatenotnullorwhitespace":
      return validateNotNullOrWhiteSpace();
    case "validatedrive":
      return validateDrive(positional.map((value) => rt.values.toText(value)));
    case "validateuserdrive":
    case "validatetrusteddata":
    default:
      return undefined;
  }
}

/** The validators of a cmdlet's declaration. */
export function validatorFor(rt: Runtime, validation: Validation): Validator {
  switch (validation.kind) {
    case "NotNull":
      return validateNotNull();
    case "NotNullOrEmpty":
      return validateNotNullOrEmpty();
    case "NotNullOrWhiteSpace":
      return validateNotNullOrWhiteSpace();
    case "Set":
      return validateSet(validation.values, validation.ignoreCase ?? true, validation.errorMessage);
    case "Range":
      return validateRange(validation.min, validation.max);
    case "RangeKind":
      return validateRangeKind(validation.range);
    case "Length":
      return validateLength(validation.min, validation.max);
    case "Count":
      return validateCount(validation.min, validation.max);
    case "Pattern":
      return validatePattern(validation.pattern, validation.errorMessage);
  }
}

/** Checks a collection element by element, as ValidateEnumeratedArguments does. */
function eachElement(rt: Runtime, value: unknown, check: (item: unknown) => void): void {
  if (value === null || value === undefined)
    throw refuse(
      "The argument is null. Provide a valid value for the argument, and then try running the command again.",
    );
  const items = typeof value === "object" && !(value instanceof PSObject) ? rt.values.enumerate(value) : undefined;
  if (items === undefined) return check(value);
  for (const item of items) check(item);
}

function validateSet(values: readonly string[], ignoreCase: boolean, message: string | undefined): Validator {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const known = new Set(values.map(fold));
  return {
    name: "ValidateSet",
    check: (rt, value) =>
      eachElement(rt, value, (item) => {
        const text = rt.values.toText(item);
        if (known.has(fold(text))) return;
        const list = values.join(",");
        throw refuse(
          message !== undefined
            ? fill(message, text, list)
            : `The argument "${text}" does not belong to the set "${list}" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.`,
        );
      }),
  };
}

function fill(message: string, ...args: string[]): string {
  return message.replace(/\{(\d+)\}/g, (whole, index: string) => args[Number(index)] ?? whole);
}

function validateRange(min: unknown, max: unknown): Validator {
  return {
    name: "ValidateRange",
    check: (rt, value) =>
      eachElement(rt, value, (item) => {
        let number: unknown;
        const wanted = rt.values.typeNameOf(min as object);
        try {
          number = rt.values.convert(item, wanted);
          if (rt.values.compare(item, number) !== 0) number = item;
        } catch {
          throw refuse(
            `The argument "${rt.values.toText(item)}" cannot be validated because its type "${rt.values.typeNameOf(item)}" is not the same type ("${wanted}") as the maximum and minimum limits of the parameter. Make sure the argument is of type ${wanted} and then try the command again.`,
          );
        }
        const text = rt.values.toText(item);
        if (rt.values.compare(number, min) < 0)
          throw refuse(
            `The ${text} argument is less than the minimum allowed range of ${rt.values.toText(min)}. Supply an argument that is greater than or equal to ${rt.values.toText(min)} and then try the command again.`,
          );
        if (rt.values.compare(number, max) > 0)
          throw refuse(
            `The ${text} argument is greater than the maximum allowed range of ${rt.values.toText(max)}. Supply an argument that is less than or equal to ${rt.values.toText(max)} and then try the command again.`,
          );
      }),
  };
}

function validateRangeKind(kind: string): Validator {
  const rules: Record<string, [(sign: number) => boolean, string]> = {
    positive: [(sign) => sign > 0, "greater than zero"],
    nonnegative: [(sign) => sign >= 0, "greater than or equal to zero"],
    negative: [(sign) => sign < 0, "less than zero"],
    nonpositive: [(sign) => sign <= 0, "less than or equal to zero"],
  };
  const [accepts, wanted] = rules[kind.toLowerCase()] ?? rules["nonnegative"]!;
  return {
    name: "ValidateRange",
    check: (rt, value) =>
      eachElement(rt, value, (item) => {
        if (!accepts(rt.values.compare(item, 0)))
          throw refuse(
            `The argument "${rt.values.toText(item)}" cannot be validated because its value is not ${wanted}.`,
          );
      }),
  };
}

function validateLength(min: number, max: number): Validator {
  return {
    name: "ValidateLength",
    check: (rt, value) =>
      eachElement(rt, value, (item) => {
        if (typeof item !== "string")
          throw refuse(
            "The ValidateLength attribute cannot be used on a parameter whose argument is not a string. Make sure the argument is a string and then try the command again.",
          );
        if (item.length < min)
          throw refuse(
            `The character length (${item.length}) of the argument is too short. Specify an argument with a length that is greater than or equal to "${min}", and then try the command again.`,
          );
        if (item.length > max)
          throw refuse(
            `The character length of the ${item.length} argument is too long. Shorten the character length of the argument so it is fewer than or equal to "${max}" characters, and then try the command again.`,
          );
      }),
  };
}

function validateCount(min: number, max: number): Validator {
  return {
    name: "ValidateCount",
    check(rt, value) {
      const items = value === null || value === undefined ? [] : rt.values.enumerate(value);
      if (items === undefined)
        throw refuse(
          "The ValidateCount attribute cannot be applied to a non-array parameter. Either remove the attribute from the parameter or make the parameter an array parameter.",
        );
      const count = [...items].length;
      if (count >= min && count <= max) return;
      throw refuse(
        min === max
          ? `The parameter requires exactly ${max} value(s) - ${count} value(s) were provided.`
          : `The parameter requires at least ${min} value(s) and no more than ${max} value(s) - ${count} value(s) were provided.`,
      );
    },
  };
}

function validateDrive(drives: readonly string[]): Validator {
  return {
    name: "ValidateDrive",
    check(rt, value) {
      const path = rt.values.toText(value);
      if (path === "")
        throw refuse(
          "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.",
        );
      const drive = /^([^/\\:]+):/.exec(path)?.[1] ?? /^([^/\\:]+):/.exec(rt.location.current)?.[1] ?? "/";
      if (drives.some((each) => each.toLowerCase() === drive.toLowerCase())) return;
      throw refuse(
        `The path argument drive ${drive} does not belong to the set of approved drives: ${drives.join(", ")}. Supply a path argument with an approved drive.`,
      );
    },
  };
}

function validatePattern(pattern: string, message: string | undefined): Validator {
  return {
    name: "ValidatePattern",
    check: (runtime, value) =>
      eachElement(runtime, value, (item) => {
        const text = runtime.values.toText(item);
        const keep = runtime.setMatches;
        runtime.setMatches = () => {};
        let matched: boolean;
        try {
          matched = runtime.ops.binary("-imatch")(text, pattern) === true;
        } finally {
          runtime.setMatches = keep;
        }
        if (matched) return;
        throw refuse(
          message !== undefined
            ? fill(message, text, pattern)
            : `The argument "${text}" does not match the "${pattern}" pattern. Supply an argument that matches "${pattern}" and try the command again.`,
        );
      }),
  };
}

function validateScript(block: ScriptBlock, message: string | undefined): Validator {
  return {
    name: "ValidateScript",
    check: (rt, value) =>
      eachElement(rt, value, (item) => {
        const result = rt.invokeCollect(block, [], item);
        const passed = rt.values.toBoolean(result.length === 1 ? result[0] : result.length === 0 ? null : result);
        if (passed) return;
        const text = rt.values.toText(item);
        throw refuse(
          message !== undefined
            ? fill(message, text, block.text)
            : `The "${block.text}" validation script for the argument with value "${text}" did not return a result of True. Determine why the validation script failed, and then try the command again.`,
        );
      }),
  };
}

function validateNotNull(): Validator {
  return {
    name: "ValidateNotNull",
    check(_rt, value) {
      const text =
        "The argument is null. Provide a valid value for the argument, and then try running the command again.";
      if (value === null || value === undefined) throw refuse(text);
      if (!Array.isArray(value)) return;
      for (const item of value)
        if (item === null || item === undefined)
          throw refuse(
            "The argument is null, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.",
          );
    },
  };
}

function validateNotNullOrEmpty(): Validator {
  const nullOrEmpty =
    "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.";
  return {
    name: "ValidateNotNullOrEmpty",
    check(rt, value) {
      if (value === null || value === undefined || value === "") throw refuse(nullOrEmpty);
      const items = typeof value === "object" && !(value instanceof PSObject) ? rt.values.enumerate(value) : undefined;
      if (items === undefined) return;
      let any = false;
      for (const item of items) {
        any = true;
        if (item === null || item === undefined || item === "")
          throw refuse(
            "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.",
          );
      }
      if (!any)
        throw refuse(
          "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.",
        );
    },
  };
}

function validateNotNullOrWhiteSpace(): Validator {
  const text =
    "The argument is null, empty, or consists of only white-space characters. Provide an argument that contains non white-space characters, and then try the command again.";
  return {
    name: "ValidateNotNullOrWhiteSpace",
    check(rt, value) {
      if (value === null || value === undefined) throw refuse(text);
      const items = typeof value === "object" && !(value instanceof PSObject) ? rt.values.enumerate(value) : undefined;
      for (const item of items ?? [value])
        if (item === null || item === undefined || (typeof item === "string" && item.trim() === "")) throw refuse(text);
    },
  };
}
