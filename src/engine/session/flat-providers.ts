// The providers that live in the engine: Variable:, Function:, Alias: and Env:. Each is one flat list of names.

import { KeyValue } from "../../objects/index.js";
import type { Provider, ProviderItem } from "./provider.js";
import type { Runtime } from "../run/runtime.js";
import { AliasInfo, FunctionInfo } from "../commands/command-info.js";

interface FlatStore {
  readonly name: string;
  readonly shortName: string;
  get(name: string): { name: string; value: unknown } | undefined;
  all(): { name: string; value: unknown }[];
  set(name: string, value: unknown, force: boolean): void;
  remove(name: string, force: boolean): void;
  /** What `$drive:name` gives. */
  content(name: string): unknown;
}

function flatProvider(store: FlatStore): Provider {
  const item = (found: { name: string; value: unknown }): ProviderItem => ({
    name: found.name,
    path: found.name,
    isContainer: false,
    value: found.value,
  });
  const root: ProviderItem = { name: "", path: "", isContainer: true, value: null };
  return {
    name: store.shortName,
    fullName: `Microsoft.PowerShell.Core\\${store.shortName}`,
    isHierarchical: false,
    capabilities: ["ShouldProcess"],
    exists: (_, path) => path === "" || store.get(path) !== undefined,
    isContainer: (_, path) => path === "",
    getItem(_, path) {
      if (path === "") return root;
      const found = store.get(path);
      return found && item(found);
    },
    getChildren: (_, path) => (path === "" ? store.all().map(item) : []),
    setItem(_, path, value, options) {
      store.set(path, value, options?.force ?? false);
      const found = store.get(path);
      return found && item(found);
    },
    newItem(_, path, _type, value, options) {
      store.set(path, value, options?.force ?? false);
      return item(store.get(path) ?? { name: path, value });
    },
    removeItem: (_, path, options) => store.remove(path, options.force),
    renameItem(_, path, newName, options) {
      const value = store.content(path);
      store.remove(path, options?.force ?? false);
      store.set(newName, value, options?.force ?? false);
      return item(store.get(newName)!);
    },
    getContent: (_, path) => (store.get(path) === undefined ? undefined : store.content(path)),
    setContent: (_, path, value) => store.set(path, value.length === 1 ? value[0] : [...value], false),
  };
}

export function flatProviders(rt: Runtime): Provider[] {
  const { sessionState, host } = rt;
  const environment: FlatStore = {
    name: "Env",
    shortName: "Environment",
    get(name) {
      const value = host.environment.get(name);
      return value === undefined
        ? undefined
        : {
            name: spelled(host.environment.names(), name),
            value: new KeyValue(spelled(host.environment.names(), name), value),
          };
    },
    all: () =>
      [...host.environment.names()]
        .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
        .map((name) => ({ name, value: new KeyValue(name, host.environment.get(name) ?? "") })),
    set(name, value) {
      host.environment.set(name, value === null || value === undefined ? undefined : rt.values.toText(value));
    },
    remove: (name) => host.environment.set(name, undefined),
    content: (name) => host.environment.get(name),
  };
  const variable: FlatStore = {
    name: "Variable",
    shortName: "Variable",
    get(name) {
      const found = sessionState.getVariable(name);
      return found && { name: found.name, value: found };
    },
    all: () => sessionState.variables().map((each) => ({ name: each.name, value: each })),
    set: (name, value, force) => void sessionState.setVariable(name, value, { force }),
    remove: (name, force) => sessionState.removeVariable(name, { force }),
    content: (name) => sessionState.getVariable(name)?.value,
  };
  const functions: FlatStore = {
    name: "Function",
    shortName: "Function",
    get(name) {
      const found = sessionState.getFunction(name);
      return found && { name: found.name, value: found };
    },
    all: () => sessionState.functions().map((each) => ({ name: each.name, value: each })),
    set(name, value, force) {
      if (value === null || value === undefined) return sessionState.removeFunction(name, { force });
      sessionState.setFunction(name, value instanceof FunctionInfo ? value.scriptBlock : value, { force });
    },
    remove: (name, force) => sessionState.removeFunction(name, { force }),
    content: (name) => (sessionState.getFunction(name) as FunctionInfo | undefined)?.scriptBlock,
  };
  const alias: FlatStore = {
    name: "Alias",
    shortName: "Alias",
    get(name) {
      const found = sessionState.getAlias(name);
      return found && { name: found.name, value: found };
    },
    all: () => sessionState.aliases().map((each) => ({ name: each.name, value: each })),
    set: (name, value, force) =>
      void sessionState.setAlias(name, value instanceof AliasInfo ? value.definition : rt.values.toText(value), {
        force,
      }),
    remove: (name, force) => sessionState.removeAlias(name, { force }),
    content: (name) => sessionState.getAlias(name)?.definition,
  };
  return [environment, variable, functions, alias].map(flatProvider);
}

function spelled(names: readonly string[], name: string): string {
  return (
    names.find((known) => known === name) ?? names.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name
  );
}
