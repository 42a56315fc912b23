// Streams, errors, input, stop, host calls, jobs, pools and the ends of sessions.

import type { Row } from "../scenario.js";

const basics: readonly Row[] = [
  { name: "a session opens and closes", action: "close", expect: { state: "Closed", output: ["Opened", "Closed"] } },
  { name: "1 + 1", script: "1 + 1", expect: { output: ["Int32 2"] } },
  {
    name: "nothing",
    script: "",
    commands: [{ name: "Write-Output", parameters: { InputObject: "<Nil />" } }],
    expect: { output: ["null"] },
  },
  {
    name: "what one pipeline sets the next one sees",
    script: "$x = 5",
    next: "$x; $x + 1",
    expect: { output: ["Int32 5", "Int32 6"] },
  },
  {
    name: "functions stay",
    script: "function twice($n) { $n * 2 }",
    next: "twice 21",
    expect: { output: ["Int32 42"] },
  },
  {
    name: "a command with parameters",
    commands: [{ name: "Write-Output", parameters: { InputObject: "<S>hi</S>", NoEnumerate: null } }],
    expect: { output: ['String "hi"'] },
  },
  {
    name: "two commands in a pipeline",
    commands: [
      { name: "Write-Output", parameters: { InputObject: "<I32>3</I32>" } },
      { name: "ForEach-Object", parameters: { MemberName: "<S>ToString</S>" } },
    ],
    expect: { output: ['String "3"'] },
  },
  {
    name: "a command whose errors go into its output",
    commands: [
      { name: "Write-Error", mergeErrors: true, parameters: { Message: "<S>bad</S>" } },
      { name: "ForEach-Object", parameters: { MemberName: "<S>ToString</S>" } },
    ],
    expect: { output: ['String "bad"'] },
  },
  {
    name: "a typed line, as a session at a prompt sends it",
    commands: [
      { name: "Write-Output", parameters: { InputObject: "<S>hello</S>" } },
      { name: "Out-Default", mergeErrors: true },
    ],
    expect: { host: ["WriteLine hello"] },
  },
  {
    name: "a session starts in the home folder",
    fresh: true,
    script: "(Get-Location).Path -eq $HOME",
    expect: { output: ["Boolean true"] },
  },
  {
    name: "a prompt, as a session at a prompt asks for it",
    fresh: true,
    script: "Set-Location /usr",
    next: "prompt",
    expect: { output: ['String "PS /usr> "'] },
  },
  {
    name: "two statements",
    commands: [
      { name: "Write-Output", parameters: { InputObject: "<I32>1</I32>" } },
      { name: "Write-Output", statement: true, parameters: { InputObject: "<I32>2</I32>" } },
    ],
    expect: { output: ["Int32 1", "Int32 2"] },
  },
  {
    name: "arguments by place",
    script: 'param($a, $b) "$b $a"; $args.Count',
    arguments: ["<S>one</S>", "<S>two</S>", "<I32>3</I32>"],
    expect: { output: ['String "two one"', "Int32 1"] },
  },
  {
    name: "the version table",
    script: "$PSVersionTable.PSVersion.Major; $PSVersionTable.PSEdition; $Host.Name",
    expect: { output: ["Int32 7", 'String "Core"', 'String "ServerRemoteHost"'] },
  },
  {
    name: "the private data has the version table",
    action: "private-data",
    expect: {
      output: [
        "BreakAll",
        "DebugBreakpointCount",
        "DebugMode",
        "DebugStop",
        "PSVersionTable",
        "UnhandledBreakpointMode",
      ],
    },
  },
  {
    name: "a reset runspace forgets",
    action: "reset",
    script: "$x = 5; $x",
    next: "$null -eq $x",
    expect: { output: ["Int32 5", "Boolean true"] },
  },
];

const streams: readonly Row[] = [
  {
    name: "warning",
    script: "Write-Warning careful; 'after'",
    expect: { output: ['String "after"'], warning: ["careful"], host: ["WriteWarningLine careful"] },
  },
  {
    name: "verbose",
    script: "Write-Verbose quiet; Write-Verbose loud -Verbose",
    expect: { verbose: ["loud"], host: ["WriteVerboseLine loud"] },
  },
  {
    name: "debug",
    script: "$DebugPreference = 'Continue'; Write-Debug here",
    expect: { debug: ["here"], host: ["WriteDebugLine here"] },
  },
  { name: "information", script: "Write-Information fact -Tags a, b", expect: { information: ["fact [a,b]"] } },
  {
    name: "Write-Host",
    script: "Write-Host hello; Write-Host two words",
    expect: { information: ["hello [PSHOST]", "two words [PSHOST]"], host: ["WriteLine hello", "WriteLine two words"] },
  },
  {
    name: "Write-Host without a new line",
    script: "Write-Host a -NoNewline; Write-Host b",
    expect: { information: ["a [PSHOST]", "b [PSHOST]"], host: ["Write a", "WriteLine b"] },
  },
  {
    name: "progress",
    script: "Write-Progress Work Half -PercentComplete 50; Write-Progress Work Done -Completed",
    expect: {
      progress: ["Work Half 50 Processing", "Work Done -1 Completed"],
      host: ["WriteProgress Work 50", "WriteProgress Work -1"],
    },
  },
  {
    name: "all streams of one pipeline",
    script: "1; Write-Error e; Write-Warning w; Write-Verbose v -Verbose; Write-Debug d -Debug; Write-Information i; 2",
    expect: {
      output: ["Int32 1", "Int32 2"],
      error: ["Microsoft.PowerShell.Commands.WriteErrorException | NotSpecified | e"],
      warning: ["w"],
      verbose: ["v"],
      debug: ["d"],
      information: ["i []"],
      host: ["WriteWarningLine w", "WriteVerboseLine v", "WriteDebugLine d"],
    },
  },
  {
    name: "a redirected stream is output",
    script: 'Write-Warning w 3>&1 | ForEach-Object { "got $_" }',
    expect: { output: ['String "got w"'] },
  },
];

