// Commands and pipelines of them. A call of a plain function goes straight to its code; everything else becomes processors
// that push objects into each other.

import type { BinaryExpressionAst, CommandAst, CommandBaseAst, Extent, PipelineAst } from "../../language/index.js";
import { type ArgumentsOf, compileArguments } from "./arguments.js";
import { plainAsParameter } from "../binder/plain-parameter.js";
import { argumentValue, type Callee } from "../binder/values.js";
import { CmdletProcessor } from "../pipeline/cmdlet-processor.js";
import { ApplicationInfo, ExternalScriptInfo } from "../commands/command-info.js";
import type { Compiler } from "./compiler.js";
import { emit } from "../pipeline/emit.js";
import { NORMAL } from "../run/flow.js";
import { Invocation } from "../run/invocation.js";
import { callPlain } from "../run/invoke.js";
import { NativeProcessor } from "../pipeline/native.js";
import { type Processor, runPipeline } from "../pipeline/processor.js";
import { compileRedirections, type Redirect, type Redirected } from "../pipeline/redirect.js";
import type { Expr, Frame, Output, Stmt } from "../run/runtime.js";
import type { PlainParameter } from "../run/script-block.js";
import { compileTarget, insideModule, looksLikeMethodCall, strictTarget, type Target } from "./command-target.js";
import { makeProcessor } from "../pipeline/make-processor.js";

interface Site {
  readonly ast: CommandAst;
  target(f: Frame): Target;
  readonly args: ArgumentsOf;
  readonly positional: readonly Expr[] | null;
  readonly redirect: Redirect | null;
  readonly dotted: boolean;
}

type Element =
  | { readonly kind: "command"; readonly site: Site }
  | { readonly kind: "expression"; readonly value: Expr; readonly redirect: Redirect | null };

export function compilePipeline(c: Compiler, ast: PipelineAst): Stmt {
  if (ast.background) return compileBackground(c, ast);
  const elements = ast.elements.map((element) => compileElement(c, element));
  const only = elements.length === 1 ? elements[0]! : undefined;
  if (only?.kind === "command") return compileSingle(c, only.site);
  if (only?.kind === "expression") return compileRedirectedExpression(only, ast);
  const first = elements[0]!;
  const sites = elements.filter((element) => element.kind === "command").map((element) => element.site);
  const { extent } = ast.elements[0]!;
  const head = ast.elements[0]!;
  if (
    head.kind === "CommandExpression" &&
    head.expression.kind === "BinaryExpression" &&
    head.expression.operator === ".."
  )
    return compileRangePipeline(c, head.expression, sites, extent);
  return (f, out) => {
    f.at = extent;
    if (first.kind === "expression") {
      const value = first.value(f);
      runSites(f, sites, out, (processor) => emit(f.rt, processor, value));
    } else runSites(f, sites, out, null);
    return NORMAL;
  };
}

/** `1..n | …`: the numbers are made one by one. */
function compileRangePipeline(c: Compiler, range: BinaryExpressionAst, sites: readonly Site[], extent: Extent): Stmt {
  const from = c.expr(range.left);
  const to = c.expr(range.right);
  const { rt } = c;
  return (f, out) => {
    f.at = extent;
    const items = rt.ops.range(from(f) ?? null, to(f) ?? null);
    runSites(f, sites, out, (processor) => {
      let count = 0;
      for (const item of items) {
        if ((++count & 255) === 0) rt.checkStop();
        processor.write(item);
      }
    });
    return NORMAL;
  };
}

function compileElement(c: Compiler, ast: CommandBaseAst): Element {
  if (ast.kind === "CommandExpression")
    return { kind: "expression", value: c.expr(ast.expression), redirect: compileRedirections(c, ast.redirections) };
  const { all, positional } = compileArguments(c, ast.elements.slice(1));
  const target = compileTarget(c, ast);
  return {
    kind: "command",
    site: {
      ast,
      target: looksLikeMethodCall(ast) ? strictTarget(target) : target,
      args: all,
      positional,
      redirect: compileRedirections(c, ast.redirections),
      dotted: ast.invocation === ".",
    },
  };
}

function compileRedirectedExpression(element: Extract<Element, { kind: "expression" }>, ast: PipelineAst): Stmt {
  const { value, redirect } = element;
  const { extent } = ast;
  return (f, out) => {
    f.at = extent;
    const { rt } = f;
    const to = redirect!(f, out, f.streams);
    withFiles(to.files, () => {
      const saved = f.streams;
      f.streams = to.streams;
      try {
        const result = value(f);
        emit(rt, to.out, result);
      } finally {
        f.streams = saved;
      }
    });
    rt.ok = true;
    return NORMAL;
  };
}

