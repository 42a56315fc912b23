// The engine's own job and remoting cmdlets with a far end: rows of `peer job`. $session is a PSSession with it, and it is Start-Job's child too.

import type { Row } from "../scenario.js";

export const invoke: readonly Row[] = [
  {
    name: "Invoke-Command in a session",
    script: "Invoke-Command -Session $session { 1 + 1 }",
    expect: { output: ["Int32 2"] },
  },
  {
    name: "Invoke-Command -ArgumentList",
    script: "Invoke-Command -Session $session { param($a, $b) $a * $b } -ArgumentList 6, 7",
    expect: { output: ["Int32 42"] },
  },
  {
    name: "$using: in a session",
    script: "$x = 5; $h = @{ n = 37 }; Invoke-Command -Session $session { $using:x + $using:h['n'] }",
    expect: { output: ["Int32 42"] },
  },
  {
    name: "input into Invoke-Command",
    script: "1..3 | Invoke-Command -Session $session { $input | ForEach-Object { $_ + 1 } }",
    expect: { output: ["Int32 2", "Int32 3", "Int32 4"] },
  },
  {
    name: "an error from a session",
    script: "Invoke-Command -Session $session { Write-Error remote; 'on' }",
    expect: {
      output: ['String "on"'],
      error: ["Microsoft.PowerShell.Commands.WriteErrorException | NotSpecified | remote"],
    },
  },
  {
    name: "a terminating error from a session",
    script: "try { Invoke-Command -Session $session { throw 'far' } -ErrorAction Stop } catch { \"caught $_\" }",
    expect: { output: ['String "caught far"'] },
  },
  {
    name: "state stays between calls",
    script: "Invoke-Command -Session $session { $kept = 41 }; Invoke-Command -Session $session { $kept + 1 }",
    expect: { output: ["Int32 42"] },
  },
  {
    name: "results say where they come from",
    script: "(Invoke-Command -Session $session { [pscustomobject]@{ a = 1 } }).PSComputerName",
    expect: { output: ['String "peer"'] },
  },
  {
    name: "Invoke-Command -AsJob",
    script:
      '$j = Invoke-Command -Session $session { 1; 2 } -AsJob; $null = Wait-Job $j; "$($j.State)"; Receive-Job $j; Remove-Job $j',
    expect: { output: ['String "Completed"', "Int32 1", "Int32 2"] },
  },
  {
    name: "Invoke-Command -AsJob that throws",
    script:
      "$j = Invoke-Command -Session $session { throw 'far' } -AsJob; $null = Wait-Job $j; \"$($j.State)\"; Remove-Job $j",
    expect: { output: ['String "Failed"'] },
  },
  {
    name: "Stop-Job on an -AsJob job",
    script:
      '$j = Invoke-Command -Session $session { 1; Start-Sleep 60 } -AsJob; while ($j.ChildJobs[0].Output.Count -eq 0) { Start-Sleep -Milliseconds 20 }; Stop-Job $j; "$($j.State)"; Remove-Job $j',
    expect: { output: ['String "Stopped"'] },
  },
];

