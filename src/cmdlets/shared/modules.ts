// The modules that PowerShell keeps these commands in: Get-Command and Get-Module show them.

export const CORE = "Microsoft.PowerShell.Core";
export const HOST = "Microsoft.PowerShell.Host";
export const MANAGEMENT = "Microsoft.PowerShell.Management";
export const SECURITY = "Microsoft.PowerShell.Security";
export const UTILITY = "Microsoft.PowerShell.Utility";
