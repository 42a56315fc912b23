// The console at a real terminal of 120 × 40, typed by hand: prompt, editing, completion, history, Ctrl+C here and on another
// computer, questions, progress bars, programs that want the terminal; the three methods of remote jobs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, describe, test } from "node:test";
import { noTmux, openTerminal, type RealTerminal } from "../support/tmux.js";
import { twoServers } from "../support/two-servers.js";

const skip = noTmux() ?? false;
const TIMEOUT_MS = 60_000;

describe("The console at a terminal", { skip, timeout: 10 * TIMEOUT_MS }, () => {
  const environment: NodeJS.ProcessEnv = {};
  const servers = twoServers(environment);
  let terminal: RealTerminal | undefined;
  after(() => servers.dispose());
  afterEach(() => {
    terminal?.close();
    terminal = undefined;
  });

  /** A console that waits at its first prompt. */
  async function open(): Promise<RealTerminal> {
    terminal = openTerminal({ cwd: servers.home, env: environment });
    await terminal.see(`PS ${servers.home}>`);
    return terminal;
  }
  const local = `PS ${servers.home}>`;
  const remote = (server: string): string => `[${server}]: PS ${join(servers.folder, server, "home")}>`;
  const it = (title: string, body: () => Promise<void>): void => void test(title, { timeout: TIMEOUT_MS }, body);

  it("shows a banner and the prompt, runs what is typed, and ends with exit", async () => {
    const { enter, see } = await open();
    await see(/^PowerShell 7\.6/);
    enter("1..3 | % { $_ * 2 }");
    await see(`${local} 1..3 | % { $_ * 2 }\n2\n4\n6\n${local}`);
    enter("exit 3");
    await see("\nended with 3");
  });

  it("asks for more lines with >> until the command is whole", async () => {
    const { enter, see } = await open();
    enter("foreach ($i in 1..2) {");
    await see(/^>>$/m);
    enter('"x $i"');
    enter("}");
    await see(`>> "x $i"\n>> }\nx 1\nx 2\n${local}`);
  });

  it("edits the line, wide characters among it", async () => {
    const { enter, press, type, see } = await open();
    type("'aé漢字b-'.Length");
    press("C-a", "Right", "Right", "Right", "Right", "BSpace", "C-e");
    enter(" + 0");
    await see(`'aé字b-'.Length + 0\n5\n${local}`);
  });

  it("colours what is typed", async () => {
    const { type, see, coloured } = await open();
    type("Get-Date -Format 'yyyy'");
    await see("'yyyy'");
    assert.ok(coloured().includes("\u001b[93mGet-Date"));
    assert.ok(coloured().includes("\u001b[36m'yyyy'"));
  });

  it("completes commands, parameters, values, variables and paths", async () => {
    const { type, press, see } = await open();
    const completed = async (typed: string, shown: RegExp | string): Promise<void> => {
      type(typed);
      press("Tab");
      await see(shown);
      press("C-c");
      await see(/\^C\n.*> ?$/);
    };
    await completed("Get-EventL", `${local} Get-EventLog`);
    await completed("Get-", /Get-Alias {2,}Get-/);
    await completed("$x = Get-Proc", "$x = Get-Process");
    await completed("Get-Job -Inc", "Get-Job -IncludeChildJob");
    await completed("Get-Job -State Comp", "Get-Job -State Completed");
    await completed("$PSVersionT", "$PSVersionTable");
    await completed("Get-Item /etc/passw", /Get-Item \/etc\/passwd/);
  });

  it("completes what a session knows", async () => {
    const { type, enter, press, see } = await open();
    enter("Enter-PSSession Server02");
    await see(remote("Server02"));
    enter("$farAway = 1; cd c:\\");
    await see("[Server02]: PS C:/>");
    type("$farA");
    press("Tab");
    await see("C:/> $farAway");
    press("C-c");
    await see(/\^C\n.*> ?$/);
    type("ls lo");
    press("Tab");
    await see("ls ./logs/");
    press("C-c");
  });

  it("remembers commands: Up, Down, Ctrl+R, and in the next console", async () => {
    const first = await open();
    first.enter("'the first'");
    await first.see(`\nthe first\n${local}`);
    first.enter("'the second'");
    await first.see(`\nthe second\n${local}`);
    first.press("Up", "Up");
    await first.see(/> 'the first'$/);
    first.press("Down");
    await first.see(/> 'the second'$/);
    first.press("C-c");
    await first.see(/\^C\nPS .*> ?$/);
    first.press("C-r");
    first.type("fir");
    await first.see(/> 'the first'\nbck-i-search: fir$/);
    first.press("Enter");
    await first.see(/the first\nPS .*> ?$/);
    first.press("C-d");
    await first.see("\nended with 0");
    first.close();
    const second = await open();
    second.press("Up");
    await second.see(/> 'the first'$/);
  });

  it("stops a loop with Ctrl+C, here and on another computer", async () => {
    const { enter, press, see } = await open();
    enter("while ($true) { 'tick'; Start-Sleep -m 50 }");
    await see("tick\ntick\n");
    press("C-c");
    await see(/tick\nPS .*> ?$/);
    enter("Invoke-Command Server01 { while ($true) { 'tock'; Start-Sleep -m 50 } }");
    await see("tock\ntock\n");
    press("C-c");
    await see(/tock\nPS .*> ?$/);
    enter("Enter-PSSession Server01");
    await see(remote("Server01"));
    enter("$kept = 7; while ($true) { 'far'; Start-Sleep -m 50 }");
    await see("far\nfar\n");
    press("C-c");
    await see(/far\n\[Server01\]: PS .*> ?$/);
    enter('"kept $kept on $(hostname)"');
    await see("\nkept 7 on Server01\n");
    press("C-d");
    await see(new RegExp(`\\n${local.replaceAll(".", "\\.")} ?$`));
  });

  it("asks questions: Read-Host, a secret, a confirmation", async () => {
    const { enter, see } = await open();
    enter('$n = Read-Host Name; "hi $n"');
    await see(/\nName: ?$/);
    enter("Bob");
    await see(`Name: Bob\nhi Bob\n${local}`);
    enter("(Read-Host -AsSecureString Secret).Length");
    await see(/\nSecret: ?$/);
    enter("abc");
    await see(`Secret: ***\n3\n${local}`);
    enter("'x' > f.txt; Remove-Item f.txt -Confirm; Test-Path f.txt");
    await see(/Are you sure.*\nPerforming the operation "Remove File".*\n\[Y\] Yes .*\(default is "Y"\): ?$/);
    enter("n");
    await see(/: n\nTrue\n/);
  });

  it("gives up a question with Ctrl+C", async () => {
    const { enter, press, see } = await open();
    enter("Read-Host Name; 'after'");
    await see(/\nName: ?$/);
    press("C-c");
    const text = await see(new RegExp(`\\^C\\n${local} ?$`));
    assert.doesNotMatch(text, /\nafter/);
  });

  it("draws a progress bar and takes it away again, from another computer too", async () => {
    const { enter, see } = await open();
    const script =
      "1..20 | % { Write-Progress -Activity Copying -Status \"file $_\" -PercentComplete ($_ * 5); Start-Sleep -m 60 }; 'done'";
    enter(script);
    await see(/^Copying \[file \d+ \d+% +\]$/m);
    assert.doesNotMatch(await see(`\ndone\n${local}`), /Copying \[/);
    enter("cls");
    enter(`Invoke-Command Server01 { ${script} }`);
    await see(/^Copying \[file \d+ \d+% +\]$/m);
    assert.doesNotMatch(await see(`\ndone\n${local}`), /Copying \[/);
  });

  it("lets programs have the terminal", async () => {
    const { enter, press, see } = await open();
    enter("sh -c 'echo ready; exec cat'");
    await see(/\nready$/);
    enter("typed to cat");
    await see("typed to cat\ntyped to cat");
    press("C-d");
    await see(/typed to cat\nPS .*> ?$/);
    enter("1..200 | less");
    await see(/\n39\n:$/);
    press("q");
    await see(/less\nPS .*> ?$/);
    enter("sh -c 'tty; exit 3'; $LASTEXITCODE");
    await see(/\n\/dev\/pts\/\d+\n3\n/);
  });

  it("clears the screen, and fits a window of another size", async () => {
    const { enter, type, press, see, resize } = await open();
    enter("'to be cleared'");
    await see("\nto be cleared\n");
    enter("cls");
    await see(/^PS [^\n]*$/);
    resize(60, 20);
    enter("$Host.UI.RawUI.WindowSize.Width");
    await see(/\n60\n/);
    type("'a text that is longer than a line of this small window, surely'.Length");
    press("C-a", "C-e", "Enter");
    await see(/\n62\n/);
  });

  it("says how many computers are done while they work, and takes the line away", async () => {
    const { enter, see } = await open();
    enter("cls; Invoke-Command Server01, Server02, localhost { if ($env:COMPUTERNAME) { Start-Sleep 4 }; 'here' }");
    await see(/^here\nInvoke-Command \[1 done, 0 failed, 2 running of 3 33% +\]$/m);
    await see(/^here\nhere\nhere\nPS [^\n]*$/);
    enter(
      "cls; $ProgressPreference = 'SilentlyContinue'; Invoke-Command Server01, Server02 { Start-Sleep 2; 'quiet' }",
    );
    assert.doesNotMatch(await see(/quiet\nquiet\n/), /running of/);
  });

  it("lays out what a session shows for the window as it is, also after a resize", async () => {
    const { enter, see, resize } = await open();
    enter("Enter-PSSession Server01");
    await see(remote("Server01"));
    enter("$o = [pscustomobject]@{ one = 'x' * 50; two = 'y' * 50 }; $o | Format-Table");
    await see(`\n${"x".repeat(50)} ${"y".repeat(50)}\n`);
    resize(60, 20);
    enter("cls; $Host.UI.RawUI.WindowSize.Width; $o | Format-Table");
    await see(`\n${"x".repeat(50)} yyyyyyy…\n`);
  });

  it("plays the three methods by hand", async () => {
    const { enter, see, press } = await open();
    enter("Enter-PSSession -ComputerName Server01");
    await see(remote("Server01"));
    enter('$job = start-job -scriptblock { get-eventlog "Windows PowerShell" }');
    enter("wait-job $job");
    await see(/1 +Job1 +BackgroundJob +Completed +True +localhost +get-eventlog "Windows P…/);
    enter("receive-job $job > c:\\logs\\PsLog.txt");
    enter("Exit-PSSession");
    await see(new RegExp(`\\n${local} ?$`));
    assert.match(readFileSync(join(servers.drive("Server01"), "logs", "PsLog.txt"), "utf8"), /PowerShell/);
    enter("cls");
    enter("invoke-command -computername Server01 -scriptblock {");
    enter("  get-eventlog system} -asjob");
    await see(/\d+ +Job\d+ +RemoteJob +\w+ +True +Server01 +get-eventlog system/);
    enter("$results = get-job | wait-job | receive-job; $results[0].PSComputerName; (get-job -id 1).HasMoreData");
    await see("\nServer01\nFalse\n");
    enter("cls");
    enter("$s = new-pssession -computername Server01");
    enter("invoke-command -session $s -scriptblock {start-job -scriptblock {get-eventlog system}}");
    await see(/1 +Job1 +BackgroundJob +Running +True +localhost +get-eventlog system/);
    enter("invoke-command -session $s { (get-job | wait-job).State; (receive-job 1 -keep).Count -gt 0 }");
    await see("\nCompleted\nTrue\n");
    enter("cls");
    await see(/^PS [^\n]*$/);
    press("C-d");
    await see("\nended with 0");
  });

  it("gives the terminal back as it was, and leaves no process behind", async () => {
    terminal = openTerminal({ cwd: servers.home, env: environment, command: ["sh"] });
    const { enter, press, see } = terminal;
    enter(
      `stty -g > before; '${process.execPath}' '${join(import.meta.dirname, "../../../bin/remora")}'; stty -g > after`,
    );
    await see(local);
    enter("$s = New-PSSession Server01; $j = Start-Job { Start-Sleep 60 }; Invoke-Command -Session $s { $PID }");
    const text = await see(/\n\d+\nPS .*> ?$/);
    const pid = Number(/\n(\d+)\nPS/.exec(text)![1]);
    press("C-d");
    await see(/\n# ?$/);
    enter(
      "cmp before after && echo the same; sleep 1; case $(ps -o stat= -p " + pid + ") in ''|Z*) echo go'ne';; esac",
    );
    await see(/(?:\n|# )the same\n[^]*gone/);
  });
});
