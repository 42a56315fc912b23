// What the engine asks of the world. The engine does no input or output, keeps no time and starts nothing by itself:
// whoever makes a runspace passes a Host in, and every call here is synchronous (the bridge blocks where it must wait).

import type { HostInformationMessage, ProgressRecord, PSCredential, SecureString } from "../objects/index.js";

/** Names of System.ConsoleColor. */
export type ConsoleColor =
  | "Black"
  | "DarkBlue"
  | "DarkGreen"
  | "DarkCyan"
  | "DarkRed"
  | "DarkMagenta"
  | "DarkYellow"
  | "Gray"
  | "DarkGray"
  | "Blue"
  | "Green"
  | "Cyan"
  | "Red"
  | "Magenta"
  | "Yellow"
  | "White";

export interface FieldDescription {
  readonly name: string;
  readonly label: string;
  readonly typeName: string;
  readonly helpMessage: string;
  readonly isMandatory: boolean;
  readonly defaultValue?: unknown;
}

export interface ChoiceDescription {
  readonly label: string;
  readonly helpMessage: string;
}

/** PSHostUserInterface. A host without a person behind it (a job) throws for what needs an answer, or passes the call on to its client. */
export interface HostUI {
  write(text: string, foreground?: ConsoleColor, background?: ConsoleColor): void;
  writeLine(text: string, foreground?: ConsoleColor, background?: ConsoleColor): void;
  writeErrorLine(text: string): void;
  writeWarningLine(text: string): void;
  writeVerboseLine(text: string): void;
  writeDebugLine(text: string): void;
  writeProgress(sourceId: bigint, record: ProgressRecord): void;
  /** Called for an information record that Write-Host made; the record itself travels on stream 6. */
  writeInformation?(message: HostInformationMessage): void;
  readLine(): string | null;
  readLineAsSecureString(): SecureString;
  prompt(caption: string, message: string, fields: readonly FieldDescription[]): ReadonlyMap<string, unknown>;
  promptForChoice(
    caption: string,
    message: string,
    choices: readonly ChoiceDescription[],
    defaultChoice: number,
  ): number;
  promptForCredential(caption: string, message: string, userName: string, targetName: string): PSCredential | null;
  /** Columns of the window, and rows; 120 × 40 where there is none. */
  size(): { readonly width: number; readonly height: number };
  setWindowTitle?(title: string): void;
  clear?(): void;
  /** True where colours and other escape sequences reach a terminal. */
  readonly supportsVirtualTerminal: boolean;
}

/** Set from another thread when the running pipeline is to stop. Loops, calls and waits look at it. */
export interface StopSignal {
  readonly requested: boolean;
}

export interface ProcessSpec {
  /** Absolute path of the program. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  /** "inherit": the child has the terminal itself (an interactive program run alone at the console). */
  readonly stdin: "pipe" | "ignore" | "inherit" | FileStream;
  readonly stdout: "pipe" | "inherit" | FileStream;
  /** "stdout": together with the output, in the order the program wrote. */
  readonly stderr: "pipe" | "inherit" | "stdout" | FileStream;
}

/** A stream of a program that is a file, opened for it: read as its input, emptied and written as its output. */
export interface FileStream {
  readonly file: string;
}

/** What a program says, or its end. `pid`: which program's, where several are connected. */
export type ProcessPiece =
  | { readonly stream: "stdout" | "stderr"; readonly pid: number; readonly bytes: Uint8Array }
  | { readonly stream: "exit"; readonly pid: number; readonly code: number }
  | { readonly stream: "stopped" }
  | { readonly stream: "timeout" };

/** A native program that runs. `read` blocks until there is something, and returns early when a stop is requested. */
export interface NativeProcess {
  readonly pid: number;
  /** The next piece of output, or the end; blocks, for `timeoutMs` at most where that is given. */
  read(timeoutMs?: number): ProcessPiece;
  /**
   * Its output becomes the input of `next`, byte for byte; its errors and its end are read from `next`. Before anything
   * is read or written.
   */
  connect(next: NativeProcess): void;
  /**
   * Takes the bytes in any case. False: there is something to read first, since a program that nobody reads stops reading.
   * Read with `read(0)`, then write again, with no bytes.
   */
  write(bytes: Uint8Array): boolean;
  closeInput(): void;
  /** Ends the program and everything it started. */
  kill(): void;
}

export interface FileInformation {
  readonly name: string;
  readonly fullName: string;
  readonly isDirectory: boolean;
  readonly isFile: boolean;
  readonly isSymbolicLink: boolean;
  readonly length: bigint;
  /** POSIX mode bits. */
  readonly mode: number;
  /** How many names the file has. */
  readonly links?: number;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly accessedMs: number;
}

/** System.IO.FileMode. */
export type FileMode = "createNew" | "create" | "open" | "openOrCreate" | "truncate" | "append";

export interface OpenHow {
  readonly mode: FileMode;
  readonly read: boolean;
  readonly write: boolean;
}

