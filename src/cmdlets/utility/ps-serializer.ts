// System.Management.Automation.PSSerializer: CLIXML as a pair of functions.

import { ClixmlError, readClixml, writeClixml } from "../../clixml/index.js";
import { argumentOutOfRange, defineType, netError, type Engine, type TypeDefinition } from "../../engine/index.js";

function serialize(value: unknown, depth: number, engine: Engine): string {
  if (depth < 1) throw argumentOutOfRange("Value of depth parameter must be greater than or equal to 1.", "depth");
  return writeClixml([value], { depth, view: engine.values.view, root: "Objs", indent: true });
}

function deserialize(text: string): unknown[] {
  try {
    return readClixml(text);
  } catch (error) {
    if (!(error instanceof ClixmlError)) throw error;
    throw netError("System.Xml.XmlException", error.message);
  }
}

export const serializerType: TypeDefinition = defineType("System.Management.Automation.PSSerializer", {
  members: {
    "static string Serialize(System.Object source)": (value, engine: Engine) => serialize(value, 1, engine),
    "static string Serialize(System.Object source, int depth)": serialize,
    "static System.Object Deserialize(string source)": (text: string) => {
      const values = deserialize(text);
      return values.length === 0 ? null : values.length === 1 ? values[0] : values;
    },
    "static System.Object[] DeserializeAsList(string source)": (text: string) => deserialize(text),
  },
});
