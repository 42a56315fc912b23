import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sshArguments, type SshTarget, userConfig } from "../../src/transports/index.js";

/** Arguments without those that all connections have. */
function own(target: SshTarget, facts = {}): string {
  const always = /^-T |-o (?:ClearAllForwardings|ForwardX11|RemoteCommand|PermitLocalCommand|LogLevel)=\S+ ?/g;
  return sshArguments(target, { canAsk: true, ...facts })
    .join(" ")
    .replaceAll(always, "");
}

const DEFAULTS = "-o BatchMode=no -o ConnectTimeout=30 -o ServerAliveInterval=5 -o ServerAliveCountMax=2";

const VECTORS: readonly (readonly [string, SshTarget, object, string])[] = [
  ["a name alone", { address: "web17" }, {}, `${DEFAULTS} web17`],
  ["all of it", { address: "web17", user: "al", port: 22, keyFile: "/k" }, {}, `-i /k -p 22 -l al ${DEFAULTS} web17`],
  ["a user of a domain", { address: "web17", user: "CORP\\al" }, {}, `-l al@CORP ${DEFAULTS} web17`],
  [
    "the user's options go first",
    { address: "w", options: { BatchMode: "yes" } },
    {},
    `-o BatchMode=yes ${DEFAULTS} w`,
  ],
  ["nobody to ask", { address: "w" }, { canAsk: false }, `${DEFAULTS.replace("=no", "=yes")} w`],
  ["time to connect, rounded up", { address: "w", connectingTimeoutMs: 1500 }, {}, `${DEFAULTS.replace("30", "2")} w`],
  [
    "keep-alive of a minute",
    { address: "w", keepAliveMs: 60_000 },
    {},
    `${DEFAULTS.replace("Interval=5", "Interval=20")} w`,
  ],
  [
    "the least keep-alive",
    { address: "w", keepAliveMs: 1000 },
    {},
    "-o BatchMode=no -o ConnectTimeout=30 -o ServerAliveInterval=1 -o ServerAliveCountMax=1 w",
  ],
  [
    "no keep-alive",
    { address: "w", keepAliveMs: 0 },
    {},
    "-o BatchMode=no -o ConnectTimeout=30 -o ServerAliveInterval=0 w",
  ],
  [
    "what ssh_config says stays",
    { address: "w" },
    { hasKeepAlive: true, hasConnectTimeout: true },
    "-o BatchMode=no w",
  ],
];

for (const [what, target, facts, vector] of VECTORS)
  test(`arguments of ssh: ${what}`, () => assert.equal(own(target, facts), vector));

test("the user's ssh_config is asked only where it has a word to say", async () => {
  const home = mkdtempSync(join(tmpdir(), "remora-home-"));
  mkdirSync(join(home, ".ssh", "config.d"), { recursive: true });
  const asked = (text: string, included = ""): ReturnType<typeof userConfig> => {
    writeFileSync(join(home, ".ssh", "config"), text);
    writeFileSync(join(home, ".ssh", "config.d", "work"), included);
    const answer = join(home, "ssh");
    writeFileSync(
      answer,
      "#!/bin/sh\necho controlpath /tmp/x\necho serveraliveinterval 7\necho connecttimeout none\n",
      { mode: 0o755 },
    );
    return userConfig(answer, { address: "web17" }, ["web17"], home, []);
  };
  const nothing = { sharesConnections: false, hasKeepAlive: false, hasConnectTimeout: false };
  const said = { sharesConnections: true, hasKeepAlive: true, hasConnectTimeout: false };
  assert.deepEqual(await asked("Host web17\n  User al\n"), nothing);
  assert.deepEqual(await asked("Host *\n  ControlPath ~/.ssh/%C\n"), said);
  assert.deepEqual(await asked("Include config.d/*\n", "Host *\n\tserveraliveinterval=7\n"), said);
  assert.deepEqual(await asked("# ControlPath is not set\nInclude config.d/*\n", "Host x\n"), nothing);
  rmSync(home, { recursive: true });
});

test("options of the target count as the user's", async () => {
  const target = { address: "w", options: { ServerAliveInterval: "1", controlpath: "/x", ConnectTimeout: "5" } };
  assert.deepEqual(await userConfig("/bin/false", target, ["w"], "/nowhere", []), {
    sharesConnections: true,
    hasKeepAlive: true,
    hasConnectTimeout: true,
  });
});
