// The two ways to run an engine: on a thread of its own, or, for a job's endpoint, on the main one.

import { serveRunspace } from "../../runspace/index.js";
import { shellBody, stopped } from "./body.js";

export { canServeJob, serveJob } from "../serve-job.js";

export function serve(): void {
  serveRunspace(shellBody, stopped);
}
