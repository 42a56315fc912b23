// The lines of hosts' logs, each kind as a table.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  parseJournalLine,
  parseKernelRecord,
  parseOperationalLine,
  parseSyslogLine,
} from "../../src/cmdlets/event-log/lines.js";

const AUGUST_2026 = new Date(2026, 7, 1).getTime();

const SYSLOG_LINES: readonly [title: string, line: string, expected: Record<string, unknown> | undefined][] = [
  [
    "the traditional stamp",
    "Jul 31 23:59:58 web17 sshd[812]: Accepted publickey for root",
    {
      timeMs: new Date(2026, 6, 31, 23, 59, 58).getTime(),
      entryType: "Information",
      source: "sshd",
      instanceId: 812,
      message: "Accepted publickey for root",
      machineName: "web17",
    },
  ],
  [
    "a stamp of last December",
    "Dec  9 01:02:03 web17 kernel: oom: failed to allocate",
    {
      timeMs: new Date(2025, 11, 9, 1, 2, 3).getTime(),
      entryType: "Error",
      source: "kernel",
      instanceId: 0,
      message: "oom: failed to allocate",
      machineName: "web17",
    },
  ],
  [
    "the ISO stamp",
    "2026-07-31T10:00:00.5+02:00 db1 cron[7]: warning: no mail",
    {
      timeMs: Date.parse("2026-07-31T08:00:00.5Z"),
      entryType: "Warning",
      source: "cron",
      instanceId: 7,
      message: "warning: no mail",
      machineName: "db1",
    },
  ],
  ["no stamp at all", "-- a line of something else", undefined],
];

for (const [title, line, expected] of SYSLOG_LINES) {
  test(`a syslog line with ${title} is read`, () => {
    assert.deepEqual(parseSyslogLine(line, 2026, AUGUST_2026), expected);
  });
}

test("a journal line gives time, severity, source and message", () => {
  const line = `{"__REALTIME_TIMESTAMP":"1700000000500000","PRIORITY":"3","SYSLOG_IDENTIFIER":"app","_PID":"12","_HOSTNAME":"h","MESSAGE":"it broke"}`;
  assert.deepEqual(parseJournalLine(line), {
    timeMs: 1700000000500,
    entryType: "Error",
    source: "app",
    instanceId: 12,
    message: "it broke",
    machineName: "h",
  });
});

test("a journal message that is bytes becomes text", () => {
  assert.equal(parseJournalLine(`{"MESSAGE":[104,105],"__REALTIME_TIMESTAMP":"0"}`)?.message, "hi");
});

test("a kernel record counts from the boot", () => {
  assert.deepEqual(parseKernelRecord("4,7,2500000,-;link is down\n SUBSYSTEM=net\n", 1000), {
    timeMs: 3500,
    entryType: "Warning",
    source: "kernel",
    instanceId: 7,
    message: "link is down",
  });
});

test("an operational line that a dying process cut short is passed over", () => {
  assert.equal(parseOperationalLine(`{"timeMs":1,"mess`), undefined);
});