const errors: readonly Row[] = [
  {
    name: "Write-Error with id, category and target",
    script: "Write-Error bad -ErrorId My.Id -Category InvalidData -TargetObject 5; 'on'",
    expect: { output: ['String "on"'], error: ["My.Id | InvalidData | bad"] },
  },
  {
    name: "throw a string",
    script: "1; throw 'bad'; 2",
    expect: { state: "Failed", output: ["Int32 1"], reason: "bad | OperationStopped | bad" },
  },
  {
    name: "throw an exception",
    script: "throw [System.ArgumentException]'worse'",
    expect: { state: "Failed", reason: "worse | OperationStopped | worse" },
  },
  {
    name: "divide by zero goes on",
    script: "1 / 0; 'next'",
    expect: { output: ['String "next"'], error: ["RuntimeException | NotSpecified | Attempted to divide by zero."] },
  },
  {
    name: "an unknown command",
    script: "No-SuchCommand; 'next'",
    expect: {
      output: ['String "next"'],
      error: [
        "CommandNotFoundException | ObjectNotFound | The term 'No-SuchCommand' is not recognized as a name of a cmdlet, function, script file, or executable program.",
      ],
    },
  },
  {
    name: "a parse error",
    script: "1 +",
    expect: {
      state: "Failed",
      reason: "ExpectedValueExpression | ParserError | You must provide a value expression following the '+' operator.",
    },
  },
  {
    name: "ErrorAction Stop",
    script: "1; Write-Error bad -ErrorAction Stop; 2",
    expect: {
      state: "Failed",
      output: ["Int32 1"],
      reason: "Microsoft.PowerShell.Commands.WriteErrorException | NotSpecified | bad",
    },
  },
  {
    name: "try and catch there",
    script: "try { throw 'x' } catch { \"caught $_\" } finally { 'finally' }",
    expect: { output: ['String "caught x"', 'String "finally"'] },
  },
  {
    name: "the session lives on after a failure",
    script: "throw 'once'",
    next: "'alive'",
    expect: { state: "Completed", reason: "once | OperationStopped | once", output: ['String "alive"'] },
  },
];

const input: readonly Row[] = [
  {
    name: "input through a process block",
    script: "process { $_ * 2 }",
    input: ["<I32>1</I32>", "<I32>2</I32>", "<I32>3</I32>"],
    expect: { output: ["Int32 2", "Int32 4", "Int32 6"] },
  },
  {
    name: "input through $input",
    script: "@($input).Count",
    input: ["<I32>1</I32>", "<Nil />", "<S>x</S>"],
    expect: { output: ["Int32 3"] },
  },
  { name: "empty input", script: "@($input).Count", input: [], expect: { output: ["Int32 0"] } },
  {
    name: "input into a command",
    commands: [{ name: "ForEach-Object", parameters: { MemberName: "<S>Length</S>" } }],
    input: ["<S>ab</S>", "<S>abc</S>"],
    expect: { output: ["Int32 2", "Int32 3"] },
  },
  {
    name: "begin, process and end",
    script: "begin { 'b' } process { $_ } end { 'e' }",
    input: ["<I32>1</I32>"],
    expect: { output: ['String "b"', "Int32 1", 'String "e"'] },
  },
];

const stopped = {
  state: "Stopped",
  reason: "PipelineStopped | OperationStopped | The pipeline has been stopped.",
} as const;

const stops: readonly Row[] = [
  { name: "stop a sleep", script: "1; Start-Sleep 60; 2", stopAfter: 1, expect: { ...stopped, output: ["Int32 1"] } },
  {
    name: "stop runs finally",
    script: "try { 1; Start-Sleep 60 } finally { 'cleaned' }",
    stopAfter: 1,
    expect: { ...stopped, output: ["Int32 1", 'String "cleaned"'] },
  },
  {
    name: "stop a loop that does nothing else",
    script: "1; while ($true) {}",
    stopAfter: 1,
    expect: { ...stopped, output: ["Int32 1"] },
  },
  {
    name: "the session lives on after a stop",
    script: "1; Start-Sleep 60",
    stopAfter: 1,
    fresh: true,
    expect: { ...stopped, output: ["Int32 1"] },
  },
];

