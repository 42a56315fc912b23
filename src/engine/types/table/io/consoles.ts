// System.Console and its writers: text to the host's user interface.

import { NetObject } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { ConsoleColor } from "../../../host.js";
import type { Family } from "../../define.js";
import { enumOf } from "../common.js";

const say = (engine: Engine, text: string): void => engine.host.ui.write(text);

/** [Console]::Out and [Console]::Error. */
class ConsoleWriter extends NetObject {
  readonly typeName: string = "System.IO.TextWriter+SyncTextWriter";
  readonly #isError: boolean;
  constructor(isError: boolean) {
    super();
    this.#isError = isError;
  }
  write(engine: Engine, text: string): void {
    if (!this.#isError) say(engine, text);
    else if (text !== "") engine.host.ui.writeErrorLine(text.replace(/\n$/, ""));
  }
}

export const consoleTypes: Family = {
  "System.IO.TextWriter+SyncTextWriter": () => ({
    base: "System.IO.TextWriter",
    members: {
      "void Write(System.Object value)": (self: ConsoleWriter, value, engine: Engine) =>
        self.write(engine, engine.values.format("{0}", [value])),
      "void Write(string format, Params System.Object[] arg)": (self: ConsoleWriter, format, args, engine: Engine) =>
        self.write(engine, args.length === 0 ? format : engine.values.format(format, args)),
      "void WriteLine()": (self: ConsoleWriter, engine: Engine) => self.write(engine, "\n"),
      "void WriteLine(System.Object value)": (self: ConsoleWriter, value, engine: Engine) =>
        self.write(engine, `${engine.values.format("{0}", [value])}\n`),
      "void WriteLine(string format, Params System.Object[] arg)": (
        self: ConsoleWriter,
        format,
        args,
        engine: Engine,
      ) => self.write(engine, `${args.length === 0 ? format : engine.values.format(format, args)}\n`),
      "void Flush()": () => {},
    },
  }),
  "System.Console": () => ({
    kind: "static",
    members: {
      "static void Write(System.Object value)": (value, engine: Engine) =>
        say(engine, engine.values.format("{0}", [value])),
      "static void Write(string format, Params System.Object[] arg)": (format, args, engine: Engine) =>
        say(engine, args.length === 0 ? format : engine.values.format(format, args)),
      "static void WriteLine()": (engine: Engine) => say(engine, "\n"),
      "static void WriteLine(System.Object value)": (value, engine: Engine) =>
        say(engine, `${engine.values.format("{0}", [value])}\n`),
      "static void WriteLine(string format, Params System.Object[] arg)": (format, args, engine: Engine) =>
        say(engine, `${args.length === 0 ? format : engine.values.format(format, args)}\n`),
      "static string ReadLine()": (engine: Engine) => engine.host.ui.readLine(),
      "static System.IO.TextWriter Out": () => new ConsoleWriter(false),
      "static System.IO.TextWriter Error": () => new ConsoleWriter(true),
      "static int WindowWidth": (engine: Engine) => engine.host.ui.size().width,
      "static int WindowHeight": (engine: Engine) => engine.host.ui.size().height,
      "static int BufferWidth": (engine: Engine) => engine.host.ui.size().width,
      "static bool IsOutputRedirected": (engine: Engine) => !engine.host.ui.supportsVirtualTerminal,
      "static bool IsInputRedirected": (engine: Engine) => !engine.host.ui.supportsVirtualTerminal,
      "static bool KeyAvailable": () => false,
      "static System.ConsoleColor ForegroundColor": [
        (engine) => enumOf(engine, "System.ConsoleColor", "Gray" satisfies ConsoleColor),
        () => {},
      ],
      "static System.ConsoleColor BackgroundColor": [
        (engine) => enumOf(engine, "System.ConsoleColor", "Black"),
        () => {},
      ],
      "static string Title": [() => "", (value, engine: Engine) => engine.host.ui.setWindowTitle?.(value)],
      "static void Beep()": () => {},
      "static void Clear()": (engine: Engine) => engine.host.ui.clear?.(),
      "static void ResetColor()": () => {},
      "static bool CursorVisible": [() => true, () => {}],
      "static bool TreatControlCAsInput": [() => false, () => {}],
      "static System.Object OutputEncoding": [
        (engine: Engine) => engine.values.getStatic("System.Text.Encoding", "UTF8"),
        () => {},
      ],
      "static System.Object InputEncoding": [
        (engine: Engine) => engine.values.getStatic("System.Text.Encoding", "UTF8"),
        () => {},
      ],
    },
  }),
};
