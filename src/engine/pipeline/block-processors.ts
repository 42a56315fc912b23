// ForEach-Object and Where-Object with a script block, the short way: the block runs in the caller's scope with `$_` set,
// without binder or context.

import { passedThrough } from "./cmdlet-processor.js";
import type { CmdletInfo } from "../commands/command-info.js";
import { openFrame, runIn } from "../run/invoke.js";
import { EngineError } from "../types/errors.js";
import { Processor } from "./processor.js";
import { Collector, type Frame, type Output, type Runtime, type Streams } from "../run/runtime.js";
import type { Variable } from "../session/scopes.js";
import type { CompiledBlock, ScriptBlock } from "../run/script-block.js";

abstract class BlockProcessor extends Processor {
  protected readonly rt: Runtime;
  protected readonly code: CompiledBlock;
  protected frame!: Frame;
  readonly #block: ScriptBlock;
  readonly #streams: Streams;
  #under: Variable | undefined;
  #madeUnder = false;
  readonly #command: CmdletInfo;
  constructor(
    command: CmdletInfo,
    rt: Runtime,
    block: ScriptBlock,
    code: CompiledBlock,
    streams: Streams,
    out: Output,
  ) {
    super(out);
    this.#command = command;
    this.rt = rt;
    this.#block = block;
    this.code = code;
    this.#streams = streams;
  }
  override prepare(): void {
    this.frame = openFrame(this.rt, this.#block, this.code, null, this.#streams, false);
  }
  /** Runs the block for one object. */
  protected each(item: unknown, out: Output): void {
    const { scope } = this.frame;
    let under = this.#under;
    if (under === undefined || under.owner !== scope) {
      under = scope.own("_");
      if (under === undefined) {
        under = scope.create("_", null);
        this.#madeUnder = true;
      }
      this.#under = under;
    }
    const before = under.value;
    under.value = item;
    try {
      runIn(this.frame, this.code.end!, out);
    } catch (thrown) {
      throw thrown instanceof EngineError && thrown.record !== undefined
        ? passedThrough(thrown, this.#command)
        : thrown;
    } finally {
      under.value = before;
    }
  }
  override dispose(): void {
    if (this.#madeUnder && this.#under?.owner === this.frame.scope) this.frame.scope.remove("_");
  }
}

export class ForEachProcessor extends BlockProcessor {
  write(value: unknown): void {
    this.each(value, this.out);
  }
  override runAlone(): void {
    this.each(null, this.out);
  }
}

export class WhereProcessor extends BlockProcessor {
  write(value: unknown): void {
    const result = new Collector();
    this.each(value, result);
    const { value: verdict } = result;
    if (verdict === true || (verdict !== false && this.rt.values.toBoolean(verdict === undefined ? null : verdict)))
      this.out.write(value);
  }
}
