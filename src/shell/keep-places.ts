// Where this program's keeper is: the same for the relay that looks for it and for the keeper itself.

import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { keeperPlaces, type Places } from "../keeper/index.js";

const VERSION = "0.1.0";
/** The variable in which an endpoint finds whom it stands for; also in sessions/, which the relay does without. */
const ENDPOINT_VARIABLE = "REMORA_ENDPOINT";

type Environment = Readonly<Record<string, string | undefined>>;

/** `bundles`: the folder, or the single file, that this program was started from. `env`: of whom the sessions are. */
export function ownPlaces(bundles: string, env: Environment = process.env): Places {
  return keeperPlaces({ version: `${VERSION}-${stampOf(bundles)}`, identity: env[ENDPOINT_VARIABLE] ?? "", env });
}

/** Tells builds of one version apart. The name of a single file says what is in it; its time is when it was last used. */
function stampOf(bundles: string): string {
  if (statSync(bundles, { throwIfNoEntry: false })?.isFile())
    return basename(bundles)
      .replace(/^endpoint-/, "")
      .slice(0, 8);
  const built = statSync(join(bundles, "keeper.cjs"), { throwIfNoEntry: false });
  return built === undefined ? "0" : Math.round(built.mtimeMs).toString(36);
}
