// The body of an engine thread: one runspace's engine, made as soon as the thread starts, and what runs in it.

import { writeValue } from "../../clixml/index.js";
import { installCmdlets } from "../../cmdlets/index.js";
import {
  createEngine,
  type EngineRuntime,
  ParameterText,
  PipelineStopped,
  type RunOptions,
  type RunResult,
} from "../../engine/index.js";
import { base64Length, type CreatePipeline, decodeCreatePipeline } from "../../protocol/index.js";
import { bridgeHost, type EngineBridge, type RunEnd, type RunFacts, type RunspaceBody } from "../../runspace/index.js";
import { readValue } from "../../clixml/index.js";
import type { OpenRequest, PipelineRequest, RunRequest, TextRequest } from "../requests.js";
import { installShellCmdlets } from "../cmdlets/index.js";
import { commandsOf } from "./commands.js";
import { complete, type CompletionResult } from "./complete.js";
import { displayStreams, showError } from "./display.js";
import { enteredSessions } from "./entered.js";
import { readClientAnswer } from "./host-calls.js";
import { openRunspace } from "./open.js";
import { remember } from "./remember.js";
import { wireStreams } from "./wire.js";

/** Throws what unwinds a pipeline that was stopped. */
export function stopped(): never {
  throw new PipelineStopped();
}

export function shellBody(bridge: EngineBridge): RunspaceBody {
  const ui = { width: 120, height: 40, supportsVirtualTerminal: false };
  let exitCode: number | undefined;
  let ownsTerminal = false;
  const exit = (code: number): void => void (exitCode = code);
  const host = bridgeHost(bridge, { name: "ConsoleHost", ui, readAnswer: readClientAnswer, exit });
  const engine = createEngine(host, { location: process.cwd() });
  installCmdlets(engine);
  const { sessions } = installShellCmdlets(engine, bridge);
  const entered = enteredSessions(engine, sessions);

  function runText(request: TextRequest): RunResult {
    Object.assign(ui, request.ui);
    if (entered.current) return entered.run(request.text);
    const { sinks, formatter } = displayStreams(engine);
    const options: RunOptions = {
      ...(request.output === "XML" ? wireStreams(engine, bridge) : sinks),
      args: (request.args ?? []).flatMap(({ name, value }) => [
        ...(name === undefined ? [] : [new ParameterText(`-${name}`, name, value !== undefined)]),
        ...(value === undefined ? [] : [value]),
      ]),
      toDefault: true,
      flush: () => formatter.end(),
      toTerminal: ownsTerminal && request.output === "Text",
      ...(request.fileName !== undefined && { fileName: request.fileName }),
      ...(request.hasInput && { input: lines(bridge) }),
    };
    const start = host.now();
    const result = engine.runScript(request.text, options);
    formatter.end();
    if (result.error) showError(engine, result.error);
    if (request.addToHistory && result.exitCode === undefined) remember(engine, request.text, start);
    return result;
  }

  function runPipeline(request: PipelineRequest): RunResult {
    Object.assign(ui, request.ui);
    const pipeline = moved(engine, decodeCreatePipeline(request.payload));
    const sinks = wireStreams(engine, bridge);
    let commands: ReturnType<typeof commandsOf>;
    try {
      commands = commandsOf(engine, pipeline);
    } catch {
      // A script that cannot be parsed: the engine makes the record of it.
      return engine.runScript(pipeline.statements[0]?.[0]?.command ?? "", sinks);
    }
    const { root } = engine.global;
    for (const [name, value] of commands.variables) root.set(name, value);
    try {
      let result: RunResult = { state: "Completed" };
      for (const [at, step] of commands.steps.entries()) {
        // The input is the last statement's: what comes before it prepares (a location).
        const input = !request.noInput && at === commands.steps.length - 1 ? { input: values(bridge) } : {};
        const { block, ...how } = step;
        result = engine.runScript(block, { ...sinks, ...how, ...input });
        if (result.state !== "Completed" || result.exitCode !== undefined) break;
      }
      return result;
    } finally {
      for (const name of commands.variables.keys()) root.remove(name.toLowerCase());
    }
  }

  /** In a session it is the other side that knows. */
  function completions(line: string, cursor: number): CompletionResult {
    return entered.current ? entered.complete(line, cursor) : complete(engine, line, cursor);
  }

  function facts(): RunFacts {
    const last = engine.global.root.own("lastexitcode")?.value;
    return {
      location: engine.location.current,
      lastExitCode: typeof last === "number" ? last : null,
      succeeded: engine.ok,
      exitCode,
    };
  }

  /** Values of the global variables, and the location, as they were when the runspace was opened. */
  const atFirst = new Map<string, unknown>();
  let firstLocation = "";

  /** Forgets what scripts left in global variables, and goes back to where the runspace began. Functions stay, as in PowerShell. */
  function reset(): void {
    const { root } = engine.global;
    for (const variable of root.variables()) {
      const name = variable.name.toLowerCase();
      if (atFirst.has(name)) variable.value = atFirst.get(name);
      else root.remove(name);
    }
    engine.location.setCurrent(firstLocation);
  }

  return {
    open(options) {
      const request = options as OpenRequest;
      ownsTerminal = request.ownsTerminal ?? false;
      Object.assign(ui, request.ui);
      openRunspace(engine, host, request, bridge, entered);
      for (const variable of engine.global.root.variables()) atFirst.set(variable.name.toLowerCase(), variable.value);
      firstLocation = engine.location.current;
    },
    run(request) {
      exitCode = undefined;
      const asked = request as RunRequest;
      const result = asked.kind === "text" ? runText(asked) : runPipeline(asked);
      return { end: endOf(engine, result), facts: facts() };
    },
    answer(method, args) {
      switch (method) {
        case "prompt":
          return entered.current ? entered.prompt() : localPrompt(engine);
        case "complete":
          return completions(String(args[0]), Number(args[1]));
        case "location":
          return engine.location.current;
        case "reset":
          return reset();
        default:
          throw new Error(`The runspace knows no "${method}".`);
      }
    },
  };
}

