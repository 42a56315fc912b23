// Running script blocks and functions: a new scope (or the current one when dot-sourced), a frame, the parameters, the blocks.
//
// Rule: whoever enters puts everything back: current scope, session state, frame, depth. `enter` and `leave` are the only
// places that know what that is.

import { Dictionary, InvocationInfo } from "../../objects/index.js";
import { faultyArgument, placeAt } from "../errors/position.js";
import { argumentValue } from "../binder/values.js";
import { plainAsParameter } from "../binder/plain-parameter.js";
import { initialValueFor } from "../compile/parameters.js";
import { BREAK, CONTINUE, FlowSignal, RETURN } from "./flow.js";
import { type Invocation, newBoundParameters } from "./invocation.js";
import { Frame, type Output, type Runtime, type Stmt, type Streams } from "./runtime.js";
import { Scope, Variable } from "../session/scopes.js";
import type { CompiledBlock, PlainParameter, ScriptBlock } from "./script-block.js";
import { EngineError, runtimeError } from "../types/errors.js";

/** How deep calls may nest; the host's stack is the other limit. */
export const MAX_DEPTH = 5000;

/** Makes the frame a script block runs in; its scope is not current yet. */
export function openFrame(
  rt: Runtime,
  block: ScriptBlock,
  code: CompiledBlock,
  invocation: Invocation | null,
  streams: Streams,
  newScope: boolean,
  caller: Frame | null = rt.frame,
): Frame {
  const state = block.state ?? rt.state;
  const vars: (Variable | undefined)[] = new Array(code.layout.size).fill(undefined);
  let scope: Scope;
  if (newScope) {
    scope = new Scope(state.current, state);
    scope.layout = code.layout;
    scope.slots = vars;
    scope.invocation = invocation;
  } else scope = state.current;
  if (invocation !== null) invocation.code = code;
  return new Frame(rt, code, scope, vars, streams, invocation, caller);
}

/** Runs one of a block's statements lists in its frame. */
export function runIn(f: Frame, body: Stmt, out: Output): void {
  const { rt, scope } = f;
  const { state } = scope;
  const savedScope = state.current;
  const savedState = rt.state;
  const savedFrame = rt.frame;
  const savedStreams = rt.streams;
  if (++rt.depth > MAX_DEPTH) {
    rt.depth--;
    throw depthError();
  }
  state.current = scope;
  rt.state = state;
  rt.frame = f;
  rt.streams = f.streams;
  try {
    if (rt.host.stop.requested) rt.checkStop();
    const completion = body(f, out);
    if (completion === BREAK || completion === CONTINUE) {
      const { label } = f;
      f.label = null;
      throw new FlowSignal(completion, label);
    }
  } catch (thrown) {
    if (!(thrown instanceof FlowSignal) || thrown.kind !== RETURN) throw thrown;
  } finally {
    rt.depth--;
    state.current = savedScope;
    rt.state = savedState;
    rt.frame = savedFrame;
    rt.streams = savedStreams;
  }
}

function depthError(): Error {
  return runtimeError("CallDepthOverflow", "The script failed due to call depth overflow.", {
    exceptionType: "System.Management.Automation.ScriptCallDepthException",
    category: "InvalidOperation",
  });
}

/** Calls a function of plain parameters with positional arguments: the short way of almost every call. */
export function callPlain(
  rt: Runtime,
  block: ScriptBlock,
  code: CompiledBlock,
  args: readonly unknown[],
  out: Output,
  streams: Streams,
  invocation: Invocation,
  caller: Frame,
  errorName: string,
  convert: (parameter: PlainParameter, value: unknown, errorName: string) => unknown,
): void {
  const f = openFrame(rt, block, code, invocation, streams, true, caller);
  const parameters = code.plain!;
  let next = 0;
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i]!;
    if (parameter.isSwitch || next >= args.length) continue;
    const value = args[next++];
    const own = value === undefined ? null : value;
    if (parameter.typeName === null) {
      setParameter(f, parameter, own);
      continue;
    }
    try {
      setParameter(f, parameter, convert(parameter, own, errorName));
    } catch (thrown) {
      throw ownedBy(rt, thrown, invocation);
    }
  }
  const given = next;
  if (next < args.length) invocation.args = args.slice(next);
  invocation.boundLater = () => plainBound(f, parameters, given);
  if (given < parameters.length) fillDefaults(f, parameters);
  runIn(f, code.end!, out);
}

/** An error in binding a call's arguments belongs to the command that was called. */
export function ownedBy(rt: Runtime, thrown: unknown, invocation: Invocation): unknown {
  if (!(thrown instanceof EngineError) || thrown.record !== undefined || invocation.ast === null) return thrown;
  const record = thrown.errorRecord;
  const { extra } = thrown.exception;
  const place = faultyArgument(invocation.ast, thrown.errorId, String(extra.get("ParameterName") ?? ""));
  const source = invocation.caller?.code.ast.source;
  record.invocationInfo = invocation.info;
  if (place !== null && source !== undefined) {
    record.invocationInfo = Object.assign(new InvocationInfo(), invocation.info);
    placeAt(record.invocationInfo, source, place);
  }
  record.activity = invocation.command?.name ?? "";
  rt.complete(record);
  return thrown;
}

function setParameter(f: Frame, parameter: PlainParameter, value: unknown): void {
  const variable = new Variable(parameter.name, value, f.scope);
  if (parameter.typeName !== null) {
    variable.constraint = parameter.constraint(f);
    variable.plain = false;
  }
  f.vars[parameter.slot] = variable;
}

/** Parameters without an argument: their defaults, in order, each seeing those before it. */
export function fillDefaults(f: Frame, parameters: readonly PlainParameter[]): void {
  const { state } = f.scope;
  const savedScope = state.current;
  const savedFrame = f.rt.frame;
  state.current = f.scope;
  f.rt.frame = f;
  try {
    for (const parameter of parameters) {
      const there = f.vars[parameter.slot];
      if (there !== undefined && there.owner === f.scope) continue;
      let value: unknown;
      if (parameter.defaultValue !== null) {
        value = parameter.defaultValue(f);
        if (parameter.typeName !== null) value = convertDefault(f, parameter, value);
      } else value = parameter.typeName === null ? null : initialValueFor(f, parameter.typeName);
      setParameter(f, parameter, value);
    }
  } finally {
    state.current = savedScope;
    f.rt.frame = savedFrame;
  }
}

function convertDefault(f: Frame, parameter: PlainParameter, value: unknown): unknown {
  const callee = { errorName: f.invocation?.command?.name ?? "", isCmdlet: false, isAdvanced: false };
  return argumentValue(f.rt, callee, plainAsParameter(parameter), value, true);
}

function plainBound(f: Frame, parameters: readonly PlainParameter[], given: number): Dictionary {
  const bound = newBoundParameters();
  let count = 0;
  for (const parameter of parameters) {
    if (parameter.isSwitch) continue;
    if (count++ >= given) break;
    bound.set(parameter.name, f.scope.own(parameter.key)?.value ?? null);
  }
  return bound;
}
