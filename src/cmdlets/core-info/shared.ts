// What the commands about commands share: the engine's refusals as error records, scopes and options by name.

import {
  EngineError,
  type CmdletContext,
  type ItemOption,
  type ParameterDefinition,
  type ScopeName,
} from "../../engine/index.js";

/** Runs an action; what the engine refuses becomes this command's non-terminating error. True where it worked. */
export function attempt(context: CmdletContext, action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { exception, errorId, category, target } = error;
    context.writeError(context.error(exception.typeName, exception.message, errorId, category, target));
    return false;
  }
}

/** Sorted by a text as PowerShell sorts. */
export function sortedBy<T>(context: CmdletContext, items: Iterable<T>, textOf: (item: T) => string): T[] {
  return [...items].sort((left, right) => context.engine.values.compare(textOf(left), textOf(right)));
}

export const SCOPE: ParameterDefinition = {
  type: "string",
  complete: () => ["Global", "Local", "Script", "Private"],
  help: "Global, Local, Script, or how many scopes up.",
};

/** The scope that -Scope names; a text that is none ends the command. */
export function scopeOf(context: CmdletContext): ScopeName | undefined {
  const text: string | undefined = context.bound["Scope"];
  if (text === undefined || text === "") return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const found = (["Global", "Script", "Local", "Private"] as const).find(
    (name) => name.toLowerCase() === text.toLowerCase(),
  );
  if (found !== undefined) return found;
  return context.throwTerminating(
    context.error(
      "System.Management.Automation.PSArgumentException",
      'Cannot process argument because the value of parameter "Scope" is not valid. Valid values are "Global", "Local", or "Script", or a number relative to the current scope (0 through the number of scopes where 0 is the current scope and 1 is its parent). Change the value of the "Scope" parameter and run the operation again.',
      "Argument",
      "InvalidArgument",
    ),
  );
}

export const OPTION: ParameterDefinition = {
  type: "string[]",
  complete: () => ["None", "ReadOnly", "Constant", "Private", "AllScope"],
  help: "None, ReadOnly, Constant, Private, AllScope.",
};

/** The options that -Option names; undefined where it was not given. */
export function optionsOf(context: CmdletContext): readonly ItemOption[] | undefined {
  const given: readonly string[] | undefined = context.bound["Option"];
  if (given === undefined) return undefined;
  const words = given.flatMap((text) => text.split(",")).map((word) => word.trim().toLowerCase());
  return (["ReadOnly", "Constant", "Private", "AllScope"] as const).filter((name) =>
    words.includes(name.toLowerCase()),
  );
}
