// The entry of an engine: on a thread of its own, or, for a job's endpoint, on the main one.

import { isMainThread } from "node:worker_threads";
import { serveRunspace } from "../../runspace/index.js";
import { shellBody, stopped } from "./body.js";

export { canServeJob, serveJob } from "../serve-job.js";

if (!isMainThread) serveRunspace(shellBody, stopped);
