// A session state that sees nothing of the session's own variables: what parallel blocks run in.

import { PREFERENCES } from "./automatic-variables.js";
import type { Runtime } from "../run/runtime.js";
import { SessionState } from "./scopes.js";

/** A fresh session state with the automatic variables and preferences as they are at the start of a session, and the aliases. */
export function isolatedState(rt: Runtime): SessionState {
  const state = new SessionState(null, null);
  for (const variable of rt.allScope.values()) state.root.put(variable);
  for (const name of [...PREFERENCES, "ConfirmPreference", "WhatIfPreference"])
    state.root.set(name, rt.global.root.own(name.toLowerCase())?.value ?? null);
  state.root.aliases = rt.global.root.aliases;
  return state;
}

/** The variables that `$using:` names anywhere below a node. */
export function usingNames(node: object): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== "object" || value === null) return;
    const { kind, path } = value as { kind?: string; path?: { qualifier: string | null; name: string } };
    if (kind === "VariableExpression" && path?.qualifier?.toLowerCase() === "using") names.add(path.name);
    for (const [key, child] of Object.entries(value)) if (key !== "source" && key !== "extent") visit(child);
  };
  visit(node);
  return names;
}
