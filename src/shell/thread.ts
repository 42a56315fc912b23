// The first code of a thread: that of an engine, or of the services for one that has the main thread.

import { join } from "node:path";
import { workerData } from "node:worker_threads";
import { load } from "./load-bundle.js";

const { role } = workerData as { readonly role?: "services" };
if (role === "services") load(join(__dirname, "services.cjs"));
else (load(join(__dirname, "engine.cjs")) as { serve(): void }).serve();
