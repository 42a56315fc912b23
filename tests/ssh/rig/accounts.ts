// The user database of a computer of the rig: the machine's own system accounts, and people.

import { readFileSync } from "node:fs";

export interface Account {
  readonly name: string;
  readonly id: number;
  /** /home/NAME where absent. */
  readonly home?: string;
  /** /bin/bash where absent. */
  readonly shell?: string;
  /** As crypt(3) has it; an account without one is reached by key alone. */
  readonly passwordHash?: string;
}

export function homeOf(account: Account): string {
  return account.home ?? `/home/${account.name}`;
}

/** People come first: whose number a person shares is called by the person's name. */
export function passwd(people: readonly Account[]): string {
  const lines = people.map((one) =>
    [one.name, "x", one.id, one.id === 0 ? 0 : 100, "", homeOf(one), one.shell ?? "/bin/bash"].join(":"),
  );
  const machine = readFileSync("/etc/passwd", "utf8").trimEnd().split("\n");
  const system = machine.filter((line) => !people.some((one) => line.startsWith(`${one.name}:`)));
  if (!system.some((line) => line.startsWith("sshd:"))) system.push("sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin");
  return `${[...lines, ...system].join("\n")}\n`;
}

export function shadow(people: readonly Account[]): string {
  return people.map((one) => `${one.name}:${one.passwordHash ?? "*"}:19000:0:99999:7:::\n`).join("");
}
