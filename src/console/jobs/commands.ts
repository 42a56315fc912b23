// The commands about kept jobs: what each is called, takes, and is for. Help, completion and the reading of arguments all
// come from here.

export interface CommandOption {
  /** Without its dashes. */
  readonly long: string;
  readonly short?: string;
  /** Name of its value in help; absent for a switch. */
  readonly value?: string;
  readonly help: string;
}

export interface JobCommand {
  readonly name: string;
  readonly usage: string;
  readonly synopsis: string;
  /** What help says after the synopsis. */
  readonly text: readonly string[];
  readonly options: readonly CommandOption[];
  /** True where jobs are named: completion offers their ids. */
  readonly takesJobs?: boolean;
  readonly examples: readonly string[];
}

const JSON_OPTION: CommandOption = { long: "json", help: "Writes JSON, for programs." };
const CONNECT_TIMEOUT: CommandOption = {
  long: "connect-timeout",
  value: "SECONDS",
  help: "How long a computer may take to answer; 15.",
};
const HOST: CommandOption = {
  long: "host",
  short: "H",
  value: "HOST,…",
  help: "Computers: names of the inventory or ssh_config, user@host:port. This one where absent.",
};

export const COMMANDS: readonly JobCommand[] = [
  {
    name: "start",
    usage: "remora start [-H HOST,…] [-n NAME] [options] -- SCRIPT… | FILE [ARGUMENT…]",
    synopsis: "Starts a job that goes on without this terminal, and prints its id: one for each computer.",
    text: [
      "A first word that is a file of this computer is a script file: its text is run, and the words after it are its",
      "arguments. Anything else is the text of a script. The job is kept by its computer until its results are received,",
      "or until nobody has asked for it for the idle time-out.",
      "A computer that is off cannot be given a job: to register one that starts when the computer comes back is not",
      "possible. The command then ends with exit code 4, and can be repeated.",
    ],
    options: [
      HOST,
      { long: "name", short: "n", value: "NAME", help: "A name for the job, to be used as its id is." },
      {
        long: "idle-timeout",
        value: "SECONDS",
        help: "How long it is kept while nobody connects to it; 7200, 60 at least.",
      },
      {
        long: "buffering",
        value: "block|drop",
        help: "When there is no room for its output: wait, or forget what is oldest.",
      },
      CONNECT_TIMEOUT,
      JSON_OPTION,
    ],
    examples: [
      "remora start -H Server01 -n build -- ./build.ps1 Release",
      "remora start -H Server01,Server02 -- 'Get-ChildItem /var/log -Recurse | Measure-Object Length -Sum'",
      "id=$(remora start -- 'Start-Sleep 60; Get-Date') && remora wait $id && remora receive $id",
    ],
  },
  {
    name: "jobs",
    usage: "remora jobs [JOB…] [options]",
    synopsis: "Lists your jobs, wherever they run: those of this command line, and of consoles that have ended.",
    text: [
      "Each computer is asked. One that does not answer has its jobs Unreachable, with the reason below the table.",
    ],
    options: [CONNECT_TIMEOUT, JSON_OPTION],
    takesJobs: true,
    examples: ["remora jobs", "remora jobs --json | jq '.[] | select(.state == \"Failed\")'"],
  },
  {
    name: "receive",
    usage: "remora receive JOB… [--keep] [--json]",
    synopsis: "Prints what jobs have printed so far, and ends. What was printed here is not kept any more.",
    text: [
      "Every line comes once, in order, also where a terminal was lost in between. When a job has ended and all of it has",
      "been received, its session is closed; `remora jobs` shows it until it is removed.",
    ],
    options: [{ long: "keep", help: "Leaves everything there, to be received again." }, JSON_OPTION],
    takesJobs: true,
    examples: ["remora receive 3", "remora receive build --keep > so-far.txt"],
  },
  {
    name: "follow",
    usage: "remora follow JOB… [--json]",
    synopsis: "Prints what a job prints, as it comes, until it ends. Ctrl+C leaves; the job goes on.",
    text: ["It receives: what was printed here is not kept any more. Questions of the job are asked here."],
    options: [JSON_OPTION],
    takesJobs: true,
    examples: ["remora follow build"],
  },
  {
    name: "wait",
    usage: "remora wait JOB… [--any] [--timeout SECONDS]",
    synopsis: "Waits until jobs have ended. The exit code says how.",
    text: ["A computer that cannot be reached is asked again until it can be, or the time has passed."],
    options: [
      { long: "any", help: "Until the first of them has ended." },
      { long: "timeout", value: "SECONDS", help: "So long at most; then the exit code is 124." },
      JSON_OPTION,
    ],
    takesJobs: true,
    examples: ["remora wait build --timeout 3600 && remora receive build"],
  },
  {
    name: "stop",
    usage: "remora stop JOB… [--grace SECONDS]",
    synopsis: "Stops jobs. What they printed until then can still be received.",
    text: [
      "First politely: `finally` blocks run, programs get a signal. What has not ended after the grace is ended by force.",
    ],
    options: [{ long: "grace", value: "SECONDS", help: "Between the two; 2." }],
    takesJobs: true,
    examples: ["remora stop build --grace 30"],
  },
  {
    name: "remove",
    usage: "remora remove JOB… [--force] [--forget]",
    synopsis: "Removes jobs that have ended, and what nobody received of them.",
    text: [],
    options: [
      { long: "force", help: "Also jobs that run: they are stopped." },
      { long: "forget", help: "Also where the computer cannot be reached: the list alone forgets the job." },
      {
        long: "ended",
        help: "All that have ended, instead of naming them; what has results that nobody received stays.",
      },
    ],
    takesJobs: true,
    examples: ["remora remove 3", "remora remove --ended"],
  },
  {
    name: "sessions",
    usage: "remora sessions [-H HOST,…] [options]",
    synopsis: "Lists the sessions that computers keep for you.",
    text: ["Without -H: those of this computer and of every computer that has a job of yours."],
    options: [{ ...HOST, help: "Computers to ask." }, CONNECT_TIMEOUT, JSON_OPTION],
    examples: ["remora sessions -H Server01", "remora -c 'Get-PSSession -ComputerName Server01 | Remove-PSSession'"],
  },
  {
    name: "completion",
    usage: "remora completion bash | zsh | fish",
    synopsis: "Prints the completion of these commands for a shell.",
    text: [],
    options: [],
    examples: ['eval "$(remora completion bash)"', "remora completion fish > ~/.config/fish/completions/remora.fish"],
  },
];

