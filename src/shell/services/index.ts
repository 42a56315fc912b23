// The services that the host thread gives the engine thread of a shell: jobs and sessions.

import type { ShellServices } from "../shell-runspace.js";

export interface ShellServicesOptions {
  /** Program and arguments of an endpoint, for jobs and for this computer's sessions. */
  readonly endpoint: readonly string[];
}

export function shellServices(_options: ShellServicesOptions): ShellServices {
  return { services: {}, dispose: () => Promise.resolve() };
}
