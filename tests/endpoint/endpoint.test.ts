// The endpoint, spoken to by our own client, with a scripted runner behind it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Endpoint, type EndpointOptions } from "../../src/endpoint/index.js";
import {
  type ClientEvent,
  type CreatePipeline,
  type InitRunspacePool,
  NO_HOST,
  OutOfProcessClient,
  decodeApplicationPrivateData,
  decodeHostCall,
  decodePipelineState,
  encodeCreatePipeline,
  encodeGetCommandMetadata,
  encodeHostResponse,
  encodeInitRunspacePool,
  primitiveDictionary,
  scriptPipeline,
} from "../../src/protocol/index.js";
import { BASE64 } from "../protocol/support/captures.js";
import { type Script, type ScriptedRunner, SIMPLE, scriptedRunner } from "./scripted-runner.js";

const POOL = "aaaaaaaa-0000-0000-0000-000000000001";
const id = (number: number): string => `aaaaaaaa-0000-0000-0000-00000000010${number}`;
const HOST = { ...NO_HOST, isHostNull: false, isHostUINull: false, useRunspaceHost: false };

interface Pair {
  readonly client: OutOfProcessClient;
  readonly endpoint: Endpoint;
  readonly runner: ScriptedRunner;
  /** Everything the client heard; the last is what `heard` has not given yet. */
  readonly events: ClientEvent[];
  readonly exitCodes: number[];
  /** Lets both talk until neither has more to say. */
  pump(): void;
  /** What the client heard since the last time, in short. */
  heard(): string[];
  run(number: number, script: string, more?: Partial<CreatePipeline>): void;
}

function pair(options: Partial<EndpointOptions> = {}, script: Script = SIMPLE, opensAtOnce = true): Pair {
  const runner = scriptedRunner(script, opensAtOnce);
  const events: ClientEvent[] = [];
  const exitCodes: number[] = [];
  let told = 0;
  const client = new OutOfProcessClient({ runspacePoolId: POOL, base64: BASE64 });
  const endpoint = new Endpoint({
    factory: runner.factory,
    base64: BASE64,
    psVersionTable: [["PSVersion", "7.6.9"]],
    errors: "stdout",
    flush: () => undefined,
    ended: (code) => exitCodes.push(code),
    ...options,
  });
  function pump(): void {
    for (;;) {
      const up = client.take();
      if (up !== "") endpoint.receive(up);
      const down = endpoint.take();
      if (down !== "") events.push(...client.receive(down));
      if (up === "" && down === "") return;
    }
  }
  return {
    client,
    endpoint,
    runner,
    events,
    exitCodes,
    pump,
    heard() {
      pump();
      const news = events.slice(told);
      told = events.length;
      return news.map(brief);
    },
    run(number, text, more = {}) {
      client.machine.createPipeline(
        id(number),
        encodeCreatePipeline({ ...scriptPipeline(text, [], NO_HOST), ...more }),
      );
      pump();
    },
  };
}

function brief(event: ClientEvent): string {
  const pipeline = "pipelineId" in event ? `${event.pipelineId.at(-1)} ` : "";
  if (event.type === "PIPELINE_OUTPUT") return `${pipeline}${event.payload}`;
  if (event.type === "PIPELINE_STATE" || event.type === "RUNSPACEPOOL_STATE") return `${pipeline}${event.state}`;
  if (event.type === "RUNSPACE_AVAILABILITY") return `availability ${event.answer}`;
  if (event.type === "PIPELINE_HOST_CALL") return `${pipeline}${decodeHostCall(event.payload).method}`;
  return `${pipeline}${event.type}`;
}

const INIT: InitRunspacePool = {
  minRunspaces: 1,
  maxRunspaces: 1,
  threadOptions: 0,
  apartmentState: 2,
  applicationArguments: primitiveDictionary(),
  hostInfo: HOST,
};

