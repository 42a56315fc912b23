// Format records: what Format-* cmdlets put out and Out-* cmdlets turn into lines.
//
// Rule: a record is complete by itself. It holds texts and measures, no objects; whoever prints needs no view.
// A sequence is FormatStart (GroupStart Entry* GroupEnd)* FormatEnd; an out-of-band entry may stand anywhere.

import { NetObject } from "../objects/index.js";

const NAMESPACE = "Microsoft.PowerShell.Commands.Internal.Format.";

export type Alignment = "Left" | "Center" | "Right";

export interface TableColumn {
  readonly label: string;
  /** Cells; 0 where the column takes what its content or the window gives it. */
  readonly width: number;
  readonly alignment: Alignment;
  /** False where the label names a calculated property: such headers are styled differently. */
  readonly isProperty: boolean;
}

export type Header =
  | {
      readonly kind: "Table";
      readonly columns: readonly TableColumn[];
      readonly hideHeader: boolean;
    }
  | { readonly kind: "List" }
  /** `columns` is 0 where none was asked for. */
  | { readonly kind: "Wide"; readonly columns: number }
  | { readonly kind: "Complex" };

/** Pieces of a custom layout. */
export type ComplexItem =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "newline" }
  | {
      readonly kind: "frame";
      readonly left: number;
      readonly right?: number;
      /** Further indentation of the first line; negative: of the lines after it. */
      readonly firstLine?: number;
      readonly items: readonly ComplexItem[];
    };

export type Entry =
  | {
      readonly kind: "Table";
      readonly cells: readonly string[];
      /** Alignments that differ from the columns'. */
      readonly alignments?: readonly (Alignment | undefined)[];
      readonly wrap: boolean;
    }
  | { readonly kind: "List"; readonly fields: readonly { readonly label: string; readonly text: string }[] }
  | { readonly kind: "Wide"; readonly text: string }
  | { readonly kind: "Complex"; readonly items: readonly ComplexItem[] }
  | { readonly kind: "Text"; readonly text: string };

abstract class FormatInfoData extends NetObject {}

export class FormatStartData extends FormatInfoData {
  readonly typeName: string = NAMESPACE + "FormatStartData";
  readonly header: Header;
  /** How many entries to look at before widths are fixed (0: all of the group); undefined: no -AutoSize. */
  readonly autosize: { readonly objectCount: number } | undefined;
  constructor(header: Header, autosize?: { readonly objectCount: number }) {
    super();
    this.header = header;
    this.autosize = autosize;
  }
}

export class GroupStartData extends FormatInfoData {
  readonly typeName: string = NAMESPACE + "GroupStartData";
  /** What stands above the group, where objects are grouped. */
  readonly heading: readonly ComplexItem[] | undefined;
  constructor(heading?: readonly ComplexItem[]) {
    super();
    this.heading = heading;
  }
}

export class FormatEntryData extends FormatInfoData {
  readonly typeName: string = NAMESPACE + "FormatEntryData";
  readonly entry: Entry;
  readonly outOfBand: boolean;
  /** Where its lines go: a host shows errors apart from output. */
  readonly stream: "Output" | "Error";
  constructor(entry: Entry, outOfBand = false, stream: "Output" | "Error" = "Output") {
    super();
    this.entry = entry;
    this.outOfBand = outOfBand;
    this.stream = stream;
  }
}

export class GroupEndData extends FormatInfoData {
  readonly typeName: string = NAMESPACE + "GroupEndData";
}

export class FormatEndData extends FormatInfoData {
  readonly typeName: string = NAMESPACE + "FormatEndData";
}

export type FormatRecord = FormatStartData | GroupStartData | FormatEntryData | GroupEndData | FormatEndData;

export function isFormatRecord(value: unknown): value is FormatRecord {
  return value instanceof FormatInfoData;
}
