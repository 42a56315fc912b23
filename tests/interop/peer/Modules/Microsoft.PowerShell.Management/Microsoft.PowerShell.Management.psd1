# Stand-ins for the cmdlets of this module that the scenarios (and Start-Job's -WorkingDirectory) use.
@{
    ModuleVersion = '7.0.0.0'
    GUID = 'EEFCB906-B326-4E99-9F54-8B4BB6EF3C6D'
    NestedModules = @('../../peer.dll')
    FunctionsToExport = @()
    CmdletsToExport = @('Set-Location', 'Get-Location')
    AliasesToExport = @()
}
