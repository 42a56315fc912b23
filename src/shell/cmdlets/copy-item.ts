// Copy-Item -ToSession and -FromSession: over what a plain runspace's Copy-Item does.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { copyFromSession } from "../copy/from-session.js";
import { copyToSession } from "../copy/to-session.js";
import { PSSESSION, type SessionObject } from "../engine/session-objects.js";
import { type SessionCmdletWorld, sessionOf } from "./connection-parameters.js";

export function copyItemInSessions(plain: CmdletDefinition, world: SessionCmdletWorld): CmdletDefinition {
  return {
    ...plain,
    parameters: {
      ...plain.parameters,
      FromSession: {
        type: PSSESSION,
        validate: [{ kind: "NotNullOrEmpty" }],
        help: "The session whose computer -Path is on.",
      },
      ToSession: {
        type: PSSESSION,
        validate: [{ kind: "NotNullOrEmpty" }],
        help: "The session whose computer -Destination is on.",
      },
    },
    examples: [
      ...(plain.examples ?? []),
      { code: "Copy-Item report.csv -Destination /srv/in -ToSession $s", runs: false },
      { code: "Copy-Item /var/log/app -Destination . -Recurse -FromSession $s", runs: false },
    ],
    run(context) {
      const { bound } = context;
      if (bound["ToSession"] === undefined && bound["FromSession"] === undefined) return plain.run(context);
      return {
        process() {
          const session = chosen(context);
          if (!session) return;
          const copying = { context, world, session };
          if (bound["ToSession"] === undefined) copyFromSession(copying);
          else copyToSession(copying);
        },
      };
    },
  };
}

/** The session to copy over, where it and the paths will do. */
function chosen(context: CmdletContext): SessionObject | undefined {
  const { bound } = context;
  const to = sessionOf(bound["ToSession"]);
  const from = sessionOf(bound["FromSession"]);
  const fail = (
    type: string,
    message: string,
    id: string,
    category: "InvalidArgument" | "InvalidOperation",
  ): undefined => void context.writeError(context.error(type, message, id, category, to ?? from));
  if (to && from)
    return fail(
      "System.ArgumentException",
      "'-FromSession' and '-ToSession' are mutually exclusive and cannot be specified at the same time.",
      "InvalidInput",
      "InvalidArgument",
    );
  const session = to ?? from;
  if (!session) return undefined;
  const { availability } = session.view;
  if (availability !== "Available")
    return fail(
      "System.InvalidOperationException",
      `Cannot perform operation because the session Availability is set to ${availability}.`,
      "SessionIsNotAvailable",
      "InvalidOperation",
    );
  if (to && !bound["Destination"])
    return fail(
      "System.ArgumentNullException",
      "Value cannot be null. (Parameter ''Destination' parameter cannot be null or empty.')",
      "CopyItemRemoteDestinationIsNullOrEmpty",
      "InvalidArgument",
    );
  return session;
}
