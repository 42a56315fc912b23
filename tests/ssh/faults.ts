// What can go wrong with hosts over SSH: each fault made for real, what the person sees of it, in what time, and what is left running.
//
// Rule: a row says what must be seen and how soon; it never looks into Remora.

import { setTimeout as pause } from "node:timers/promises";
import { ASKING, FULL, KEEPER_LEAVES, NOTHING, ONLY_NODE } from "./rig/cast.js";
import { person, type Told } from "./rig/person.js";
import { leftOver, processes, type WorldProcess } from "./rig/processes.js";
import type { FaultyLink } from "./rig/link.js";
import type { HostKind, Rig } from "./rig/rig.js";

export interface Fault {
  readonly title: string;
  /** The host keeps the session beyond its connection; where absent, the connection's end is the session's. */
  readonly kept?: true;
  /** What a person types; the same line shows what they see. */
  readonly commands: string;
  /** Done before. */
  readonly prepare?: (stage: Stage) => void | Promise<void>;
  /** When the output says "ready", this is done. */
  readonly act?: (stage: Stage, remora: number) => void | Promise<void>;
  /** The link is whole again: what was left alone on the far side can find out. */
  readonly mend?: (stage: Stage) => void;
  /** Puts the hosts in order again, for the next. */
  readonly restore?: (stage: Stage) => void | Promise<void>;
  /** The person sees these, in this order. */
  readonly sees: readonly RegExp[];
  /** Milliseconds from the fault (or the command) to the end of the program. */
  readonly within: number;
}

export interface Outcome extends Told {
  readonly left: readonly WorldProcess[];
}

/** The hosts that the faults happen to. */
export const FAULTY_HOSTS: Readonly<Record<string, HostKind>> = {
  Server01: { ...ONLY_NODE, ...KEEPER_LEAVES },
  Server02: { ...ONLY_NODE, ...KEEPER_LEAVES },
  bare: NOTHING,
  full: FULL,
  asking: ASKING,
  unknown: { known: "no" },
  changed: { known: "wrong" },
};

export interface Stage {
  readonly rig: Rig;
  /** Server01 over a link that can be hurt. */
  readonly shaky: FaultyLink;
}

/** Adds the links that the faults happen to. */
export async function setStage(rig: Rig): Promise<Stage> {
  const far = await rig.link("far", "Server01");
  far.delay(200);
  const closed = await rig.link("closed", "Server01");
  await closed.refuse();
  return { rig, shaky: await rig.link("shaky", "Server01") };
}

async function fiveSecondsWithoutCable({ rig }: Stage): Promise<void> {
  rig.host("Server02").unplug();
  await pause(5000);
  rig.host("Server02").plug();
}

/** Keep-alive of two seconds: what a person sets who wants to know soon. */
const SOON = "-Options @{ ServerAliveInterval = '1'; ServerAliveCountMax = '2' }";
/** None at all, so that only Remora itself can end what it waits for. */
const NEVER = "-Options @{ ServerAliveInterval = '0'; TCPKeepAlive = 'no' }";

/** A job that has given three numbers and goes on, on a host; then the fault, then what becomes of it. */
const jobOn = (host: string, options = ""): string =>
  `$j = Invoke-Command -HostName ${host} ${options} { 1..3; Start-Sleep 60 } -AsJob; ` +
  "while ($j.ChildJobs[0].Output.Count -lt 3) { Start-Sleep -m 20 }; 'ready'; " +
  '$null = Wait-Job $j; "$($j.State)"; Receive-Job $j';
const job = [/ready/, /Failed/, /1\s+2\s+3/];

/** A job that waits for nothing but time; what it says before and after the fault arrives once. */
const keptJobOn = (host: string, options = ""): string =>
  `$j = Invoke-Command -HostName ${host} ${options} { 1..3; Start-Sleep 4; 4..6 } -AsJob; ` +
  "while ($j.ChildJobs[0].Output.Count -lt 3) { Start-Sleep -m 20 }; 'ready'; " +
  '$null = Wait-Job $j -Force; "$($j.State)"; Receive-Job $j';
/** The same in a second session, which is no process of ssh. */
const keptJobInSecond = (host: string, options = ""): string =>
  `$first = New-PSSession -HostName ${host} ${options}; $s = New-PSSession -HostName ${host} ${options}; ` +
  keptJobOn(host, options).replace(`-HostName ${host} ${options}`, "-Session $s");
const keptJob = [/ready/, /interrupted/, /Completed/, /1\s+2\s+3\s+4\s+5\s+6/];

const sessionOn = (host: string, options = ""): string =>
  `$s = New-PSSession -HostName ${host} ${options}; $j = Invoke-Command -Session $s { 'begun'; Start-Sleep 60 } -AsJob; ` +
  "while ($j.ChildJobs[0].Output.Count -lt 1) { Start-Sleep -m 20 }; 'ready'; Start-Sleep -m 300; ";

