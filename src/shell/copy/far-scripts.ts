// What the far end of a copy runs: three scripts of PowerShell's own language, the same for this project's endpoint and for a real
// PowerShell. They need no commands, only .NET: an endpoint with the bare engine can be copied to and from.
//
// Rule: a file is written beside its target under a name of its own and renamed when it is whole. What goes wrong with one
// item is an object that says so; the script goes on with the next.

/** Takes an exception out of what wraps it, and says it as an object. `$had`: bytes of the file that are safe. */
const FAULT = `
  $fault = {
    $e = $_.Exception
    while ($e.InnerException -and $e -is [System.Management.Automation.RuntimeException]) { $e = $e.InnerException }
    @{ Kind = 'fault'; Type = $e.GetType().FullName; Message = $e.Message }
  }`;

/** The path as the far end's file system knows it: its drives count. */
const RESOLVE = `
  $resolve = {
    $given = $args[0]
    if (-not ([System.IO.Path]::IsPathRooted($given) -or $given -match '^[^/\\\\]+:')) {
      return @{ Kind = 'fault'; Id = 'RemotePathIsNotAbsolute' }
    }
    try { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($given) }
    catch { @{ Kind = 'fault'; Id = 'RemotePathNotFound' } }
  }`;

/**
 * Receives. Its input: a table for each item, then the bytes of a file in pieces. Its output: how many bytes it has taken in
 * all after each piece; answers to items that ask; \`done\`, or \`fault\`, for each.
 */
export const PUT_SCRIPT: string = `
param([string] $Destination, [bool] $Force)
begin {
  $ErrorActionPreference = 'Stop'
  $top = $null; $stream = $null; $item = $null; $part = $null; $target = $null; $taken = 0L
  ${FAULT}
  ${RESOLVE}
  $ground = & $resolve $Destination
  if ($ground -isnot [string]) { $ground; $ground = $null }
  else {
    @{
      Kind = 'ground'; Path = $ground
      IsFile = [System.IO.File]::Exists($ground); IsFolder = [System.IO.Directory]::Exists($ground)
      IsInFolder = [System.IO.Directory]::Exists([System.IO.Path]::GetDirectoryName($ground))
    }
  }
  $place = {
    if (-not $item.Top) { return [System.IO.Path]::Combine($top, $item.Name) }
    if ([System.IO.Directory]::Exists($ground)) { [System.IO.Path]::Combine($ground, $item.Name) } else { $ground }
  }
  $open = {
    $mode = if ($from -gt 0) { [System.IO.FileMode]::Open } else { [System.IO.FileMode]::Create }
    $stream = [System.IO.FileStream]::new($part, $mode, [System.IO.FileAccess]::Write)
    if ($from -gt 0) { $stream.SetLength($from); $null = $stream.Seek($from, [System.IO.SeekOrigin]::Begin) }
  }
  $drop = {
    if ($stream) { $stream.Dispose(); $stream = $null }
    if ($part -and [System.IO.File]::Exists($part)) { [System.IO.File]::Delete($part) }
  }
}
process {
  $in = $_
  try {
    if ($in -is [byte[]]) {
      try { if ($stream) { $stream.Write($in, 0, $in.Length) } }
      finally { $taken += $in.Length; $taken }
      return
    }
    switch ($in.Kind) {
      'folder' {
        $item = $in
        $target = . $place
        if ($item.Top) {
          $top = $null
          if ([System.IO.File]::Exists($target)) { @{ Kind = 'fault'; Id = 'DestinationIsFile'; At = $item.At; Path = $target }; break }
          if (-not $Force -and [System.IO.Directory]::Exists($target)) {
            @{ Kind = 'fault'; Id = 'DirectoryExist'; At = $item.At; Path = $target }; break
          }
          $top = $target
        }
        $null = [System.IO.Directory]::CreateDirectory($target)
        @{ Kind = 'done'; At = $item.At; Path = $target }
      }
      'file' {
        $item = $in; $stream = $null; $part = $null
        $target = . $place
        $folder = [System.IO.Path]::GetDirectoryName($target)
        if (-not [System.IO.Directory]::Exists($folder)) { @{ Kind = 'fault'; Id = 'RemotePathNotFound'; At = $item.At }; break }
        if ([System.IO.Directory]::Exists($target)) { @{ Kind = 'fault'; Id = 'TargetIsFolder'; At = $item.At; Path = $target }; break }
        if (-not $Force -and [System.IO.File]::Exists($target) -and [System.IO.FileInfo]::new($target).IsReadOnly) {
          throw [System.UnauthorizedAccessException]::new("Access to the path '$target' is denied.")
        }
        $part = [System.IO.Path]::Combine($folder, $item.Part)
        $from = 0L
        if (-not $item.Ask) { . $open; break }
        $sum = $null
        if ([System.IO.File]::Exists($part)) {
          $old = [System.IO.FileStream]::new($part, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read)
          try {
            if ($old.Length -le $item.Length) {
              $from = $old.Length
              $tail = [byte[]]::new([System.Math]::Min($from, $item.Tail))
              $null = $old.Seek($from - $tail.Length, [System.IO.SeekOrigin]::Begin)
              $n = 0
              while ($n -lt $tail.Length) { $n += $old.Read($tail, $n, $tail.Length - $n) }
              $sum = [System.Convert]::ToBase64String([System.Security.Cryptography.SHA256]::Create().ComputeHash($tail))
            }
          } finally { $old.Dispose() }
        }
        @{ Kind = 'ready'; At = $item.At; Path = $target; Had = $from; Sum = $sum }
      }
      'from' { $from = [long] $in.Had; . $open }
      'end' {
        if (-not $stream) { break }
        $stream.Dispose(); $stream = $null
        [System.IO.File]::SetLastWriteTimeUtc($part, [datetime]::new($in.Ticks, [System.DateTimeKind]::Utc))
        if ($null -ne $in.Mode) { try { [System.IO.File]::SetUnixFileMode($part, $in.Mode) } catch { } }
        if ($Force -and [System.IO.File]::Exists($target)) {
          $now = [System.IO.FileInfo]::new($target)
          if ($now.IsReadOnly) { $now.IsReadOnly = $false }
        }
        [System.IO.File]::Move($part, $target, $true)
        @{ Kind = 'done'; At = $item.At; Path = $target }
      }
      'drop' { . $drop }
    }
  } catch {
    $said = . $fault
    $said.At = $item.At
    $said.Path = $target
    $said.Had = if ($stream) { $stream.Position } else { 0L }
    try { . $drop } catch { }
    $stream = $null
    $said
  }
}
end { if ($stream) { $stream.Dispose() } }
`;

