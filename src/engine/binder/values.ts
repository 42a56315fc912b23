// One argument for one parameter: conversion, the checks for null and emptiness, validation; with PowerShell's words for what fails.

import { PSObject, SwitchParameter } from "../../objects/index.js";
import type { Parameter } from "./parameters.js";
import type { Runtime } from "../run/runtime.js";
import { ScriptBlock } from "../run/script-block.js";
import { EngineError, runtimeError } from "../types/errors.js";
import { PSReference } from "../types/type-object.js";

/** Who is being called, for the words of its errors. */
export interface Callee {
  /** Ends every error id: function name, or a cmdlet's class. */
  readonly errorName: string;
  /** Functions and scripts transform; cmdlets convert: the words differ. */
  readonly isCmdlet: boolean;
  readonly isAdvanced: boolean;
}

export function bindingError(
  callee: Callee,
  id: string,
  message: string,
  parameterName: string | null = null,
  exceptionType = "System.Management.Automation.ParameterBindingException",
  category: "InvalidArgument" | "InvalidData" | "WriteError" | "MetadataError" = "InvalidArgument",
): EngineError {
  const error = runtimeError(callee.errorName === "" ? id : `${id},${callee.errorName}`, message, {
    exceptionType,
    category,
  });
  error.exception.extra.set("ErrorId", id);
  error.exception.extra.set("ParameterName", parameterName ?? "");
  return error;
}

/** Converts and checks an argument; throws a ParameterBindingException where it does not fit. */
export function argumentValue(
  rt: Runtime,
  callee: Callee,
  parameter: Parameter,
  value: unknown,
  isDefault = false,
): unknown {
  if (value === undefined) value = null;
  const converted = convertArgument(rt, callee, parameter, value);
  // A default is converted, but neither it nor its absence is validated.
  if (isDefault) return converted;
  const isMany = typeof converted === "object" && converted !== null && isCollection(rt, converted);
  // A collection's elements are looked at by its validators first.
  if (!isMany) checkEmptiness(rt, callee, parameter, converted);
  for (const validator of parameter.validators) {
    if (converted === null && parameter.allowNull) break;
    try {
      validator.check(rt, converted);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const wrapped = bindingError(
        callee,
        "ParameterArgumentValidationError",
        `Cannot validate argument on parameter '${parameter.name}'. ${error.exception.message}`,
        parameter.name,
        "System.Management.Automation.ParameterBindingValidationException",
        "InvalidData",
      );
      wrapped.exception.innerException = error.exception;
      throw wrapped;
    }
  }
  if (isMany) checkEmptiness(rt, callee, parameter, converted);
  return converted;
}

function convertArgument(rt: Runtime, callee: Callee, parameter: Parameter, value: unknown): unknown {
  try {
    return convert(rt, callee, parameter, value);
  } catch (error) {
    if (!(error instanceof EngineError) || error.errorId.includes(",")) throw error;
    if (callee.isCmdlet) {
      const wrapped = bindingError(
        callee,
        "CannotConvertArgumentNoMessage",
        `Cannot bind parameter '${parameter.name}'. ${error.exception.message}`,
        parameter.name,
      );
      wrapped.exception.innerException = error.exception;
      throw wrapped;
    }
    const wrapped = bindingError(
      callee,
      "ParameterArgumentTransformationError",
      `Cannot process argument transformation on parameter '${parameter.name}'. ${error.exception.message}`,
      parameter.name,
      "System.Management.Automation.ParameterBindingArgumentTransformationException",
      "InvalidData",
    );
    wrapped.exception.innerException = error.exception;
    throw wrapped;
  }
}

function convert(rt: Runtime, callee: Callee, parameter: Parameter, value: unknown): unknown {
  const type = parameter.typeName.toLowerCase();
  if (parameter.psTypeName !== null) checkTypeName(rt, callee, parameter, value);
  if (type === "" || type === "object") return value;
  if (parameter.isSwitch || parameter.isBoolean) return toSwitch(rt, callee, parameter, value);
  if (type === "string") {
    if (typeof value === "string") return value;
    if (callee.isAdvanced && isCollection(rt, value)) {
      if (!callee.isCmdlet) throw runtimeError("CannotConvertArgument", "Cannot convert value to type System.String.");
      throw bindingError(
        callee,
        "CannotConvertArgument",
        `Cannot convert '${rt.values.typeNameOf(value)}' to the type 'System.String' required by parameter '${parameter.name}'. Specified method is not supported.`,
        parameter.name,
      );
    }
    if (value === null) return callee.isCmdlet ? null : "";
    return rt.values.convert(value, "string");
  }
  if (type === "ref") {
    if (value instanceof PSReference) return value;
    throw runtimeError("ReferenceTypeExpected", "Reference type is expected in argument.");
  }
  if (type === "scriptblock" && value instanceof ScriptBlock) return value;
  if (value === null && (parameter.isCollection || type === "array" || type === "hashtable" || type === "scriptblock"))
    return null;
  return rt.values.convert(value, parameter.typeName);
}

