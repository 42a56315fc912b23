// Redirections: where a command's streams go instead.

import type { RedirectionAst, RedirectionStream } from "../../language/index.js";
import type { Compiler } from "../compile/compiler.js";
import { CmdletInfo } from "../commands/command-info.js";
import { CmdletProcessor } from "./cmdlet-processor.js";
import { Invocation } from "../run/invocation.js";
import { Processor } from "./processor.js";
import { type Expr, type Frame, NOWHERE, type Output, type Streams } from "../run/runtime.js";
import { runtimeError } from "../types/errors.js";

export interface Redirected {
  readonly out: Output;
  readonly streams: Streams;
  /** The file that output goes to. */
  readonly outFile?: { readonly path: string; readonly append: boolean; readonly processor: Processor };
  /** Files that were opened: to be begun before the command and ended after it. */
  readonly files: readonly Processor[];
}

export type Redirect = (f: Frame, out: Output, streams: Streams) => Redirected;

export function compileRedirections(c: Compiler, redirections: readonly RedirectionAst[]): Redirect | null {
  if (redirections.length === 0) return null;
  const parts = redirections.map((redirection) => ({
    redirection,
    location: redirection.kind === "FileRedirection" ? c.expr(redirection.location) : null,
  }));
  return (f, out, streams) => {
    const files: Processor[] = [];
    let result: Redirected = { out, streams, files };
    for (const { redirection, location } of parts)
      if (redirection.kind === "FileRedirection")
        result = toFile(f, result, redirection.from, redirection.append, location!, files);
    for (const { redirection } of parts)
      if (redirection.kind === "MergingRedirection" && redirection.to === "output")
        result = { ...result, streams: merged(result.streams, redirection.from, result.out) };
    return result;
  };
}

function withStream(streams: Streams, from: RedirectionStream, to: Output): Streams {
  if (from === "output") return streams;
  const moved = from === "all" ? { error: to, warning: to, verbose: to, debug: to, information: to } : { [from]: to };
  return {
    ...streams,
    ...moved,
    diverted: { ...streams.diverted, ...moved },
    takers: { ...streams.takers, ...moved },
  };
}

/** `3>&1` takes what another runspace would show here; `*>&1` leaves it to the user interface, as in PowerShell. */
function merged(streams: Streams, from: RedirectionStream, to: Output): Streams {
  const after = withStream(streams, from, to);
  return from === "all" ? { ...after, takers: { ...streams.takers } } : after;
}

function toFile(
  f: Frame,
  before: Redirected,
  from: RedirectionStream,
  append: boolean,
  location: Expr,
  files: Processor[],
): Redirected {
  const target = location(f);
  const path = target === null || target === undefined ? "" : f.rt.values.toText(target);
  if (target === null || target === undefined) {
    if (from === "output") return { ...before, out: NOWHERE };
    if (from === "error") return { ...before, streams: { ...before.streams, error: NOWHERE } };
    if (from !== "all") return { ...before, streams: silenced(before.streams, [from]) };
    return { ...before, out: NOWHERE, streams: { ...silenced(before.streams, MESSAGES), error: NOWHERE } };
  }
  const file = openFile(f, path, append);
  files.push(file);
  if (from === "output") return { ...before, out: file, outFile: { path, append, processor: file } };
  if (from === "all") {
    return { ...before, out: file, streams: withStream(before.streams, "all", file) };
  }
  return { ...before, streams: withStream(before.streams, from, file) };
}

const MESSAGES = ["warning", "verbose", "debug", "information"] as const;

/** Messages that are thrown away still reach the session's own streams, where a client may look, but nobody is shown them. */
function silenced(streams: Streams, names: readonly (typeof MESSAGES)[number][]): Streams {
  const moved = Object.fromEntries(
    names.map((name): [string, Output] => {
      if (streams.diverted?.[name]) return [name, NOWHERE];
      const to = streams[name];
      const write = (record: unknown): void => to.write(Object.assign(record as object, { silenced: true }));
      return [name, { write }];
    }),
  );
  const nowhere = Object.fromEntries(names.map((name) => [name, NOWHERE]));
  return {
    ...streams,
    ...moved,
    diverted: { ...streams.diverted, ...nowhere },
    takers: { ...streams.takers, ...nowhere },
  };
}

/** Output into an item of a flat provider: `> variable:name`. */
class ItemProcessor extends Processor {
  readonly #f: Frame;
  readonly #path: string;
  readonly #values: unknown[] = [];
  constructor(f: Frame, path: string) {
    super(NOWHERE);
    this.#f = f;
    this.#path = path;
  }
  write(value: unknown): void {
    this.#values.push(value);
  }
  override end(): void {
    const { drive, path } = this.#f.rt.location.resolve(this.#path);
    this.#f.rt.providers.get(drive.provider.toLowerCase())?.setContent?.(drive, path, this.#values);
  }
}

function isFlat(f: Frame, path: string): boolean {
  if (!/^[^/\\:]+:/.test(path)) return false;
  const { drive } = f.rt.location.resolve(path);
  return f.rt.providers.get(drive.provider.toLowerCase())?.isHierarchical === false;
}

function openFile(f: Frame, path: string, append: boolean): Processor {
  if (isFlat(f, path)) return new ItemProcessor(f, path);
  const command = f.rt.lookup("Out-File", f);
  if (!(command instanceof CmdletInfo))
    throw runtimeError("RedirectionFailed", "Out-File is not available: output cannot be redirected to a file.");
  const call = new Invocation(command, "Out-File", null, f);
  const processor = new CmdletProcessor(
    f.rt,
    command,
    call,
    [
      { name: "LiteralPath", value: path, hasValue: true, splatted: false, text: "-LiteralPath" },
      ...(append ? [{ name: "Append", value: true, hasValue: true, splatted: false, text: "-Append" }] : []),
    ],
    f.streams,
    f,
    NOWHERE,
  );
  processor.expectingInput = true;
  return processor;
}
