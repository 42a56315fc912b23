// Get-Content: the lines of a file, or what a flat drive's item holds.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { Byte } from "../../objects/index.js";
import { ENCODING, encodingArgument } from "../shared/encoding-argument.js";
import { fileError, isFileError } from "../shared/files.js";
import { MANAGEMENT } from "../shared/modules.js";
import { decodeText } from "../shared/text-encoding.js";
import { splitAt, splitLines } from "./content.js";
import { statQuietly } from "./file-system.js";
import { findItems, findOptions, isPattern, pathsOf, reportNothingFound, type FoundItem } from "./found-items.js";
import { FILTERS, FORCE, PATHS_BY_NAME } from "./parameters.js";

/** How long -Wait sleeps before it looks at the file again. */
const POLL_MS = 100;

export const getContent: CmdletDefinition = {
  name: "Get-Content",
  module: MANAGEMENT,
  synopsis: "Gets the content of the item at the specified location.",
  aliases: ["gc", "type", "cat"],
  defaultParameterSet: "Path",
  parameters: {
    ...PATHS_BY_NAME,
    ReadCount: { type: "long", fromPipelineByPropertyName: true },
    TotalCount: { type: "long", aliases: ["First", "Head"], fromPipelineByPropertyName: true },
    Tail: { type: "int", aliases: ["Last"], fromPipelineByPropertyName: true },
    ...FILTERS,
    ...FORCE,
    Delimiter: { type: "string" },
    Wait: { type: "switch" },
    Raw: { type: "switch" },
    Encoding: ENCODING,
    AsByteStream: { type: "switch" },
    Stream: { type: "string" },
  },
  examples: [{ code: "Set-Content a.txt one, two; Get-Content a.txt -Tail 1", output: "two" }],
  run(context) {
    checkArguments(context);
    return {
      process() {
        const { paths, literal } = pathsOf(context);
        const options = findOptions(context, literal);
        for (const path of paths) {
          const items = findItems(context, path, options);
          if (items.length === 0 && !literal && isPattern(path)) reportNothingFound(context, path);
          for (const item of items) readItem(context, item);
        }
      },
    };
  },
};

function checkArguments(context: CmdletContext): void {
  const { bound } = context;
  if (bound["Tail"] !== undefined && bound["TotalCount"] !== undefined) {
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        "The parameters TotalCount and Tail cannot be used together. Please specify only one parameter.",
        "TailAndHeadCannotCoexist",
        "InvalidOperation",
      ),
    );
  }
  encodingArgument(context);
}

function readItem(context: CmdletContext, item: FoundItem): void {
  if (item.provider.name !== "FileSystem") {
    context.writeEnumerated(item.provider.getContent?.(item.drive, item.path) ?? null);
    return;
  }
  if (statQuietly(context.engine.host, item.path)?.isDirectory) {
    const message = `Unable to get content because it is a directory: '${item.path}'. Please use 'Get-ChildItem' instead.`;
    context.writeError(
      context.error(
        "System.InvalidOperationException",
        message,
        "GetContainerContentException",
        "InvalidOperation",
        item.path,
      ),
    );
    return;
  }
  if (context.bound["Raw"] && context.bound["Delimiter"] !== undefined) {
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        "The 'Raw' and 'Delimiter' parameters cannot be specified in the same command.",
        "InvalidOperation",
        "InvalidOperation",
      ),
    );
  }
  try {
    readFile(context, item);
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.writeError(fileError(context, error, item.path, "GetContentReaderUnauthorizedAccessError"));
  }
}

function readFile(context: CmdletContext, item: FoundItem): void {
  const { host } = context.engine;
  const bytes = host.files.read(item.path);
  writeContent(context, bytes);
  if (context.bound["Wait"]) follow(context, item, bytes.length);
}

function writeContent(context: CmdletContext, bytes: Uint8Array): void {
  const { bound } = context;
  if (bound["AsByteStream"]) {
    if (bound["Raw"]) context.write(Uint8Array.from(bytes));
    else
      writeUnits(
        context,
        Array.from(bytes, (byte) => new Byte(byte)),
      );
    return;
  }
  const text = decodeText(bytes, encodingArgument(context));
  if (bound["Raw"]) context.write(text);
  else writeUnits(context, bound["Delimiter"] === undefined ? splitLines(text) : splitAt(text, bound["Delimiter"]));
}

/** Lines (or bytes): the first or last of them, one by one or in batches of -ReadCount. */
function writeUnits(context: CmdletContext, units: readonly unknown[]): void {
  const { bound } = context;
  const total = bound["TotalCount"] === undefined ? -1 : Number(bound["TotalCount"]);
  const tail: number = bound["Tail"] ?? -1;
  const from = tail >= 0 ? Math.max(0, units.length - tail) : 0;
  const to = total >= 0 ? Math.min(total, units.length) : units.length;
  const batch = bound["ReadCount"] === undefined ? 1 : Number(bound["ReadCount"]);
  if (batch === 1) {
    for (let i = from; i < to; i++) context.write(units[i]);
    return;
  }
  const size = batch <= 0 ? to - from : batch;
  for (let i = from; i < to; i += size) context.write(units.slice(i, Math.min(i + size, to)));
}

/** -Wait: what is appended from now on, until the pipeline is stopped. A file that got shorter is read from its start. */
function follow(context: CmdletContext, item: FoundItem, alreadyRead: number): void {
  const { host } = context.engine;
  let position = alreadyRead;
  let pending = "";
  for (;;) {
    context.engine.checkStop();
    const length = Number(statQuietly(host, item.path)?.length ?? 0n);
    if (length < position) position = 0;
    if (length > position) {
      const text = pending + decodeText(host.files.read(item.path).subarray(position), encodingArgument(context));
      position = length;
      const end = text.lastIndexOf("\n") + 1;
      pending = text.slice(end);
      for (const line of splitLines(text.slice(0, end))) context.write(line);
    }
    host.sleep(POLL_MS);
  }
}
