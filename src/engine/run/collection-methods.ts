// .ForEach() and .Where(): methods that every value has.

import { Dictionary, PSList, PSObject, baseOf } from "../../objects/index.js";
import { elements } from "../pipeline/emit.js";
import type { Frame } from "./runtime.js";
import { ScriptBlock } from "./script-block.js";
import { PSType } from "../types/type-object.js";

/** The result, or undefined where the value has a method of its own by that name. */
export function collectionMethod(
  f: Frame,
  value: unknown,
  name: "foreach" | "where",
  args: readonly unknown[],
): unknown {
  if (args.length === 0) return undefined;
  if (value instanceof PSObject && value.has(name)) return undefined;
  if (value instanceof PSList && value.kind === "List" && name === "foreach" && args[0] instanceof ScriptBlock)
    return undefined; // List<T>.ForEach(Action<T>), which gives nothing
  const items = value instanceof Dictionary ? [value] : elements(f.rt, value);
  return name === "foreach" ? forEach(f, items, args) : where(f, items, args);
}

function collection(items: unknown[]): PSList {
  return new PSList(
    "Collection",
    "System.Collections.ObjectModel.Collection`1[[System.Management.Automation.PSObject]]",
    items,
  );
}

function forEach(f: Frame, items: readonly unknown[], args: readonly unknown[]): PSList {
  const { rt } = f;
  const [what, ...rest] = args;
  const base = baseOf(what);
  const out: unknown[] = [];
  for (const item of items) {
    if (base instanceof ScriptBlock)
      rt.invoke(base, { args: rest, dollarUnder: item, newScope: false, output: (value) => void out.push(value) });
    else if (base instanceof PSType) out.push(rt.values.convert(item, base.name));
    else memberOf(f, item, rt.values.toText(base), rest, out);
  }
  return collection(out);
}

/** A property is read (or set where there is an argument); a method is called. */
function memberOf(f: Frame, item: unknown, name: string, rest: readonly unknown[], out: unknown[]): void {
  const { values } = f.rt;
  if (values.view.propertyNames(item).some((known) => known.toLowerCase() === name.toLowerCase())) {
    if (rest.length === 1) return values.setMember(item, name, rest[0]);
    out.push(values.getMember(item, name) ?? null);
    return;
  }
  const found = values.getMember(item, name);
  if (found !== undefined && rest.length === 0 && !(typeof item === "string")) {
    out.push(found);
    return;
  }
  const result = values.invokeMethod(item, name, rest);
  if (result !== undefined) out.push(result);
}

function where(f: Frame, items: readonly unknown[], args: readonly unknown[]): PSList {
  const { rt } = f;
  const block = baseOf(args[0]) as ScriptBlock;
  const mode = args.length > 1 ? rt.values.toText(args[1]).toLowerCase() : "default";
  const limit = args.length > 2 ? Number(rt.values.convert(args[2], "int")) : 0;
  const test = (item: unknown): boolean => {
    const result = rt.invokeCollect(block, [], item);
    return rt.values.toBoolean(result.length === 1 ? result[0] : result.length === 0 ? null : result);
  };
  switch (mode) {
    case "first": {
      const found: unknown[] = [];
      for (const item of items) {
        if (!test(item)) continue;
        found.push(item);
        if (found.length >= Math.max(1, limit)) break;
      }
      return collection(found);
    }
    case "last": {
      const found = items.filter(test);
      return collection(found.slice(-Math.max(1, limit)));
    }
    case "skipuntil": {
      const at = items.findIndex(test);
      const rest = at < 0 ? [] : items.slice(at);
      return collection(limit > 0 ? rest.slice(0, limit) : rest);
    }
    case "until": {
      const at = items.findIndex(test);
      const rest = at < 0 ? [...items] : items.slice(0, at);
      return collection(limit > 0 ? rest.slice(0, limit) : rest);
    }
    case "split": {
      const yes: unknown[] = [];
      const no: unknown[] = [];
      for (const item of items) (!(limit > 0 && yes.length >= limit) && test(item) ? yes : no).push(item);
      return collection([collection(yes), collection(no)]);
    }
    default: {
      const found = items.filter(test);
      return collection(limit > 0 ? found.slice(0, limit) : found);
    }
  }
}