function openPair(init: Partial<InitRunspacePool> = {}, ...rest: Parameters<typeof pair>): Pair {
  const made = pair(...rest);
  made.client.machine.open(encodeInitRunspacePool({ ...INIT, ...init }));
  made.pump();
  return made;
}

const OPENED = ["SESSION_CAPABILITY", "APPLICATION_PRIVATE_DATA", "Opened"];

test("a session opens, runs a script and closes", () => {
  const { client, heard, run, runner } = openPair();
  assert.deepEqual(heard(), OPENED);
  run(1, "'one'");
  assert.deepEqual(heard(), ["1 PipelineStarted", "1 <S>one</S>", "1 Completed"]);
  client.machine.closePipeline(id(1));
  assert.deepEqual(heard(), ["1 PipelineClosed"]);
  client.machine.close();
  assert.deepEqual(heard(), ["Closing", "Closed", "RunspacePoolClosed"]);
  assert.ok(runner.runspaces[0]?.closed);
});

test("the pool opens when its runspace does, and the pipelines that were asked for before run then", () => {
  const { heard, run, runner } = openPair({}, {}, SIMPLE, false);
  assert.deepEqual(heard(), ["SESSION_CAPABILITY"]);
  runner.runspaces[0]!.events.opened();
  assert.deepEqual(heard(), OPENED.slice(1));
  run(1, "'one'");
  assert.deepEqual(heard(), ["1 PipelineStarted", "1 <S>one</S>", "1 Completed"]);
});

test("a runspace that cannot be opened breaks the pool, and says why", () => {
  const { heard, runner, events } = openPair({}, {}, SIMPLE, false);
  runner.runspaces[0]!.events.broken("no room");
  assert.deepEqual(heard(), ["SESSION_CAPABILITY", "Broken", "RunspacePoolBroken"]);
  const broken = events.find((event) => event.type === "RunspacePoolBroken");
  assert.equal(broken?.error.message, "no room");
  assert.equal(broken?.error.fullyQualifiedErrorId, "RunspacePoolBroken");
});

test("initial scripts run before the pool opens", () => {
  const { heard, runner } = openPair({}, { initialScripts: ["'first'", "'second'"] });
  assert.deepEqual(heard(), ["SESSION_CAPABILITY", "InitialScriptState", "InitialScriptState", ...OPENED.slice(1)]);
  assert.deepEqual(
    runner.runs.map((run) => run.command),
    ["'first'", "'second'"],
  );
});

for (const [name, init, keys] of [
  ["one runspace", {}, 6],
  ["a pool", { maxRunspaces: 3 }, 1],
  ["a client that says nothing of itself", { applicationArguments: null }, 1],
] as const)
  test(`the private data of ${name} has ${keys} entries`, () => {
    const { events } = openPair(init);
    const data = events.find((event) => event.type === "APPLICATION_PRIVATE_DATA")!;
    assert.equal(decodeApplicationPrivateData(data.payload)?.size, keys);
  });

test("input goes to the pipeline as it comes, and ends", () => {
  const { client, heard, run, runner } = openPair();
  run(1, "$input", { noInput: false });
  heard();
  client.machine.sendInput(id(1), ["<I32>1</I32>", ""]);
  assert.deepEqual(heard(), ["1 <I32>1</I32>", "1 "]);
  client.machine.sendInput(id(1), "<I32>2</I32>");
  client.machine.endInput(id(1));
  assert.deepEqual(heard(), ["1 <I32>2</I32>", "1 Completed"]);
  assert.ok(runner.run("$input").inputEnded);
});

test("a failure carries its error record, an exit tells the host to leave", () => {
  const { heard, run, events } = openPair();
  run(1, "throw");
  assert.deepEqual(heard().slice(3), ["1 PipelineStarted", "1 Failed"]);
  const state = events.find((event) => event.type === "PIPELINE_STATE")!;
  const { error } = decodePipelineState(state.payload);
  assert.equal(error?.exception instanceof Object && "message" in error.exception && error.exception.message, "thrown");
  run(2, "exit 5");
  assert.deepEqual(heard(), ["2 PipelineStarted", "2 SetShouldExit", "2 Completed"]);
});

