// The engine put together: one runspace's state, and the services everybody asks of it.

import { type Dictionary, ErrorRecord, PSList } from "../objects/index.js";
import type { Extent, ScriptSource } from "../language/index.js";
import { defineAutomaticVariables } from "./session/automatic-variables.js";
import { BUILTIN_CMDLETS } from "./builtin/index.js";
import type { CmdletDefinition, CmdletEntry } from "./commands/cmdlet.js";
import { CmdletInfo, type CommandInfo, type FunctionInfo } from "./commands/command-info.js";
import { lookupCommand, resolveCommand } from "./commands/lookup.js";
import { compileScriptBlock } from "./compile/compile.js";
import type { LocationService, SessionStateService, TypeTable, Values, ScopeName } from "./engine.js";
import { completeRecord, locateError } from "./errors/error-records.js";
import { flatProviders } from "./session/flat-providers.js";
import { PipelineStopped } from "./run/flow.js";
import type { Host } from "./host.js";
import { invokeAnything, type InvokeOptions } from "./run/invoke-block.js";
import { createLocationService } from "./session/location.js";
import type { ModuleInfo } from "./session/module-info.js";
import type { ParameterTable } from "./binder/parameters.js";
import { parseScript } from "./compile/parse.js";
import type { Provider } from "./session/provider.js";
import { type Frame, NOWHERE, type Output, type Runtime, type Streams } from "./run/runtime.js";
import { runScript, type RunOptions, type RunResult } from "./run/run-script.js";
import { PRIVATE, type Scope, SessionState, Variable } from "./session/scopes.js";
import type { ScriptClass } from "./run/script-class.js";
import { ScriptBlock, type CompiledBlock } from "./run/script-block.js";
import { createSessionState, putFunction, scopeNamed, setVariable } from "./session/session-state.js";
import { createOperators, type Operators } from "./types/operators/operators.js";
import { createTypeTable, createValues } from "./types/values.js";
import type { EngineError } from "./types/errors.js";
import { addEngineTypes } from "./own-types/index.js";
import { withUsing } from "./pipeline/background.js";

export interface EngineOptions {
  /** Native folder to start in. */
  readonly location?: string;
}

/** Aliases that PowerShell has on Windows only: elsewhere they are programs. */
const UNIX_PROGRAMS: ReadonlySet<string> = new Set(
  "ac cat clear compare cp cpp diff ls man mount mv ps rm rmdir sleep sort start tee".split(" "),
);

const SILENT: Streams = {
  error: NOWHERE,
  warning: NOWHERE,
  verbose: NOWHERE,
  debug: NOWHERE,
  information: NOWHERE,
  progress: NOWHERE,
};

export class EngineRuntime implements Runtime {
  readonly host: Host;
  readonly values: Values;
  readonly types: TypeTable;
  readonly ops: Operators;
  readonly location: LocationService;
  readonly sessionState: SessionStateService;
  readonly global: SessionState = new SessionState(null, null);
  readonly allScope: Map<string, Variable> = new Map();
  readonly parameterTables: WeakMap<CmdletDefinition, ParameterTable> = new WeakMap();
  readonly classes: Map<string, ScriptClass> = new Map();
  readonly sourceFiles: WeakMap<ScriptSource, string> = new WeakMap();
  ok = true;
  propagate = false;
  frame: Frame | null = null;
  streams: Streams = SILENT;
  state: SessionState = this.global;
  commandEpoch = 0;
  typeEpoch = 0;
  depth = 0;
  unstoppable = 0;
  setMatches: ((matches: unknown) => void) | undefined;
  hasTerminal = false;
  terminal: Output | null = null;
  flushTerminal: (() => void) | null = null;
  readonly #cmdlets: Map<string, CmdletInfo> = new Map();
  readonly #modules: Map<string, ModuleInfo> = new Map();
  readonly #providers: Map<string, Provider> = new Map();
  readonly #compiled: WeakMap<object, CompiledBlock> = new WeakMap();
  readonly #namespaces: WeakMap<ScriptSource, readonly string[]> = new WeakMap();
  readonly #errors: PSList = new PSList("ArrayList", "System.Collections.ArrayList");

