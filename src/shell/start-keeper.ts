// How a keeper is started: in a group of its own, with nothing of whoever starts it but its environment.

import { spawn } from "node:child_process";

const KEEPER_ARGUMENT = "-Keeper";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a session's runspace is started with. */
export function sessionEnvironment(env: Environment = process.env): Record<string, string> {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = env;
  return Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** `endpoint`: program and arguments that serve PSRP. The promise settles when the keeper has ended. */
export function startKeeper(endpoint: readonly string[], env: Environment = process.env): Promise<void> {
  // A keeper has nothing of the connection that it was started for.
  const { SSH_CONNECTION: _c, SSH_CLIENT: _d, SSH_TTY: _t, ...rest } = sessionEnvironment(env);
  const [file = "", ...args] = endpoint;
  return new Promise((resolve) => {
    const keeper = spawn(file, [...args.filter((argument) => argument !== "-s"), KEEPER_ARGUMENT], {
      detached: true,
      stdio: "ignore",
      cwd: "/",
      env: rest,
      windowsHide: true,
    });
    keeper.unref();
    keeper.once("exit", () => resolve());
    keeper.once("error", () => resolve());
  });
}
