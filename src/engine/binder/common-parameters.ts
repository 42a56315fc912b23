// The common parameters at work: preferences in the function's scope, and the variables that collect records and output.

import { PSList, SwitchParameter } from "../../objects/index.js";
import type { Parameter } from "./parameters.js";
import type { Frame, Output, Runtime, Streams } from "../run/runtime.js";
import type { Scope } from "../session/scopes.js";
import { action, type CommonParameters } from "../pipeline/streams.js";

export interface CommonState {
  readonly parameters: CommonParameters;
  readonly out: Output;
  readonly streams: Streams;
  /** Puts what -OutVariable collected, and clears -PipelineVariable. */
  close(): void;
}

const PREFERENCES: readonly (readonly [parameter: string, variable: string])[] = [
  ["erroraction", "ErrorActionPreference"],
  ["warningaction", "WarningPreference"],
  ["informationaction", "InformationPreference"],
  ["progressaction", "ProgressPreference"],
];

/** Reads the common parameters among the bound ones. */
export function readCommon(
  rt: Runtime,
  bound: ReadonlyMap<Parameter, unknown>,
  scope: Scope,
): CommonState & { values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  for (const [parameter, value] of bound) if (parameter.isCommon) values.set(parameter.key, value);
  const parameters: CommonParameters = {};
  const flag = (key: string): boolean | undefined => {
    if (!values.has(key)) return undefined;
    const value = values.get(key);
    return value instanceof SwitchParameter ? value.isPresent : value === true;
  };
  if (values.has("erroraction")) parameters.errorAction = action(values.get("erroraction"), "continue");
  if (values.has("warningaction")) parameters.warningAction = action(values.get("warningaction"), "continue");
  if (values.has("informationaction"))
    parameters.informationAction = action(values.get("informationaction"), "silentlycontinue");
  const verbose = flag("verbose");
  if (verbose !== undefined) parameters.verbose = verbose;
  const debug = flag("debug");
  if (debug !== undefined) parameters.debug = debug;
  const whatIf = flag("whatif");
  if (whatIf !== undefined) parameters.whatIf = whatIf;
  const confirm = flag("confirm");
  if (confirm !== undefined) parameters.confirm = confirm;
  const collect = (key: string): Output | undefined =>
    values.has(key) ? collectInto(rt, scope, String(values.get(key))) : undefined;
  const errors = collect("errorvariable");
  if (errors) parameters.errorVariable = errors;
  const warnings = collect("warningvariable");
  if (warnings) parameters.warningVariable = warnings;
  const information = collect("informationvariable");
  if (information) parameters.informationVariable = information;
  const output = collect("outvariable");
  if (output) parameters.outVariable = output;
  if (values.has("pipelinevariable")) parameters.pipelineVariable = String(values.get("pipelinevariable"));
  return { parameters, values, out: null!, streams: null!, close() {} };
}

/** A list in a variable that records are added to; `+name` keeps what is there. */
function collectInto(rt: Runtime, scope: Scope, name: string): Output {
  const append = name.startsWith("+");
  const key = append ? name.slice(1) : name;
  const existing = scope.find(key.toLowerCase())?.value;
  let list: PSList;
  if (append && existing instanceof PSList) list = existing;
  else {
    list = new PSList("ArrayList", "System.Collections.ArrayList");
    if (append && existing !== null && existing !== undefined)
      list.items.push(...(Array.isArray(existing) ? existing : [existing]));
    const dotted = /^(global|script|local|private):(.*)$/i.exec(key);
    const target =
      dotted?.[1]!.toLowerCase() === "global"
        ? rt.global.root
        : dotted?.[1]!.toLowerCase() === "script"
          ? scope.scriptScope
          : scope;
    target.set(dotted ? dotted[2]! : key, list);
  }
  return { write: (value) => void list.items.push(value) };
}

/** Output that passes on what it gets and notes it: -OutVariable, -PipelineVariable. */
export function wrapOutput(parameters: CommonParameters, scope: Scope, out: Output): Output {
  const { outVariable, pipelineVariable } = parameters;
  if (outVariable === undefined && pipelineVariable === undefined) return out;
  return {
    write(value) {
      outVariable?.write(value);
      if (pipelineVariable !== undefined) scope.set(pipelineVariable, value);
      out.write(value);
    },
  };
}

/** The streams of an advanced function: what its commands write is noted in its -ErrorVariable and so on, too. */
function wrapStreams(parameters: CommonParameters, streams: Streams): Streams {
  const { errorVariable, warningVariable, informationVariable } = parameters;
  if (!errorVariable && !warningVariable && !informationVariable) return streams;
  const both = (first: Output | undefined, second: Output | undefined): Output | undefined =>
    first === undefined || second === undefined
      ? (first ?? second)
      : {
          write(value) {
            first.write(value);
            second.write(value);
          },
        };
  return {
    ...streams,
    errorNote: both(streams.errorNote, errorVariable),
    warningNote: both(streams.warningNote, warningVariable),
    informationNote: both(streams.informationNote, informationVariable),
  };
}

/** What common parameters mean for an advanced function: preference variables in its scope. */
export function applyCommon(
  rt: Runtime,
  frame: Frame,
  bound: ReadonlyMap<Parameter, unknown>,
  out: Output,
): CommonState {
  const callerScope = frame.caller?.scope ?? rt.global.root;
  const { parameters, values } = readCommon(rt, bound, callerScope);
  const { scope } = frame;
  for (const [parameter, variable] of PREFERENCES)
    if (values.has(parameter)) scope.set(variable, values.get(parameter));
  const preference = (on: boolean): unknown =>
    rt.values.convert(on ? "Continue" : "SilentlyContinue", "System.Management.Automation.ActionPreference");
  if (parameters.verbose !== undefined) scope.set("VerbosePreference", preference(parameters.verbose));
  if (parameters.debug !== undefined) scope.set("DebugPreference", preference(parameters.debug));
  if (parameters.whatIf !== undefined) scope.set("WhatIfPreference", new SwitchParameter(parameters.whatIf));
  if (parameters.confirm !== undefined) scope.set("ConfirmPreference", parameters.confirm ? "Low" : "None");
  return {
    parameters,
    out: wrapOutput(parameters, callerScope, out),
    streams: wrapStreams(parameters, frame.streams),
    close() {
      if (parameters.pipelineVariable !== undefined) callerScope.remove(parameters.pipelineVariable.toLowerCase());
    },
  };
}
