// The rig itself: real sshds on computers of their own, by the system's ssh alone.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { leftOver, processes } from "./rig/processes.js";
import { createRig, type Rig } from "./rig/rig.js";
import { enterWorld } from "./rig/world.js";

const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : false;
if (skip) console.log(`ssh: skipped, ${skip}`);

describe("the rig", { skip }, () => {
  let rig: Rig;
  before(async () => {
    if ("missing" in world) return;
    rig = createRig(world);
    await rig.start({
      Server01: { gateway: true },
      Server02: { has: [] },
      Server03: { inner: true, config: ["ProxyJump Server01"] },
    });
  });
  after(() => rig.stop());

  test("each host has a name, a home and programs of its own", () => {
    const said = ssh("Server01", "hostname; whoami; pwd; command -v node remora pwsh; node --version");
    assert.equal(said, `Server01\nme\n/home/me\n/usr/local/bin/node\n${process.version}\n`);
    assert.equal(ssh("Server02", "hostname; command -v node || echo none"), "Server02\nnone\n");
  });

  test("a host behind a jump host is reached through it alone", () => {
    assert.equal(ssh("Server03", "hostname"), "Server03\n");
    assert.equal(ssh("-oProxyJump=none", "-oConnectTimeout=1", "Server03", "hostname"), "");
  });

  test("nothing of a finished connection is left", async () => {
    const before = processes();
    ssh("Server01", "true");
    assert.deepEqual(await leftOver(before), []);
  });

  test("a link can be slow, and cut in mid-stream", async () => {
    const link = await rig.link("far", "Server01");
    link.delay(50);
    const start = Date.now();
    const child = spawn("ssh", ["-oBatchMode=yes", "far", "echo here; exec sleep 60"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    assert.equal(text.toString(), "here\n");
    assert.ok(Date.now() - start > 500, "a handshake has at least five round trips");
    link.cut();
    assert.deepEqual(await once(child, "close"), [255, null]);
  });

  test("a host without its cable loses packets and says nothing", async () => {
    const child = spawn("ssh", [
      "-oServerAliveInterval=1",
      "-oServerAliveCountMax=1",
      "Server01",
      "echo up; exec sleep 60",
    ]);
    await once(child.stdout, "data");
    rig.host("Server01").unplug();
    assert.deepEqual(await once(child, "close"), [255, null]);
    rig.host("Server01").plug();
    assert.equal(ssh("Server01", "hostname"), "Server01\n");
  });
});

function ssh(...args: readonly string[]): string {
  return spawnSync("ssh", ["-oBatchMode=yes", ...args], { encoding: "utf8", timeout: 20_000 }).stdout;
}
