// A loaded module: its session state and what it exports.

import { NetObject } from "../../objects/index.js";
import type { ModuleObject } from "../engine.js";
import type { AliasInfo, CmdletInfo, FunctionInfo } from "../commands/command-info.js";
import type { SessionState, Variable } from "./scopes.js";

/** System.Management.Automation.PSModuleInfo. */
export class ModuleInfo extends NetObject implements ModuleObject {
  name: string;
  path = "";
  moduleBase = "";
  version = "0.0";
  moduleType: "Script" | "Manifest" | "Binary" | "Cim" = "Script";
  description = "";
  author = "";
  companyName = "";
  copyright = "";
  /** Made by New-Module and never imported: its functions are there, but no list of modules names it. */
  isUnlisted = false;
  guid = "00000000-0000-0000-0000-000000000000";
  state: SessionState | null = null;
  /** Patterns of Export-ModuleMember; undefined until it was called. */
  exports: { functions: string[]; variables: string[]; aliases: string[]; cmdlets: string[] } | undefined;
  readonly exportedFunctions: Map<string, FunctionInfo> = new Map();
  readonly exportedAliases: Map<string, AliasInfo> = new Map();
  readonly exportedVariables: Map<string, Variable> = new Map();
  readonly exportedCmdlets: Map<string, CmdletInfo> = new Map();
  onRemove: unknown = null;
  privateData: unknown = null;
  nestedModules: ModuleInfo[] = [];
  constructor(name: string) {
    super();
    this.name = name;
  }
  get typeName(): string {
    return "System.Management.Automation.PSModuleInfo";
  }
}
