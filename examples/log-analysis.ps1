<#
.SYNOPSIS
    Finds out what a web server's log has to say.
.DESCRIPTION
    Reads an access log in the combined format and counts requests by status, by path and by hour, finds the slowest paths,
    and names the clients that look like a scan: many requests for what is not there.
    Uses the language and .NET alone, so it runs where there are no modules at all.
.PARAMETER Path
    The log.
.PARAMETER Top
    Rows of each ranking.
.PARAMETER ScanLimit
    So many 404s from one client count as a scan.
.EXAMPLE
    ./log-analysis.ps1 data/access.log -Top 3
#>
param(
    [string] $Path = "$PSScriptRoot/data/access.log",
    [int] $Top = 3,
    [int] $ScanLimit = 3
)

$pattern = [regex]::new(@'
(?x)
^(?<client>[\d.:a-f]+) \s+ \S+ \s+ (?<user>\S+) \s+
\[(?<day>\d{2}/\w{3}/\d{4}):(?<hour>\d{2}):(?<minute>\d{2}):\d{2} \s [+-]\d{4}\] \s+
"(?<method>[A-Z]+) \s (?<path>\S+) \s HTTP/[\d.]+" \s+
(?<status>\d{3}) \s+ (?<bytes>\d+|-) \s+
"[^"]*" \s+ "(?<agent>[^"]*)" (?: \s+ (?<ms>\d+) )? $
'@)

class Entry {
    [string] $Client
    [string] $Hour
    [string] $Method
    [string] $Path
    [int] $Status
    [long] $Bytes
    [int] $Milliseconds

    Entry([System.Text.RegularExpressions.Match] $match) {
        $this.Client = $match.Groups['client'].Value
        $this.Hour = $match.Groups['hour'].Value
        $this.Method = $match.Groups['method'].Value
        $this.Path = ($match.Groups['path'].Value -split '\?', 2)[0]
        $this.Status = [int]$match.Groups['status'].Value
        $size = $match.Groups["bytes"].Value
        $this.Bytes = if ($size -eq "-") { 0 } else { [long]$size }
        $ms = $match.Groups['ms']
        $this.Milliseconds = if ($ms.Success) { [int]$ms.Value } else { 0 }
    }

    [bool] IsError() { return $this.Status -ge 400 }
    [string] ToString() { return "$($this.Method) $($this.Path) $($this.Status)" }
}

function Read-Log([string] $file) {
    $skipped = 0
    foreach ($line in [System.IO.File]::ReadAllLines($file)) {
        if (-not $line.Trim()) { continue }
        $match = $pattern.Match($line)
        if ($match.Success) { [Entry]::new($match) } else { $skipped++ }
    }
    if ($skipped) { "note: $skipped lines are in no format this script knows" }
}

function Get-Count([scriptblock] $key, [object[]] $items) {
    $counts = @{}
    foreach ($item in $items) {
        $name = "$(& $key $item)"
        $counts[$name] = 1 + $counts[$name]
    }
    $counts
}

function Get-Ranking([hashtable] $counts, [int] $most) {
    $names = [System.Collections.Generic.List[string]]::new()
    foreach ($name in $counts.Keys) { $names.Add($name) }
    $names.Sort([System.StringComparer]::Ordinal)
    $left = $most
    while ($left -gt 0 -and $names.Count -gt 0) {
        $best = $names[0]
        foreach ($name in $names) { if ($counts[$name] -gt $counts[$best]) { $best = $name } }
        '{0,6} {1}' -f $counts[$best], $best
        [void]$names.Remove($best)
        $left--
    }
}

$entries, $notes = @(), @()
foreach ($item in Read-Log $Path) {
    if ($item -is [Entry]) { $entries += $item } else { $notes += $item }
}

"Requests: $($entries.Count)"
$failed = @($entries.Where({ $_.IsError() }))
'Errors: {0} ({1:P1})' -f $failed.Count, ($failed.Count / [math]::Max(1, $entries.Count))
$sum = 0L
$entries.ForEach({ $script:sum += $_.Bytes })
'Traffic: {0:N1} kB' -f ($sum / 1kb)

''; 'By status'
Get-Ranking (Get-Count { $args[0].Status } $entries) $Top

''; 'By path'
Get-Ranking (Get-Count { $args[0].Path } $entries) $Top

''; 'By hour'
$hours = Get-Count { $args[0].Hour } $entries
foreach ($hour in 0..23) {
    $name = '{0:00}' -f $hour
    if ($hours.ContainsKey($name)) { '{0} {1}' -f $name, ('*' * $hours[$name]) }
}

''; 'Slowest paths (mean, ms)'
$times = @{}
foreach ($entry in $entries.Where({ $_.Milliseconds -gt 0 })) {
    if (-not $times.ContainsKey($entry.Path)) { $times[$entry.Path] = [System.Collections.ArrayList]::new() }
    [void]$times[$entry.Path].Add($entry.Milliseconds)
}
$means = @{}
foreach ($pair in $times.GetEnumerator()) {
    $total = 0
    foreach ($ms in $pair.Value) { $total += $ms }
    $means[$pair.Key] = [int][math]::Round($total / $pair.Value.Count)
}
Get-Ranking $means $Top

''; 'Scans'
$missing = Get-Count { $args[0].Client } @($entries.Where({ $_.Status -eq 404 }))
$scans = 0
foreach ($client in $missing.Keys) {
    if ($missing[$client] -ge $ScanLimit) {
        $scans++
        "$client asked $($missing[$client]) times for what is not there"
    }
}
if (-not $scans) { 'none' }
$notes