function isCollection(rt: Runtime, value: unknown): boolean {
  return (
    Array.isArray(value) ||
    (typeof value === "object" &&
      value !== null &&
      !(value instanceof PSObject) &&
      rt.values.isInstance(value, "System.Collections.IList"))
  );
}

const SWITCH = "System.Management.Automation.SwitchParameter";

function toSwitch(rt: Runtime, callee: Callee, parameter: Parameter, value: unknown): unknown {
  let truth: boolean;
  const base = value instanceof PSObject && value.base !== undefined ? value.base : value;
  if (typeof base === "boolean") truth = base;
  else if (base instanceof SwitchParameter) truth = base.isPresent;
  else if (base === null && parameter.isSwitch) truth = false;
  else if (typeof base === "number" || typeof base === "bigint" || isNumberBox(base)) {
    if (parameter.isSwitch && !callee.isCmdlet) return rt.values.convert(base, SWITCH); // which refuses it
    truth = rt.values.toBoolean(base);
  } else {
    const target = parameter.isSwitch ? SWITCH : "System.Boolean";
    const shown = base === null ? "" : rt.values.typeNameOf(base);
    throw runtimeError(
      "CannotConvertArgument",
      `Cannot convert value "${shown}" to type "${target}". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.`,
    );
  }
  if (parameter.isBoolean || callee.isCmdlet) return truth;
  return new SwitchParameter(truth);
}

function isNumberBox(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    /^(Double|Single|Decimal|Byte|SByte|U?Int(16|32|64)|BigInteger)$/.test(value.constructor.name)
  );
}

function checkTypeName(rt: Runtime, callee: Callee, parameter: Parameter, value: unknown): void {
  const wanted = parameter.psTypeName!;
  for (const item of Array.isArray(value) ? value : [value])
    if (!rt.values.view.typeNames(item).some((name) => name.toLowerCase() === wanted.toLowerCase()))
      throw bindingError(
        callee,
        "MismatchedPSTypeName",
        `Cannot bind argument to parameter '${parameter.name}', because PSTypeNames of the argument do not match the PSTypeName required by the parameter: ${wanted}.`,
        parameter.name,
      );
}

/** What a mandatory parameter refuses: null, an empty string, an empty collection, and either of the first two as an element. */
function checkEmptiness(rt: Runtime, callee: Callee, parameter: Parameter, value: unknown): void {
  if (!isMandatory(parameter)) return;
  const refuse = (kind: string, text: string): EngineError =>
    bindingError(
      callee,
      `ParameterArgumentValidationError${kind}NotAllowed`,
      `Cannot bind argument to parameter '${parameter.name}' because it is ${text}.`,
      parameter.name,
      "System.Management.Automation.ParameterBindingValidationException",
      "InvalidData",
    );
  if (value === null) {
    if (!parameter.allowNull) throw refuse("Null", "null");
    return;
  }
  if (value === "") {
    if (!parameter.allowEmptyString) throw refuse("EmptyString", "an empty string");
    return;
  }
  if (typeof value === "string" || typeof value === "number" || !isCollection(rt, value)) return;
  let any = false;
  const strings = parameter.typeName.toLowerCase() === "string[]";
  for (const item of rt.values.enumerate(value) ?? []) {
    any = true;
    if ((item === null || item === undefined) && !parameter.allowNull) throw refuse("Null", "null");
    if (item === "" && strings && !parameter.allowEmptyString) throw refuse("EmptyString", "an empty string");
  }
  if (any || parameter.allowEmptyCollection) return;
  throw parameter.typeName.endsWith("[]")
    ? refuse("EmptyArray", "an empty array")
    : refuse("EmptyCollection", "an empty collection");
}

function isMandatory(parameter: Parameter): boolean {
  for (const set of parameter.sets.values()) if (set.mandatory) return true;
  return false;
}
