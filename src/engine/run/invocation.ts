// One call of a command: what it was called with, and the automatic variables that tell the command so.

import { Dictionary, InvocationInfo, NetObject } from "../../objects/index.js";
import type { CommandAst } from "../../language/index.js";
import type { CommandInfo } from "../commands/command-info.js";
import { placeAt } from "../errors/position.js";
import type { Frame } from "./runtime.js";
import type { CompiledBlock } from "./script-block.js";

/** What `$input` is: an enumerator over the items the command was given. */
export class InputEnumerator extends NetObject {
  readonly typeName: string = "System.Collections.ArrayList+ArrayListEnumeratorSimple";
  readonly items: unknown[];
  index = -1;
  constructor(items: unknown[]) {
    super();
    this.items = items;
  }
  moveNext(): boolean {
    if (this.index < this.items.length) this.index++;
    return this.index < this.items.length;
  }
  get current(): unknown {
    return this.index >= 0 && this.index < this.items.length ? this.items[this.index] : null;
  }
  reset(): void {
    this.index = -1;
  }
  /** What is left of it: enumerating uses it up. */
  *[Symbol.iterator](): IterableIterator<unknown> {
    while (this.moveNext()) yield this.current;
  }
}

export class Invocation {
  readonly command: CommandInfo | null;
  /** The word it was called by. */
  readonly name: string;
  readonly ast: CommandAst | null;
  readonly caller: Frame | null;
  /** Arguments that no parameter took: `$args`. */
  args: unknown[] = [];
  /** Bound parameters in the order they were bound. */
  bound: Dictionary | undefined;
  /** Makes `bound` where the call took the short way. */
  boundLater: (() => Dictionary) | undefined;
  /** Input collected for `$input`. */
  input: unknown[] | undefined;
  expectingInput = false;
  pipelineLength = 1;
  pipelinePosition = 1;
  /** `$PSCmdlet`. */
  cmdlet: NetObject | null = null;
  code: CompiledBlock | null = null;
  #info: InvocationInfo | undefined;
  constructor(command: CommandInfo | null, name: string, ast: CommandAst | null, caller: Frame | null) {
    this.command = command;
    this.name = name;
    this.ast = ast;
    this.caller = caller;
  }
  get boundParameters(): Dictionary {
    return (this.bound ??= this.boundLater?.() ?? newBoundParameters());
  }
  get info(): InvocationInfo {
    return (this.#info ??= this.makeInfo());
  }
  /** The variable of this name, or undefined where this call has none. */
  automatic(name: string): { name: string; value: unknown } | undefined {
    switch (name) {
      case "args":
        return { name, value: this.args };
      case "input":
        return { name, value: new InputEnumerator(this.input ?? []) };
      case "psboundparameters":
        return { name: "PSBoundParameters", value: this.boundParameters };
      case "myinvocation":
        return { name: "MyInvocation", value: this.info };
      case "pscmdlet":
        return this.cmdlet === null ? undefined : { name: "PSCmdlet", value: this.cmdlet };
      case "psscriptroot":
        return { name: "PSScriptRoot", value: folderOf(this.code?.ast.source.fileName ?? null) };
      case "pscommandpath":
        return { name: "PSCommandPath", value: this.code?.ast.source.fileName ?? "" };
      default:
        return undefined;
    }
  }
  private makeInfo(): InvocationInfo {
    const info = new InvocationInfo();
    info.myCommand = this.command;
    info.invocationName = this.name;
    info.pipelineLength = this.pipelineLength;
    info.pipelinePosition = this.pipelinePosition;
    info.expectingInput = this.expectingInput;
    info.boundParameters = this.boundParameters;
    info.unboundArguments = this.args;
    if (this.caller?.isCommands) info.invocationName = "";
    else if (this.ast !== null && this.caller !== null) placeAt(info, this.caller.code.ast.source, this.ast.extent);
    return info;
  }
}

export function newBoundParameters(): Dictionary {
  return new Dictionary("Dictionary", "System.Management.Automation.PSBoundParametersDictionary");
}

function folderOf(path: string | null): string {
  if (path === null) return "";
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return at < 0 ? "" : at === 0 ? path.slice(0, 1) : path.slice(0, at);
}
