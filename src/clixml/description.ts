// What a serializer sees of a .NET object that is data here: a record, a date with an offset, a switch.

/** Members in order. */
export type Pairs = readonly (readonly [string, unknown])[];

export interface Description {
  readonly text: string;
  /** CLIXML's Props. */
  readonly adapted: Pairs;
  /** CLIXML's MS. */
  readonly extended: Pairs;
  /** True where the extended members are the object's own, which use up no depth. */
  readonly isNote?: boolean;
  /** Type names; undefined where type-names.ts knows them. */
  readonly typeNames?: readonly string[];
  /** The depth such an object always has. */
  readonly ownDepth?: number;
  /** True for values without identity. */
  readonly isValueType?: boolean;
}
