// The engine: one runspace's state and the services that cmdlets, the type table and the formatter ask of it.

import type { Dictionary, ErrorRecord, NetObject, ObjectView, PSMember } from "../objects/index.js";
import type { Host } from "./host.js";
import type { CmdletEntry } from "./commands/cmdlet.js";
import type { Provider } from "./session/provider.js";
import type { TypeDefinition } from "./types/definition.js";
import type { MemberDescription } from "./types/members/describe.js";
import type { PSType } from "./types/type-object.js";

/** How values are converted, compared and looked into: LanguagePrimitives. Implemented in `types/`. */
export interface Values {
  /** As `[type]value`; throws EngineError with PowerShell's InvalidCast… ids and texts. */
  convert(value: unknown, typeName: string): unknown;
  /** The same, or undefined instead of an error. */
  tryConvert(value: unknown, typeName: string): unknown;
  toText(value: unknown): string;
  toBoolean(value: unknown): boolean;
  /** The -like operator: a text against a wildcard pattern, in any case. */
  like(text: string, pattern: string): boolean;
  /** PowerShell's -eq, case-insensitive unless said. */
  equals(left: unknown, right: unknown, caseSensitive?: boolean): boolean;
  /** -lt/-gt order: negative, 0, positive. */
  compare(left: unknown, right: unknown, caseSensitive?: boolean): number;
  /** Enumerates as a pipeline would: undefined where the value is not enumerable. */
  enumerate(value: unknown): Iterable<unknown> | undefined;
  /** The value of a property, of the elements' properties for a collection without it; undefined where there is none. */
  getMember(value: unknown, name: string): unknown;
  setMember(value: unknown, name: string, newValue: unknown): void;
  hasMember(value: unknown, name: string): boolean;
  invokeMethod(value: unknown, name: string, args: readonly unknown[], typeArguments?: readonly string[]): unknown;
  /** `name` "new" calls a constructor. */
  invokeStatic(typeName: string, name: string, args: readonly unknown[], typeArguments?: readonly string[]): unknown;
  /** `[type]::Name`; undefined where there is none. */
  getStatic(typeName: string, name: string): unknown;
  setStatic(typeName: string, name: string, newValue: unknown): void;
  /** `value[index]`, for every kind of index and collection; errors as PowerShell's. */
  getIndex(value: unknown, indexes: readonly unknown[], strictMode?: number): unknown;
  setIndex(value: unknown, indexes: readonly unknown[], newValue: unknown): void;
  /** True where `value -is [type]`. */
  isInstance(value: unknown, typeName: string): boolean;
  /** Add-Member: sets an own member (a value, or a PSMember) and gives the object that carries it from now on. */
  addMember(value: unknown, name: string, member: unknown): unknown;
  removeMember(value: unknown, name: string): boolean;
  /** All properties of a value, as Get-Member and `Select-Object *` list them. */
  properties(value: unknown): readonly MemberDescription[];
  methods(
    value: unknown,
  ): readonly { readonly name: string; readonly memberType: string; readonly definition: string }[];
  /** The type of a value ($null excluded); its definition's name is what GetType().FullName gives. */
  typeNameOf(value: unknown): string;
  /** The -f operator. */
  format(format: string, args: readonly unknown[]): string;
  readonly view: ObjectView;
}

export interface TypeTable {
  /**
   * By full name, name without "System.", or accelerator, in any case; arrays ("int[]", "int[,]") and closed generics too,
   * in PowerShell's spelling ("List[int]" after its namespace) or the table's own ("…List`1[[System.Int32]]").
   */
  find(name: string): TypeDefinition | undefined;
  /** The value of `[name]`, one object per type. */
  typeObject(definition: TypeDefinition): PSType;
  /** Adds a script's class or enum, or a type of a cmdlet; replaces one of the same name. */
  add(type: TypeDefinition): void;
  /** Update-TypeData: a member that every object with this type name has from now on. */
  extend(typeName: string, memberName: string, member: PSMember | { readonly note: unknown }): void;
  /** Update-TypeData -DefaultDisplayPropertySet, and what the table has of it. */
  setDefaultDisplay(typeName: string, names: readonly string[]): void;
  defaultDisplay(typeName: string): readonly string[] | undefined;
}

