// What a keeper does whose files somebody has deleted. It looks every ten seconds.

import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { run, testHost, type TestHost } from "./host.js";

const options = { timeout: 90_000 };

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(50);
}

function sockets(host: TestHost): string[] {
  return readdirSync(join(host.home, ".local/state/remora/run")).filter((name) => name.endsWith(".sock"));
}

describe("Files of a keeper", { concurrency: true }, () => {
  test("a keeper whose socket was deleted makes it again, and its sessions are found", options, async (t) => {
    const host = testHost(t);
    const session = host.session();
    await session.open();
    await run(session, "$kept = 42").outcome;
    await session.disconnect();
    const pid = host.keeperPid();
    for (const name of sockets(host)) rmSync(join(host.home, ".local/state/remora/run", name));
    await until(() => sockets(host).length === 1);
    assert.deepEqual(
      (await host.kept()).map(({ id }) => id),
      [session.instanceId],
    );
    assert.equal(host.keeperPid(), pid);
    await session.connect();
    assert.deepEqual(await texts(session), ["<I32>42</I32>"]);
    await session.close();
  });

  test("a keeper whose folders were deleted ends when its last client has gone", options, async (t) => {
    const host = testHost(t);
    const session = host.session();
    await session.open();
    const pid = host.keeperPid();
    assert.ok(pid > 0);
    rmSync(join(host.home, ".local"), { recursive: true });
    session.kill();
    await until(() => host.processes().length === 0);
  });
});

async function texts(session: Parameters<typeof run>[0]): Promise<readonly string[]> {
  const received = run(session, "$kept");
  await received.outcome;
  return received.texts();
}
