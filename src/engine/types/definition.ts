// The table of .NET types: one entry a type, one line a member. Scripts reach these members by PowerShell's own rules
// (names in any case, arguments converted, best overload chosen); what is missing here says so by name.

import type { Engine } from "../engine.js";

/** Reads or sets one property of an instance. */
export interface PropertyDefinition {
  /** Full type name of the value, for Get-Member and conversions on set. */
  readonly type: string;
  get(self: any, engine: Engine): unknown;
  set?(self: any, value: unknown, engine: Engine): void;
  /** Hidden members are found by name but not listed. */
  readonly hidden?: boolean;
}

/**
 * One overload of a method. A parameter is its type and, where it is worth showing, its name: "int", "int startIndex";
 * "Params " before the last one's type stands for a variable number, "ref " for a [ref]; " = default" ends an optional one.
 */
export interface MethodDefinition {
  readonly parameters: readonly string[];
  readonly returns: string;
  /** A property with parameters (`Chars`, `Item`), called like a method. */
  readonly isParameterized?: boolean;
  /** The interface whose method it is, where the class has it only as that. */
  readonly face?: string;
  /** Called with arguments already converted to `parameters`. `self` is undefined for statics and constructors. */
  call(self: any, args: readonly any[], engine: Engine, typeArguments?: readonly string[]): unknown;
}

export interface TypeDefinition {
  /** Full name: "System.String", "System.Collections.Generic.List`1", "System.Collections.Generic.List`1[[System.Int32]]". */
  readonly name: string;
  /** PowerShell's short names: [string], [int]. */
  readonly accelerators?: readonly string[];
  /** Full name of the base type; System.Object where absent. */
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly isValueType?: boolean;
  /** What a value type's variable holds before anything is assigned; 0 converted to the type where absent. */
  readonly zero?: () => unknown;
  readonly isInterface?: boolean;
  readonly isAbstract?: boolean;
  /** Enumerations: names and numbers in order; `flags` where values combine. */
  readonly enumValues?: readonly (readonly [name: string, value: number | bigint])[];
  readonly flags?: boolean;
  readonly underlyingType?: string;
  readonly properties?: Readonly<Record<string, PropertyDefinition>>;
  /** PowerShell's own additions (types.ps1xml): alias, script and code properties, as extended members. */
  readonly extended?: Readonly<
    Record<
      string,
      PropertyDefinition & {
        readonly memberType?: "AliasProperty" | "ScriptProperty" | "CodeProperty" | "NoteProperty";
      }
    >
  >;
  /** DefaultDisplayPropertySet and DefaultKeyPropertySet of types.ps1xml. */
  readonly defaultDisplay?: readonly string[];
  readonly methods?: Readonly<Record<string, readonly MethodDefinition[]>>;
  readonly statics?: Readonly<Record<string, PropertyDefinition>>;
  readonly staticMethods?: Readonly<Record<string, readonly MethodDefinition[]>>;
  readonly constructors?: readonly MethodDefinition[];
  /** Of a closed generic: the full names of its arguments. */
  readonly typeArguments?: readonly string[];
  /** Of an array type. */
  readonly elementType?: string;
  /** Static Parse-like conversion used by casts: a value of another type into this one, or undefined where it cannot. */
  convertFrom?(value: unknown, engine: Engine): unknown;
  /** ToString() with the invariant culture. */
  text?(self: any, engine: Engine): string;
}
