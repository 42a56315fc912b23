// The formatter's services out of an engine: one place where format/ meets engine/.

import { isSignal, type CmdletContext, type Engine } from "../../engine/index.js";
import {
  createFormatter,
  FormatArgumentError,
  type ErrorView,
  type FormatServices,
  type Formatter,
} from "../../format/index.js";
import { baseOf, ErrorRecord } from "../../objects/index.js";
import { currentStyle, type OutputTarget } from "./ps-style.js";

const ERROR_VIEWS: readonly ErrorView[] = ["ConciseView", "NormalView", "CategoryView", "DetailedView"];

/** How this engine's values are laid out: with $PSStyle's sequences as they are at each moment, where the target takes any. */
export function formatServices(engine: Engine, target: OutputTarget = "Text"): FormatServices {
  const { values, host } = engine;
  const limit = baseOf(engine.getVariable("FormatEnumerationLimit"));
  const wantedView = values.toText(engine.getVariable("ErrorView") ?? "").toLowerCase();
  return {
    view: values.view,
    evaluate: (script, item) => {
      const output = engine.invokeCollect(script, [], item);
      return output.length === 0 ? null : output.length === 1 ? output[0] : output;
    },
    isSignal,
    enumerate: (value) => values.enumerate(value),
    format: (format, value) => values.format(format, [value]),
    now: () => host.monotonic(),
    checkStop: () => engine.checkStop(),
    errorView: ERROR_VIEWS.find((name) => name.toLowerCase() === wantedView) ?? "ConciseView",
    windowWidth: host.ui.size().width,
    ...(typeof limit === "number" ? { enumerationLimit: limit } : {}),
    get style() {
      return currentStyle(engine, target);
    },
  };
}

/** Cells of a line where nobody said -Width: one less than the window has, as PowerShell keeps the last one free. */
export function lineWidth(engine: Engine): number {
  const { width } = engine.host.ui.size();
  return width > 1 ? width - 1 : 120;
}

/** A formatter whose lines go to the host: what Out-Default does with a pipeline's output, and (addError) its errors. */
export function createHostFormatter(engine: Engine): Formatter {
  const { ui } = engine.host;
  return createFormatter(formatServices(engine, "Host"), {
    width: lineWidth(engine),
    writeLine: (line, stream) => (stream === "Error" ? ui.writeErrorLine(line) : ui.writeLine(line)),
  });
}

/** Formats; an argument that formatting cannot use is the command's terminating error. */
export function formatting(context: CmdletContext, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof FormatArgumentError)) throw error;
    context.throwTerminating(formatErrorRecord(context, error));
  }
}

function formatErrorRecord(context: CmdletContext, error: FormatArgumentError): ErrorRecord {
  const category = error.errorId === "FormatViewNotFound" ? "ObjectNotFound" : "InvalidArgument";
  return context.error(
    "System.Management.Automation.PSInvalidOperationException",
    error.message,
    error.errorId,
    category,
  );
}
