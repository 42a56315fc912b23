// Corners of cmdlets that no case recorded from PowerShell reaches.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runCase } from "../support/run-case.js";

const ROWS: readonly [title: string, script: string, answer: string][] = [
  [
    "Set-PSDebug -Strict in a scope holds for the whole session until -Off",
    "& { Set-PSDebug -Strict }; try { $unset } catch { 'error' }; Set-PSDebug -Off; \"off$unset\"",
    "error\noff",
  ],
  [
    "Set-PSDebug says that nothing is traced here",
    "Set-PSDebug -Trace 0; Set-PSDebug -Trace 1 -ErrorVariable e -ErrorAction SilentlyContinue; $e[0].FullyQualifiedErrorId",
    "TracingNotSupported,Microsoft.PowerShell.Commands.SetPSDebugCommand",
  ],
  [
    "Import-LocalizedData looks in the culture's folder, in its parents', and beside the script",
    `$null = mkdir de; Set-Content de/texts.psd1 "@{ Hello = 'Hallo' }"; Set-Content texts.psd1 "@{ Hello = 'Hello' }"
     foreach ($culture in 'de-AT', 'de', 'fr') { Import-LocalizedData t $culture -BaseDirectory . -FileName texts; $t.Hello }`,
    "Hallo\nHallo\nHello",
  ],
  [
    "Import-LocalizedData in a script takes the script's name and folder",
    `Set-Content say.psd1 "@{ Hello = 'Hello' }"; Set-Content say.ps1 '(Import-LocalizedData).Hello'; ./say.ps1`,
    "Hello",
  ],
  [
    "Import-LocalizedData without a file is an error",
    "Import-LocalizedData -BaseDirectory . -FileName none -ErrorVariable e -ErrorAction SilentlyContinue; $e[0].FullyQualifiedErrorId",
    "ImportLocalizedData,Microsoft.PowerShell.Commands.ImportLocalizedData",
  ],
  [
    "a module that every session has is there already",
    "(Import-Module Microsoft.PowerShell.Utility -PassThru).Name",
    "Microsoft.PowerShell.Utility",
  ],
  [
    "an encoding there is not is an error, whatever the command",
    `$id = { param($command) try { 'x' | & $command e.txt -Encoding nope } catch { $_.FullyQualifiedErrorId } }
     'Out-File', 'Set-Content', 'Export-Csv', 'Export-Clixml' | ForEach-Object { & $id $_ }`,
    ["OutFile", "SetContent", "ExportCsv", "ExportClixml"]
      .map((name) => `ParameterArgumentTransformationError,Microsoft.PowerShell.Commands.${name}Command`)
      .join("\n"),
  ],
];

for (const [title, script, answer] of ROWS) test(title, () => assert.equal(runCase(script), answer));