test("a stop reaches the runner; what it writes meanwhile arrives before the last state", () => {
  const { client, heard, run } = openPair({}, {}, (each, what) => {
    if (what !== "stop") return;
    each.events.data("PIPELINE_OUTPUT", ["<S>finally</S>"]);
    each.events.ended({ state: "Stopped" });
  });
  run(1, "wait");
  client.machine.stop(id(1));
  assert.deepEqual(heard().slice(4), ["1 <S>finally</S>", "1 Stopped", "1 PipelineSignalled"]);
});

test("a close of a pipeline that runs stops it", () => {
  const { client, heard, run, runner } = openPair();
  run(1, "wait");
  client.machine.closePipeline(id(1));
  assert.deepEqual(heard().slice(4), ["1 Stopped", "1 PipelineClosed"]);
  assert.ok(runner.run("wait").stopped);
});

test("more commands than runspaces wait for their turn", () => {
  const { client, heard, run, runner } = openPair({ maxRunspaces: 2 });
  heard();
  run(1, "wait");
  run(2, "wait");
  run(3, "'third'");
  assert.equal(runner.runspaces.length, 2);
  assert.deepEqual(heard(), ["1 PipelineStarted", "2 PipelineStarted", "3 PipelineStarted"]);
  client.machine.getAvailableRunspaces();
  assert.deepEqual(heard(), ["availability 0"]);
  client.machine.stop(id(2));
  assert.deepEqual(heard(), ["2 Stopped", "2 PipelineSignalled", "3 <S>third</S>", "3 Completed"]);
  client.machine.getAvailableRunspaces();
  assert.deepEqual(heard(), ["availability 1"]);
});

test("a command that waits can be stopped", () => {
  const { client, heard, run } = openPair();
  run(1, "wait");
  run(2, "'never'");
  heard();
  client.machine.stop(id(2));
  assert.deepEqual(heard(), ["2 Stopped", "2 PipelineSignalled"]);
});

test("the bounds of the pool can be set as far as they make sense", () => {
  const { client, heard } = openPair({ minRunspaces: 2, maxRunspaces: 5 });
  heard();
  for (const count of [7, 1, 0]) client.machine.setMaxRunspaces(count);
  for (const count of [3, 8]) client.machine.setMinRunspaces(count);
  client.machine.getAvailableRunspaces();
  client.machine.resetRunspaceState();
  assert.deepEqual(
    heard(),
    [true, false, false, true, false, 7, false].map((answer) => `availability ${answer}`),
  );
});

test("a single runspace is reset while it is free", () => {
  const { client, heard, run } = openPair();
  heard();
  client.machine.resetRunspaceState();
  assert.deepEqual(heard(), ["availability true"]);
  run(1, "wait");
  heard();
  client.machine.resetRunspaceState();
  assert.deepEqual(heard(), ["availability false"]);
});

test("the debugger's commands are completed without bothering an engine", () => {
  const { heard, run, runner } = openPair();
  heard();
  const [[first] = []] = scriptPipeline("__Set-PSDebugMode", [], NO_HOST).statements;
  run(1, "", { statements: [[{ ...first!, isScript: false }]] });
  assert.deepEqual(heard(), ["1 PipelineStarted", "1 Completed"]);
  assert.equal(runner.runs.length, 0);
});

test("a nested pipeline runs where another one does", () => {
  const { heard, run, runner } = openPair();
  run(1, "wait");
  run(2, "'nested'", { isNested: true });
  assert.deepEqual(heard().slice(5), ["2 <S>nested</S>", "2 Completed"]);
  assert.ok(runner.run("'nested'").request.isNested);
  run(3, "'alone'");
  assert.deepEqual(heard(), ["3 PipelineStarted"]);
});

