// Native programs in a pipeline: text lines in, text lines out, bytes between two of them.

import { baseOf, ErrorRecord, PSException } from "../../objects/index.js";
import type { Argument } from "../binder/argument.js";
import { CmdletProcessor } from "./cmdlet-processor.js";
import { type ApplicationInfo, CmdletInfo } from "../commands/command-info.js";
import type { NativeProcess, ProcessPiece } from "../host.js";
import { Invocation } from "../run/invocation.js";
import { nativeArguments } from "./native-arguments.js";
import { PipelineStopped } from "../run/flow.js";
import { Processor } from "./processor.js";
import type { Frame, Output, Runtime, Streams } from "../run/runtime.js";
import { preferenceText } from "../compile/block.js";
import { EngineError, runtimeError } from "../types/errors.js";

const UTF8 = new TextEncoder();
const NO_BYTES = new Uint8Array(0);

export class NativeProcessor extends Processor {
  readonly #rt: Runtime;
  readonly #command: ApplicationInfo;
  readonly #args: readonly Argument[];
  readonly #streams: Streams;
  readonly #frame: Frame;
  readonly #invocation: Invocation;
  #process: NativeProcess | null = null;
  #next: NativeProcessor | null = null;
  #previous: NativeProcessor | null = null;
  #exitCode: number | null = null;
  #stdout = new LineReader();
  #stderr = new LineReader();
  #stderrSeen = false;
  #formatter: Processor | null = null;
  #file: { write(bytes: Uint8Array): void; close(): void } | null = null;
  constructor(
    rt: Runtime,
    command: ApplicationInfo,
    args: readonly Argument[],
    streams: Streams,
    frame: Frame,
    invocation: Invocation,
    out: Output,
  ) {
    super(out);
    this.#rt = rt;
    this.#command = command;
    this.#args = args;
    this.#streams = streams;
    this.#frame = frame;
    this.#invocation = invocation;
  }
  /** Where errors go with the output (`2>&1`), both are text. */
  bytesMayGoTo(next: NativeProcessor): boolean {
    return this.out === next && this.#streams.error !== next;
  }

  /** What this program writes goes to the next as it is. */
  bytesTo(next: NativeProcessor): void {
    this.#next = next;
    next.#previous = this;
  }

  /** What this program writes goes into a file byte by byte. */
  bytesToFile(path: string, append: boolean): void {
    this.#toFile = { path, append };
  }
  #toFile: { path: string; append: boolean } | null = null;