/** A drive and what is behind it. `root` is the native folder of a FileSystem drive. */
export interface Drive {
  readonly name: string;
  readonly provider: string;
  readonly root: string;
  readonly description?: string;
  /** Names below the root are found in any case, as on the Windows drive that this one stands for. */
  readonly ignoreCase?: boolean;
  /** Location within the drive, as PowerShell remembers it per drive. */
  current: string;
}

export interface Engine {
  readonly host: Host;
  readonly values: Values;
  readonly types: TypeTable;
  /** Adds cmdlets; later ones replace earlier ones of the same name. */
  addCmdlets(entries: readonly CmdletEntry[]): void;
  getVariable(name: string): unknown;
  setVariable(name: string, value: unknown, scope?: "Global" | "Script" | "Local"): void;
  /** Runs a script block (or any command) with arguments, `$_` and `$input`; output objects are passed on as they come. */
  invoke(
    command: unknown,
    options?: {
      args?: readonly unknown[];
      dollarUnder?: unknown;
      /** `$this` of a script property or method. */
      dollarThis?: unknown;
      input?: Iterable<unknown>;
      output?: (value: unknown) => void;
      newScope?: boolean;
    },
  ): void;
  /** The same, collected. */
  invokeCollect(command: unknown, args?: readonly unknown[], dollarUnder?: unknown): unknown[];
  /** Makes a live script block of a text; parse errors are thrown. */
  scriptBlock(text: string, fileName?: string): unknown;
  /** Looks at the stop flag; throws PipelineStopped where it is set. Long loops of cmdlets call it. */
  checkStop(): void;
  readonly location: LocationService;
  readonly sessionState: SessionStateService;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Adds a provider, or replaces the one of its name. */
  addProvider(provider: Provider): void;
  /** The error records of this runspace, newest first: what `$Error` holds. */
  readonly errors: readonly unknown[];
  addError(record: ErrorRecord): void;
  /** True where the running scope's strict mode is at least this version. */
  isStrict(version: number): boolean;
  /** Puts the text of a `"…"` together: $ExecutionContext.InvokeCommand.ExpandString. */
  expandString(text: string): string;
}

/** Where a variable, function or alias lives: a scope by name, or so many scopes up from the current one. */
export type ScopeName = "Global" | "Script" | "Local" | "Private" | number;

export type ItemOption = "ReadOnly" | "Constant" | "Private" | "AllScope";

/** A variable as cmdlets see it (System.Management.Automation.PSVariable). */
export interface VariableObject extends NetObject {
  readonly name: string;
  value: unknown;
  description: string;
  readonly optionText: string;
}

export interface SetOptions {
  readonly scope?: ScopeName | undefined;
  readonly options?: readonly ItemOption[] | undefined;
  readonly description?: string | undefined;
  /** Overwrites what is read-only. */
  readonly force?: boolean | undefined;
  readonly visibility?: "Public" | "Private" | undefined;
}

export type CommandType = "Alias" | "Function" | "Filter" | "Cmdlet" | "ExternalScript" | "Application" | "Script";

/** A command as Get-Command gives it. */
export interface CommandObject extends NetObject {
  readonly name: string;
  readonly commandType: CommandType;
  readonly moduleName: string;
  readonly definition: string;
}

/** A loaded module as Get-Module gives it. */
export interface ModuleObject extends NetObject {
  name: string;
  path: string;
  moduleBase: string;
  version: string;
  moduleType: "Script" | "Manifest" | "Binary" | "Cim";
  description: string;
  author: string;
  companyName: string;
  copyright: string;
  guid: string;
  isUnlisted: boolean;
  privateData: unknown;
  readonly exportedFunctions: ReadonlyMap<string, CommandObject>;
  readonly exportedAliases: ReadonlyMap<string, CommandObject>;
  readonly exportedVariables: ReadonlyMap<string, VariableObject>;
  readonly exportedCmdlets: ReadonlyMap<string, CommandObject>;
}

