// Out-File, and with it `>` and `>>`: objects as the text that would be shown, into a file.
//
// Rule: the file is opened before the first object comes, so that what cannot be written fails before anything runs.

import type { CmdletContext, CmdletDefinition, CmdletRun } from "../../engine/index.js";
import { createFormatter } from "../../format/index.js";
import { ENCODING, encodingArgument } from "../shared/encoding-argument.js";
import { fileFault, isFileError, nativePath } from "../shared/files.js";
import { UTILITY } from "../shared/modules.js";
import { byteOrderMark, encodeText, type EncodingName } from "../shared/text-encoding.js";
import { plainWhere } from "./plain.js";
import { currentStyle } from "./ps-style.js";
import { formatServices, formatting, lineWidth } from "./services.js";

export const outFile: CmdletDefinition = {
  name: "Out-File",
  module: UTILITY,
  synopsis: "Sends output to a file.",
  defaultParameterSet: "ByPath",
  supportsShouldProcess: true,
  confirmImpact: "Medium",
  parameters: {
    FilePath: { type: "string", aliases: ["Path"], sets: { ByPath: { mandatory: true, position: 0 } } },
    LiteralPath: {
      type: "string",
      aliases: ["PSPath", "LP"],
      sets: { ByLiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    Encoding: { ...ENCODING, position: 1 },
    Append: { type: "switch", help: "Adds to what the file holds." },
    Force: { type: "switch", help: "Writes to a read-only file too." },
    NoClobber: { type: "switch", aliases: ["NoOverwrite"], help: "Fails where the file exists." },
    Width: { type: "int", validate: [{ kind: "Range", min: 2, max: 2147483647 }], help: "Characters in a line." },
    NoNewline: { type: "switch", help: "Leaves all line breaks out." },
    InputObject: { type: "psobject", fromPipeline: true, help: "The objects to write." },
  },
  examples: [{ code: "'a', 'b' | Out-File o.txt; Get-Content o.txt", output: "a\nb" }],
  run(context) {
    const { bound, engine } = context;
    const variable = variableNamed(context);
    if (variable !== undefined) return intoVariable(context, variable);
    const encoding = encodingArgument(context) ?? "utf8NoBOM";
    const lineEnd = bound["NoNewline"] === true ? "" : "\n";
    const rendered = plainWhere(() => currentStyle(engine, "Text") === undefined);
    let file: OpenFile | undefined;
    const formatter = createFormatter(formatServices(engine), {
      width: bound["Width"] ?? lineWidth(engine),
      writeLine: (line) => file?.write(encodeText(rendered(line) + lineEnd, encoding)),
    });
    return {
      begin() {
        file = open(context, encoding);
      },
      process() {
        formatting(context, () => formatter.add(context.bound["InputObject"]));
      },
      end: () => formatter.end(),
      dispose() {
        file?.close();
        file = undefined;
      },
    };
  },
};

// `> variable:x` keeps the objects themselves.
function variableNamed(context: CmdletContext): string | undefined {
  const { bound, engine } = context;
  const given: string = bound["LiteralPath"] ?? bound["FilePath"] ?? "";
  if (!/^variable:/i.test(given)) return undefined;
  return engine.location.resolve(given).path.replace(/^[\\/]+/, "");
}

function intoVariable(context: CmdletContext, name: string): CmdletRun {
  const { engine } = context;
  const { sessionState, values } = engine;
  const before = context.bound["Append"] === true ? sessionState.getVariable(name)?.value : undefined;
  const items: unknown[] = before === undefined || before === null ? [] : [...(values.enumerate(before) ?? [before])];
  return {
    process() {
      if (context.bound["InputObject"] !== undefined) items.push(context.bound["InputObject"]);
    },
    end() {
      sessionState.setVariable(name, items.length === 0 ? null : items.length === 1 ? items[0] : items);
    },
  };
}

interface OpenFile {
  write(bytes: Uint8Array): void;
  close(): void;
}

function open(context: CmdletContext, encoding: EncodingName): OpenFile | undefined {
  const { bound, engine } = context;
  const given: string = bound["LiteralPath"] ?? bound["FilePath"];
  const path = nativePath(engine, given);
  const { files } = engine.host;
  const append = bound["Append"] === true;
  if (!context.shouldProcess(path, "Output to File")) return undefined;
  const existing = files.stat(path);
  if (bound["NoClobber"] === true && !append && existing !== undefined) {
    context.throwTerminating(
      context.error("System.IO.IOException", `The file '${path}' already exists.`, "NoClobber", "ResourceExists", path),
    );
  }
  try {
    const file = files.openForWriting(path, append ? "append" : "truncate");
    if (!append || existing === undefined || existing.length === 0n) file.write(byteOrderMark(encoding));
    return file;
  } catch (error) {
    if (!isFileError(error)) throw error;
    const code = (error as { code?: string }).code;
    // A file that is to be made cannot be missing: its folder is.
    const fault = fileFault(code === "ENOENT" ? "ENOTDIR" : code, path);
    return context.throwTerminating(context.error(fault.type, fault.message, "FileOpenFailure", "OpenError", path));
  }
}
