// An engine with everything a plain runspace has, for tests.

import { installCmdlets } from "../../src/cmdlets/index.js";
import { createEngine, type EngineRuntime } from "../../src/engine/index.js";
import { testHost, type TestHostOptions } from "./test-host.js";

export function createTestRunspace(location: string, options: TestHostOptions = {}): EngineRuntime {
  const engine = createEngine(testHost(options), { location });
  installCmdlets(engine);
  return engine;
}
