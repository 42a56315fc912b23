// The entry of an engine thread.

import { serveRunspace } from "../../runspace/index.js";
import { shellBody, stopped } from "./body.js";

serveRunspace(shellBody, stopped);