/** What of a module becomes visible, and how. */
export interface ImportOptions {
  prefix?: string;
  global?: boolean;
  functions?: readonly string[];
  aliases?: readonly string[];
  variables?: readonly string[];
  noClobber?: boolean;
}

/**
 * Variables, functions, aliases, commands and modules of the session as the running command sees them. Names are found in any case.
 * What is refused (read-only, constant, a scope too far up) is thrown as a SessionState error with PowerShell's id and text.
 */
export interface SessionStateService {
  getVariable(name: string, scope?: ScopeName): VariableObject | undefined;
  /** All visible variables, or those of one scope; sorted by name. */
  variables(scope?: ScopeName): VariableObject[];
  setVariable(name: string, value: unknown, options?: SetOptions): VariableObject;
  removeVariable(name: string, options?: SetOptions): void;
  getFunction(name: string): CommandObject | undefined;
  functions(): CommandObject[];
  setFunction(name: string, scriptBlock: unknown, options?: SetOptions & { filter?: boolean }): CommandObject;
  removeFunction(name: string, options?: SetOptions): void;
  getAlias(name: string, scope?: ScopeName): CommandObject | undefined;
  aliases(scope?: ScopeName): CommandObject[];
  setAlias(name: string, definition: string, options?: SetOptions): CommandObject;
  removeAlias(name: string, options?: SetOptions): void;
  /** What a command name stands for, as the shell finds it; undefined where there is none. Does not follow aliases. */
  findCommand(name: string, types?: readonly CommandType[]): CommandObject | undefined;
  /** Every command whose name matches the wildcard pattern (applications only where asked for). */
  commands(pattern: string, types?: readonly CommandType[]): CommandObject[];
  /** Parameters of a command by name, for Get-Command, completion and help. */
  commandParameters(command: CommandObject): Dictionary;
  readonly modules: ReadonlyMap<string, ModuleObject>;
  /** Runs the script block in a new module's scope and returns the module; `output` gets what it writes. */
  newModule(
    name: string,
    scriptBlock: unknown,
    args: readonly unknown[],
    output?: (value: unknown) => void,
    details?: { path?: string; version?: string; description?: string },
  ): ModuleObject;
  /** Makes a module's exports visible in the caller's scope (global where asked). */
  importModule(module: ModuleObject, options?: ImportOptions): void;
  removeModule(module: ModuleObject): void;
  /** Export-ModuleMember of the module that runs; wildcard patterns. */
  exportMembers(members: {
    functions?: readonly string[];
    variables?: readonly string[];
    aliases?: readonly string[];
    cmdlets?: readonly string[];
  }): void;
  /** The module whose code runs, or undefined at the top. */
  readonly currentModule: ModuleObject | undefined;
  /** A live object whose methods are the module's functions (New-Module -AsCustomObject). */
  moduleAsObject(module: ModuleObject): unknown;
  /** Set-StrictMode in the current scope or the outermost one: "Off", or the version. */
  setStrictMode(version: number | "Off", where?: "Global"): void;
}

/** Drives, the current location, and paths. */
export interface LocationService {
  readonly drives: ReadonlyMap<string, Drive>;
  /** PowerShell path of the current location ("/home/me", "C:\logs", "Env:"). */
  readonly current: string;
  /** Native folder of the current FileSystem location. */
  readonly currentNative: string;
  setCurrent(path: string): void;
  /** `scope` is a scope name or number; a drive made in a function goes when the function ends. */
  addDrive(drive: Drive, scope?: string): void;
  removeDrive(name: string): void;
  /** A PowerShell path (relative, ~, drive-qualified, with either slash) to its drive and provider path, without touching the disk. */
  resolve(path: string): { readonly drive: Drive; readonly path: string };
}
