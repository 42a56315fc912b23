<#
.SYNOPSIS
    Reports how full the file systems of this computer are.
.DESCRIPTION
    Reads the output of `df -P -k` (or a file that holds it), rates each file system against two thresholds, and gives
    the result as objects, a table, CSV, JSON or a page of HTML. The exit code is the number of critical file systems.
.PARAMETER Path
    A file with the output of `df -P -k`; without it `df` is run.
.PARAMETER Warning
    From this percentage on a file system is rated Warning.
.PARAMETER Critical
    From this percentage on it is rated Critical.
.PARAMETER Exclude
    Wildcard patterns of mount points that do not count.
.PARAMETER As
    Object, Table, Csv, Json or Html.
.EXAMPLE
    ./disk-report.ps1 -Warning 70 -As Table
#>
[CmdletBinding()]
param(
    [string] $Path,
    [ValidateRange(1, 100)] [int] $Warning = 80,
    [ValidateRange(1, 100)] [int] $Critical = 90,
    [string[]] $Exclude = @('/proc*', '/sys*', '/dev*', '/run*'),
    [ValidateSet('Object', 'Table', 'Csv', 'Json', 'Html')] [string] $As = 'Object'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if ($Warning -ge $Critical) {
    throw "The warning threshold ($Warning) must be below the critical one ($Critical)."
}

enum Rating {
    Ok
    Warning
    Critical
}

function Get-DfLine {
    param([string] $File)
    if ($File) {
        Get-Content -LiteralPath $File
    }
    else {
        df -P -k
        if ($LASTEXITCODE -ne 0) { throw "df ended with exit code $LASTEXITCODE." }
    }
}

function ConvertFrom-DfLine {
    [CmdletBinding()]
    param([Parameter(Mandatory, ValueFromPipeline)] [string] $Line)
    process {
        if ($Line -notmatch '^(?<device>\S+)\s+(?<size>\d+)\s+(?<used>\d+)\s+(?<free>\d+)\s+(?<percent>\d+)%\s+(?<mount>/.*)$') {
            Write-Verbose "Passed over: $Line"
            return
        }
        [pscustomobject]@{
            Mount  = $Matches.mount
            Device = $Matches.device
            SizeGB = [math]::Round([long]$Matches.size / 1MB, 1)
            FreeGB = [math]::Round([long]$Matches.free / 1MB, 1)
            Used   = [int]$Matches.percent
        }
    }
}

function Test-Excluded {
    param([string] $Mount, [string[]] $Pattern)
    foreach ($each in $Pattern) {
        if ($Mount -like $each) { return $true }
    }
    $false
}

function Get-Rating {
    param([int] $Percent)
    switch ($Percent) {
        { $_ -ge $Critical } { return [Rating]::Critical }
        { $_ -ge $Warning } { return [Rating]::Warning }
        default { return [Rating]::Ok }
    }
}

function New-Bar {
    param([int] $Percent, [int] $Width = 20)
    $filled = [math]::Min($Width, [int][math]::Round($Percent / 100 * $Width))
    ('#' * $filled).PadRight($Width, '.')
}

$report = Get-DfLine -File $Path |
    ConvertFrom-DfLine |
    Where-Object { -not (Test-Excluded -Mount $_.Mount -Pattern $Exclude) } |
    ForEach-Object {
        $_ | Add-Member -NotePropertyName Rating -NotePropertyValue (Get-Rating $_.Used) -PassThru |
            Add-Member -NotePropertyName Bar -NotePropertyValue (New-Bar $_.Used) -PassThru
    } |
    Sort-Object -Property @{ Expression = 'Used'; Descending = $true }, Mount

$columns = 'Mount', 'SizeGB', 'FreeGB', 'Used', 'Rating', 'Bar'
switch ($As) {
    'Object' { $report }
    'Table' { $report | Format-Table -Property $columns -AutoSize }
    'Csv' { $report | Select-Object $columns | ConvertTo-Csv -UseQuotes AsNeeded }
    'Json' { $report | Select-Object Mount, Used, @{ Name = 'Rating'; Expression = { "$($_.Rating)" } } | ConvertTo-Json }
    'Html' {
        $summary = $report | Group-Object Rating | ForEach-Object { "$($_.Name): $($_.Count)" }
        $report | ConvertTo-Html -Property $columns -Title 'Disk report' -PreContent "<h1>Disk report</h1>", "<p>$($summary -join ', ')</p>"
    }
}

$worst = @($report | Where-Object Rating -EQ ([Rating]::Critical))
foreach ($item in $worst) {
    Write-Warning ('{0} is {1} % full, {2:N1} GB are left.' -f $item.Mount, $item.Used, $item.FreeGB)
}
exit $worst.Count