function withFiles(files: readonly Processor[], run: () => void): void {
  if (files.length === 0) return run();
  try {
    for (const file of files) file.prepare();
    for (const file of files) file.start();
    run();
    for (const file of files) file.end();
  } finally {
    for (const file of files) file.dispose();
  }
}

/** A pipeline of one command: plain functions are called without processors. */
function compileSingle(c: Compiler, site: Site): Stmt {
  const { positional, redirect, dotted, ast } = site;
  const { extent } = ast;
  if (positional === null || redirect !== null || dotted)
    return (f, out) => {
      f.at = extent;
      runSites(f, [site], out, null);
      return NORMAL;
    };
  return (f, out) => {
    f.at = extent;
    const { rt } = f;
    const target = site.target(f);
    const { block } = target;
    if (block !== null && !(target.command instanceof ExternalScriptInfo)) {
      const code = rt.compile(block);
      if (code.plain !== null && code.endOnly) {
        const values: unknown[] = new Array(positional.length);
        for (let i = 0; i < positional.length; i++) values[i] = positional[i]!(f);
        f.at = extent;
        const invocation = new Invocation(target.command, ast.invocation ?? target.name, ast, f);
        callPlain(rt, block, code, values, out, f.streams, invocation, f, target.command?.name ?? "", convertPlain);
        rt.ok = true;
        return NORMAL;
      }
    }
    runTargets(f, [site], [target], out, null);
    return NORMAL;
  };

  function convertPlain(parameter: PlainParameter, value: unknown, errorName: string): unknown {
    const callee: Callee = { errorName, isCmdlet: false, isAdvanced: false };
    return argumentValue(c.rt, callee, plainAsParameter(parameter), value);
  }
}

function runSites(f: Frame, sites: readonly Site[], out: Output, feed: ((first: Processor) => void) | null): void {
  const targets: Target[] = [];
  for (const site of sites) {
    f.at = site.ast.extent;
    targets.push(site.target(f));
  }
  runTargets(f, sites, targets, out, feed);
}

function runTargets(
  f: Frame,
  sites: readonly Site[],
  targets: readonly Target[],
  out: Output,
  feed: ((first: Processor) => void) | null,
): void {
  const args = sites.map((site) => {
    f.at = site.ast.extent;
    return site.args(f);
  });
  targets = targets.map((target, i) =>
    target.module === undefined ? target : insideModule(f, target.module, args[i]!),
  );
  const processors: Processor[] = new Array(sites.length);
  const files: Processor[] = [];
  let next = out;
  for (let i = sites.length - 1; i >= 0; i--) {
    const site = sites[i]!;
    let streams = f.streams;
    let own = next;
    let outFile: Redirected["outFile"];
    if (site.redirect !== null) {
      const to = site.redirect(f, next, streams);
      ({ out: own, streams } = to);
      outFile = to.outFile;
      const raw = outFile !== undefined && targets[i]!.command instanceof ApplicationInfo && streams.error !== own;
      files.push(...(raw ? to.files.filter((file) => file !== outFile!.processor) : to.files));
      if (!raw) outFile = undefined;
    }
    const invocation = invocationOf(f, site, targets[i]!, i, sites.length);
    const processor = makeProcessor(f, targets[i]!, invocation, args[i]!, site.dotted, streams, own);
    processor.expectingInput = feed !== null || i > 0;
    if (outFile !== undefined && processor instanceof NativeProcessor)
      processor.bytesToFile(outFile.path, outFile.append);
    if (processor instanceof CmdletProcessor) processor.isLast = i === sites.length - 1;
    processors[i] = processor;
    next = processor;
  }
  f.at = sites[0]!.ast.extent;
  linkNative(processors);
  if (files.length === 0) runPipeline(f.rt, processors, feed);
  else withFiles(files, () => runPipeline(f.rt, processors, feed));
}

/** Native programs next to each other pass bytes, not text. */
function linkNative(processors: readonly Processor[]): void {
  for (let i = 1; i < processors.length; i++) {
    const left = processors[i - 1]!;
    const right = processors[i]!;
    if (left instanceof NativeProcessor && right instanceof NativeProcessor && left.bytesMayGoTo(right))
      left.bytesTo(right);
  }
}

function invocationOf(f: Frame, site: Site, target: Target, position: number, length: number): Invocation {
  const invocation = new Invocation(target.command, site.ast.invocation ?? target.name, site.ast, f);
  invocation.pipelinePosition = position + 1;
  invocation.pipelineLength = length;
  return invocation;
}

/** `command &`: Start-Job does it, with the text as its script block. */
function compileBackground(c: Compiler, ast: PipelineAst): Stmt {
  const text = c.source.text.slice(ast.extent.start, ast.extent.end).replace(/&\s*$/, "").trim();
  const { extent } = ast;
  return (f, out) => {
    f.at = extent;
    f.rt.startBackground(f, text, out);
    return NORMAL;
  };
}
