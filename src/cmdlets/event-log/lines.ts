// One line of a log, in each of the ways that hosts write them. A line that is none of its kind gives undefined.

import { entryTypeOfSeverity, type EntryType, type LogLine } from "./entry.js";

/** A line of `journalctl -o json`. A message that is no text comes as an array of bytes. */
export function parseJournalLine(line: string): LogLine | undefined {
  if (!line.startsWith("{")) return undefined;
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const message = fields["MESSAGE"];
  const host = fields["_HOSTNAME"];
  return {
    timeMs: Number(fields["__REALTIME_TIMESTAMP"]) / 1000,
    entryType: entryTypeOfSeverity(Number(fields["PRIORITY"] ?? 6)),
    source: String(fields["SYSLOG_IDENTIFIER"] ?? fields["_COMM"] ?? "kernel"),
    instanceId: Number(fields["_PID"] ?? 0),
    message: Array.isArray(message) ? Buffer.from(message as number[]).toString("utf8") : String(message ?? ""),
    ...(typeof host === "string" ? { machineName: host } : {}),
  };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const TRADITIONAL = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\S+) ([^:[]+?)(?:\[(\d+)\])?: (.*)$/;
const ISO = /^(\d{4}-\d\d-\d\dT\S+) (\S+) ([^:[]+?)(?:\[(\d+)\])?: (.*)$/;
const PLAIN = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (.*)$/;

/** A line of a syslog file: RFC 3164's stamp (which has no year), RFC 3339's, or a bare date and time as dpkg writes. */
export function parseSyslogLine(line: string, year: number, nowMs: number): LogLine | undefined {
  const traditional = TRADITIONAL.exec(line);
  if (traditional) {
    const [, month, day, hour, minute, second, host, source, pid, message] = traditional;
    const at = (inYear: number) =>
      new Date(inYear, MONTHS.indexOf(month!), Number(day), Number(hour), Number(minute), Number(second)).getTime();
    // December's lines read in January are last year's.
    const timeMs = at(year) > nowMs + 86_400_000 ? at(year - 1) : at(year);
    return facts(timeMs, source!, pid, message!, host);
  }
  const iso = ISO.exec(line);
  if (iso) return facts(Date.parse(iso[1]!), iso[3]!, iso[4], iso[5]!, iso[2]);
  const plain = PLAIN.exec(line);
  if (plain) return facts(new Date(plain[1]!.replace(" ", "T")).getTime(), "dpkg", undefined, plain[2]!, undefined);
  return undefined;
}

function facts(
  timeMs: number,
  source: string,
  pid: string | undefined,
  message: string,
  host: string | undefined,
): LogLine {
  return {
    timeMs,
    entryType: guessEntryType(message),
    source,
    instanceId: Number(pid ?? 0),
    message,
    ...(host === undefined ? {} : { machineName: host }),
  };
}

/** Syslog files do not keep the severity; the message often says it. */
function guessEntryType(message: string): EntryType {
  if (/\b(?:error|failed|failure|fatal|panic)\b/i.test(message)) return "Error";
  return /\bwarn(?:ing)?\b/i.test(message) ? "Warning" : "Information";
}

/** A record of /dev/kmsg: "priority,sequence,microseconds since boot,flags;message", continuation lines after it. */
export function parseKernelRecord(record: string, bootMs: number): LogLine | undefined {
  const semicolon = record.indexOf(";");
  const [priority, sequence, microseconds] = record.slice(0, semicolon).split(",");
  if (semicolon < 0 || microseconds === undefined) return undefined;
  return {
    timeMs: bootMs + Number(microseconds) / 1000,
    entryType: entryTypeOfSeverity(Number(priority) & 7),
    source: "kernel",
    instanceId: Number(sequence),
    message: record.slice(semicolon + 1).split("\n")[0]!,
  };
}

/** A line of Remora's operational log: JSON of a LogLine. */
export function parseOperationalLine(line: string): LogLine | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line) as LogLine;
    return typeof entry.timeMs === "number" && typeof entry.message === "string" ? entry : undefined;
  } catch {
    return undefined; // The end of a line that a dying process left behind.
  }
}