  private openFile(): void {
    if (this.#toFile === null) return;
    const { path, append } = this.#toFile;
    const native = this.#rt.location.resolve(path).path;
    try {
      this.#file = this.#rt.host.files.openForWriting(native, append ? "append" : "truncate");
    } catch (error) {
      const missing = (error as { code?: string }).code === "ENOENT";
      throw runtimeError(
        "FileOpenFailure,Microsoft.PowerShell.Commands.OutFileCommand",
        missing ? `Could not find a part of the path '${native}'.` : `Access to the path '${native}' is denied.`,
        {
          exceptionType: missing ? "System.IO.DirectoryNotFoundException" : "System.UnauthorizedAccessException",
          category: "OpenError",
          target: native,
        },
      );
    }
  }

  override begin(): void {
    this.openFile();
    const { host } = this.#rt;
    const { hasTerminal, terminal } = this.#rt;
    const shows = hasTerminal && this.out === terminal;
    if (shows) this.#rt.flushTerminal?.();
    this.#process = host.startProcess({
      file: this.#command.path,
      args: nativeArguments(this.#rt, this.#args),
      cwd: this.#rt.location.currentNative,
      env: environmentOf(this.#rt),
      stdin: this.expectingInput ? "pipe" : hasTerminal ? "inherit" : "ignore",
      stdout: shows ? "inherit" : "pipe",
      stderr: shows && this.#streams.error === this.#rt.streams.error ? "inherit" : "pipe",
    });
    if (this.#previous !== null) this.#previous.#process?.connect(this.#process);
  }

  /** A text is a line; any other object is formatted as it would be shown. */
  write(value: unknown): void {
    this.start();
    const base = baseOf(value);
    if (typeof base === "string" && this.#formatter === null) this.writeLine(base);
    else this.formatter().write(value);
  }

  private writeLine(text: string): void {
    this.writeBytes(UTF8.encode(`${text}\n`));
  }

  private formatter(): Processor {
    if (this.#formatter !== null) return this.#formatter;
    const command = this.#rt.lookup("Out-String", this.#frame);
    if (!(command instanceof CmdletInfo)) throw new Error("Out-String is not available.");
    const call = new Invocation(command, "Out-String", null, this.#frame);
    const stream = { name: "Stream", value: true, hasValue: true, splatted: false, text: "-Stream" };
    const to = { write: (line: unknown): void => this.writeLine(String(line)) };
    const formatter = new CmdletProcessor(this.#rt, command, call, [stream], this.#streams, this.#frame, to);
    formatter.expectingInput = true;
    formatter.prepare();
    formatter.start();
    return (this.#formatter = formatter);
  }

  private writeBytes(bytes: Uint8Array): void {
    let ready = this.#process?.write(bytes) ?? true;
    while (!ready) {
      // Who is not read stops reading: what it and those after it have to say comes first.
      const last = this.last();
      while (last.take(last.#process!.read(0)));
      ready = this.#process!.write(NO_BYTES);
    }
  }

  /** The last of the programs that are connected: what they write and their ends are read there. */
  private last(): NativeProcessor {
    return this.#next?.last() ?? this;
  }

  override end(): void {
    this.#formatter?.end();
    if (this.expectingInput && this.#previous === null) this.#process!.closeInput();
    if (this.#next !== null) return;
    const all = this.connected();
    while (all.some((each) => each.#exitCode === null)) this.take(this.#process!.read());
    for (const each of all) each.exited(each.#exitCode!);
  }

  /** Those whose output ends up here, and this one. */
  private connected(): NativeProcessor[] {
    return [...(this.#previous?.connected() ?? []), this];
  }

  /** False: there was nothing. */
  private take(piece: ProcessPiece): boolean {
    if (piece.stream === "timeout") return false;
    if (piece.stream === "stopped") throw new PipelineStopped();
    if (piece.stream === "stdout") {
      if (this.#file !== null) this.#file.write(piece.bytes);
      else for (const line of this.#stdout.push(piece.bytes)) this.out.write(line);
      return true;
    }
    const from = this.connected().find((each) => each.#process?.pid === piece.pid) ?? this;
    if (piece.stream === "exit") from.#exitCode = piece.code;
    else for (const line of from.#stderr.push(piece.bytes)) from.writeErrorLine(line);
    return piece.stream !== "exit";
  }

  private exited(code: number): void {
    for (const line of this.#stdout.rest()) this.out.write(line);
    for (const line of this.#stderr.rest()) this.writeErrorLine(line);
    this.#process = null;
    this.#rt.global.root.set("LASTEXITCODE", code);
    if (code === 0) return;
    this.failed = true;
    if (this.#rt.values.toBoolean(this.#rt.preference("PSNativeCommandUseErrorActionPreference") ?? false))
      this.reportExit(code);
  }

  private reportExit(code: number): void {
    const name = this.#command.name;
    const exception = new PSException(
      "System.Management.Automation.NativeCommandExitException",
      `Program "${name}" ended with non-zero exit code: ${code} (0x${(code >>> 0).toString(16).toUpperCase().padStart(2, "0")}).`,
    );
    exception.extra.set("ExitCode", code);
    const record = new ErrorRecord(exception, "ProgramExitedWithNonZeroCode", "NotSpecified", name);
    record.invocationInfo = this.#invocation.info;
    record.activity = name;
    this.#rt.complete(record);
    this.#rt.addError(record);
    const preference = preferenceText(this.#rt.preference("ErrorActionPreference"));
    if (preference === "stop") {
      const error = new EngineError(exception, record.fullyQualifiedErrorId, record.category, name);
      error.record = record;
      error.stopped = true;
      throw error;
    }
    if (preference !== "silentlycontinue" && preference !== "ignore") this.#streams.error.write(record);
  }

  /** Text on stderr is an error record: NativeCommandError for the first line, then NativeCommandErrorMessage. */
  private writeErrorLine(line: string): void {
    const id = this.#stderrSeen ? "NativeCommandErrorMessage" : "NativeCommandError";
    this.#stderrSeen = true;
    const record = new ErrorRecord(
      new PSException("System.Management.Automation.RemoteException", line),
      id,
      "NotSpecified",
      line,
    );
    record.invocationInfo = this.#invocation.info;
    record.activity = this.#command.name;
    this.#rt.complete(record);
    this.#streams.error.write(record);
    void this.#frame;
  }

  override dispose(): void {
    const process = this.#process;
    this.#process = null;
    process?.kill();
    this.#formatter?.dispose();
    this.#file?.close();
    this.#file = null;
  }
}

function environmentOf(rt: Runtime): Map<string, string> {
  const env = new Map<string, string>();
  for (const name of rt.host.environment.names()) {
    const value = rt.host.environment.get(name);
    if (value !== undefined) env.set(name, value);
  }
  return env;
}

/** Bytes to lines: UTF-8, each line without its end. */
class LineReader {
  readonly #decoder = new TextDecoder();
  #text = "";
  push(bytes: Uint8Array): string[] {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    const lines = this.#text.split("\n");
    this.#text = lines.pop()!;
    return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  }
  rest(): string[] {
    const text = this.#text + this.#decoder.decode();
    this.#text = "";
    return text === "" ? [] : [text.endsWith("\r") ? text.slice(0, -1) : text];
  }
}