test("command metadata comes as two pipelines under one id", () => {
  const counts = ["<I32>1</I32>", "<S>the command</S>"];
  const { client, heard, runner } = openPair({}, {}, (each) => {
    each.events.data("PIPELINE_OUTPUT", [counts.shift()!]);
    each.events.ended({ state: "Completed" });
  });
  heard();
  const question = {
    name: ["Out-Default"],
    commandType: 271,
    namespace: null,
    fullyQualifiedModule: null,
    argumentList: null,
  };
  client.machine.getCommandMetadata(id(1), encodeGetCommandMetadata(question));
  assert.deepEqual(heard(), ["1 PipelineStarted", "1 <I32>1</I32>", "1 <S>the command</S>", "1 Completed"]);
  assert.deepEqual(
    runner.runs.map((run) => run.command),
    ["Get-Command", "Get-Command"],
  );
});

test("a host call is asked, and answered to the one who asked", () => {
  const answers: unknown[] = [];
  const { client, heard, run, events, runner } = openPair({}, {}, (each, what) => {
    if (what !== "start") return;
    each.events.hostCall("WriteLine2", ["hello"]);
    each.events.hostCall("ReadLine", [], (response) => answers.push(response.result));
    each.events.hostCall("ReadLine", [], (response) => answers.push(response.result));
  });
  run(1, "read");
  assert.deepEqual(heard().slice(4), ["1 WriteLine2", "1 ReadLine", "1 ReadLine"]);
  const calls = events.flatMap((event) => (event.type === "PIPELINE_HOST_CALL" ? [decodeHostCall(event.payload)] : []));
  assert.deepEqual(
    calls.map((call) => call.callId),
    [-100n, 1n, 2n],
  );
  client.machine.respondToHostCall(id(1), encodeHostResponse({ method: "ReadLine", callId: 2n, result: "two" }));
  client.machine.respondToHostCall(id(1), encodeHostResponse({ method: "ReadLine", callId: 1n, result: "one" }));
  client.machine.respondToHostCall(id(1), encodeHostResponse({ method: "ReadLine", callId: 1n, result: "again" }));
  heard();
  assert.deepEqual(answers, ["two", "one"]);
  runner.run("read").events.ended({ state: "Completed" });
  assert.deepEqual(heard(), ["1 Completed"]);
});

test("a client without a host is not called, and who asks is told so", () => {
  const errors: unknown[] = [];
  const { heard, run } = openPair({ hostInfo: NO_HOST }, {}, (each, what) => {
    if (what !== "start") return;
    each.events.hostCall("WriteLine2", ["hello"]);
    each.events.hostCall("ReadLine", [], (response) => errors.push(response.error));
    each.events.ended({ state: "Completed" });
  });
  run(1, "read");
  assert.deepEqual(heard().slice(3), ["1 PipelineStarted", "1 Completed"]);
  assert.match(String(errors[0]), /does not support user interaction/);
});

test("a runspace that dies fails its pipeline, and breaks a pool that has no other", () => {
  const { heard, run, runner, events } = openPair();
  run(1, "wait");
  runner.runspaces[0]!.events.broken("The engine thread was terminated.");
  assert.deepEqual(heard().slice(4), ["1 Failed", "Broken", "RunspacePoolBroken"]);
  const failed = events.find((event) => event.type === "PIPELINE_STATE");
  assert.match(failed?.payload ?? "", /The engine thread was terminated\..*PSSessionStateBroken/s);
  const broken = events.find((event) => event.type === "RunspacePoolBroken");
  assert.equal(broken?.error.message, "The engine thread was terminated.");
  assert.equal(runner.runspaces.length, 1);
});

test("of a pool with room for more a runspace that dies is replaced", () => {
  const { heard, run, runner } = openPair({ maxRunspaces: 2 });
  run(1, "wait");
  runner.runspaces[0]!.events.broken("The engine thread was terminated.");
  assert.deepEqual(heard().slice(4), ["1 Failed"]);
  run(2, "'again'");
  assert.deepEqual(heard(), ["2 PipelineStarted", "2 <S>again</S>", "2 Completed"]);
  assert.equal(runner.runspaces.length, 2);
});

