// The typed API to a host over SSH that has only Node.js.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connect, type ConnectOptions, RemotingError } from "../../src/index.js";
import { type Host, missing, startHost } from "../transports/ssh-host.js";

const skip = missing() ?? false;
if (skip) console.log(`ssh: skipped, ${skip}`);
const options = { timeout: 60_000 };

describe("a host over SSH, from TypeScript", { skip }, () => {
  let host: Host;
  before(async () => {
    if (!skip) host = await startHost({ programs: { ssh: '#!/bin/sh\nexec /usr/bin/ssh "$@"\n' } });
  });
  after(() => host?.stop());

  const to = ({ target }: Host, more: Partial<ConnectOptions> = {}): ConnectOptions => ({
    hostName: `${target.user}@${target.address}:${target.port}`,
    keyFilePath: target.keyFile!,
    options: target.options!,
    ...more,
  });

  test("commands, and jobs that stay there, run in the endpoint that was sent", options, async () => {
    const session = await connect(to(host));
    assert.equal(session.computerName, "127.0.0.1");
    assert.deepEqual(await session.run("(Get-Location).Path; 6 * 7"), [host.home, 42]);
    const job = await session.startJob("1..3; sh -c 'echo native'");
    await job.wait();
    const results: unknown[] = [];
    for await (const result of job.receive()) results.push(result);
    assert.deepEqual(results, [1, 2, 3, "native"]);
    assert.deepEqual(await session.run("Start-ThreadJob { 'thread' } | Receive-Job -Wait -AutoRemoveJob"), ["thread"]);
    assert.deepEqual(await session.run("Get-Date -Date 2020-02-29 -Format yyyy; ConvertTo-Json @{ a = 1 } -Compress"), [
      "2020",
      '{"a":1}',
    ]);
    await session.close();
  });

  test("an entry of the inventory, with drives", options, async () => {
    const { target } = host;
    const { user, port, keyFile, options: own } = target;
    const web17 = {
      transport: "ssh",
      address: target.address,
      user,
      port,
      keyFile,
      options: own,
      drives: { C: host.home },
    };
    const session = await connect({ computerName: "web17", inventory: { web17 } });
    assert.deepEqual(await session.run("(Get-PSDrive C).Name"), ["C"]);
    await session.close();
  });

  test("a host can reach a further one, and send it what it was sent", options, async () => {
    const further = await startHost();
    const session = await connect(to(host));
    const { target } = further;
    const known = target.options!["UserKnownHostsFile"]!;
    const said = await session.run(
      "param($key, $known, $port, $user) Invoke-Command -HostName 127.0.0.1 -UserName $user -Port $port -KeyFilePath $key " +
        "-Options @{ UserKnownHostsFile = $known } { (Get-Location).Path }",
      { args: [target.keyFile!, known, target.port!, target.user!] },
    );
    assert.deepEqual(said, [further.home]);
    const sent = (at: Host): string[] => readdirSync(join(at.home, ".cache", "remora"));
    assert.deepEqual(sent(further), sent(host));
    await session.close();
    await further.stop();
  });

  test("what cannot be reached is a RemotingError with the host's name", options, async () => {
    const wrong = (error: unknown, message: RegExp): boolean =>
      error instanceof RemotingError && error.id === "PSSessionOpenFailed" && message.test(error.message);
    await assert.rejects(connect({ hostName: "-oProxyCommand=true" }), (error) =>
      wrong(error, /cannot begin with "-"/),
    );
    await assert.rejects(connect(to(host, { hostName: "no-such-host.invalid" })), (error) =>
      wrong(error, /^\[no-such-host\.invalid\] .*Could not resolve/),
    );
  });

  test("an aborted connect leaves nothing running", options, async () => {
    const abort = new AbortController();
    const connecting = connect(to(host, { share: false, signal: abort.signal }));
    abort.abort(new Error("enough"));
    await assert.rejects(connecting, /enough/);
  });
});
