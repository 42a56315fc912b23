// Commands as values: what Get-Command gives and what `&` takes.

import { NetObject } from "../../objects/index.js";
import type { CmdletDefinition, CmdletEntry } from "./cmdlet.js";
import type { CommandObject, CommandType } from "../engine.js";
import type { ModuleInfo } from "../session/module-info.js";
import type { ScriptBlock } from "../run/script-block.js";

export abstract class CommandInfo extends NetObject implements CommandObject {
  readonly name: string;
  module: ModuleInfo | null = null;
  abstract readonly commandType: CommandType;
  abstract readonly definition: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
  get moduleName(): string {
    return this.module?.name ?? "";
  }
}

export class FunctionInfo extends CommandInfo {
  scriptBlock: ScriptBlock;
  options = 0;
  description = "";
  constructor(name: string, scriptBlock: ScriptBlock) {
    super(name);
    this.scriptBlock = scriptBlock;
  }
  get typeName(): string {
    return this.commandType === "Filter"
      ? "System.Management.Automation.FilterInfo"
      : "System.Management.Automation.FunctionInfo";
  }
  get commandType(): "Function" | "Filter" {
    return this.scriptBlock.isFilter ? "Filter" : "Function";
  }
  get definition(): string {
    return this.scriptBlock.definition;
  }
}

export class CmdletInfo extends CommandInfo {
  readonly commandType = "Cmdlet" as const;
  readonly entry: CmdletEntry;
  loaded: CmdletDefinition | undefined;
  constructor(entry: CmdletEntry) {
    super(entry.name);
    this.entry = entry;
  }
  get typeName(): string {
    return "System.Management.Automation.CmdletInfo";
  }
  get cmdlet(): CmdletDefinition {
    return (this.loaded ??= this.entry.load());
  }
  override get moduleName(): string {
    return this.entry.module;
  }
  get definition(): string {
    return this.name;
  }
  /** Full name of the class PowerShell implements it with; ends every error id. */
  get implementingType(): string {
    return this.cmdlet.implementingType ?? `Microsoft.PowerShell.Commands.${this.name.replace("-", "")}Command`;
  }
}

export class AliasInfo extends CommandInfo {
  readonly commandType = "Alias" as const;
  readonly definition: string;
  options = 0;
  description = "";
  constructor(name: string, definition: string) {
    super(name);
    this.definition = definition;
  }
  get typeName(): string {
    return "System.Management.Automation.AliasInfo";
  }
}

export class ExternalScriptInfo extends CommandInfo {
  readonly commandType = "ExternalScript" as const;
  readonly path: string;
  readonly scriptBlock: ScriptBlock;
  constructor(name: string, path: string, scriptBlock: ScriptBlock) {
    super(name);
    this.path = path;
    this.scriptBlock = scriptBlock;
  }
  get typeName(): string {
    return "System.Management.Automation.ExternalScriptInfo";
  }
  get definition(): string {
    return this.path;
  }
}

export class ApplicationInfo extends CommandInfo {
  readonly commandType = "Application" as const;
  readonly path: string;
  constructor(name: string, path: string) {
    super(name);
    this.path = path;
  }
  get typeName(): string {
    return "System.Management.Automation.ApplicationInfo";
  }
  get definition(): string {
    return this.path;
  }
}

/** A script block that is called without a name: `& { … }`. */
export class ScriptInfo extends CommandInfo {
  readonly commandType = "Script" as const;
  readonly scriptBlock: ScriptBlock;
  constructor(scriptBlock: ScriptBlock) {
    super("");
    this.scriptBlock = scriptBlock;
  }
  get typeName(): string {
    return "System.Management.Automation.ScriptInfo";
  }
  get definition(): string {
    return this.scriptBlock.text;
  }
}
