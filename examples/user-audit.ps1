<#
.SYNOPSIS
    Compares the accounts of a computer with the list of people who should have one.
.DESCRIPTION
    Reads an account file in the form of /etc/passwd and a CSV of people (Login, Name, Department, Leaves), and reports
    accounts nobody answers for, people without an account, people who have left, odd shells, doubled user numbers and
    homes that more than one account uses.
.PARAMETER Accounts
    File in the form of /etc/passwd.
.PARAMETER People
    CSV of people.
.PARAMETER Today
    The day the audit is for.
.PARAMETER FirstUserId
    Accounts below this number belong to the system.
.PARAMETER Summary
    Gives counts by kind of finding instead of the findings.
.EXAMPLE
    ./user-audit.ps1 -Accounts data/passwd.txt -People data/people.csv -Today 2026-07-01 | Format-Table
#>
[CmdletBinding()]
param(
    [ValidateNotNullOrEmpty()] [string] $Accounts = "$PSScriptRoot/data/passwd.txt",
    [ValidateNotNullOrEmpty()] [string] $People = "$PSScriptRoot/data/people.csv",
    [datetime] $Today = (Get-Date).Date,
    [int] $FirstUserId = 1000,
    [switch] $Summary
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

$goodShells = '/bin/bash', '/bin/sh', '/bin/zsh', '/usr/bin/fish'
$noLogin = '/usr/sbin/nologin', '/bin/false'

function Import-Account {
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([Parameter(Mandatory)] [string] $Path)
    $number = 0
    foreach ($line in Get-Content -LiteralPath $Path) {
        $number++
        if ($line -match '^\s*(#|$)') { continue }
        $fields = $line -split ':'
        if ($fields.Count -ne 7) {
            Write-Warning "Line $number of $Path has $($fields.Count) fields, not 7: it is left out."
            continue
        }
        $login, $null, $uid, $gid, $gecos, $homeFolder, $shell = $fields
        [pscustomobject]@{
            PSTypeName = 'Audit.Account'
            Login      = $login
            UserId     = [int]$uid
            GroupId    = [int]$gid
            Name       = ($gecos -split ',')[0]
            Home       = $homeFolder
            Shell      = $shell
        }
    }
}

function New-Finding {
    param([string] $Kind, [string] $Login, [string] $Detail, [ValidateSet('Low', 'Medium', 'High')] [string] $Severity = 'Medium')
    [pscustomobject]@{ Severity = $Severity; Kind = $Kind; Login = $Login; Detail = $Detail }
}

filter Select-Person {
    $leaves = if ($_.Leaves) { [datetime]::ParseExact($_.Leaves, 'yyyy-MM-dd', [cultureinfo]::InvariantCulture) }
    [pscustomobject]@{ Login = $_.Login.Trim().ToLowerInvariant(); Name = $_.Name; Department = $_.Department; Leaves = $leaves }
}

$all = @(Import-Account -Path $Accounts)
$own = @($all | Where-Object { $_.UserId -ge $FirstUserId -and $_.Shell -notin $noLogin })
$staff = @(Import-Csv -LiteralPath $People | Select-Person)
$byLogin = @{}
foreach ($person in $staff) { $byLogin[$person.Login] = $person }
Write-Verbose "$($all.Count) accounts, $($own.Count) of people; $($staff.Count) people."

$findings = & {
    foreach ($account in $own) {
        $person = $byLogin[$account.Login]
        if (-not $person) {
            New-Finding -Kind Unknown -Login $account.Login -Detail "'$($account.Name)' is on no list" -Severity High
        }
        elseif ($person.Leaves -and $person.Leaves -lt $Today) {
            $days = ($Today - $person.Leaves).Days
            New-Finding -Kind Left -Login $account.Login -Detail "left $days days ago ($($person.Department))" -Severity High
        }
        if ($account.Shell -notin $goodShells) {
            New-Finding -Kind Shell -Login $account.Login -Detail $account.Shell -Severity Low
        }
    }

    $logins = $own.Login
    $staff | Where-Object { $_.Login -notin $logins -and -not ($_.Leaves -and $_.Leaves -lt $Today) } | ForEach-Object {
        New-Finding -Kind Missing -Login $_.Login -Detail "$($_.Name) ($($_.Department)) has no account"
    }

    $all | Group-Object UserId | Where-Object Count -GT 1 | ForEach-Object {
        New-Finding -Kind SameId -Login ($_.Group.Login -join '+') -Detail "user number $($_.Name)" -Severity High
    }
    $own | Group-Object Home | Where-Object Count -GT 1 | ForEach-Object {
        New-Finding -Kind SameHome -Login ($_.Group.Login -join '+') -Detail $_.Name
    }
}

$rank = @{ High = 0; Medium = 1; Low = 2 }
$sorted = $findings | Sort-Object { $rank[$_.Severity] }, Kind, Login
if ($Summary) {
    $sorted | Group-Object Severity | ForEach-Object {
        [pscustomobject]@{ Severity = $_.Name; Count = $_.Count; Kinds = ($_.Group.Kind | Select-Object -Unique) -join ', ' }
    } | Sort-Object { $rank[$_.Severity] }
}
else {
    $sorted
}
