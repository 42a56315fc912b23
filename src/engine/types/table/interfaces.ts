// Interfaces and delegates: names that -is, parameters and generic arguments speak of.

import type { Family, TypeSource } from "../define.js";
import { PSDelegate } from "../members/delegate.js";
import { ArrayEnumerator } from "./collections/array-tools.js";

const face = (interfaces?: string): (() => TypeSource) => {
  return () => (interfaces === undefined ? { kind: "interface" } : { kind: "interface", interfaces });
};

const delegate = (): TypeSource => ({
  base: "System.MulticastDelegate",
  members: {
    "System.Object Invoke(Params System.Object[] args)": (self: PSDelegate, args: unknown[]) => self.invoke(...args),
    "System.Object DynamicInvoke(Params System.Object[] args)": (self: PSDelegate, args: unknown[]) =>
      self.invoke(...args),
  },
});

/** Delegates come of script blocks. */
const delegateOf =
  (name: (args: readonly string[]) => string) =>
  (...args: string[]): TypeSource => ({
    ...delegate(),
    convertFrom: (value, engine) =>
      (value as { typeName?: string } | null)?.typeName === "System.Management.Automation.ScriptBlock"
        ? new PSDelegate(name(args), value, engine)
        : undefined,
  });

const closed = (open: string) => delegateOf((args) => `${open}[${args.map((arg) => `[${arg}]`).join(",")}]`);

export const interfaceTypes: Family = {
  "System.IComparable": face(),
  "System.IComparable`1": face(),
  "System.IEquatable`1": face(),
  "System.IFormattable": face(),
  "System.IConvertible": face(),
  "System.ICloneable": face(),
  "System.IDisposable": face(),
  "System.IFormatProvider": face(),
  "System.IServiceProvider": face(),
  "System.Collections.IEnumerable": face(),
  "System.Collections.ICollection": face("System.Collections.IEnumerable"),
  "System.Collections.IList": face("System.Collections.ICollection"),
  "System.Collections.IDictionary": face("System.Collections.ICollection"),
  "System.Collections.IEnumerator": face(),
  "System.Collections.IDictionaryEnumerator": face("System.Collections.IEnumerator"),
  "System.Collections.IComparer": face(),
  "System.Collections.IEqualityComparer": face(),
  "System.Collections.Specialized.IOrderedDictionary": face("System.Collections.IDictionary"),
  "System.Collections.Generic.IEnumerable`1": face("System.Collections.IEnumerable"),
  "System.Collections.Generic.ICollection`1": (T) => ({
    kind: "interface",
    interfaces: `System.Collections.Generic.IEnumerable\`1[[${T}]]`,
  }),
  "System.Collections.Generic.IList`1": (T) => ({
    kind: "interface",
    interfaces: `System.Collections.Generic.ICollection\`1[[${T}]]`,
  }),
  "System.Collections.Generic.ISet`1": (T) => ({
    kind: "interface",
    interfaces: `System.Collections.Generic.ICollection\`1[[${T}]]`,
  }),
  "System.Collections.Generic.IReadOnlyList`1": face("System.Collections.IEnumerable"),
  "System.Collections.Generic.IReadOnlyCollection`1": face("System.Collections.IEnumerable"),
  "System.Collections.Generic.IDictionary`2": face("System.Collections.IEnumerable"),
  "System.Collections.Generic.IReadOnlyDictionary`2": face("System.Collections.IEnumerable"),
  "System.Collections.Generic.IComparer`1": face(),
  "System.Collections.Generic.IEqualityComparer`1": face(),
  "System.Collections.Generic.IEnumerator`1": face("System.Collections.IEnumerator System.IDisposable"),
  "System.Collections.IEnumerator+Array": () => ({
    interfaces: "System.Collections.IEnumerator",
    members: {
      "bool MoveNext()": (self: ArrayEnumerator) => self.moveNext(),
      "void Reset()": (self: ArrayEnumerator) => self.reset(),
      "void Dispose()": () => {},
      "System.Object Current": (self: ArrayEnumerator) => self.current,
    },
  }),
  "System.Array+ArrayEnumerator": () => ({ base: "System.Collections.IEnumerator+Array" }),
  "System.CharEnumerator": () => ({ base: "System.Collections.IEnumerator+Array" }),
  "System.Delegate": () => ({ kind: "abstract" }),
  "System.MulticastDelegate": () => ({ base: "System.Delegate", kind: "abstract" }),
  "System.Action": delegateOf(() => "System.Action"),
  "System.EventHandler": delegateOf(() => "System.EventHandler"),
  "System.Threading.ThreadStart": delegateOf(() => "System.Threading.ThreadStart"),
  "System.Text.RegularExpressions.MatchEvaluator": delegateOf(() => "System.Text.RegularExpressions.MatchEvaluator"),
  "System.Predicate`1": closed("System.Predicate`1"),
  "System.Comparison`1": closed("System.Comparison`1"),
  "System.Converter`2": closed("System.Converter`2"),
  "System.EventHandler`1": closed("System.EventHandler`1"),
  "System.Action`1": closed("System.Action`1"),
  "System.Action`2": closed("System.Action`2"),
  "System.Action`3": closed("System.Action`3"),
  "System.Func`1": closed("System.Func`1"),
  "System.Func`2": closed("System.Func`2"),
  "System.Func`3": closed("System.Func`3"),
  "System.Func`4": closed("System.Func`4"),
};
