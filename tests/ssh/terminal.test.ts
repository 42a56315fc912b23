// A person at a real terminal who enters sessions over SSH: prompts, Ctrl+C, questions of scripts and of ssh itself, live output, a
// window that changes its size, and a link that dies.

import { after, afterEach, before, describe, test } from "node:test";
import { noTmux, openTerminal, type RealTerminal } from "../support/tmux.js";
import { ASKING, LOCKED, ONLY_NODE, PASSWORD } from "./rig/cast.js";
import { ME } from "./rig/host.js";
import { createRig, LOCKED_KEY, type Rig } from "./rig/rig.js";
import { enterWorld } from "./rig/world.js";

const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : (noTmux() ?? false);
if (skip) console.log(`ssh: skipped, ${skip}`);
const home = "missing" in world ? "" : world.home;

describe("The console with hosts over SSH", { skip, timeout: 120_000 }, () => {
  let rig: Rig;
  let terminal: RealTerminal | undefined;
  before(async () => {
    if ("missing" in world) return;
    rig = createRig(world);
    await rig.start({
      Server01: { ...ONLY_NODE, people: [ME, { name: "alice", id: 4002 }] },
      asking: ASKING,
      locked: LOCKED,
      unknown: { known: "no" },
    });
  });
  afterEach(() => {
    terminal?.close();
    terminal = undefined;
  });
  after(() => rig.stop());

  const local = `PS ${home}>`;
  const remote = "[Server01]: PS /home/me>";
  async function open(): Promise<RealTerminal> {
    terminal = openTerminal({ cwd: home, env: {} });
    await terminal.see(local);
    return terminal;
  }
  async function entered(): Promise<RealTerminal> {
    const opened = await open();
    opened.enter("Enter-PSSession -HostName Server01");
    await opened.see(`${local} Enter-PSSession -HostName Server01\n${remote}`);
    return opened;
  }
  const it = (title: string, body: () => Promise<void>): void => void test(title, { timeout: 60_000 }, body);

  it("shows where one is, and as whom", async () => {
    const { enter, see } = await entered();
    enter("hostname");
    await see(`${remote} hostname\nServer01\n${remote}`);
    enter("exit");
    await see(`${remote} exit\n${local}`);
    enter("Enter-PSSession -HostName Server01 -UserName alice");
    await see("\n[alice@Server01]: PS /home/alice>");
    enter("whoami");
    await see("> whoami\nalice\n[alice@Server01]: PS /home/alice>");
    enter("exit");
    await see(`exit\n${local}`);
    enter("Enter-PSSession alice@Server01");
    await see(`${local} Enter-PSSession alice@Server01\n[alice@Server01]: PS /home/alice>`);
  });

  it("goes no further from there, and says why", async () => {
    const { enter, see } = await entered();
    enter("Enter-PSSession -HostName localhost");
    await see(
      "\nEnter-PSSession: You are currently in a PowerShell PSSession and cannot use the Enter-PSSession cmdlet",
    );
    enter("hostname");
    await see(`${remote} hostname\nServer01\n${remote}`);
  });

  it("stops what runs there with Ctrl+C, and goes on", async () => {
    const { enter, press, see } = await entered();
    enter("'up'; try { Start-Sleep 60 } finally { 'tidied' }");
    await see("\nup");
    press("C-c");
    await see(/\nup\n(?:\^C)?\n?(?:tidied\n)?\[Server01\]: PS \/home\/me>/);
    enter("1 + 1");
    await see(`1 + 1\n2\n${remote}`);
  });

  it("asks the questions of a script, and shows no secret", async () => {
    const { enter, see } = await entered();
    enter("$n = Read-Host 'Name'; \"<$n>\"");
    await see("\nName:");
    enter("Ada");
    await see("\n<Ada>");
    enter("$p = Read-Host 'Word' -AsSecureString; $p.Length");
    await see("\nWord:");
    enter("sesame");
    await see("\nWord: ******\n6");
  });

  it("shows a native command's output as it comes", async () => {
    const { enter, see, press } = await entered();
    enter("sh -c 'echo one; sleep 30; echo two'");
    await see("\none");
    press("C-c");
    await see(/\none[\s\S]*\[Server01\]: PS \/home\/me> ?$/);
  });

  it("lays out for the window as it is", async () => {
    const { enter, see, resize } = await entered();
    resize(70, 30);
    enter("'resized'"); // the terminal's signal may come after the first line that is typed
    await see("\nresized");
    enter("$Host.UI.RawUI.WindowSize.Width");
    await see(/\n70\n/);
  });

  it("passes on what ssh asks: a password, a passphrase, an unknown key", async () => {
    const { enter, type, press, see } = await open();
    enter("Enter-PSSession -HostName asking -UserName alice");
    await see("alice@asking's password:");
    type(PASSWORD);
    press("Enter");
    await see("\n[alice@asking]: PS /home/alice>");
    enter("exit");
    await see(`> exit\n${local}`);
    enter("Invoke-Command -HostName locked { hostname }");
    await see(/passphrase for key .*:/);
    type(LOCKED_KEY.passphrase);
    press("Enter");
    await see("\nlocked\n");
    enter("Invoke-Command -HostName unknown { hostname }");
    await see("Are you sure you want to continue connecting (yes/no/[fingerprint])?");
    enter("yes");
    await see("\nunknown\n");
  });

  it("is back on this computer when the link is dead", async () => {
    const { enter, see } = await open();
    enter("Enter-PSSession -HostName Server01 -Options @{ ServerAliveInterval = 1; ServerAliveCountMax = 2 }");
    await see(`\n${remote}`);
    rig.host("Server01").unplug();
    try {
      enter("1");
      await see(/lost[\s\S]*Server01[\s\S]*\nPS .*> ?$/);
      enter("exit");
      await see("\nended with 0");
    } finally {
      rig.host("Server01").plug();
    }
  });
});
