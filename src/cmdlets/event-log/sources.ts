// Where a host keeps its logs: journald, syslog files, the kernel's ring buffer, and Remora's own operational log.
//
// Rule: a source reads lines, newest last, and says nothing of how they are filtered or shown.

import { closeSync, constants, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import type { LogLine } from "./entry.js";
import { parseJournalLine, parseKernelRecord, parseOperationalLine, parseSyslogLine } from "./lines.js";
import type { Engine } from "../../engine/index.js";

export interface LogSource {
  /** The log's name as `-LogName` gives it. */
  readonly log: string;
  /** Where its lines come from, for Get-EventLog -List and error texts. */
  readonly origin: string;
  /** The last `most` entries, oldest first. */
  read(engine: Engine, most: number): readonly LogLine[];
}

/** More than this is never held at once, in entries and in bytes of a file's end. */
const MOST_ENTRIES = 100_000;
const MOST_BYTES = 64 * 1024 * 1024;

const JOURNAL_FIELDS = "PRIORITY,MESSAGE,SYSLOG_IDENTIFIER,_COMM,_PID,_HOSTNAME,__REALTIME_TIMESTAMP";
const SYSTEM_FILES = ["/var/log/syslog", "/var/log/messages", "/var/log/system.log"];
const SECURITY_FILES = ["/var/log/auth.log", "/var/log/secure"];
const APPLICATION_FILES = ["/var/log/user.log", "/var/log/daemon.log", "/var/log/dpkg.log"];

/** The logs of this host, by name: the best source there is for each. */
export function findSources(operationalLog: string): readonly LogSource[] {
  const journal = existsSync("/run/systemd/journal/socket") ? findProgram("journalctl") : undefined;
  const sources: (LogSource | undefined)[] = [
    journal
      ? journalSource("Application", journal, ["_TRANSPORT=stdout", "+", "_TRANSPORT=journal"])
      : fileSource("Application", APPLICATION_FILES),
    journal
      ? journalSource("Security", journal, ["SYSLOG_FACILITY=10", "+", "SYSLOG_FACILITY=4"])
      : fileSource("Security", SECURITY_FILES),
    journal ? journalSource("System", journal, []) : (fileSource("System", SYSTEM_FILES) ?? kernelSource()),
    operationalSource(operationalLog),
  ];
  return sources.filter((source) => source !== undefined);
}

function findProgram(name: string): string | undefined {
  return ["/usr/bin/", "/bin/", "/usr/local/bin/"].map((folder) => folder + name).find((path) => existsSync(path));
}

function journalSource(log: string, program: string, matches: readonly string[]): LogSource {
  return {
    log,
    origin: "journald",
    read(engine, most) {
      const args = [
        "--no-pager",
        "--quiet",
        "-o",
        "json",
        `--output-fields=${JOURNAL_FIELDS}`,
        "-n",
        String(Math.min(most, MOST_ENTRIES)),
        ...matches,
      ];
      return linesOfProgram(engine, program, args).flatMap((line) => parseJournalLine(line) ?? []);
    },
  };
}

function fileSource(log: string, paths: readonly string[]): LogSource | undefined {
  const path = paths.find((candidate) => isReadable(candidate));
  if (path === undefined) return undefined;
  return {
    log,
    origin: path,
    read(engine, most) {
      const year = new Date(engine.host.now()).getFullYear();
      const entries = endOfFile(path).flatMap((line) => parseSyslogLine(line, year, engine.host.now()) ?? []);
      return entries.slice(-Math.min(most, MOST_ENTRIES));
    },
  };
}

/** /dev/kmsg gives a record a read, and EAGAIN after the last when it is opened without blocking. */
function kernelSource(): LogSource | undefined {
  if (!isReadable("/dev/kmsg")) return undefined;
  return {
    log: "System",
    origin: "/dev/kmsg",
    read(engine, most) {
      const bootMs = engine.host.now() - secondsUp() * 1000;
      const entries = kernelRecords().flatMap((record) => parseKernelRecord(record, bootMs) ?? []);
      return entries.slice(-Math.min(most, MOST_ENTRIES));
    },
  };
}

function operationalSource(path: string): LogSource {
  return {
    log: "Windows PowerShell",
    origin: path,
    read(_engine, most) {
      if (!existsSync(path)) return [];
      return endOfFile(path)
        .flatMap((line) => parseOperationalLine(line) ?? [])
        .slice(-Math.min(most, MOST_ENTRIES));
    },
  };
}

function isReadable(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
}

function endOfFile(path: string): string[] {
  const size = statSync(path).size;
  if (size <= MOST_BYTES) return readFileSync(path, "utf8").split("\n");
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(MOST_BYTES);
    const length = readSync(file, bytes, 0, MOST_BYTES, size - MOST_BYTES);
    return bytes.toString("utf8", 0, length).split("\n").slice(1);
  } finally {
    closeSync(file);
  }
}

function kernelRecords(): string[] {
  const file = openSync("/dev/kmsg", constants.O_RDONLY | constants.O_NONBLOCK);
  const records: string[] = [];
  const buffer = Buffer.alloc(16 * 1024);
  try {
    while (records.length < MOST_ENTRIES) records.push(buffer.toString("utf8", 0, readSync(file, buffer)));
  } catch (error) {
    // EAGAIN: all was read. EPIPE: records were overwritten while we read; what we have stands.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "EAGAIN" && code !== "EPIPE") throw error;
  } finally {
    closeSync(file);
  }
  return records;
}

function secondsUp(): number {
  return Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
}

function linesOfProgram(engine: Engine, file: string, args: readonly string[]): string[] {
  const environment = new Map(
    engine.host.environment.names().map((name) => [name, engine.host.environment.get(name) ?? ""]),
  );
  const program = engine.host.startProcess({
    file,
    args,
    cwd: "/",
    env: environment,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "stdout",
  });
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const piece = program.read();
    if (piece.stream === "stdout" || piece.stream === "stderr") text += decoder.decode(piece.bytes, { stream: true });
    else if (piece.stream === "stopped") {
      program.kill();
      engine.checkStop();
      return [];
    } else return text.split("\n");
  }
}
