// What a client says of itself when it opens a session, as scripts there have it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { remora } from "../support/program.js";
import { twoServers } from "../support/two-servers.js";

const environment: NodeJS.ProcessEnv = {};
const servers = twoServers(environment);
after(() => servers.dispose());

const OPTION = "New-PSSessionOption -ApplicationArguments @{ Ticket = 'T-17'; Level = 5; In = @{ deep = $true } }";
const READ =
  '{ $a = $PSSenderInfo.ApplicationArguments; "$($a.Ticket) $($a.Level + 1) $($a.In.deep) $($a.GetType())" }';
const SAID = "T-17 6 True psprimitivedictionary";

/** The second session takes the process that was kept ready. */
const SESSIONS = `
  $o = ${OPTION}
  1..2 | % { $s = New-PSSession Server01 -SessionOption $o; Invoke-Command $s ${READ}; Start-Sleep -Milliseconds 600; Remove-PSSession $s }
  $s = New-PSSession Server01; Invoke-Command $s { $null -eq $PSSenderInfo.ApplicationArguments }
  Invoke-Command Server01 -SessionOption $o ${READ}
  Receive-Job -Wait (Invoke-Command Server01 -SessionOption $o ${READ} -AsJob)`;

const LEFT = `
  $s = New-PSSession Server01 -SessionOption (${OPTION})
  $null = Disconnect-PSSession $s; $null = Connect-PSSession $s; Invoke-Command $s ${READ}`;

const cases: [title: string, script: string, keeper: string, said: string[]][] = [
  ["a plain session has its client's ApplicationArguments", SESSIONS, "never", [SAID, SAID, "True", SAID, SAID]],
  ["so has one that is kept, in a process kept ready too", SESSIONS, "", [SAID, SAID, "True", SAID, SAID]],
  ["and has them still after it was left", LEFT, "", [SAID]],
];

for (const [title, script, keeper, said] of cases)
  test(title, { timeout: 60_000 }, async () => {
    const env = { ...environment, REMORA_KEEPER: keeper };
    const { stdout, stderr } = await remora(["-c", script], { env, cwd: servers.home });
    assert.deepEqual(`${stdout}${stderr}`.split("\n").filter(Boolean), said);
  });
