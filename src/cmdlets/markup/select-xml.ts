// Select-Xml: the nodes of documents that an XPath finds.

import {
  defineType,
  EngineError,
  type CmdletContext,
  type CmdletDefinition,
  type TypeDefinition,
} from "../../engine/index.js";
import { Dictionary, NetObject, type ErrorRecord } from "../../objects/index.js";
import { findItems, findOptions, pathsOf } from "../management/found-items.js";
import { fileFault, isFileError } from "../shared/files.js";
import { UTILITY } from "../shared/modules.js";
import { decodeText } from "../shared/text-encoding.js";

const INPUT_STREAM = "InputStream";

/** A node that was found, where, and by what. */
class SelectXmlInfo extends NetObject {
  readonly typeName: string = "Microsoft.PowerShell.Commands.SelectXmlInfo";
  readonly node: unknown;
  /** Full path of the file, or "InputStream". */
  readonly path: string;
  readonly pattern: string;
  constructor(node: unknown, path: string, pattern: string) {
    super();
    this.node = node;
    this.path = path;
    this.pattern = pattern;
  }
}

export const selectXmlTypes: readonly TypeDefinition[] = [
  defineType("Microsoft.PowerShell.Commands.SelectXmlInfo", {
    members: {
      "System.Xml.XmlNode Node": (info: SelectXmlInfo) => info.node,
      "string Path": (info: SelectXmlInfo) => info.path,
      "string Pattern": (info: SelectXmlInfo) => info.pattern,
      "string ToString()": (info: SelectXmlInfo, engine) => textOf(info, engine),
    },
    text: (info: SelectXmlInfo, engine) => textOf(info, engine),
  }),
];

function textOf(info: SelectXmlInfo, engine: CmdletContext["engine"]): string {
  const read = (name: string): string | undefined => {
    const value = engine.values.getMember(info.node, name);
    return value === null || value === undefined ? undefined : engine.values.toText(value).trim();
  };
  const text = read("Value") ?? read("InnerXml") ?? "";
  return info.path === INPUT_STREAM ? text : `${text}:${info.path}`;
}

export const selectXml: CmdletDefinition = {
  name: "Select-Xml",
  module: UTILITY,
  synopsis: "Finds text in an XML string or document.",
  defaultParameterSet: "Xml",
  parameters: {
    XPath: { type: "string", position: 0, mandatory: true, validate: [{ kind: "NotNullOrEmpty" }] },
    Xml: {
      type: "System.Xml.XmlNode[]",
      aliases: ["Node"],
      sets: { Xml: { position: 1, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
    },
    Path: {
      type: "string[]",
      sets: { Path: { position: 1, mandatory: true, fromPipelineByPropertyName: true } },
    },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: { LiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    Content: { type: "string[]", sets: { Content: { mandatory: true, fromPipeline: true } } },
    Namespace: { type: "hashtable", validate: [{ kind: "NotNull" }] },
  },
  outputTypes: ["Microsoft.PowerShell.Commands.SelectXmlInfo"],
  examples: [
    {
      code: "Select-Xml -Content '<a><b>x</b><b>y</b></a>' -XPath '//b' | ForEach-Object { $_.Node.InnerText }",
      output: "x\ny",
    },
  ],
  run(context) {
    const manager = namespaces(context);
    return {
      process() {
        const { bound } = context;
        for (const node of bound["Xml"] ?? []) select(context, node, INPUT_STREAM, manager);
        for (const text of bound["Content"] ?? []) selectInText(context, text, INPUT_STREAM, manager);
        const { paths, literal } = pathsOf(context);
        for (const path of paths)
          for (const item of findItems(context, path, findOptions(context, literal)))
            selectInFile(context, item.path, manager);
      },
    };
  },
};

function namespaces(context: CmdletContext): unknown {
  const given: unknown = context.bound["Namespace"];
  if (!(given instanceof Dictionary)) return undefined;
  const { values } = context.engine;
  const manager = values.invokeStatic("System.Xml.XmlNamespaceManager", "new", [null]);
  for (const { key, value } of given)
    values.invokeMethod(manager, "AddNamespace", [values.toText(key), values.toText(value)]);
  return manager;
}

function selectInFile(context: CmdletContext, path: string, manager: unknown): void {
  let bytes: Uint8Array;
  try {
    bytes = context.engine.host.files.read(path);
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.writeError(unreadable(context, path, fileFault((error as { code?: string }).code, path).message));
    return;
  }
  selectInText(context, decodeText(bytes), path, manager);
}

function selectInText(context: CmdletContext, text: string, path: string, manager: unknown): void {
  try {
    select(context, context.engine.values.convert(text, "xml"), path, manager);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    context.writeError(unreadable(context, path, error.exception.innerException?.message ?? error.exception.message));
  }
}

function unreadable(context: CmdletContext, path: string, why: string): ErrorRecord {
  return context.error(
    "System.ArgumentException",
    `The file '${path}' cannot be read: ${why}`,
    "ProcessingFile",
    "InvalidArgument",
    path,
  );
}

function select(context: CmdletContext, node: unknown, path: string, manager: unknown): void {
  const { values } = context.engine;
  const xpath: string = context.bound["XPath"];
  const nodes = values.invokeMethod(node, "SelectNodes", manager === undefined ? [xpath] : [xpath, manager]);
  for (const found of values.enumerate(nodes) ?? []) context.write(new SelectXmlInfo(found, path, xpath));
}
