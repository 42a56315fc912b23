// A throw-away sshd on the loopback address: own keys, own configuration, own home, gone after the tests.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { SshTarget } from "../../src/transports/index.js";

const SSHD = ["/usr/sbin/sshd", "/usr/bin/sshd", "/usr/local/sbin/sshd"].find((path) => existsSync(path));

/** Why there can be no host here, for the report; undefined where there can be one. */
export function missing(): string | undefined {
  if (process.platform === "win32") return "no sshd is tried on Windows";
  if (SSHD === undefined) return "there is no sshd on this machine (Debian: apt-get install openssh-server)";
  if (spawnSync("ssh", ["-V"]).error) return "there is no ssh on this machine";
  return undefined;
}

export interface HostOptions {
  /** Lines of sshd_config. */
  readonly config?: readonly string[];
  /** Programs by their names, as scripts: all that PATH has beside the system's own without `node`. */
  readonly programs?: Readonly<Record<string, string>>;
  /** The host has Node.js. True where absent. */
  readonly hasNode?: boolean;
  /** Files of its home. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Host {
  readonly folder: string;
  readonly home: string;
  readonly port: number;
  readonly pid: number;
  readonly target: SshTarget;
  /** The target with another's options on top. */
  with(changes: Partial<SshTarget>): SshTarget;
  stop(): Promise<void>;
}

export async function startHost(options: HostOptions = {}): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), "remora-sshd-"));
  const home = join(folder, "home");
  const bin = join(folder, "bin");
  for (const each of [home, bin]) mkdirSync(each);
  for (const name of ["host_key", "user_key"])
    spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, name)]);
  for (const [name, text] of Object.entries(options.files ?? {})) writeFileSync(join(home, name), text);
  for (const [name, text] of Object.entries(options.programs ?? {}))
    writeFileSync(join(bin, name), text, { mode: 0o755 });
  if (options.hasNode ?? true)
    writeFileSync(join(bin, "node"), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 });
  for (const tool of ["sh", "cat", "uname", "env", "sleep", "ls", "mkdir", "true", "bash"]) link(bin, tool);
  const port = await freePort();
  const user = userInfo().username;
  writeFileSync(
    join(folder, "sshd_config"),
    [
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${join(folder, "host_key")}`,
      `AuthorizedKeysFile ${join(folder, "user_key.pub")}`,
      `PidFile ${join(folder, "pid")}`,
      "StrictModes no",
      "UsePAM no",
      "PasswordAuthentication no",
      "PermitRootLogin yes",
      "MaxStartups 100",
      "LogLevel ERROR",
      "Subsystem echo /bin/cat",
      `SetEnv HOME=${home} PATH=${bin} BASH_ENV=`,
      ...(options.config ?? []),
      "",
    ].join("\n"),
  );
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  writeFileSync(
    join(folder, "known_hosts"),
    `[127.0.0.1]:${port} ${readFileSync(join(folder, "host_key.pub"), "utf8")}`,
  );
  const server = spawn(SSHD!, ["-D", "-e", "-f", join(folder, "sshd_config")], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  await listening(port, server, () => said);
  const target: SshTarget = {
    address: "127.0.0.1",
    user,
    port,
    keyFile: join(folder, "user_key"),
    options: {
      UserKnownHostsFile: join(folder, "known_hosts"),
      GlobalKnownHostsFile: "/dev/null",
      IdentityAgent: "none",
    },
  };
  return {
    folder,
    home,
    port,
    pid: server.pid!,
    target,
    with: (changes) => ({ ...target, ...changes, options: { ...target.options, ...changes.options } }),
    async stop() {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      if (server.exitCode === null) {
        server.kill("SIGKILL");
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function link(bin: string, tool: string): void {
  const real = ["/bin", "/usr/bin"].map((folder) => join(folder, tool)).find((path) => existsSync(path));
  if (real) writeFileSync(join(bin, tool), `#!/bin/sh\nexec ${real} "$@"\n`, { mode: 0o755, flag: "wx" });
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function listening(port: number, server: ChildProcess, said: () => string): Promise<void> {
  const { connect } = await import("node:net");
  for (;;) {
    if (server.exitCode !== null) throw new Error(`sshd has ended: ${said()}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.on("error", () => resolve(false)).on("connect", () => socket.destroy());
    });
    if (open) return;
  }
}
