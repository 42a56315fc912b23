// The SSH transport over a real sshd on the loopback address.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { createHash } from "node:crypto";
import {
  type Ask,
  killChildrenOnExit,
  knownAnswers,
  type SshClient,
  sshClient,
  type SshQuestion,
  type SshTarget,
  type UploadedEndpoint,
} from "../../src/transports/index.js";
import { record, transportConformance } from "./conformance.js";
import { freePort, type Host, missing, startHost } from "./ssh-host.js";

const skip = missing() ?? false;
if (skip) console.log(`ssh: skipped, ${skip}`);
const options = { timeout: 30_000 };

/** An endpoint that says where it runs, and then repeats what it hears. */
const ECHO = endpoint(`process.stdout.write("echo\\n");process.stdin.pipe(process.stdout)`);

function endpoint(program: string): UploadedEndpoint {
  const head = `${JSON.stringify([["launch.cjs", program.length]])}\n`;
  const bytes = Buffer.from(head + program);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { id: sha256.slice(0, 16), payload: () => ({ bytes: brotliCompressSync(bytes), size: bytes.length, sha256 }) };
}

const clientOf = (upload?: UploadedEndpoint): SshClient =>
  sshClient({
    environment: process.env,
    home: homedir(),
    registry: killChildrenOnExit(process),
    ...(upload && { upload: () => upload }),
  });

