# The package has the engine without the cmdlets of this module: stand-ins for the few that the scenarios use are in peer.dll.
@{
    ModuleVersion = '7.0.0.0'
    GUID = '1DA87E53-152B-403E-98DC-74D7B4D63D59'
    NestedModules = @('../../peer.dll')
    FunctionsToExport = @()
    CmdletsToExport = @(
        'Write-Output', 'Write-Error', 'Write-Warning', 'Write-Verbose', 'Write-Debug', 'Write-Information', 'Write-Host', 'Write-Progress',
        'Read-Host', 'Start-Sleep', 'New-Object', 'Select-Object', 'Measure-Object', 'Get-Date')
    AliasesToExport = @()
}