const hosts: readonly Row[] = [
  {
    name: "Read-Host without a prompt",
    script: "Read-Host",
    expect: { output: ['String "input"'], host: ["ReadLine"] },
  },
  {
    name: "Read-Host with a prompt",
    script: "Read-Host name",
    expect: { output: ['String "input"'], host: ["Prompt [] [] name System.String"] },
  },
  {
    name: "Read-Host as a secret",
    script: "Read-Host password -AsSecureString",
    expect: {
      output: ['SecureString "secret"'],
      host: ["Prompt [] [] password System.Security.SecureString"],
    },
  },
  {
    name: "a choice",
    script: "$Host.UI.PromptForChoice('Sure', 'Really?', @('&Yes', '&No'), 0)",
    expect: { output: ["Int32 1"], host: ["PromptForChoice [Sure] [Really?] &Yes,&No 0"] },
  },
  {
    name: "the host's own Write",
    script: "$Host.UI.Write('a'); $Host.UI.WriteLine('b'); $Host.UI.WriteErrorLine('c')",
    expect: { host: ["Write a", "WriteLine b", "WriteErrorLine c"] },
  },
  {
    name: "the window's size and title",
    script: "$Host.UI.RawUI.WindowSize.Width; $Host.UI.RawUI.WindowTitle = 'new'; $Host.UI.RawUI.WindowTitle",
    expect: { output: ["Int32 120", 'String "new"'], host: ["WindowTitle new"] },
  },
  {
    name: "without a host",
    noHost: true,
    script: "Write-Warning w; try { Read-Host x } catch { 'refused' }; Write-Host q",
    expect: { output: ['String "refused"'], warning: ["w"], information: ["q [PSHOST]"] },
  },
  {
    name: "exit ends the session's pipeline",
    fresh: true,
    script: "1; exit 5; 2",
    expect: { output: ["Int32 1"], host: ["SetShouldExit 5"] },
  },
];

const jobs: readonly Row[] = [
  {
    name: "a job inside the session",
    script: "Start-Job { 1..3 } | Wait-Job | Receive-Job",
    expect: { output: ["Int32 1", "Int32 2", "Int32 3"] },
  },
  {
    name: "a job of one pipeline is received by the next",
    script: "$null = Start-Job -Name inner { 'a'; 'b' }",
    next: '$null = Wait-Job -Name inner; "$((Get-Job -Name inner).State)"; Receive-Job -Name inner -Keep; Receive-Job -Name inner; Remove-Job -Name inner',
    expect: { output: ['String "Completed"', 'String "a"', 'String "b"', 'String "a"', 'String "b"'] },
  },
  {
    name: "a failed job inside the session",
    script: "$j = Start-Job { throw 'inside' }; $null = Wait-Job $j; \"$($j.State)\"",
    expect: { output: ['String "Failed"'] },
  },
  {
    name: "a job with arguments",
    script: "Start-Job { param($a, $b) $a + $b } -ArgumentList 20, 22 | Wait-Job | Receive-Job",
    expect: { output: ["Int32 42"] },
  },
  {
    name: "a job with input",
    script: "1..3 | Start-Job { $input | ForEach-Object { $_ * 2 } } | Wait-Job | Receive-Job",
    expect: { output: ["Int32 2", "Int32 4", "Int32 6"] },
  },
];

const several: readonly Row[] = [
  {
    name: "three pipelines at once in a pool",
    script: "param($n) Start-Sleep -Milliseconds 300; $n",
    pool: 3,
    expect: { output: ["Int32 0", "Int32 1", "Int32 2"] },
  },
  {
    name: "three sessions at once",
    script: "param($n) Start-Sleep -Milliseconds 100; $n",
    sessions: 3,
    expect: { output: ["Int32 0", "Int32 1", "Int32 2"] },
  },
  {
    name: "the pool counts its runspaces",
    action: "pool-counts",
    pool: 3,
    expect: { state: "Stopped", output: ["available 3", "set max True set min True available 5", "while one runs 4"] },
  },
];

const ends: readonly Row[] = [
  {
    name: "the end of its input ends the far end while it runs",
    script: "1; Start-Sleep 60",
    action: "end-of-input",
    seconds: 10,
    expect: { state: "Stopped", orState: "Failed", output: ["ended", "soon"] },
  },
  {
    name: "a far end that is killed fails its pipeline",
    script: "1; Start-Sleep 60",
    action: "kill",
    seconds: 10,
    expect: {
      state: "Failed",
      output: ["ended", "soon"],
    },
  },
  { name: "Get-Command as Enter-PSSession asks it", action: "metadata", expect: { output: ["some"] } },
];

export const pipelines: readonly Row[] = [
  ...basics,
  ...streams,
  ...errors,
  ...input,
  ...stops,
  ...hosts,
  ...jobs,
  ...several,
  ...ends,
];
