// `#requires`: what a script file wants before it runs.

import { ParameterText } from "../binder/argument.js";
import type { ExternalScriptInfo } from "./command-info.js";
import type { Runtime } from "../run/runtime.js";
import { EngineError, runtimeError } from "../types/errors.js";
import type { ExpressionAst } from "../../language/index.js";

const VERSION = "7.6.5";

/** Throws a ScriptRequiresException where the script cannot run here. */
export function checkRequirements(rt: Runtime, script: ExternalScriptInfo): void {
  const { requirements } = script.scriptBlock.ast;
  if (requirements === null) return;
  const { version, modules, editions } = requirements;
  if (version !== null && newer(version, VERSION))
    throw requires(
      "ScriptRequiresUnmatchedPSVersion",
      `The script '${script.name}' cannot be run because it contained a "#requires" statement for PowerShell ${version}. The version of PowerShell that is required by the script does not match the currently running version of PowerShell ${VERSION}.`,
    );
  if (editions.length > 0 && !editions.some((edition) => edition.toLowerCase() === "core"))
    throw requires(
      "ScriptRequiresUnmatchedPSEdition",
      `The script '${script.name}' cannot be run because it contained a "#requires" statement for PowerShell editions '${editions.join(", ")}'. The edition of PowerShell that is required by the script does not match the currently running PowerShell Core edition.`,
    );
  const missing = modules.map(moduleName).filter((name) => !available(rt, name));
  if (missing.length > 0)
    throw requires(
      "ScriptRequiresMissingModules",
      `The script '${script.name}' cannot be run because the following modules that are specified by the "#requires" statements of the script are missing: ${missing.map((name) => `The module '${name}' cannot be found.`).join(" ")}.`,
    );
}

function requires(id: string, message: string): EngineError {
  return runtimeError(id, message, {
    exceptionType: "System.Management.Automation.ScriptRequiresException",
    category: "ResourceUnavailable",
  });
}

function newer(wanted: string, current: string): boolean {
  const [a, b] = [wanted.split("."), current.split(".")];
  for (let i = 0; i < 3; i++) {
    const difference = Number(a[i] ?? 0) - Number(b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** A module by name, or by a table with ModuleName. */
function moduleName(ast: ExpressionAst): string {
  if (ast.kind === "StringConstantExpression") return ast.value;
  if (ast.kind === "Hashtable")
    for (const { key, value } of ast.pairs) {
      const isName = key.kind === "StringConstantExpression" && key.value.toLowerCase() === "modulename";
      const element = value.kind === "Pipeline" ? value.elements[0] : undefined;
      if (isName && element?.kind === "CommandExpression" && element.expression.kind === "StringConstantExpression")
        return element.expression.value;
    }
  return "";
}

function available(rt: Runtime, name: string): boolean {
  const key = name.toLowerCase();
  if (rt.sessionState.modules.has(key) || key.startsWith("microsoft.powershell.")) return true;
  try {
    rt.invoke("Import-Module", { args: [name, new ParameterText("-ErrorAction", "ErrorAction", false), "Ignore"] });
    return rt.sessionState.modules.has(key);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return false;
  }
}
