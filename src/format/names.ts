// Which properties of an object are shown, and under which names.

import { PSObject, type ObjectView } from "../objects/index.js";

const DESERIALIZED = "Deserialized.";

// Types that print as their text wherever they come; any enumeration is one too.
const SCALARS: ReadonlySet<string> = new Set(
  [
    "String",
    "SByte",
    "Byte",
    "Int16",
    "UInt16",
    "Int32",
    "UInt32",
    "Int64",
    "UInt64",
    "Char",
    "Single",
    "Double",
    "Boolean",
    "Decimal",
    "IntPtr",
    "Security.SecureString",
    "Numerics.BigInteger",
  ].map((name) => "System." + name),
);

/** The type's name without the mark that says it came over a wire. */
export function liveTypeName(name: string): string {
  return name.startsWith(DESERIALIZED) ? name.slice(DESERIALIZED.length) : name;
}

export function isScalarType(typeNames: readonly string[]): boolean {
  const first = typeNames[0];
  if (first === undefined) return false;
  return SCALARS.has(liveTypeName(first)) || typeNames.some((name) => liveTypeName(name) === "System.Enum");
}

export function isString(typeNames: readonly string[]): boolean {
  const first = typeNames[0];
  return first !== undefined && liveTypeName(first) === "System.String";
}

/** True where results that came from another computer are to show it. */
export function showsComputerName(view: ObjectView, value: unknown): boolean {
  if (!(value instanceof PSObject)) return false;
  const shown = view.property(value, "PSShowComputerName");
  return (shown === true || view.text(shown ?? "") === "True") && view.property(value, "PSComputerName") !== undefined;
}

/** What a default listing shows: all properties, less those that only say how to show it. */
export function listedNames(view: ObjectView, value: unknown): string[] {
  const shows = showsComputerName(view, value);
  return allNames(view, value).filter((name) => {
    const folded = name.toLowerCase();
    return folded !== "psshowcomputername" && (shows || folded !== "pscomputername");
  });
}

/** Every property once, adapted ones first. */
export function allNames(view: ObjectView, value: unknown): string[] {
  const { adapted, extended } = partition(view, value);
  return [...adapted, ...extended];
}

/** Every property once in the order that wildcards find them: extended ones first. */
export function matchedNames(view: ObjectView, value: unknown, pattern: RegExp): string[] {
  const { adapted, extended } = partition(view, value);
  return [...extended, ...adapted].filter((name) => pattern.test(name));
}

function partition(view: ObjectView, value: unknown): { adapted: string[]; extended: string[] } {
  const names = view.propertyNames(value);
  // All properties of a custom object, deserialized ones included, are its own, in their order.
  const isCustom = value instanceof PSObject && value.isCustom;
  const own = new Set(isCustom ? [] : view.adaptedNames(value).map((name) => name.toLowerCase()));
  const adapted: string[] = [];
  const extended: string[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    const folded = name.toLowerCase();
    if (seen.has(folded)) continue;
    seen.add(folded);
    (own.has(folded) ? adapted : extended).push(name);
  }
  return { adapted, extended };
}

/** The property's name as it was declared, whatever the case asked for; undefined where there is none. */
export function declaredName(view: ObjectView, value: unknown, name: string): string | undefined {
  const folded = name.toLowerCase();
  const found = view.propertyNames(value).find((candidate) => candidate.toLowerCase() === folded);
  if (found !== undefined) return found;
  // Hidden and parameterless members are found by name though no listing shows them.
  return view.property(value, name) === undefined ? undefined : name;
}

/** DefaultDisplayPropertySet as far as the object has those properties. */
export function defaultNames(view: ObjectView, value: unknown): string[] {
  const names = view.defaultDisplay?.(value) ?? [];
  return names.map((name) => declaredName(view, value, name)).filter((name) => name !== undefined);
}

const DISPLAY_PATTERNS = [/^name$/i, /^id$/i, /^key$/i, /key$/i, /name$/i, /id$/i];

/** The property an object is best known by. */
export function displayName(view: ObjectView, value: unknown): string | undefined {
  const names = allNames(view, value).filter(
    (name) => !/^ps(computername|showcomputername)$|^runspaceid$|^pssourcejobinstanceid$/i.test(name),
  );
  for (const pattern of DISPLAY_PATTERNS) {
    const found = names.find((name) => pattern.test(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** PowerShell's wildcards (* ? [a-z] and the backtick) as a pattern for whole names. */
export function wildcardPattern(text: string): RegExp {
  let pattern = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    const close = c === "[" ? text.indexOf("]", i + 2) : -1;
    if (c === "`" && i + 1 < text.length) pattern += escaped(text[++i]!);
    else if (c === "*") pattern += "[^]*";
    else if (c === "?") pattern += "[^]";
    else if (close > 0) {
      pattern += "[" + text.slice(i + 1, close).replace(/[\\\]^]/g, "\\$&") + "]";
      i = close;
    } else pattern += escaped(c);
  }
  return new RegExp(`^${pattern}$`, "i");
}

export function hasWildcard(text: string): boolean {
  return /[*?[]/.test(text);
}

function escaped(c: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(c) ? "\\" + c : c;
}
