// What a runspace is told when it is opened: its host's name, where it starts, whom it stands for.

import type { EngineRuntime, Host } from "../../engine/index.js";
import type { EngineBridge } from "../../runspace/index.js";
import type { OpenRequest } from "../requests.js";

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** PowerShell's own: Enter-PSSession asks the far end for it before each line. */
const PROMPT =
  "function global:prompt { \"PS $($executionContext.SessionState.Path.CurrentLocation)$('>' * ($nestedPromptLevel + 1)) \" }";

export function openRunspace(engine: EngineRuntime, host: Host, request: OpenRequest, bridge: EngineBridge): void {
  const open = host as Writable<Host>;
  open.name = request.hostName;
  if (request.interactive)
    open.interactive = {
      pushRunspace: (session) => bridge.call("console", "push", session),
      popRunspace: () => bridge.call("console", "pop"),
      get isRunspacePushed() {
        return bridge.call("console", "isPushed") as boolean;
      },
    };
  if (!engine.global.root.functions?.has("prompt")) engine.invoke(engine.scriptBlock(PROMPT), { newScope: false });
  const { identity } = request;
  if (identity?.name) {
    (open.computer as Writable<Host["computer"]>).name = identity.name;
    // The system's own `hostname` knows only the computer that all these endpoints share.
    engine.invoke(engine.scriptBlock(`function global:hostname { '${identity.name.replaceAll("'", "''")}' }`), {
      newScope: false,
    });
  }
  for (const [name, root] of Object.entries(identity?.drives ?? {}))
    engine.location.addDrive({ name, provider: "FileSystem", root, current: "" });
  engine.location.setCurrent(request.start);
}