/**
 * A job begins by going to its caller's folder. That is done here, without the command: a job that runs little loads little.
 * A folder that is not there is left to the command, which says so.
 */
function moved(engine: EngineRuntime, pipeline: CreatePipeline): CreatePipeline {
  const [[first, ...others] = [], ...rest] = pipeline.statements;
  const path = first?.parameters[0]?.value;
  if (first?.command !== SET_LOCATION || others.length > 0 || rest.length === 0 || typeof path !== "string")
    return pipeline;
  try {
    if (!engine.host.files.stat(path)?.isDirectory) return pipeline;
  } catch {
    return pipeline;
  }
  engine.location.setCurrent(path);
  return { ...pipeline, statements: rest };
}

const SET_LOCATION = "Microsoft.PowerShell.Management\\Set-Location";

/** What the prompt function of this runspace says; `$?` and what the last program returned are left as they were. */
function localPrompt(engine: EngineRuntime): string {
  const { ok } = engine;
  const { root } = engine.global;
  const exitCode = root.own("lastexitcode")?.value;
  let text = "";
  engine.runScript("prompt", { output: (value) => void (text += engine.values.toText(value)) });
  engine.ok = ok;
  if (exitCode !== undefined) root.set("LASTEXITCODE", exitCode);
  return text;
}

function endOf(engine: EngineRuntime, result: RunResult): RunEnd {
  if (result.state !== "Failed") return { state: result.state };
  const { error } = result;
  if (!error) return { state: "Failed", error: "", message: "The pipeline failed." };
  return {
    state: "Failed",
    error: writeValue(error, { view: engine.values.view }),
    message: "message" in error.exception ? String(error.exception.message) : "The pipeline failed.",
  };
}

/** Objects of the input, as they come. */
function* values(bridge: EngineBridge): Generator<unknown> {
  for (let text = bridge.nextInput(); text !== undefined; text = bridge.nextInput())
    yield text === "" ? null : (bytesOf(text) ?? readValue(text));
}

/** Plain bytes, of which there may be many, by the host's own base64; what is not right is left to the reader, which says so. */
function bytesOf(text: string): Uint8Array | undefined {
  if (!text.startsWith("<BA>") || !text.endsWith("</BA>")) return undefined;
  const body = text.slice(4, -5);
  const bytes = Buffer.from(body, "base64");
  return bytes.length === base64Length(body) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : undefined;
}

/** Lines piped to the program. */
function* lines(bridge: EngineBridge): Generator<unknown> {
  for (let text = bridge.nextInput(); text !== undefined; text = bridge.nextInput()) yield text;
}
