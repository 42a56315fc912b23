// The kinds of hosts there are, by the names the tests call them.

import type { HostKind } from "./rig.js";
import { ME } from "./host.js";

/** The password of whoever logs in with one; its hash is what `openssl passwd -6` made of it. */
export const PASSWORD = "correct horse";
const PASSWORD_HASH =
  "$6$remora$dRN5AdZiYmSoat8QE5dCwZxsVl7hzpx2kwt1i.c2gAs5g54c7nUNLBx0vW3Ud/qJT0HH8XsjeNcEy1bgmybRp1";

/** The real engine as its package would be set up behind sshd. */
export const REAL_POWERSHELL: HostKind = { has: ["checkout"], subsystem: "CHECKOUT/dist/peer/peer serve -sshs" };

/** Has nothing but Node.js: the endpoint is brought there. */
export const ONLY_NODE: HostKind = { has: ["node"] };

/** A keeper that has nothing to keep leaves at once, and does not wait for the next session. */
export const KEEPER_LEAVES: HostKind = { sshd: ["SetEnv REMORA_KEEPER_LINGER_MS=200"] };

/** Somebody installed Remora there. */
export const INSTALLED: HostKind = { has: ["node", "remora"] };

/** Remora is its `powershell` subsystem, as PowerShell's documentation sets up `pwsh`. */
export const AS_SUBSYSTEM: HostKind = {
  has: ["node", "remora"],
  subsystem: "/usr/local/bin/remora -sshs -NoLogo -NoProfile",
};

/** Neither PowerShell nor Remora nor Node.js. */
export const NOTHING: HostKind = { has: [] };

/** Talks before it is asked. */
export const NOISY: HostKind = {
  has: ["node"],
  sshd: ["Banner /etc/ssh/banner", "PrintMotd yes"],
  files: {
    ".bashrc": 'echo "Welcome to $(hostname)!"\necho "Last login: never" >&2\nprintf "Disk usage: 97%%"\n',
    ".ssh/rc": 'echo "rc: nothing special today"\n',
  },
};

/** Asks for a password. */
export const ASKING: HostKind = {
  has: ["node"],
  people: [
    { ...ME, passwordHash: PASSWORD_HASH },
    { name: "alice", id: 4002, passwordHash: PASSWORD_HASH },
  ],
  sshd: ["PubkeyAuthentication no", "PasswordAuthentication yes"],
};

/** Only its name and a passphrase open it: the key that needs one. */
export const LOCKED: HostKind = { has: ["node"], config: ["IdentityFile ~/.ssh/locked", "IdentitiesOnly yes"] };

/** As far as a client can tell, Windows: the shell does not speak POSIX, and there is a `powershell` subsystem. */
export const WINDOWS: HostKind = {
  has: ["node", "remora"],
  people: [{ ...ME, shell: "/usr/local/bin/cmd.exe" }],
  subsystem: "/usr/local/bin/remora -sshs",
  programs: {
    "cmd.exe": `#!/bin/sh
case "$2" in
  /usr/local/bin/remora*) exec $2 ;; # a subsystem's command is run by the shell
esac
first=\${2%% *}
printf "'%s' is not recognized as an internal or external command,\\r\\noperable program or batch file.\\r\\n" "$first" >&2
exit 1
`,
  },
};

/** Its home has room for hardly anything. */
export const FULL: HostKind = { has: ["node"], cacheBytes: 64 * 1024 };
