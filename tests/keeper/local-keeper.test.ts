// Sessions of this computer that are kept: the client speaks to the keeper itself, without a relay between.

import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { NO_HOST, scriptPipeline } from "../../src/protocol/index.js";
import { type Connector, EMPTY_INVENTORY, type Session, sessionWith } from "../../src/sessions/index.js";
import { localKeeper } from "../../src/shell/index.js";
import { killChildrenOnExit } from "../../src/transports/index.js";
import { checkoutLaunch, root } from "../support/console-driver.js";
import { removeFolder } from "../support/remove-folder.js";

/** A connector whose computer is a home of the test's own. */
function connectorIn(context: TestContext): Connector {
  const home = mkdtempSync(join(tmpdir(), "remora-keeper-"));
  const { endpoint } = checkoutLaunch();
  const registry = killChildrenOnExit(process);
  const route = {
    transport: "process",
    home,
    environment: { XDG_RUNTIME_DIR: "", XDG_STATE_HOME: "", REMORA_KEEPER_LINGER_MS: "1500" },
  } as const;
  const sessions: Session[] = [];
  context.after(async () => {
    for (const session of sessions) await session.close();
    removeFolder(home);
  });
  return {
    endpoint,
    registry,
    inventory: () => ({ ...EMPTY_INVENTORY, routes: new Map([["server01", route]]) }),
    keeper: localKeeper({ bundles: join(root, "dist", "bundle"), endpoint, registry }),
  };
}

async function open(connector: Connector, context: TestContext): Promise<Session> {
  const session = sessionWith("Server01", connector, { keep: {} });
  context.after(() => session.close());
  await session.open();
  return session;
}

function output(session: Session, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    session.invoke(scriptPipeline(script, [], NO_HOST), {
      items: (items) => void (text += items.map(({ payload }) => payload.replace(/<[^>]*>/g, "")).join("\n")),
      ended: ({ state }) => (state === "Completed" ? resolve(text) : reject(new Error(state))),
    });
  });
}

test("two sessions have one keeper, and each a process of its own", async (context) => {
  const connector = connectorIn(context);
  const first = await open(connector, context);
  const second = await open(connector, context);
  assert.equal(first.kept?.pid, second.kept?.pid);
  assert.notEqual(await output(first, "$PID"), await output(second, "$PID"));
  await output(first, "$env:ONLY_HERE = 1");
  assert.equal(await output(second, "'[' + $env:ONLY_HERE + ']'"), "[]");
});

test("what was left is found again: variables, and a pipeline's output from where it was", async (context) => {
  const session = await open(connectorIn(context), context);
  await output(session, "$kept = 41");
  await session.disconnect();
  assert.equal(session.state, "Disconnected");
  await session.connect();
  assert.equal(await output(session, "$kept + 1"), "42");
});

test("a session that is closed is gone with its process", async (context) => {
  const session = await open(connectorIn(context), context);
  const pid = Number(await output(session, "$PID"));
  await session.close();
  assert.equal(session.state, "Closed");
  await gone(pid);
});

/** Waits until a process has ended. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