/** A file that is open. Positions and lengths in bytes. */
export interface OpenFile {
  /** Fills `into` from `position` on; how many bytes there were, 0 at the end. */
  read(into: Uint8Array, position: number): number;
  /** Writes all of `bytes` at `position`. */
  write(bytes: Uint8Array, position: number): void;
  length(): number;
  truncate(length: number): void;
  /** Returns when the disk has it. */
  sync(): void;
  close(): void;
}

/** The file system as the engine and the [System.IO] types use it: native absolute paths, synchronous. Errors are thrown with Node's `code` (ENOENT, EACCES …). */
export interface FileSystem {
  stat(path: string, followLinks?: boolean): FileInformation | undefined;
  list(path: string): readonly string[];
  read(path: string): Uint8Array;
  write(path: string, bytes: Uint8Array, mode: "truncate" | "append" | "new"): void;
  /** An open file that is written piece by piece; used by redirection, which opens before the pipeline runs. */
  openForWriting(path: string, mode: "truncate" | "append"): { write(bytes: Uint8Array): void; close(): void };
  /** Opens a file to read and write it piece by piece. A folder is refused with EISDIR. */
  open(path: string, how: OpenHow): OpenFile;
  makeDirectory(path: string, recursive: boolean): void;
  remove(path: string, recursive: boolean): void;
  rename(from: string, to: string): void;
  copy(from: string, to: string): void;
  readLink(path: string): string | undefined;
  symlink(target: string, path: string): void;
  hardLink(existing: string, path: string): void;
  setTimes(path: string, accessedMs: number, modifiedMs: number): void;
  chmod(path: string, mode: number): void;
  /** Names of the owner and group, or their numbers; empty where there are none. */
  ownerOf(path: string): { readonly user: string; readonly group: string };
  realPath(path: string): string;
  temporaryDirectory(): string;
  homeDirectory(): string;
}

export interface Environment {
  get(name: string): string | undefined;
  set(name: string, value: string | undefined): void;
  names(): readonly string[];
}

/** One HTTP request and its answer; redirections and retries are the asker's. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
  /** Milliseconds until the answer's headers have to be there, and between two pieces of its body; 0 for ever. */
  readonly headersMs: number;
  readonly idleMs: number;
  /** Takes any certificate. */
  readonly insecure: boolean;
  /** Where the body of a successful answer goes as it comes; native path. */
  readonly outFile?: { readonly path: string; readonly append: boolean };
}

export interface HttpAnswer {
  readonly status: number;
  readonly reason: string;
  /** "1.1" */
  readonly version: string;
  /** As they came, a header once for each time it was sent; of a body that was unpacked without its encoding and length. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Empty where it went to the file. */
  readonly body: Uint8Array;
}

/** The network, synchronously. Errors are thrown with Node's `code` (ECONNREFUSED, ENOTFOUND, ETIMEDOUT …). */
export interface Network {
  request(request: HttpRequest): HttpAnswer;
  /** Opens a TCP connection and closes it; gives the milliseconds it took. */
  connect(address: string, port: number, timeoutMs: number): number;
  /** The addresses of a name. */
  lookUp(name: string): readonly string[];
}

/** Facts of the computer and the process, for automatic variables and [Environment]. */
export interface Computer {
  readonly platform: "linux" | "darwin" | "win32";
  readonly name: string;
  readonly userName: string;
  readonly processId: number;
  readonly processorCount: number;
  readonly osDescription: string;
  /** File name of the program that runs (`[Environment]::ProcessPath`). */
  readonly executable: string;
  /** Minutes that local time is ahead of UTC at this instant (milliseconds since 1970 UTC). */
  utcOffsetMinutes(ms: number): number;
  readonly timeZoneId: string;
  /** Seconds since the computer started. */
  uptimeSeconds(): number;
}

export interface Host {
  /** $Host.Name: "ConsoleHost", "ServerRemoteHost", "Default Host". */
  readonly name: string;
  readonly instanceId: string;
  readonly ui: HostUI;
  readonly stop: StopSignal;
  readonly files: FileSystem;
  readonly environment: Environment;
  readonly computer: Computer;
  /** Milliseconds since 1970 UTC, with a fraction where the clock has one. */
  now(): number;
  /** Milliseconds of a clock that never goes back. */
  monotonic(): number;
  newGuid(): string;
  /** `count` unpredictable bytes. */
  randomBytes(count: number): Uint8Array;
  hash(algorithm: "MD5" | "SHA1" | "SHA256" | "SHA384" | "SHA512", bytes: Uint8Array): Uint8Array;
  /** Blocks for `ms`; returns early when a stop is requested. */
  sleep(ms: number): void;
  startProcess(spec: ProcessSpec): NativeProcess;
  /** Absent where there is none to use. */
  readonly network?: Network;
  /** `exit n` was run: PSHost.SetShouldExit. */
  setShouldExit(code: number): void;
  /** Enter-PSSession and Exit-PSSession at the console; absent where the host cannot push a runspace. */
  readonly interactive?: {
    pushRunspace(session: unknown): void;
    popRunspace(): void;
    readonly isRunspacePushed: boolean;
  };
}