/** Lists what is to be sent: an object for each folder and file, folders before what is in them. */
export const LIST_SCRIPT: string = `
param([string[]] $Path, [bool] $Literal, [bool] $Recurse, [bool] $Force, [string[]] $Include, [string[]] $Exclude, [string] $Filter)
$ErrorActionPreference = 'Stop'
${FAULT}
${RESOLVE}
$isWanted = {
  $name = $args[0]
  if ($Exclude) { foreach ($pattern in $Exclude) { if ($name -like $pattern) { return $false } } }
  if (-not $Include) { return $true }
  foreach ($pattern in $Include) { if ($name -like $pattern) { return $true } }
  $false
}
$expand = {
  # Segment by segment: a pattern stands for names in one folder.
  $full = $args[0]
  $root = [System.IO.Path]::GetPathRoot($full)
  $found = @($root)
  foreach ($segment in $full.Substring($root.Length).Split([char[]]'/\\', [System.StringSplitOptions]::RemoveEmptyEntries)) {
    $next = @()
    foreach ($folder in $found) {
      if (-not [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($segment)) {
        $one = [System.IO.Path]::Combine($folder, [System.Management.Automation.WildcardPattern]::Unescape($segment))
        if ([System.IO.Directory]::Exists($one) -or [System.IO.File]::Exists($one)) { $next += $one }
        continue
      }
      if (-not [System.IO.Directory]::Exists($folder)) { continue }
      foreach ($one in [System.IO.Directory]::GetFileSystemEntries($folder)) {
        $name = [System.IO.Path]::GetFileName($one)
        if ($name -like $segment -and ($Force -or -not $name.StartsWith('.'))) { $next += $one }
      }
    }
    $found = $next
  }
  $sorted = [string[]] $found
  [System.Array]::Sort($sorted)
  $sorted
}
$describe = {
  $info = $args[0]
  $mode = $null
  try { $mode = [int] $info.UnixFileMode } catch { }
  @{
    Kind = 'file'; Top = $args[2]; Name = $args[1]; Path = $info.FullName; Length = [long] $info.Length
    Ticks = $info.LastWriteTimeUtc.Ticks; Mode = $mode
  }
}
foreach ($given in $Path) {
  $full = & $resolve $given
  if ($full -isnot [string]) { $full.Path = $given; $full; continue }
  $tops = if (-not $Literal -and [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($full)) { @(& $expand $full) }
    elseif ([System.IO.Directory]::Exists($full) -or [System.IO.File]::Exists($full)) { @($full) } else { @() }
  if ($tops.Count -eq 0) { @{ Kind = 'fault'; Id = 'RemotePathNotFound'; Path = $given }; continue }
  foreach ($one in $tops) {
    $name = [System.IO.Path]::GetFileName($one.TrimEnd([char[]]'/\\'))
    if (-not (& $isWanted $name)) { continue }
    if ([System.IO.File]::Exists($one)) {
      try { & $describe ([System.IO.FileInfo]::new($one)) $name $true } catch { $said = . $fault; $said.Path = $one; $said }
      continue
    }
    @{ Kind = 'folder'; Top = $true; Name = $name; Path = $one }
    if (-not $Recurse) { continue }
    $stack = [System.Collections.Generic.Stack[object]]::new()
    $stack.Push(@($one, ''))
    while ($stack.Count -gt 0) {
      $at, $inner = $stack.Pop()
      try {
        $within = @()
        foreach ($path in [System.IO.Directory]::GetFileSystemEntries($at)) {
          $name = [System.IO.Path]::GetFileName($path)
          $its = if ($inner) { $inner + '/' + $name } else { $name }
          if ([System.IO.Directory]::Exists($path)) {
            $link = [System.IO.DirectoryInfo]::new($path).LinkTarget
            if ($link) {
              $leads = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($at, $link))
              if (($path + '/').StartsWith($leads.TrimEnd('/') + '/')) { @{ Kind = 'fault'; Id = 'AlreadyListedDirectory'; Path = $path }; continue }
            }
            @{ Kind = 'folder'; Top = $false; Name = $its; Path = $path }
            $within += , @($path, $its)
          } elseif ((-not $Filter -or $name -like $Filter) -and (& $isWanted $name)) {
            & $describe ([System.IO.FileInfo]::new($path)) $its $false
          }
        }
        for ($i = $within.Count - 1; $i -ge 0; $i--) { $stack.Push($within[$i]) }
      } catch { $said = . $fault; $said.Path = $at; $said }
    }
  }
}
`;

