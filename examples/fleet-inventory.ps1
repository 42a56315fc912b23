<#
.SYNOPSIS
    Asks many computers at once what they are, and puts the answers together.
.DESCRIPTION
    Runs a script block on every computer as one job with a child each, a few at a time, shows how it gets on, and gives one
    row a computer: what it said, or why it could not be asked. A computer that cannot be reached holds nobody up.
.PARAMETER ComputerName
    The computers, by their names in the inventory.
.PARAMETER ThrottleLimit
    Connections at a time.
.PARAMETER TimeoutSeconds
    How long to wait for all of them; what is not there by then counts as no answer.
.PARAMETER KeepOnHost
    Starts the job on each computer instead (its results stay there until they are fetched), in a session of its own.
.PARAMETER OutFile
    Saves the rows as CSV as well.
.EXAMPLE
    ./fleet-inventory.ps1 -ComputerName Server01, Server02
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)] [string[]] $ComputerName,
    [ValidateRange(1, 256)] [int] $ThrottleLimit = 8,
    [ValidateRange(1, 3600)] [int] $TimeoutSeconds = 60,
    [switch] $KeepOnHost,
    [string] $OutFile
)

Set-StrictMode -Version Latest

$probe = {
    $files = @(Get-ChildItem -Path ~ -File -Recurse -ErrorAction SilentlyContinue)
    [pscustomobject]@{
        Computer  = hostname
        Processor = [Environment]::ProcessorCount
        Shell     = "$($PSVersionTable.PSVersion)"
        Files     = $files.Count
        Drives    = @(Get-PSDrive -PSProvider FileSystem | Where-Object Name -Match '^[A-Z]$').Name -join ','
    }
}

function New-Row {
    param([string] $Computer, [string] $State, [object] $Facts, [string] $Reason)
    $row = [ordered]@{ Computer = $Computer; State = $State; Processor = $null; Shell = $null; Files = $null; Drives = $null; Reason = $Reason }
    if ($Facts) {
        foreach ($name in 'Processor', 'Shell', 'Files', 'Drives') { $row[$name] = $Facts.$name }
    }
    [pscustomobject]$row
}

function Get-FromHere {
    $job = Invoke-Command -ComputerName $ComputerName -ScriptBlock $probe -AsJob -JobName Inventory -ThrottleLimit $ThrottleLimit
    try {
        $deadline = [datetime]::UtcNow.AddSeconds($TimeoutSeconds)
        do {
            $done = @($job.ChildJobs | Where-Object { $_.State -in 'Completed', 'Failed', 'Stopped' }).Count
            Write-Progress -Activity 'Inventory' -Status "$done of $($ComputerName.Count)" -PercentComplete (100 * $done / $ComputerName.Count)
            $null = Wait-Job -Job $job -Timeout 1
        } while ($job.State -in 'NotStarted', 'Running' -and [datetime]::UtcNow -lt $deadline)
        Write-Progress -Activity 'Inventory' -Completed

        foreach ($child in $job.ChildJobs) {
            $answer = Receive-Job -Job $child -ErrorAction SilentlyContinue -ErrorVariable trouble
            switch ($child.State) {
                'Completed' { New-Row $child.Location 'Answered' $answer }
                'Failed' { New-Row $child.Location 'Failed' $null (($trouble | Select-Object -First 1) -replace '\s+', ' ') }
                default { New-Row $child.Location 'NoAnswer' $null "still $($child.State) after $TimeoutSeconds s" }
            }
        }
    }
    finally {
        Remove-Job -Job $job -Force
    }
}

function Get-FromHost {
    $sessions = @(New-PSSession -ComputerName $ComputerName -ErrorAction SilentlyContinue -ErrorVariable trouble)
    try {
        foreach ($record in $trouble) {
            $name = if ("$record" -match '^\[(?<name>[^\]]+)\]') { $Matches.name } else { '?' }
            New-Row $name 'Failed' $null ("$record" -replace '\s+', ' ')
        }
        if (-not $sessions) { return }
        $started = Invoke-Command -Session $sessions { param($text) Start-Job -Name Inventory -ScriptBlock ([scriptblock]::Create($text)) } -ArgumentList "$probe"
        Write-Verbose "$(@($started).Count) jobs run on their computers."
        Invoke-Command -Session $sessions { Wait-Job -Name Inventory -Timeout $using:TimeoutSeconds | Receive-Job -Keep } | ForEach-Object {
            New-Row $_.PSComputerName 'Answered' $_
        }
    }
    finally {
        if ($sessions) { Remove-PSSession -Session $sessions }
    }
}

$rows = @(if ($KeepOnHost) { Get-FromHost } else { Get-FromHere }) | Sort-Object Computer
if ($OutFile) {
    $rows | Export-Csv -LiteralPath $OutFile -UseQuotes AsNeeded
    Write-Verbose "$($rows.Count) rows are in $OutFile."
}
$rows
$silent = @($rows | Where-Object State -NE 'Answered')
if ($silent) { Write-Warning "$($silent.Count) of $($ComputerName.Count) computers gave no answer: $($silent.Computer -join ', ')" }
