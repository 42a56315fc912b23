// Format-Hex: bytes of files, texts and numbers, sixteen a line.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import {
  baseOf,
  Byte,
  Char,
  Double,
  Int16,
  PSObject,
  SByte,
  Single,
  UInt16,
  UInt32,
  UInt64,
} from "../../objects/index.js";
import { ENCODING, encodingArgument } from "../shared/encoding-argument.js";
import { fileError, isFileError, nativePath } from "../shared/files.js";
import { UTILITY } from "../shared/modules.js";
import { encodeText, type EncodingName } from "../shared/text-encoding.js";

const LINE = 16;

export const formatHex: CmdletDefinition = {
  name: "Format-Hex",
  module: UTILITY,
  synopsis: "Displays a file or other input as hexadecimal.",
  aliases: ["fhx"],
  defaultParameterSet: "Path",
  parameters: {
    Path: { type: "string[]", sets: { Path: { mandatory: true, position: 0 } } },
    LiteralPath: { type: "string[]", aliases: ["PSPath", "LP"], sets: { LiteralPath: { mandatory: true } } },
    InputObject: { type: "psobject", sets: { ByInputObject: { mandatory: true, fromPipeline: true } } },
    Encoding: ENCODING,
    Count: { type: "long", help: "How many bytes to show." },
    Offset: { type: "long", help: "How many bytes to skip." },
    Raw: { type: "switch", help: "Has no effect." },
  },
  examples: [{ code: "('Hello' | Format-Hex).HexBytes", output: "48 65 6C 6C 6F" }],
  run(context) {
    const encoding = encodingArgument(context) ?? "utf8NoBOM";
    let group: { readonly typeName: string; readonly bytes: number[] } | undefined;
    const flush = (): void => {
      if (group) writeLines(context, Uint8Array.from(group.bytes), labelOf(context, group.typeName));
      group = undefined;
    };
    return {
      process() {
        const { bound, engine } = context;
        if (context.parameterSetName !== "ByInputObject") {
          for (const given of (bound["Path"] ?? bound["LiteralPath"]) as string[])
            showFile(context, nativePath(engine, given));
          return;
        }
        const base = baseOf(bound["InputObject"]);
        const bytes = bytesOf(context, bound["InputObject"], encoding);
        if (!bytes) return;
        const typeName = engine.values.typeNameOf(base);
        // Numbers of one type that follow each other are shown together; every text stands alone.
        const joins = numberBytes(base) !== undefined;
        if (!joins || group?.typeName !== typeName) flush();
        if (joins) (group ??= { typeName, bytes: [] }).bytes.push(...bytes);
        else writeLines(context, bytes, labelOf(context, typeName));
      },
      end: flush,
    };
  },
};

function showFile(context: CmdletContext, path: string): void {
  try {
    writeLines(context, context.engine.host.files.read(path), path, path);
  } catch (error) {
    if (!isFileError(error)) throw error;
    if ((error as { code?: string }).code === "ENOENT")
      context.writeError(
        context.error(
          "System.Management.Automation.ItemNotFoundException",
          `Cannot find path '${path}' because it does not exist.`,
          "FileNotFound",
          "ObjectNotFound",
          path,
        ),
      );
    else context.writeError(fileError(context, error, path, "FormatHexIOError"));
  }
}

// Type and a number of its own, so that two texts are two groups.
function labelOf(context: CmdletContext, typeName: string): string {
  const id = Array.from(context.engine.host.randomBytes(4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${typeName.slice(typeName.lastIndexOf(".") + 1)} (${typeName}) <${id.toUpperCase()}>`;
}

function writeLines(context: CmdletContext, all: Uint8Array, label: string, path = ""): void {
  const skip = Number(context.bound["Offset"] ?? 0);
  const count = context.bound["Count"] === undefined ? all.length : Number(context.bound["Count"]);
  const bytes = all.subarray(skip, skip + count);
  for (let at = 0; at < bytes.length; at += LINE) {
    context.engine.checkStop();
    context.write(byteCollection(bytes.subarray(at, at + LINE), skip + at, label, path));
  }
}

function byteCollection(bytes: Uint8Array, offset: number, label: string, path: string): PSObject {
  const hexOffset = offset.toString(16).toUpperCase().padStart(16, "0");
  const hexBytes = Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");
  const ascii = Array.from(bytes, shown).join("");
  const line = PSObject.of({
    Label: label,
    Path: path,
    Offset: new UInt32(offset),
    Offset64: new UInt64(BigInt(offset)),
    Bytes: bytes.slice(),
    HexOffset: hexOffset,
    HexBytes: hexBytes,
    Ascii: ascii,
  });
  line.typeNames = ["Microsoft.PowerShell.Commands.ByteCollection", "System.Object"];
  line.text = `${hexOffset}   ${hexBytes.padEnd(47)} ${ascii}`;
  return line;
}

function shown(byte: number): string {
  if (byte === 0) return " ";
  return byte < 0x20 || (byte >= 0x7f && byte < 0xa0) ? "\ufffd" : String.fromCharCode(byte);
}

function bytesOf(context: CmdletContext, value: unknown, encoding: EncodingName): Uint8Array | undefined {
  const base = baseOf(value);
  if (typeof base === "string") return encodeText(base, encoding);
  if (base instanceof Uint8Array) return base;
  const single = numberBytes(base);
  if (single) return single;
  const items = context.engine.values.enumerate(value);
  if (items) {
    const parts = Array.from(items, (item) => numberBytes(baseOf(item)));
    if (parts.every((part) => part !== undefined)) return Uint8Array.from(parts.flatMap((part) => [...part]));
  }
  const name = context.engine.values.typeNameOf(value);
  context.writeError(
    context.error(
      "System.ArgumentException",
      `Cannot convert input of type '${name}' to hexadecimal. To view the hexadecimal formatting of its string representation, pipe it to the Out-String cmdlet before piping it to Format-Hex.`,
      "FormatHexTypeNotSupported",
      "ParserError",
      value,
    ),
  );
  return undefined;
}

// Little-endian, as numbers lie in memory.
function numberBytes(value: unknown): Uint8Array | undefined {
  const view = new DataView(new ArrayBuffer(8));
  const taken = (length: number): Uint8Array => new Uint8Array(view.buffer, 0, length);
  if (typeof value === "number") return (view.setInt32(0, value, true), taken(4));
  if (typeof value === "bigint") return (view.setBigInt64(0, value, true), taken(8));
  if (typeof value === "boolean") return (view.setInt32(0, value ? 1 : 0, true), taken(4));
  if (value instanceof Byte || value instanceof SByte) return (view.setUint8(0, value.value & 0xff), taken(1));
  if (value instanceof Int16 || value instanceof UInt16)
    return (view.setUint16(0, value.value & 0xffff, true), taken(2));
  if (value instanceof UInt32) return (view.setUint32(0, value.value, true), taken(4));
  if (value instanceof UInt64) return (view.setBigUint64(0, value.value, true), taken(8));
  if (value instanceof Double) return (view.setFloat64(0, value.value, true), taken(8));
  if (value instanceof Single) return (view.setFloat32(0, value.value, true), taken(4));
  if (value instanceof Char) return (view.setUint16(0, value.code, true), taken(2));
  return undefined;
}