export const FAULTS: readonly Fault[] = [
  {
    title: "no such host",
    commands: "Invoke-Command -HostName nowhere { 1 }",
    sees: [/\[nowhere\].*Could not resolve hostname nowhere/s],
    within: 3000,
  },
  {
    title: "connection refused",
    commands: "Invoke-Command -HostName closed { 1 }",
    sees: [/\[closed\].*Connection refused/s],
    within: 3000,
  },
  {
    title: "no answer to the connection",
    commands: "Invoke-Command -HostName Server02 -ConnectingTimeout 1500 { 1 }",
    prepare: ({ rig }) => rig.host("Server02").unplug(),
    restore: ({ rig }) => rig.host("Server02").plug(),
    sees: [/\[Server02\]/],
    within: 5000,
  },
  {
    title: "unknown host key, nobody to ask",
    commands: "Invoke-Command -HostName unknown { 1 }",
    sees: [/\[unknown\].*The key of the host is not known/s, /run: ssh unknown/],
    within: 3000,
  },
  {
    title: "another host's key",
    commands: "Invoke-Command -HostName changed { 1 }",
    sees: [/\[changed\].*(HOST IDENTIFICATION HAS CHANGED|Host key verification failed)/s],
    within: 3000,
  },
  {
    title: "no key that the host takes",
    commands: "Invoke-Command -HostName Server01 -UserName nobody { 1 }",
    sees: [/\[Server01\].*Permission denied/s],
    within: 3000,
  },
  {
    title: "a password is wanted, nobody to ask",
    commands: "Invoke-Command -HostName asking { 1 }",
    sees: [/\[asking\].*Permission denied|\[asking\].*password/is],
    within: 3000,
  },
  {
    title: "no PowerShell, no Remora, no Node.js",
    commands: "Invoke-Command -HostName bare { 1 }",
    sees: [/\[bare\].*remora.*pwsh.*node/is],
    within: 3000,
  },
  {
    title: "disk full for the upload",
    commands: "Invoke-Command -HostName full { 1 }",
    sees: [/\[full\].*(No space left|full)/is],
    within: 5000,
  },
  {
    title: "one of three hosts is not there",
    commands: "Invoke-Command -HostName Server01, closed, Server02 { hostname } | Sort-Object",
    sees: [/^(?=[^]*\[closed\].*Connection refused)(?=[^]*Server01\s+Server02)/], // in whichever order
    within: 5000,
  },
  {
    title: "latency of 200 ms",
    commands: "Invoke-Command -HostName far { hostname }",
    sees: [/^Server01$/],
    within: 12_000,
  },
  {
    title: "cable out under a job (keep-alive 2 s)",
    commands: jobOn("Server02", SOON),
    act: ({ rig }) => rig.host("Server02").unplug(),
    mend: ({ rig }) => rig.host("Server02").plug(),
    sees: [...job, /\[Server02\]/],
    within: 8000,
  },
  {
    title: "link silent under a job (keep-alive 2 s)",
    commands: jobOn("shaky", SOON),
    act: ({ shaky }) => shaky.silence(),
    mend: ({ shaky }) => shaky.mend(),
    sees: [...job, /\[shaky\]/],
    within: 8000,
  },
  {
    title: "link cut in mid-stream",
    commands: jobOn("shaky"),
    act: ({ shaky }) => shaky.cut(),
    sees: [...job, /\[shaky\]/],
    within: 3000,
  },
  {
    title: "sshd killed under a job",
    commands: jobOn("Server02"),
    act: ({ rig }) => rig.host("Server02").killSshd(),
    restore: ({ rig }) => rig.restart("Server02"),
    sees: [...job, /\[Server02\]/],
    within: 3000,
  },
  {
    title: "host without power under a job (keep-alive 2 s)",
    commands: jobOn("Server02", SOON),
    act: ({ rig }) => {
      rig.host("Server02").unplug(); // or its kernel would say good-bye
      return rig.host("Server02").halt();
    },
    restore({ rig }) {
      rig.host("Server02").plug();
      return rig.restart("Server02");
    },
    sees: [...job, /\[Server02\]/],
    within: 8000,
  },
  {
    title: "endpoint killed under a job",
    commands: jobOn("Server01"),
    act: ({ rig }) =>
      kill(
        rig
          .host("Server01")
          .processes()
          .filter(({ name }) => /^(node|MainThread|remora)/.test(name)),
      ),
    sees: [...job, /\[Server01\]/],
    within: 3000,
  },
  {
    title: "ssh killed under a job",
    commands: jobOn("Server01"),
    act: () => kill(processes().filter(({ name }) => name === "ssh")),
    sees: [...job, /\[Server01\]/],
    within: 3000,
  },
  {
    title: "Remora killed",
    commands: jobOn("Server01"),
    act: (_, remora) => void process.kill(remora, "SIGKILL"),
    sees: [/ready/],
    within: 3000,
  },
  {
    title: "Stop-Job on a silent link, no keep-alive",
    commands: `${sessionOn("Server02", NEVER)} Stop-Job $j; "$($j.State)"; Receive-Job $j`,
    act: ({ rig }) => rig.host("Server02").unplug(),
    mend: ({ rig }) => rig.host("Server02").plug(),
    sees: [/ready/, /Stopped|Failed/, /begun/],
    within: 10_000,
  },
  {
    title: "Remove-Job -Force on a silent link, no keep-alive",
    commands: `${sessionOn("Server02", NEVER)} Remove-Job $j -Force; "jobs: $(@(Get-Job).Count)"`,
    act: ({ rig }) => rig.host("Server02").unplug(),
    mend: ({ rig }) => rig.host("Server02").plug(),
    sees: [/ready/, /jobs: 0/],
    within: 10_000,
  },
  {
    title: "Remove-PSSession on a silent link, no keep-alive",
    commands: `${sessionOn("Server02", NEVER)} Remove-PSSession $s; "$($s.State) $($j.State)"`,
    act: ({ rig }) => rig.host("Server02").unplug(),
    mend: ({ rig }) => rig.host("Server02").plug(),
    sees: [/ready/, /(Closed|Broken) (Failed|Stopped)/],
    within: 10_000,
  },
  {
    title: "exit on a silent link, no keep-alive",
    commands: `${sessionOn("Server02", NEVER)} exit 3`,
    act: ({ rig }) => rig.host("Server02").unplug(),
    mend: ({ rig }) => rig.host("Server02").plug(),
    sees: [/ready/],
    within: 10_000,
  },
  {
    title: "link cut under a job that the host keeps",
    kept: true,
    commands: keptJobOn("shaky"),
    act: ({ shaky }) => shaky.cut(),
    sees: keptJob,
    within: 12_000,
  },
  {
    title: "cable out for five seconds under a job that the host keeps (keep-alive 2 s)",
    kept: true,
    commands: keptJobOn("Server02", SOON),
    act: fiveSecondsWithoutCable,
    sees: keptJob,
    within: 20_000,
  },
  {
    title: "link cut under a job in a second session",
    kept: true,
    commands: keptJobInSecond("shaky"),
    act: ({ shaky }) => shaky.cut(),
    sees: keptJob,
    within: 12_000,
  },
  {
    title: "cable out for five seconds under a job in a second session (keep-alive 2 s)",
    kept: true,
    commands: keptJobInSecond("Server02", SOON),
    act: fiveSecondsWithoutCable,
    sees: keptJob,
    within: 20_000,
  },
  {
    title: "sshd's processes killed but for its listener under a job in a second session",
    kept: true,
    commands: keptJobInSecond("Server01"),
    act: ({ rig }) =>
      kill(
        rig
          .host("Server01")
          .processes()
          .filter(({ name, commandLine }) => name.startsWith("sshd") && !commandLine.includes("listener")),
      ),
    sees: keptJob,
    within: 12_000,
  },
  {
    title: "connection refused for three seconds under a job that the host keeps",
    kept: true,
    commands: keptJobOn("shaky"),
    async act({ shaky }) {
      await shaky.refuse();
      await pause(3000);
      await shaky.listen();
    },
    sees: keptJob,
    within: 20_000,
  },
  {
    title: "ssh killed under a job that the host keeps",
    kept: true,
    commands: keptJobOn("Server01"),
    act: () => kill(processes().filter(({ name }) => name === "ssh")),
    sees: keptJob,
    within: 12_000,
  },
];

