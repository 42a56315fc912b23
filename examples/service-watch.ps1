<#
.SYNOPSIS
    Watches services, and starts those that are not there.
.DESCRIPTION
    A service is a name, a test that says whether it is up, and a command that starts it. Each is tested; one that is down
    is started again, with growing pauses between the tries, until it is up or the tries are used up. What was done is
    written as objects, progress is shown meanwhile, and a state file tells the next run how often a service failed.
.PARAMETER Service
    Hashtables with Name, Test and Start (script blocks); without it three made-up services show how it works.
.PARAMETER Tries
    How often a service is started before it is given up.
.PARAMETER FirstPause
    Milliseconds before the second try; it doubles with each.
.PARAMETER StateFile
    Where failures are counted from run to run.
.EXAMPLE
    ./service-watch.ps1 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Low')]
param(
    [hashtable[]] $Service,
    [ValidateRange(1, 10)] [int] $Tries = 3,
    [ValidateRange(0, 60000)] [int] $FirstPause = 10,
    [string] $StateFile
)

Set-StrictMode -Version Latest

class ServiceDownException : System.Exception {
    [string] $Service
    ServiceDownException([string] $service, [string] $message) : base($message) { $this.Service = $service }
}

function Import-State([string] $path) {
    $state = @{}
    if ($path -and (Test-Path -LiteralPath $path)) {
        $saved = Get-Content -LiteralPath $path -Raw | ConvertFrom-Json -AsHashtable
        foreach ($name in $saved.Keys) { $state[$name] = [int]$saved[$name] }
    }
    $state
}

function Test-Service([hashtable] $service) {
    try {
        [bool](& $service.Test)
    }
    catch {
        Write-Verbose "$($service.Name): the test failed: $_"
        $false
    }
}

function Restart-WithRetry {
    [CmdletBinding(SupportsShouldProcess)]
    param([hashtable] $Service, [int] $Tries, [int] $FirstPause)
    $pause = $FirstPause
    for ($try = 1; $try -le $Tries; $try++) {
        if (-not $PSCmdlet.ShouldProcess($Service.Name, "start, try $try")) { return 0 }
        Write-Progress -Activity "Starting $($Service.Name)" -Status "try $try of $Tries" -PercentComplete (100 * ($try - 1) / $Tries)
        try {
            & $Service.Start
            if (Test-Service $Service) { return $try }
            throw [ServiceDownException]::new($Service.Name, 'it started, but does not answer')
        }
        catch [ServiceDownException] {
            Write-Verbose "$($_.Exception.Service): $($_.Exception.Message)"
        }
        catch {
            Write-Warning "$($Service.Name): $($_.Exception.Message)"
        }
        finally {
            Write-Progress -Activity "Starting $($Service.Name)" -Completed
        }
        if ($try -lt $Tries) {
            Start-Sleep -Milliseconds $pause
            $pause *= 2
        }
    }
    throw [ServiceDownException]::new($Service.Name, "it is still down after $Tries tries")
}

if (-not $Service) {
    # Made up: one is up, one comes up at the second try, one never does.
    $world = @{ web = $true; queue = 0; mail = $false }
    $Service = @(
        @{ Name = 'web'; Test = { $world.web }.GetNewClosure(); Start = {} }
        @{ Name = 'queue'; Test = { $world.queue -ge 2 }.GetNewClosure(); Start = { $world.queue++ }.GetNewClosure() }
        @{ Name = 'mail'; Test = { $world.mail }.GetNewClosure(); Start = { throw 'no such host' } }
    )
}

$state = Import-State $StateFile
$results = foreach ($each in $Service) {
    $outcome = [ordered]@{ Service = $each.Name; State = 'Up'; Tries = 0; FailuresSoFar = 0 }
    if (-not (Test-Service $each)) {
        try {
            $outcome.Tries = Restart-WithRetry -Service $each -Tries $Tries -FirstPause $FirstPause
            $outcome.State = if ($outcome.Tries) { 'Restarted' } else { 'Down' }
            $state.Remove($each.Name)
        }
        catch [ServiceDownException] {
            $outcome.State = 'GivenUp'
            $outcome.Tries = $Tries
            $state[$each.Name] = 1 + [int]$state[$each.Name]
            Write-Error -Message "$($each.Name): $($_.Exception.Message)" -ErrorId ServiceGivenUp -Category ResourceUnavailable -TargetObject $each.Name
        }
    }
    $outcome.FailuresSoFar = [int]$state[$each.Name]
    [pscustomobject]$outcome
}

if ($StateFile -and $PSCmdlet.ShouldProcess($StateFile, 'save the state')) {
    $state | ConvertTo-Json -Compress | Set-Content -LiteralPath $StateFile
}
$results
if ($results.State -contains 'GivenUp') { exit 1 }
