// A pipeline that is driven from outside, step by step: what a proxy function wraps its command with.

import { NetObject } from "../../objects/index.js";
import { compileArguments } from "../compile/arguments.js";
import { makeProcessor } from "./make-processor.js";
import { CommandInfo, ExternalScriptInfo, FunctionInfo } from "../commands/command-info.js";
import type { Processor } from "./processor.js";
import { Invocation } from "../run/invocation.js";
import type { Output, Runtime } from "../run/runtime.js";
import { Frame } from "../run/runtime.js";
import type { ScriptBlock } from "../run/script-block.js";
import { runtimeError } from "../types/errors.js";
import { compilerFor } from "../compile/compile.js";

export class SteppablePipeline extends NetObject {
  readonly typeName: string = "System.Management.Automation.SteppablePipeline";
  readonly #make: (expectInput: boolean, out: Output) => Processor[];
  readonly #direct: Output;
  #processors: Processor[] = [];
  #collected: unknown[] = [];
  #toCaller = false;
  constructor(make: (expectInput: boolean, out: Output) => Processor[], direct: Output) {
    super();
    this.#make = make;
    this.#direct = direct;
  }
  /** `expectInput` is a boolean, or $PSCmdlet, whose pipeline then gets the output. */
  begin(expectInput: unknown): void {
    this.#toCaller = typeof expectInput !== "boolean";
    const out: Output = {
      write: (value) => {
        if (this.#toCaller) this.#direct.write(value);
        else this.#collected.push(value);
      },
    };
    this.#processors = this.#make(expectInput !== false, out);
    for (const processor of this.#processors) processor.prepare();
    for (const processor of this.#processors) processor.start();
  }
  process(input: unknown, given: boolean): unknown[] {
    if (given) this.#processors[0]?.write(input);
    else this.#processors[0]?.runAlone();
    return this.#take();
  }
  end(): unknown[] {
    for (const processor of this.#processors) processor.end();
    const out = this.#take();
    this.dispose();
    return out;
  }
  dispose(): void {
    for (const processor of this.#processors) processor.dispose();
    this.#processors = [];
  }
  #take(): unknown[] {
    const out = this.#collected;
    this.#collected = [];
    return out;
  }
}

/** The pipeline inside a script block that holds nothing else. */
export function steppable(rt: Runtime, block: ScriptBlock): SteppablePipeline {
  const statement = block.ast.endBlock?.statements[0];
  if (statement?.kind !== "Pipeline" || block.ast.endBlock!.statements.length !== 1)
    throw runtimeError(
      "CanConvertOneClauseOnly",
      "Only a script block that contains exactly one pipeline can be used as a steppable pipeline.",
    );
  const caller = rt.frame!;
  const code = rt.compile(block);
  const out: Output = { write: (value) => caller.steppableOut?.write(value) };
  return new SteppablePipeline((expectInput, sink) => {
    const c = compilerFor(rt, block);
    const f = new Frame(
      rt,
      code,
      caller.scope,
      new Array(code.layout.size + 64),
      caller.streams,
      caller.invocation,
      caller,
    );
    const processors: Processor[] = [];
    let next = sink;
    for (let i = statement.elements.length - 1; i >= 0; i--) {
      const element = statement.elements[i]!;
      if (element.kind !== "Command") continue;
      const head = element.elements[0]!;
      const value = head.kind === "StringConstantExpression" ? head.value : c.expr(head)(f);
      const command = value instanceof CommandInfo ? value : rt.resolve(rt.values.toText(value), f);
      const args = compileArguments(c, element.elements.slice(1)).all(f);
      const target = {
        command,
        block: command instanceof FunctionInfo || command instanceof ExternalScriptInfo ? command.scriptBlock : null,
        name: command.name,
      };
      const processor = makeProcessor(
        f,
        target,
        new Invocation(command, command.name, element, f),
        args,
        false,
        f.streams,
        next,
      );
      processor.expectingInput = i > 0 || expectInput;
      processors.unshift(processor);
      next = processor;
    }
    return processors;
  }, out);
}
