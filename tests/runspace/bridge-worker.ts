// An engine thread for the bridge's tests: no PowerShell in it, just a few tricks by name.

import { type EngineBridge, ITEM, type RunEnd, serveRunspace, startNativeProcess } from "../../src/runspace/index.js";

class Stopped extends Error {}

const tricks: Record<string, (bridge: EngineBridge, arg: number) => void> = {
  count(bridge, n) {
    for (let i = 1; i <= n; i++) bridge.emit(ITEM.output, `<I32>${i}</I32>`, 12);
  },
  calls(bridge, n) {
    for (let i = 0; i < n; i++) bridge.call("echo", "twice", i);
    bridge.emit(ITEM.output, String(bridge.call("echo", "twice", n)), 8);
  },
  spin(bridge) {
    while (!bridge.stopRequested);
    throw new Stopped();
  },
  stubborn() {
    for (;;);
  },
  sleep(bridge, ms) {
    bridge.emit(ITEM.output, "before", 8);
    bridge.sleep(ms);
    if (bridge.stopRequested) throw new Stopped();
    bridge.emit(ITEM.output, "after", 8);
  },
  outputThenSpin(bridge) {
    bridge.emit(ITEM.output, "seen", 8);
    while (!bridge.stopRequested);
    throw new Stopped();
  },
  input(bridge) {
    for (let item = bridge.nextInput(); item !== undefined; item = bridge.nextInput())
      bridge.emit(ITEM.output, item + "!", 8);
  },
  refused(bridge) {
    bridge.call("echo", "refuse");
  },
  waitForever(bridge) {
    bridge.call("echo", "never");
  },
  native(bridge) {
    const env = new Map(Object.entries(process.env) as [string, string][]);
    const program = startNativeProcess(bridge, {
      file: process.execPath,
      args: ["-e", "process.stdin.pipe(process.stdout)"],
      cwd: process.cwd(),
      env,
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
    });
    program.write(Uint8Array.from([0, 255, 10, 13, 128]));
    program.closeInput();
    const bytes: number[] = [];
    for (;;) {
      const chunk = program.read();
      if (chunk.stream === "exit") bridge.emit(ITEM.output, `${bytes.join(",")};${chunk.code}`, 8);
      if (chunk.stream !== "stdout") break;
      bytes.push(...chunk.bytes);
    }
  },
};

serveRunspace(
  (bridge) => ({
    open() {},
    answer: (method, args) => [method, ...args],
    run(request) {
      const { trick, arg } = request as { trick: string; arg: number };
      const facts = { location: "/", lastExitCode: null, succeeded: true, exitCode: undefined };
      let end: RunEnd = { state: "Completed" };
      try {
        tricks[trick]!(bridge, arg);
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        end = { state: "Stopped" };
      }
      return { end, facts };
    },
  }),
  () => {
    throw new Stopped();
  },
);