function kill(victims: readonly WorldProcess[]): void {
  for (const { id } of victims) process.kill(id, "SIGKILL");
}

/** Lets it happen; `left` are processes, on either side, that are still there seconds after the program has ended. */
export async function happen(stage: Stage, fault: Fault): Promise<Outcome> {
  await fault.prepare?.(stage);
  const before = processes();
  const { act } = fault;
  const told = await person(fault.commands, {
    env: fault.kept ? {} : { REMORA_KEEPER: "never" },
    ...(act && { when: ["ready", (remora) => act(stage, remora)] }),
  });
  fault.mend?.(stage);
  const left = await leftOver(before, LEAVE_MS);
  await fault.restore?.(stage);
  return { ...told, left };
}

/** A process that is still there after so long counts as left. */
const LEAVE_MS = 5000;

/** What of the fault's row does not hold; empty where all does. */
export function complaints(fault: Fault, outcome: Outcome): readonly string[] {
  const wrong: string[] = [];
  let rest = outcome.text;
  for (const pattern of fault.sees) {
    const found = pattern.exec(rest);
    if (found) rest = rest.slice(found.index);
    else wrong.push(`the person should see ${String(pattern)}`);
  }
  if (outcome.milliseconds > fault.within)
    wrong.push(`it took ${Math.round(outcome.milliseconds)} ms, more than ${fault.within}`);
  for (const { commandLine } of outcome.left) wrong.push(`left running: ${commandLine}`);
  return wrong;
}
