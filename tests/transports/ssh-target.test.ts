import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSshTarget, type SshTarget, SshTargetError } from "../../src/transports/index.js";

const TARGETS: readonly (readonly [string, SshTarget])[] = [
  ["web17", { address: "web17" }],
  ["web17:2222", { address: "web17", port: 2222 }],
  ["alice@web17", { address: "web17", user: "alice" }],
  ["alice@web17.example.com:22", { address: "web17.example.com", user: "alice", port: 22 }],
  ["CORP\\alice@web17", { address: "web17", user: "CORP\\alice" }],
  ["alice@corp.example@web17", { address: "web17", user: "alice@corp.example" }],
  ["ssh://web17", { address: "web17" }],
  ["SSH://alice@web17:2222", { address: "web17", user: "alice", port: 2222 }],
  ["ssh://alice%40corp@web17/", { address: "web17", user: "alice@corp" }],
  ["192.0.2.7", { address: "192.0.2.7" }],
  ["2001:db8::7", { address: "2001:db8::7" }],
  ["alice@2001:db8::7", { address: "2001:db8::7", user: "alice" }],
  ["[2001:db8::7]", { address: "2001:db8::7" }],
  ["[2001:db8::7]:2222", { address: "2001:db8::7", port: 2222 }],
  ["alice@[fe80::1%eth0]:22", { address: "fe80::1%eth0", user: "alice", port: 22 }],
  ["ssh://alice@[::1]:22", { address: "::1", user: "alice", port: 22 }],
];

for (const [spec, target] of TARGETS)
  test(`${spec} is understood`, () => assert.deepEqual(parseSshTarget(spec), target));

const WRONG: readonly (readonly [string, RegExp])[] = [
  ["", /names no host/],
  ["alice@", /names no host/],
  ["-oProxyCommand=reboot", /cannot begin with "-"/],
  ["ssh://-oProxyCommand=reboot", /cannot begin with "-"/],
  ["[-oProxyCommand=reboot]:22", /cannot begin with "-"/],
  ["-l@web17", /not a user's name/],
  ["@web17", /not a user's name/],
  ["web17:0", /a port is a number/],
  ["web17:99999", /a port is a number/],
  ["web17:ssh", /"ssh" is not a port/],
  ["web17;reboot", /not a host's name/],
  ["web 17", /not a host's name/],
  ["web17\nX", /not a host's name/],
  ["al\0ice@web17", /not a user's name/],
];

for (const [spec, message] of WRONG)
  test(`${JSON.stringify(spec)} is refused`, () =>
    assert.throws(
      () => parseSshTarget(spec),
      (error) => error instanceof SshTargetError && message.test(error.message),
    ));

test("what the text says goes before what is given beside it", () => {
  const defaults = { user: "bob", port: 22, keyFile: "/k" };
  assert.deepEqual(parseSshTarget("alice@web17:2222", defaults), {
    address: "web17",
    user: "alice",
    port: 2222,
    keyFile: "/k",
  });
});

test("an option's name that would be more than a name is refused", () => {
  assert.throws(() => parseSshTarget("web17", { options: { "A=b\nC": "d" } }), SshTargetError);
});
