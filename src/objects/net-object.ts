// Objects of .NET classes that have no counterpart in JavaScript: a process, a file, a job, a string builder.

/** Base of every such class. Its members are looked up by `typeName` in the engine's table of types. */
export abstract class NetObject {
  /** Full name of the .NET type, as GetType().FullName gives it. */
  abstract readonly typeName: string;
}

/**
 * How a layer that may not import the engine (clixml, format) looks at a value. The engine implements it over its table of types.
 */
export interface ObjectView {
  /** The type's names, most derived first; "Deserialized." prefixes included. */
  typeNames(value: unknown): readonly string[];
  /** Names of all properties a listing shows, in order: adapted ones, then extended ones. */
  propertyNames(value: unknown): readonly string[];
  /** The names of those that come from the .NET class itself (CLIXML's Props); the others are extended (MS). */
  adaptedNames(value: unknown): readonly string[];
  /** The value of a property, or undefined where there is none. A property that throws gives null. */
  property(value: unknown, name: string): unknown;
  /** What ToString gives, in the invariant culture. */
  text(value: unknown): string;
  /** The names of DefaultDisplayPropertySet, where the value or its type has one. */
  defaultDisplay?(value: unknown): readonly string[] | undefined;
}
