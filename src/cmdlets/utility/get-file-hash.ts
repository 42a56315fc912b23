// Get-FileHash: the fingerprint of a file or stream of bytes.

import type { CmdletContext, CmdletDefinition, Engine } from "../../engine/index.js";
import { PSObject } from "../../objects/index.js";
import { fileError, isFileError, nativePath } from "../shared/files.js";
import { UTILITY } from "../shared/modules.js";

const ALGORITHMS = ["SHA1", "SHA256", "SHA384", "SHA512", "MD5"] as const;

export const getFileHash: CmdletDefinition = {
  name: "Get-FileHash",
  module: UTILITY,
  synopsis: "Computes the hash value for a file by using a specified hash algorithm.",
  defaultParameterSet: "Path",
  parameters: {
    Path: { type: "string[]", sets: { Path: { position: 0, mandatory: true, fromPipelineByPropertyName: true } } },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: { LiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    InputStream: { type: "object", sets: { StreamParameterSet: { mandatory: true } } },
    Algorithm: { type: "string", position: 1, validate: [{ kind: "Set", values: ALGORITHMS }] },
  },
  examples: [
    {
      code: "Set-Content h abc -NoNewline; (Get-FileHash h -Algorithm MD5).Hash",
      output: "900150983CD24FB0D6963F7D28E17F72",
    },
  ],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      if (bound["InputStream"] !== undefined)
        context.write(hashInfo(context, streamBytes(engine, bound["InputStream"]), null));
      else for (const path of bound["Path"] ?? bound["LiteralPath"]) writeHash(context, nativePath(engine, path));
    },
  }),
};

function writeHash(context: CmdletContext, path: string): void {
  const { host } = context.engine;
  if (!host.files.stat(path)) {
    const message = `Cannot find path '${path}' because it does not exist.`;
    context.writeError(
      context.error(
        "System.Management.Automation.ItemNotFoundException",
        message,
        "FileNotFound",
        "ObjectNotFound",
        path,
      ),
    );
    return;
  }
  try {
    context.write(hashInfo(context, host.files.read(path), path));
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.writeError(fileError(context, error, path, "FileReadError"));
  }
}

function hashInfo(context: CmdletContext, content: Uint8Array, path: string | null): PSObject {
  const algorithm = ALGORITHMS.find((name) => name === (context.bound["Algorithm"] ?? "SHA256").toUpperCase())!;
  const hash = Buffer.from(context.engine.host.hash(algorithm, content)).toString("hex").toUpperCase();
  const info = PSObject.of({ Algorithm: algorithm, Hash: hash, Path: path });
  info.typeNames = ["Microsoft.PowerShell.Commands.FileHashInfo", "System.Object"];
  return info;
}

/** What is left in a stream from its position on. */
function streamBytes(engine: Engine, stream: unknown): Uint8Array {
  const { values } = engine;
  const position = Number(values.getMember(stream, "Position") ?? 0);
  return (values.invokeMethod(stream, "ToArray", []) as Uint8Array).subarray(position);
}