  constructor(host: Host, options: EngineOptions = {}) {
    this.host = host;
    this.types = createTypeTable(this);
    this.values = createValues(this);
    this.ops = createOperators(this, (matches) => this.#matches(matches));
    this.sessionState = createSessionState(this, { cmdlets: this.#cmdlets, modules: this.#modules });
    this.location = createLocationService({
      namesIn(folder) {
        try {
          return host.files.list(folder);
        } catch {
          return [];
        }
      },
      providers: this.#providers,
      isWindows: host.computer.platform === "win32",
      home: host.files.homeDirectory(),
      start: options.location ?? host.files.homeDirectory(),
      changed: () => this.#locationChanged(),
      ownerOf: (name) => {
        const scope = scopeNamed(this, /^\d+$/.test(name) ? Number(name) : (name as ScopeName));
        return scope.parent === null ? undefined : scope;
      },
      isVisible: (owner) => {
        for (let scope: Scope | null = this.state.current; scope !== null; scope = scope.parent)
          if (scope === owner) return true;
        return false;
      },
    });
    for (const provider of flatProviders(this)) this.addProvider(provider);
    for (const [name, provider] of [
      ["Env", "Environment"],
      ["Variable", "Variable"],
      ["Function", "Function"],
      ["Alias", "Alias"],
    ] as const)
      this.location.addDrive({ name, provider, root: "", current: "" });
    defineAutomaticVariables(this, this.#errors);
    addEngineTypes(this);
    this.addCmdlets(BUILTIN_CMDLETS);
    this.#locationChanged();
  }

  #matches(matches: Dictionary): void {
    if (this.setMatches) this.setMatches(matches);
    else (this.frame?.scope ?? this.state.current).set("Matches", matches);
  }

  #locationChanged(): void {
    const { current } = this.location;
    const variable = this.allScope.get("pwd");
    if (!variable) return;
    const type = this.types.find("System.Management.Automation.PathInfo");
    variable.value = type ? this.values.convert(current, type.name) : current;
  }

  addCmdlets(entries: readonly CmdletEntry[]): void {
    const windows = this.host.computer.platform === "win32";
    for (const entry of entries) {
      const info = new CmdletInfo(entry);
      this.#cmdlets.set(entry.name.toLowerCase(), info);
      for (const alias of entry.aliases ?? [])
        if (windows || !UNIX_PROGRAMS.has(alias)) this.sessionState.setAlias(alias, entry.name, { scope: "Global" });
    }
    this.commandEpoch++;
  }

  getVariable(name: string): unknown {
    const match = /^(global|script|local):(.+)$/is.exec(name);
    const variable = match
      ? scopeNamed(this, match[1] as "Global").own(match[2]!.toLowerCase())
      : this.state.current.find(name.toLowerCase());
    return variable ? variable.value : null;
  }

  setVariable(name: string, value: unknown, scope?: "Global" | "Script" | "Local"): void {
    setVariable(this, name, value, { scope });
  }

  preference(name: string): unknown {
    return (
      this.state.current.find(name.toLowerCase())?.value ?? this.global.root.own(name.toLowerCase())?.value ?? null
    );
  }

  invoke(command: unknown, options: InvokeOptions = {}): void {
    invokeAnything(this, command, options);
  }

  invokeCollect(command: unknown, args: readonly unknown[] = [], dollarUnder?: unknown): unknown[] {
    const values: unknown[] = [];
    this.invoke(command, { args, dollarUnder, output: (value) => void values.push(value) });
    return values;
  }

  scriptBlock(text: string, fileName?: string): ScriptBlock {
    return parseScript(text, fileName ?? null, this.state);
  }

  parse(text: string, fileName: string | null): ScriptBlock {
    return parseScript(text, fileName, this.state);
  }

  compile(block: ScriptBlock): CompiledBlock {
    let code = this.#compiled.get(block.ast);
    if (code === undefined) {
      const outer = this.#namespaces.get(block.ast.source) ?? [];
      code = compileScriptBlock(this, block, outer);
      if (code.namespaces.length > 0) this.#namespaces.set(block.ast.source, code.namespaces);
      this.#compiled.set(block.ast, code);
    }
    return code;
  }

  lookup(name: string, frame: Frame | null): CommandInfo | undefined {
    return lookupCommand(this, { cmdlets: this.#cmdlets }, frame?.scope ?? this.state.current, name);
  }

  resolve(name: string, frame: Frame): CommandInfo {
    return resolveCommand(this, { cmdlets: this.#cmdlets }, frame.scope, name);
  }

  loadCmdlet(info: CmdletInfo): CmdletDefinition {
    return info.cmdlet;
  }

  defineFunction(info: FunctionInfo, scope: Parameters<Runtime["defineFunction"]>[1]): void {
    const match = /^(global|script|local|private):(.+)$/is.exec(info.name);
    const target = match ? scopeNamed(this, match[1] as "Global") : scope;
    const name = match ? match[2]! : info.name;
    const named = match
      ? Object.assign(Object.create(Object.getPrototypeOf(info) as object) as FunctionInfo, info, { name })
      : info;
    named.module = info.scriptBlock.state?.module ?? null;
    if (match?.[1]!.toLowerCase() === "private") named.options |= PRIVATE;
    this.compile(info.scriptBlock).name = name;
    putFunction(this, target, named);
  }

  checkStop(): void {
    if (this.unstoppable === 0 && this.host.stop.requested) throw new PipelineStopped();
  }

  locate(error: EngineError, frame: Frame | null, at?: Extent): ErrorRecord {
    return locateError(this, error, frame, at);
  }

  complete(record: ErrorRecord): ErrorRecord {
    return completeRecord(this, record);
  }

  get errors(): readonly unknown[] {
    return this.#errors.items;
  }

  addError(record: ErrorRecord): void {
    const { items } = this.#errors;
    if (items[0] === record || (items[0] instanceof ErrorRecord && items[0].exception === record.exception)) return;
    items.unshift(record);
    const limit = Number(this.global.root.own("maximumerrorcount")?.value ?? 256);
    if (items.length > limit) items.length = limit;
  }

  looseVariable(name: string, value: unknown): Variable {
    return new Variable(name, value, null);
  }

  isStrict(version: number): boolean {
    return (this.frame?.scope ?? this.state.current).strictMode >= version;
  }

  get providers(): ReadonlyMap<string, Provider> {
    return this.#providers;
  }

  addProvider(provider: Provider): void {
    this.#providers.set(provider.name.toLowerCase(), provider);
  }

  expandString(text: string): string {
    const quoted = `"${text.replaceAll("`", "``").replaceAll('"', '`"')}"`.replaceAll("``", "`");
    const [value] = this.#collectHere(this.parse(quoted, null));
    return this.values.toText(value ?? "");
  }

  #collectHere(block: ScriptBlock): unknown[] {
    const values: unknown[] = [];
    this.invoke(block, { newScope: false, output: (value) => void values.push(value) });
    return values;
  }

  startBackground(frame: Frame, text: string, out: Output): void {
    const command = this.resolve("Start-Job", frame);
    const block = this.parse(withUsing(this.parse(text, null), frame), null);
    this.invoke(command, { args: [block], output: (value) => out.write(value) });
  }

  /** Runs a script's text at the top of the session. */
  runScript(text: string | ScriptBlock, options: RunOptions): RunResult {
    return runScript(this, text, options);
  }
}

export function createEngine(host: Host, options: EngineOptions = {}): EngineRuntime {
  return new EngineRuntime(host, options);
}
