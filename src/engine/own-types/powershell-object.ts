// [powershell]::Create(): commands put together piece by piece and run in a session state of their own.

import { type ErrorRecord, NetObject, PSList } from "../../objects/index.js";
import type { Argument } from "../binder/argument.js";
import { makeProcessor } from "../pipeline/make-processor.js";
import { CommandInfo, ExternalScriptInfo, FunctionInfo } from "../commands/command-info.js";
import { Invocation } from "../run/invocation.js";
import { rootFrame } from "../run/invoke-block.js";
import { isolatedState } from "../session/isolation.js";
import { type Processor, runPipeline } from "../pipeline/processor.js";
import { asError } from "../errors/raise.js";
import { FunctionOutput, type Output, type Runtime, type Streams } from "../run/runtime.js";
import type { SessionState } from "../session/scopes.js";
import { ScriptBlock } from "../run/script-block.js";
import { defineType } from "../types/define.js";

interface Command {
  readonly text: string;
  readonly isScript: boolean;
  readonly args: Argument[];
  /** Begins a new statement. */
  readonly first: boolean;
}

/** System.Management.Automation.PowerShell. */
class PowerShellObject extends NetObject {
  readonly typeName: string = "System.Management.Automation.PowerShell";
  readonly commands: Command[] = [];
  readonly errors: PSList = new PSList(
    "PSDataCollection",
    "System.Management.Automation.PSDataCollection`1[[System.Management.Automation.ErrorRecord]]",
  );
  hadErrors = false;
  readonly #rt: Runtime;
  readonly #state: SessionState;
  #newStatement = true;
  constructor(rt: Runtime) {
    super();
    this.#rt = rt;
    this.#state = isolatedState(rt);
  }
  add(text: string, isScript: boolean): this {
    this.commands.push({ text, isScript, args: [], first: this.#newStatement });
    this.#newStatement = false;
    return this;
  }
  addArgument(value: unknown): this {
    this.commands.at(-1)?.args.push({ name: null, value, hasValue: true, splatted: false, text: "" });
    return this;
  }
  addParameter(name: string, value?: unknown, hasValue = false): this {
    this.commands.at(-1)?.args.push({
      name: name.replace(/^-/, ""),
      value: hasValue ? value : true,
      hasValue: true,
      splatted: false,
      text: `-${name}`,
    });
    return this;
  }
  addStatement(): this {
    this.#newStatement = true;
    return this;
  }
  invoke(input: Iterable<unknown> | undefined): PSList {
    const out: unknown[] = [];
    const sink = new FunctionOutput((value) => void out.push(value));
    for (const statement of this.statements()) this.run(statement, input, sink);
    return new PSList(
      "Collection",
      "System.Collections.ObjectModel.Collection`1[[System.Management.Automation.PSObject]]",
      out,
    );
  }
  private statements(): Command[][] {
    const list: Command[][] = [];
    for (const command of this.commands)
      if (command.first || list.length === 0) list.push([command]);
      else list.at(-1)!.push(command);
    return list;
  }
  private run(commands: readonly Command[], input: Iterable<unknown> | undefined, out: Output): void {
    const rt = this.#rt;
    const before = { state: rt.state, frame: rt.frame, streams: rt.streams, propagate: rt.propagate };
    rt.state = this.#state;
    rt.streams = this.streams(before.streams);
    rt.frame = null;
    rt.propagate = false;
    try {
      const processors: Processor[] = [];
      let next = out;
      for (let i = commands.length - 1; i >= 0; i--) {
        const processor = this.processor(commands[i]!, next);
        processor.expectingInput = i > 0 || input !== undefined;
        processors.unshift(processor);
        next = processor;
      }
      runPipeline(
        rt,
        processors,
        input === undefined
          ? null
          : (first) => {
              for (const item of input) first.write(item);
            },
      );
    } catch (thrown) {
      this.hadErrors = true;
      const error = asError(thrown);
      rt.locate(error, null);
      throw error;
    } finally {
      Object.assign(rt, before);
    }
  }
  private streams(outer: Streams): Streams {
    return {
      ...outer,
      error: {
        write: (record) => {
          this.hadErrors = true;
          this.errors.items.push(record as ErrorRecord);
        },
      },
    };
  }
  private processor(command: Command, out: Output): Processor {
    const rt = this.#rt;
    const script = command.isScript ? rt.parse(command.text, null) : null;
    const block = script === null ? null : new ScriptBlock(script.ast, this.#state);
    const frame = rootFrame(rt, block ?? rt.parse("", null));
    const info: CommandInfo | null = block === null ? rt.resolve(command.text, frame) : null;
    const target = {
      command: info,
      block: info instanceof FunctionInfo || info instanceof ExternalScriptInfo ? info.scriptBlock : block,
      name: info?.name ?? "",
    };
    return makeProcessor(
      frame,
      target,
      new Invocation(info, target.name, null, frame),
      command.args,
      false,
      rt.streams,
      out,
    );
  }
}

/** $ps.Streams. */
class DataStreams extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSDataStreams";
  readonly of: PowerShellObject;
  constructor(of: PowerShellObject) {
    super();
    this.of = of;
  }
}

export function addPowerShellType(rt: Runtime): void {
  const name = "System.Management.Automation.PowerShell";
  rt.types.add(
    defineType(
      name,
      {
        interfaces: "System.IDisposable",
        members: {
          "static powershell Create()": () => new PowerShellObject(rt),
          "powershell AddScript(string script)": (p: PowerShellObject, script: string) => p.add(script, true),
          "powershell AddScript(string script, bool useLocalScope)": (p: PowerShellObject, script: string) =>
            p.add(script, true),
          "powershell AddCommand(string cmdlet)": (p: PowerShellObject, command: string) => p.add(command, false),
          "powershell AddArgument(System.Object value)": (p: PowerShellObject, value: unknown) => p.addArgument(value),
          "powershell AddParameter(string parameterName)": (p: PowerShellObject, parameter: string) =>
            p.addParameter(parameter),
          "powershell AddParameter(string parameterName, System.Object value)": (
            p: PowerShellObject,
            parameter: string,
            value: unknown,
          ) => p.addParameter(parameter, value, true),
          "powershell AddParameters(System.Collections.IDictionary parameters)": (
            p: PowerShellObject,
            parameters: Iterable<{ key: unknown; value: unknown }>,
          ) => {
            for (const { key, value } of parameters) p.addParameter(rt.values.toText(key), value, true);
            return p;
          },
          "powershell AddStatement()": (p: PowerShellObject) => p.addStatement(),
          "System.Collections.ObjectModel.Collection[psobject] Invoke()": (p: PowerShellObject) => p.invoke(undefined),
          "System.Collections.ObjectModel.Collection[psobject] Invoke(System.Collections.IEnumerable input)": (
            p: PowerShellObject,
            input: unknown,
          ) => p.invoke(rt.values.enumerate(input) ?? [input]),
          "void Dispose()": () => undefined,
          "void Stop()": () => undefined,
          "bool HadErrors": (p: PowerShellObject) => p.hadErrors,
          "System.Management.Automation.PSDataStreams Streams": (p: PowerShellObject) => new DataStreams(p),
        },
      },
      ["powershell"],
    ),
  );
  rt.types.add(
    defineType("System.Management.Automation.PSDataStreams", {
      members: {
        "System.Object Error": (s: DataStreams) => s.of.errors,
        "void ClearStreams()": (s: DataStreams) => void (s.of.errors.items.length = 0),
      },
    }),
  );
}
