// Sessions with computers, opened as the cmdlet's parameters say.

import type { CmdletContext } from "../../engine/index.js";
import type { KeepOptions } from "../../sessions/index.js";
import type { ComputerTarget } from "../services/session-data.js";
import { openingTerms, type SessionCmdletWorld, uiFacts } from "./connection-parameters.js";

/** One result a computer: its session, or why there is none. */
export function openSessions(
  context: CmdletContext,
  world: SessionCmdletWorld,
  targets: readonly ComputerTarget[],
  keep?: KeepOptions,
): ReturnType<SessionCmdletWorld["sessions"]["open"]> {
  const { bound } = context;
  return world.sessions.open({
    targets,
    ui: uiFacts(context),
    ...(keep && { keep }),
    ...(bound["Name"] && { names: [bound["Name"]].flat() }),
    ...(bound["ThrottleLimit"] !== undefined && { throttleLimit: bound["ThrottleLimit"] }),
    ...openingTerms(context),
  });
}