/** Sends. Its input: a table for each file. Its output: the bytes of each in pieces, and \`done\` or \`fault\` after them. */
export const GET_SCRIPT: string = `
param([int] $Size, [int] $Tail)
begin {
  $ErrorActionPreference = 'Stop'
  ${FAULT}
  $read = {
    # A read may give less than there is: a piece is filled, or the last.
    $n = 0
    while ($n -lt $bytes.Length) {
      $got = $stream.Read($bytes, $n, $bytes.Length - $n)
      if ($got -eq 0) { break }
      $n += $got
    }
    if ($n -lt $bytes.Length) { $all = $bytes; $bytes = [byte[]]::new($n); [System.Array]::Copy($all, $bytes, $n) }
  }
}
process {
  $item = $_
  $stream = $null
  try {
    $stream = [System.IO.FileStream]::new($item.Path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]::ReadWrite)
    if ($item.Had -gt 0) {
      # Whoever has a part of it already shows the end of that part: it must be the same here.
      $bytes = [byte[]]::new([System.Math]::Min($item.Had, $Tail))
      $null = $stream.Seek($item.Had - $bytes.Length, [System.IO.SeekOrigin]::Begin)
      . $read
      $sum = [System.Convert]::ToBase64String([System.Security.Cryptography.SHA256]::Create().ComputeHash($bytes))
      $from = if ($sum -eq $item.Sum) { $item.Had } else { 0L }
      $null = $stream.Seek($from, [System.IO.SeekOrigin]::Begin)
      @{ Kind = 'from'; At = $item.At; Had = $from }
    }
    for (;;) {
      $bytes = [byte[]]::new($Size)
      . $read
      if ($bytes.Length -gt 0) { , $bytes }
      if ($bytes.Length -lt $Size) { break }
    }
    @{ Kind = 'done'; At = $item.At; Length = $stream.Length }
  } catch {
    $said = . $fault
    $said.At = $item.At
    $said.Path = $item.Path
    $said
  } finally { if ($stream) { $stream.Dispose() } }
}
`;