test("what a runner says after the end goes nowhere", () => {
  const { heard, run, runner } = openPair();
  run(1, "'one'");
  heard();
  const { events } = runner.run("'one'");
  events.data("PIPELINE_OUTPUT", ["<S>late</S>"]);
  events.hostCall("WriteLine2", ["late"]);
  events.ended({ state: "Failed", message: "late" });
  assert.deepEqual(heard(), []);
});

test("a command that cannot be read fails with the reason", () => {
  const { client, heard } = openPair();
  heard();
  client.machine.createPipeline(id(1), '<Obj RefId="0"><MS><B N="NoInput">true</B></MS></Obj>');
  assert.deepEqual(heard(), ["1 PipelineStarted", "1 Failed"]);
});

test("events are forwarded while the pool is open", () => {
  const { heard, runner } = openPair();
  heard();
  runner.runspaces[0]!.events.userEvent("<S>event</S>");
  assert.deepEqual(heard(), ["USER_EVENT"]);
});

test("one session after another is served by the same endpoint", () => {
  const first = openPair();
  first.client.machine.close();
  assert.deepEqual(first.heard().slice(3), ["Closing", "Closed", "RunspacePoolClosed"]);
  const second = new OutOfProcessClient({ runspacePoolId: id(9), base64: BASE64 });
  second.machine.open(encodeInitRunspacePool(INIT));
  first.endpoint.receive(second.take());
  assert.deepEqual(second.receive(first.endpoint.take()).map(brief), OPENED);
});

test("the end of the input stops every pipeline, closes every runspace and ends", () => {
  const { endpoint, run, runner, exitCodes, pump, client } = openPair({ maxRunspaces: 2 });
  run(1, "wait");
  run(2, "wait");
  client.take();
  endpoint.end();
  const said = endpoint.take().trim().split("\n");
  assert.equal(said.at(-1)?.startsWith('__NamedPipeError__:An unknown element "" was received.'), true);
  assert.deepEqual(
    runner.runs.map((each) => each.stopped),
    [true, true],
  );
  assert.deepEqual(
    runner.runspaces.map((each) => each.closed),
    [true, true],
  );
  assert.deepEqual(exitCodes, [4000]);
  pump();
});

test("a runspace is closed when its pipeline has ended, not before", () => {
  const { endpoint, run, runner, exitCodes, client } = openPair({}, {}, () => undefined);
  run(1, "slow to stop");
  client.take();
  endpoint.end();
  assert.ok(runner.run("slow to stop").stopped);
  assert.equal(runner.runspaces[0]?.closed, false);
  runner.run("slow to stop").events.ended({ state: "Stopped" });
  assert.equal(runner.runspaces[0]?.closed, true);
  assert.deepEqual(exitCodes, [4000]);
});

test("a line that is none ends the endpoint with an error", () => {
  const { endpoint, exitCodes, runner } = openPair({}, { errors: "stderr" });
  endpoint.receive("hello server\n");
  assert.equal(endpoint.takeErrors(), "hello server\n");
  assert.deepEqual(exitCodes, [4000]);
  assert.ok(runner.runspaces[0]?.closed);
});

test("packed output arrives as it was given", () => {
  const many = Array.from({ length: 5000 }, (_, at) => `<I32>${at}</I32>`);
  const { heard, run } = openPair({}, { batch: true }, (each) => {
    each.events.data("PIPELINE_OUTPUT", many);
    each.events.data("VERBOSE_RECORD", ["<S>v</S>"]);
    each.events.ended({ state: "Completed" });
  });
  heard();
  run(1, "many");
  assert.deepEqual(heard(), [
    "1 PipelineStarted",
    ...many.map((each) => `1 ${each}`),
    "1 VERBOSE_RECORD",
    "1 Completed",
  ]);
});
