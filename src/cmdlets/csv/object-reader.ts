// Lines of CSV to objects: a `#TYPE` line names their type, the first record (or -Header) their properties.

import type { CmdletContext } from "../../engine/index.js";
import { PSObject, Shape } from "../../objects/index.js";
import { delimiterOf } from "./csv-format.js";
import { CsvReader } from "./read-csv.js";

/** Turns lines of CSV into objects: a `#TYPE` line names their type, the first record (or -Header) their properties. */
export function objectReader(context: CmdletContext): { takeLine(line: string): void; finish(): void } {
  const reader = new CsvReader(delimiterOf(context));
  const header: readonly string[] | undefined = context.bound["Header"];
  let shape = header && Shape.of(header);
  let typeName: string | undefined;
  const takeRecord = (fields: readonly string[]): void => {
    if (shape === undefined) shape = Shape.of(columnNames(context, fields));
    else context.write(makeObject(shape, fields, typeName));
  };
  return {
    takeLine(line) {
      if (shape === undefined && typeName === undefined && line.startsWith("#TYPE ")) {
        typeName = line.slice("#TYPE ".length);
        return;
      }
      const fields = reader.takeLine(line);
      if (fields) takeRecord(fields);
    },
    finish() {
      const fields = reader.finish();
      if (fields) takeRecord(fields);
    },
  };
}

function columnNames(context: CmdletContext, fields: readonly string[]): readonly string[] {
  const duplicate = fields.find(
    (field, i) => field !== "" && fields.findIndex((other) => other.toLowerCase() === field.toLowerCase()) < i,
  );
  if (duplicate !== undefined) {
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        `The member "${duplicate}" is already present.`,
        "AlreadyPresentPSMemberInfoInternalCollectionAdd",
        "NotSpecified",
      ),
    );
  }
  if (fields.includes("")) {
    context.writeWarning(
      'One or more headers were not specified. Default names starting with "H" have been used in place of any missing headers.',
    );
  }
  return fields.map((field, i) => (field === "" ? `H${i}` : field));
}

function makeObject(shape: Shape, fields: readonly string[], typeName: string | undefined): PSObject {
  const values = Array.from({ length: shape.names.length }, (_, i) => fields[i] ?? null);
  const object = new PSObject(undefined, shape, values);
  if (typeName !== undefined)
    object.typeNames = [typeName, "System.Management.Automation.PSCustomObject", "System.Object"];
  return object;
}