/** What a script can tell by the exit code. */
export const EXIT = {
  done: 0,
  /** A job Failed; or an error that none of the others names. */
  failed: 1,
  stopped: 2,
  /** No such job, or its computer does not have it any more. */
  unknown: 3,
  unreachable: 4,
  /** Another program receives from it. */
  inUse: 5,
  /** It waits for an answer, or for room for its output. */
  blocked: 6,
  usage: 64,
  timeout: 124,
  interrupted: 130,
} as const;

const EXIT_TEXT = `Exit codes
    0 done   1 a job failed, or another error   2 a job was stopped   3 no such job, or not there any more
    4 a computer cannot be reached   5 another program receives from it   6 it waits for an answer or for room
    64 the command line was not understood   124 the time has passed   130 Ctrl+C
`;

/** `remora jobs --help`. */
export function helpOf(command: JobCommand): string {
  const { usage, synopsis, text, options, examples } = command;
  const rows = options.map(({ long, short, value, help }) => {
    const names = `${short ? `-${short}, ` : ""}--${long}${value ? ` ${value}` : ""}`;
    return `    ${names.padEnd(28)}${help}\n`;
  });
  return [
    `Usage: ${usage}\n\n${synopsis}\n`,
    text.length > 0 ? `\n${text.join("\n")}\n` : "",
    rows.length > 0 ? `\nOptions\n${rows.join("")}` : "",
    command.takesJobs ? "\nA JOB is an id of `remora jobs`, or a name: all jobs of that name.\n" : "",
    `\n${EXIT_TEXT}`,
    `\nExamples\n${examples.map((example) => `    ${example}\n`).join("")}`,
  ].join("");
}
