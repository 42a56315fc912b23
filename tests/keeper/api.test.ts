// The typed API over a kept session.

import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { connect } from "../../src/index.js";
import { removeFolder } from "../support/remove-folder.js";

test(
  "an iteration goes on where it was when its session was left and connected to again",
  { timeout: 30_000 },
  async (t) => {
    const home = mkdtempSync(join(tmpdir(), "remora-keeper-api-"));
    t.after(() => removeFolder(home));
    const environment = { XDG_RUNTIME_DIR: "", XDG_STATE_HOME: "", REMORA_KEEPER_LINGER_MS: "100" };
    const session = await connect({
      computerName: "Server01",
      inventory: { Server01: { transport: "process", home, environment } },
      keep: { name: "api" },
    });
    assert.ok(session.kept);
    const got: unknown[] = [];
    for await (const value of session.invoke(
      "1..600 | ForEach-Object { $_; if ($_ % 100 -eq 0) { Start-Sleep -m 50 } }",
    )) {
      got.push(value);
      if (got.length === 150 || got.length === 420) {
        await session.disconnect();
        assert.equal(session.state, "Disconnected");
        await session.reconnect();
      }
    }
    assert.deepEqual(
      got,
      Array.from({ length: 600 }, (_, at) => at + 1),
    );
    await session.close();
  },
);