/** Processes whose command line has all of these words. */
function processesWith(...words: string[]): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return words.every((word) => line.includes(word));
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe("over SSH", { skip }, () => {
  let host: Host;
  const client = clientOf(ECHO);
  before(async () => {
    if (!skip) host = await startHost({ config: ["Subsystem refuses /bin/false"] });
  });
  after(() => host?.stop());

  const over = (target: SshTarget, ask?: Ask, by = client): ReturnType<SshClient["transport"]> =>
    by.transport(target, { computerName: "web17", ...(ask && { ask }) });

  transportConformance("ssh, a subsystem", { echo: () => over(host.with({ subsystem: "echo" })) });
  transportConformance("ssh, not shared", { echo: () => over(host.with({ subsystem: "echo", share: false })) });

  async function reason(target: SshTarget, ask?: Ask): Promise<string> {
    return (await record(over(target, ask)).closed).error ?? "";
  }

  test("an endpoint is sent to a host that has none, and is found there the next time", options, async () => {
    const folder = join(host.home, ".cache", "remora");
    for (const times of [1, 2]) {
      const transport = over(host.target);
      const end = record(transport);
      transport.send(Buffer.from(`${times}`));
      assert.equal((await end.received(6)).toString(), `echo\n${times}`);
      transport.end();
      assert.equal((await end.closed).error, undefined);
      assert.deepEqual(readdirSync(folder), [`endpoint-${ECHO.id}`]);
    }
  });

  test("ten connections send it at once, and nothing but the endpoint is left", options, async () => {
    const own = endpoint(`process.stdin.pipe(process.stdout)//${"x".repeat(100_000)}`);
    const by = clientOf(own);
    const ends = Array.from({ length: 10 }, () => {
      const transport = over(host.with({ share: false }), undefined, by);
      const end = record(transport);
      transport.send(Buffer.from("hello"));
      return { transport, end };
    });
    for (const { transport, end } of ends) {
      assert.equal((await end.received(5)).toString(), "hello");
      transport.end();
      await end.closed;
    }
    const folder = join(host.home, ".cache", "remora");
    assert.deepEqual(
      readdirSync(folder).filter((name) => name !== `endpoint-${ECHO.id}`),
      [`endpoint-${own.id}`],
    );
  });

  test("an endpoint that arrives otherwise than it was sent is not kept", options, async () => {
    const wrong: UploadedEndpoint = {
      id: "wrong",
      payload: () => ({ ...ECHO.payload({ version: "", system: "" }), sha256: "0" }),
    };
    const end = record(over(host.target, undefined, clientOf(wrong)));
    assert.match((await end.closed).error!, /could not be stored on web17: .*remora what arrived is not what was sent/);
    assert.ok(!readdirSync(join(host.home, ".cache", "remora")).some((name) => name.includes("wrong")));
  });

  test("a folder that cannot be written is an error with its name", options, async () => {
    const noisy = await startHost({ files: { ".cache": "a file where a folder should be" } });
    const end = record(over(noisy.target));
    assert.match((await end.closed).error!, /could not be stored on web17: .*\.cache\/remora E/);
    await noisy.stop();
  });

  test("what login files write before the endpoint is passed over, up to a limit", options, async () => {
    const bashrc = "echo 'Welcome! REMORA is not spoken here'; printf 'no line break'";
    const noisy = await startHost({ files: { ".bashrc": bashrc } });
    const transport = over(noisy.with({ share: false }));
    const end = record(transport);
    assert.equal((await end.received(5)).toString(), "echo\n");
    transport.kill();
    await end.closed;
    writeFileSync(join(noisy.home, ".bashrc"), "while :; do echo noise noise noise noise noise noise; done");
    assert.match((await record(over(noisy.with({ share: false }))).closed).error!, /login files write so much/);
    await noisy.stop();
  });

  test("an installed remora goes first, then pwsh", options, async () => {
    const said = async (programs: Record<string, string>): Promise<string> => {
      const installed = await startHost({ programs });
      const transport = over(installed.with({ share: false }));
      const end = record(transport);
      await end.closed;
      const bytes = await end.received(1);
      await installed.stop();
      return bytes.toString();
    };
    const pwsh = '#!/bin/sh\necho "pwsh $*"\n';
    assert.equal(await said({ pwsh }), "pwsh -sshs -NoLogo -NoProfile\n");
    assert.equal(await said({ pwsh, remora: '#!/bin/sh\necho "remora $*"\n' }), "remora -sshs\n");
  });

  test("what only an endpoint of this project understands is said first, and only to one", options, async () => {
    const own = over(host.target);
    const end = record(own);
    own.send(Buffer.from("second"));
    const said = own.sendToOwn!(Buffer.from("first "));
    assert.equal((await end.received(17)).toString(), "echo\nfirst second");
    assert.equal(await said, true);
    own.kill();
    const other = over(host.with({ subsystem: "echo" }));
    const otherEnd = record(other);
    other.send(Buffer.from("second"));
    assert.equal(await other.sendToOwn!(Buffer.from("first ")), false);
    assert.equal((await otherEnd.received(6)).toString(), "second");
    other.kill();
    const none = over(host.with({ address: "no-such-host.invalid" }));
    void record(none);
    // Nobody knows what it would have been said to: `closed` tells why there is nobody.
    assert.equal(await none.sendToOwn!(Buffer.from("first ")), true);
  });

  test("where the far shell is none, the subsystem powershell is asked for", options, async () => {
    const shell = `ForceCommand case "$SSH_ORIGINAL_COMMAND" in /bin/cat) exec cat;; *) echo no such command; exit 1;; esac`;
    const windows = await startHost({ config: ["Subsystem powershell /bin/cat", shell] });
    for (const share of [true, false]) {
      const transport = over(windows.with({ share }));
      const end = record(transport);
      transport.send(Buffer.from("<Data/>"));
      assert.equal((await end.received(7)).toString(), "<Data/>");
      transport.end();
      assert.equal((await end.closed).error, undefined);
    }
    await windows.stop();
    const neither = await startHost({ config: [shell] });
    for (const share of [true, false]) {
      const { error } = await record(over(neither.with({ share }))).closed;
      assert.match(
        error!,
        /^web17 has no endpoint\. Looked for: a POSIX shell \(it said: no such command\), the subsystem "powershell"/,
      );
    }
    await neither.stop();
  });

  const FAILURES: readonly (readonly [string, () => Promise<SshTarget> | SshTarget, RegExp])[] = [
    [
      "refused",
      async () => host.with({ port: await freePort() }),
      /^The SSH client session has ended with error message: .*Connection refused\.$/,
    ],
    [
      "not known by name",
      () => host.with({ address: "no-such-host.invalid" }),
      /Could not resolve hostname no-such-host\.invalid/,
    ],
    [
      "without a key that it takes",
      () => host.with({ keyFile: join(host.folder, "host_key") }),
      /Permission denied \(publickey/,
    ],
    [
      "with a key file that is not there",
      () => host.with({ keyFile: "/no/key" }),
      /^The specified key file \/no\/key was not found\.$/,
    ],
    [
      "with a key that is not known",
      () => host.with({ options: { UserKnownHostsFile: "/dev/null" } }),
      /Host key verification failed\. The key of the host is not known yet\. To see and accept it, run: ssh -o UserKnownHostsFile=\/dev\/null .* -p \d+ .*127\.0\.0\.1$/,
    ],
    ["without that subsystem", () => host.with({ subsystem: "nosuch" }), /the sshd of web17 has no subsystem "nosuch"/],
    [
      "with a subsystem that ends",
      () => host.with({ subsystem: "refuses" }),
      /"refuses" of web17 has ended with exit code 1/,
    ],
    [
      "by an option that is none",
      () => host.with({ options: { Nonsense: "1" } }),
      /Bad configuration option: nonsense/,
    ],
  ];
  for (const [what, target, message] of FAILURES)
    for (const share of [true, false])
      test(`a host ${what} is an error that says so${share ? "" : ", not shared"}`, options, async () => {
        assert.match(await reason({ ...(await target()), share }), message);
      });

  test("a host with another key than the known one is an error that says how to forget it", options, async () => {
    const file = join(host.folder, "others");
    const key = readFileSync(join(host.folder, "user_key.pub"), "utf8");
    writeFileSync(file, `[127.0.0.1]:${host.port} ${key}`);
    const error = await reason(host.with({ options: { UserKnownHostsFile: file } }));
    assert.match(error, /REMOTE HOST IDENTIFICATION HAS CHANGED.*ssh-keygen -f \S+others -R '\[127\.0\.0\.1\]:\d+'/);
  });

  test("an unknown key is asked about, and an accepted one is remembered", options, async () => {
    const file = join(host.folder, "accepted");
    const asked: SshQuestion[] = [];
    const target = host.with({ subsystem: "echo", share: false, options: { UserKnownHostsFile: file } });
    for (const _ of [1, 2]) {
      const transport = over(target, (question) => {
        asked.push(question);
        return Promise.resolve("yes");
      });
      const end = record(transport);
      transport.send(Buffer.from("x"));
      assert.equal((await end.received(1)).toString(), "x");
      transport.end();
      await end.closed;
    }
    assert.deepEqual(
      asked.map(({ kind, computerName }) => [kind, computerName]),
      [["hostKey", "web17"]],
    );
    assert.match(asked[0]!.prompt, /fingerprint is SHA256:/);
  });

  test(
    "a passphrase is asked for, once for sessions that share a connection; it is nowhere to be seen",
    options,
    async () => {
      const key = join(host.folder, "locked");
      spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "open sesame", "-f", key]);
      const keys = join(host.folder, "user_key.pub");
      writeFileSync(keys, readFileSync(keys, "utf8") + readFileSync(`${key}.pub`, "utf8"));
      let asked = 0;
      const ask: Ask = async ({ kind }) => {
        asked++;
        assert.equal(kind, "passphrase");
        assert.deepEqual(processesWith("open sesame"), []);
        return "open sesame";
      };
      const target = host.with({ keyFile: key, subsystem: "echo", options: { IdentitiesOnly: "yes" } });
      const transports = [1, 2, 3].map(() => over(target, ask));
      for (const transport of transports) {
        const end = record(transport);
        transport.send(Buffer.from("x"));
        assert.equal((await end.received(1)).toString(), "x");
      }
      assert.equal(asked, 1);
      for (const transport of transports) transport.kill();
      assert.match(
        await reason({ ...target, share: false }, knownAnswers({ password: "wrong" })),
        /^Permission denied: the passphrase was refused/,
      );
      assert.match(await reason({ ...target, share: false }), /Permission denied/);
    },
  );

  test("questions come one at a time", options, async () => {
    let open = 0;
    let most = 0;
    const ask: Ask = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      return "no";
    };
    const target = host.with({ share: false, options: { UserKnownHostsFile: "/dev/null" } });
    await Promise.all([1, 2, 3, 4].map(() => reason(target, ask)));
    assert.equal(most, 1);
  });

  test("sessions share a connection: killed alone, each; the master goes with its last user", options, async () => {
    const own = clientOf(ECHO);
    const open = async (): Promise<{ kill(): void; closed: Promise<unknown>; say(text: string): Promise<string> }> => {
      const transport = over(host.with({ subsystem: "echo" }), undefined, own);
      const end = record(transport);
      let said = 0;
      return {
        kill: () => transport.kill(),
        closed: end.closed,
        async say(text) {
          transport.send(Buffer.from(text));
          said += text.length;
          return (await end.received(said)).toString();
        },
      };
    };
    const before = childrenOf(host.pid);
    const first = await open();
    await first.say("a");
    const [second, third] = [await open(), await open()];
    assert.equal(await second.say("b"), "b");
    assert.equal(await third.say("c"), "c");
    assert.equal(childrenOf(host.pid).filter((pid) => !before.includes(pid)).length, 1);
    first.kill();
    await first.closed;
    assert.equal(await second.say("d"), "bd");
    second.kill();
    third.kill();
  });

  test("a connection behind a jump host outlives the session that made it", options, async () => {
    const { port, keyFile, options: own, user } = host.target;
    const known = Object.entries(own!).map(([name, value]) => `-o ${name}=${value}`);
    const jump = `ssh -T -i ${keyFile} -p ${port} ${known.join(" ")} -W %h:%p ${user}@127.0.0.1`;
    const by = clientOf(ECHO);
    const target = host.with({ subsystem: "echo", options: { ProxyCommand: jump } });
    const [first, second] = [over(target, undefined, by), over(target, undefined, by)];
    const ends = [record(first), record(second)];
    for (const [at, transport] of [first, second].entries()) {
      transport.send(Buffer.from("x"));
      await ends[at]!.received(1);
    }
    first.kill();
    await ends[0]!.closed;
    second.send(Buffer.from("y"));
    assert.equal((await ends[1]!.received(2)).toString(), "xy");
    second.kill();
    await ends[1]!.closed;
  });

  test("one that is closed while it waits for another's connection leaves the others alone", options, async () => {
    const by = clientOf(ECHO);
    const target = host.with({ subsystem: "echo" });
    const [first, second, third] = [1, 2, 3].map(() => over(target, undefined, by));
    const [end, , last] = [first!, second!, third!].map((transport) => record(transport));
    for (const transport of [first!, third!]) transport.send(Buffer.from("x"));
    await new Promise((resolve) => setImmediate(resolve));
    second!.kill();
    first!.kill();
    await end!.closed;
    assert.equal((await last!.received(1)).toString(), "x");
    third!.kill();
  });

  test("more sessions than sshd lets share a connection make their own", options, async () => {
    const small = await startHost({ config: ["MaxSessions 2"] });
    const own = clientOf(ECHO);
    const all = Array.from({ length: 4 }, () => {
      const transport = over(small.with({ subsystem: "echo" }), undefined, own);
      const end = record(transport);
      transport.send(Buffer.from("x"));
      return { transport, end };
    });
    for (const { end } of all) assert.equal((await end.received(1)).toString(), "x");
    for (const { transport } of all) transport.kill();
    await small.stop();
  });

  test(
    "a master that is killed ends its sessions, with a reason; the next session makes a new one",
    options,
    async () => {
      const own = clientOf(ECHO);
      const target = host.with({ subsystem: "echo" });
      const [one, two] = [over(target, undefined, own), over(target, undefined, own)];
      const ends = [record(one), record(two)];
      for (const [at, transport] of [one, two].entries()) {
        transport.send(Buffer.from("x"));
        await ends[at]!.received(1);
      }
      for (const pid of mastersOf(process.pid)) process.kill(pid, "SIGKILL");
      for (const end of ends) assert.match((await end.closed).error!, /The SSH connection to web17 was lost/);
      const three = over(target, undefined, own);
      const end = record(three);
      three.send(Buffer.from("y"));
      assert.equal((await end.received(1)).toString(), "y");
      three.kill();
      await end.closed;
    },
  );

  test("a connection that the sshd drops is lost in ssh's own words", options, async () => {
    const transport = over(host.with({ subsystem: "echo", share: false }));
    const end = record(transport);
    transport.send(Buffer.from("x"));
    await end.received(1);
    for (const pid of childrenOf(host.pid)) process.kill(pid, "SIGKILL");
    assert.match((await end.closed).error!, /^The SSH connection to web17 was lost: .*(closed|reset|Broken)/i);
  });

  test("no ssh on PATH is an error that says so", options, async () => {
    const none = sshClient({ environment: { PATH: "/nowhere" }, home: homedir() });
    assert.match((await record(over(host.target, undefined, none)).closed).error!, /program ssh was not found/);
  });

  test("the user's own ControlPath stays in force", options, async () => {
    const folder = join(host.folder, "mine");
    mkdirSync(folder);
    const path = join(folder, "socket");
    const target = host.with({
      subsystem: "echo",
      options: { ControlMaster: "auto", ControlPath: path, ControlPersist: "1" },
    });
    const transport = over(target);
    const end = record(transport);
    transport.send(Buffer.from("x"));
    await end.received(1);
    assert.ok(existsSync(path));
    transport.kill();
    await end.closed;
  });
});

/** Masters of connections that this process shares: by their control sockets' folder. */
function mastersOf(pid: number): number[] {
  return processesWith(`remora-${pid}-`, "[mux]");
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}