const jobs: readonly Row[] = [
  {
    name: "Start-Job",
    script: "Start-Job { 1..3 } | Wait-Job | Receive-Job",
    expect: { output: ["Int32 1", "Int32 2", "Int32 3"] },
  },
  {
    name: "Receive-Job -Keep",
    script:
      "$j = Start-Job { 'a' }; $null = Wait-Job $j; Receive-Job $j -Keep; Receive-Job $j; Receive-Job $j; Remove-Job $j",
    expect: { output: ['String "a"', 'String "a"'] },
  },
  {
    name: "Start-Job -ArgumentList",
    script: 'Start-Job { param($a, $b) "$b $a" } -ArgumentList one, two | Wait-Job | Receive-Job',
    expect: { output: ['String "two one"'] },
  },
  {
    name: "Start-Job with $using:",
    script: "$x = 5; Start-Job { $using:x * 2 } | Wait-Job | Receive-Job",
    expect: { output: ["Int32 10"] },
  },
  {
    name: "Start-Job with input",
    script: "1..3 | Start-Job { $input | ForEach-Object { $_ * 2 } } | Wait-Job | Receive-Job",
    expect: { output: ["Int32 2", "Int32 4", "Int32 6"] },
  },
  {
    name: "Start-Job -InitializationScript",
    script: "Start-Job { twice 21 } -InitializationScript { function twice($n) { $n * 2 } } | Wait-Job | Receive-Job",
    expect: { output: ["Int32 42"] },
  },
  {
    name: "Start-Job with input and an initialization script",
    script:
      "1..2 | Start-Job { twice; $input } -InitializationScript { function twice { 'init' } } | Wait-Job | Receive-Job",
    expect: { output: ['String "init"', "Int32 1", "Int32 2"] },
  },
  {
    name: "Start-Job -WorkingDirectory",
    script: "Start-Job { (Get-Location).Path } -WorkingDirectory /usr | Wait-Job | Receive-Job",
    expect: { output: ['String "/usr"'] },
  },
  {
    name: "a job that throws",
    script:
      "$j = Start-Job { 1; throw 'inside' }; $null = Wait-Job $j; \"$($j.State)\"; $j.ChildJobs[0].JobStateInfo.Reason.Message; Receive-Job $j -ErrorAction SilentlyContinue; Remove-Job $j",
    expect: {
      output: ['String "Failed"', 'String "inside"', "Int32 1"],
    },
  },
  {
    name: "the streams of a job",
    script:
      "$j = Start-Job { 1; Write-Error e; Write-Warning w; Write-Verbose v -Verbose; Write-Information i; Write-Progress p }; $null = Wait-Job $j; $c = $j.ChildJobs[0]; $c.Output.Count; $c.Error.Count; $c.Warning.Count; $c.Verbose.Count; $c.Information.Count; $c.Progress.Count; Remove-Job $j",
    expect: { output: ["Int32 1", "Int32 1", "Int32 1", "Int32 1", "Int32 1", "Int32 1"] },
  },
  {
    name: "Stop-Job",
    script:
      '$j = Start-Job { 1; Start-Sleep 60 }; while ($j.ChildJobs[0].Output.Count -eq 0) { Start-Sleep -Milliseconds 20 }; Stop-Job $j; "$($j.State)"; Remove-Job $j',
    expect: { output: ['String "Stopped"'] },
  },
  {
    name: "a job that asks is blocked",
    script:
      "$j = Start-Job { Read-Host name }; for ($i = 0; $i -lt 500 -and $j.State -ne 'Blocked'; $i++) { Start-Sleep -Milliseconds 20 }; \"$($j.State)\"; Stop-Job $j; Remove-Job $j -Force",
    expect: { output: ['String "Blocked"'] },
  },
  {
    name: "three jobs at once",
    script:
      "$jobs = 1..3 | ForEach-Object { Start-Job { param($n) $n } -ArgumentList $_ }; $null = Wait-Job $jobs; Receive-Job $jobs; Remove-Job $jobs",
    expect: { output: ["Int32 1", "Int32 2", "Int32 3"] },
  },
];

const inside: readonly Row[] = [
  {
    name: "a job inside the session comes back as a picture of itself",
    script:
      "$d = Invoke-Command -Session $session { Start-Job -Name inner { 1; 2 } }; $d.PSTypeNames[0]; $d.Name; $d.Location; $d.Command",
    expect: {
      output: [
        'String "Deserialized.System.Management.Automation.PSRemotingJob"',
        'String "inner"',
        'String "localhost"',
        'String " 1; 2 "',
      ],
    },
  },
  {
    name: "and is received by later calls in the same session",
    script:
      "$null = Invoke-Command -Session $session { Wait-Job -Name inner }; Invoke-Command -Session $session { Receive-Job -Name inner -Keep }; Invoke-Command -Session $session { Receive-Job -Name inner; Remove-Job -Name inner; @(Get-Job).Count }",
    expect: { output: ["Int32 1", "Int32 2", "Int32 1", "Int32 2", "Int32 0"] },
  },
];

/** `ssh` is a script that runs the far end as an SSH subsystem. */
export const overSsh: readonly Row[] = [
  {
    name: "New-PSSession -HostName",
    script:
      '$s = New-PSSession -HostName server01; Invoke-Command -Session $s { 1 + 1 }; $s.ComputerName; "$($s.State)"; Remove-PSSession $s; "$($s.State)"',
    expect: { output: ["Int32 2", 'String "server01"', 'String "Opened"', 'String "Closed"'] },
  },
  {
    name: "Invoke-Command -HostName",
    script: "Invoke-Command -HostName server01 { param($n) $n * 2 } -ArgumentList 21",
    expect: { output: ["Int32 42"] },
  },
  {
    name: "Invoke-Command -HostName -AsJob on two hosts",
    script:
      '$j = Invoke-Command -HostName server01, server02 { 7 } -AsJob; $null = Wait-Job $j; "$($j.State)"; $j.ChildJobs.Count; Receive-Job $j; Remove-Job $j',
    expect: { output: ['String "Completed"', "Int32 2", "Int32 7", "Int32 7"] },
  },
  {
    name: "an error over -HostName names the host",
    script:
      "Invoke-Command -HostName server01 { Write-Error bad } -ErrorVariable e -ErrorAction SilentlyContinue; $e[0].OriginInfo.PSComputerName",
    expect: { output: ['String "server01"'] },
  },
];

export const cmdlets: readonly Row[] = [...invoke, ...jobs, ...inside, ...overSsh];
