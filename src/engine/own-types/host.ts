// $Host and what hangs from it, for scripts: the user interface, the raw screen, choices and fields of questions.
//
// Rule: what a host is not asked for (the size of its screen) is answered here from what it said of itself; the rest are calls of HostUI.

import {
  baseOf,
  Dictionary,
  EnumValue,
  NetObject,
  ProgressRecord,
  PSCredential,
  PSObject,
} from "../../objects/index.js";
import type { HostObject } from "../session/automatic-variables.js";
import type { ChoiceDescription, ConsoleColor, FieldDescription } from "../host.js";
import type { Runtime } from "../run/runtime.js";
import { defineType, type TypeSource } from "../types/define.js";

const RUNSPACES = "System.Management.Automation.Runspaces.";
const HOST = "System.Management.Automation.Host.";

class HostPart extends NetObject {
  readonly typeName: string;
  constructor(kind: string) {
    super();
    this.typeName = HOST + kind;
  }
}

class Choice extends NetObject implements ChoiceDescription {
  readonly typeName: string = `${HOST}ChoiceDescription`;
  readonly label: string;
  helpMessage: string;
  constructor(label: string, helpMessage = "") {
    super();
    this.label = label;
    this.helpMessage = helpMessage;
  }
}

class Field extends NetObject {
  readonly typeName: string = `${HOST}FieldDescription`;
  readonly name: string;
  label = "";
  helpMessage = "";
  isMandatory = true;
  defaultValue: unknown = null;
  parameterTypeName = "System.String";
  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** Two numbers with names of their own: Size, Coordinates. */
class Pair extends HostPart {
  first: number;
  second: number;
  constructor(kind: string, first: number, second: number) {
    super(kind);
    this.first = first;
    this.second = second;
  }
}

/** The runspace that scripts of this engine run in. */
class OwnRunspace extends NetObject {
  readonly typeName: string = `${RUNSPACES}LocalRunspace`;
}

export function addHostTypes(rt: Runtime): void {
  const add = (name: string, source: TypeSource): void => rt.types.add(defineType(name, source, []));
  const ui = new HostPart("PSHostUserInterface");
  add("System.Management.Automation.Internal.Host.InternalHost", {
    base: `${HOST}PSHost`,
    members: {
      "string Name": (h: HostObject) => h.rt.host.name,
      "version Version": () => rt.values.convert("7.6.5", "version"),
      "guid InstanceId": (h: HostObject) => rt.values.convert(h.rt.host.instanceId, "guid"),
      "System.Management.Automation.Host.PSHostUserInterface UI": () => ui,
      "cultureinfo CurrentCulture": () => rt.values.tryConvert("en-US", "cultureinfo") ?? "en-US",
      "cultureinfo CurrentUICulture": () => rt.values.tryConvert("en-US", "cultureinfo") ?? "en-US",
      "psobject PrivateData": () => null,
      "bool DebuggerEnabled": () => true,
      "bool IsRunspacePushed": (h: HostObject) => h.rt.host.interactive?.isRunspacePushed ?? false,
      "System.Object Runspace": () => rt.runspaceObject ?? null,
      "void SetShouldExit(int exitCode)": (h: HostObject, code: number) => h.rt.host.setShouldExit(code),
      "void EnterNestedPrompt()": () => undefined,
      "void ExitNestedPrompt()": () => undefined,
      "void NotifyBeginApplication()": () => undefined,
      "void NotifyEndApplication()": () => undefined,
    },
  });
  add(`${HOST}PSHost`, { kind: "abstract" });
  const runspace = new OwnRunspace();
  rt.runspaceObject = runspace;
  add(`${RUNSPACES}Runspace`, {
    kind: "abstract",
    members: { "static System.Management.Automation.Runspaces.Runspace DefaultRunspace": () => runspace },
  });
  add(`${RUNSPACES}LocalRunspace`, {
    base: `${RUNSPACES}Runspace`,
    members: {
      "int Id": () => 1,
      "string Name": () => "Runspace1",
      "guid InstanceId": () => rt.values.convert(rt.host.instanceId, "guid"),
      "bool RunspaceIsRemote": () => false,
      "psobject RunspaceStateInfo": () => PSObject.of({ State: "Opened", Reason: null }),
      // Who can ask is running in it.
      "string RunspaceAvailability": () => "Busy",
    },
  });
  add(`${HOST}PSHostUserInterface`, userInterface(rt));
  add(`${HOST}PSHostRawUserInterface`, rawUserInterface(rt));
  addParts(add);
}

function userInterface(rt: Runtime): TypeSource {
  const { ui } = rt.host;
  const raw = new HostPart("PSHostRawUserInterface");
  const credential = (
    _: unknown,
    caption: string,
    message: string,
    user: string,
    target: string,
  ): PSCredential | null => ui.promptForCredential(caption ?? "", message ?? "", user ?? "", target ?? "");
  return {
    members: {
      "System.Management.Automation.Host.PSHostRawUserInterface RawUI": () => raw,
      "bool SupportsVirtualTerminal": () => ui.supportsVirtualTerminal,
      "void Write(string value)": (_: unknown, text: string) => ui.write(text ?? ""),
      "void Write(System.ConsoleColor foregroundColor, System.ConsoleColor backgroundColor, string value)": (
        _: unknown,
        front: unknown,
        back: unknown,
        text: string,
      ) => ui.write(text ?? "", color(front), color(back)),
      "void WriteLine()": () => ui.writeLine(""),
      "void WriteLine(string value)": (_: unknown, text: string) => ui.writeLine(text ?? ""),
      "void WriteLine(System.ConsoleColor foregroundColor, System.ConsoleColor backgroundColor, string value)": (
        _: unknown,
        front: unknown,
        back: unknown,
        text: string,
      ) => ui.writeLine(text ?? "", color(front), color(back)),
      "void WriteErrorLine(string value)": (_: unknown, text: string) => ui.writeErrorLine(text ?? ""),
      "void WriteWarningLine(string message)": (_: unknown, text: string) => ui.writeWarningLine(text ?? ""),
      "void WriteVerboseLine(string message)": (_: unknown, text: string) => ui.writeVerboseLine(text ?? ""),
      "void WriteDebugLine(string message)": (_: unknown, text: string) => ui.writeDebugLine(text ?? ""),
      "void WriteProgress(long sourceId, System.Management.Automation.ProgressRecord record)": (
        _: unknown,
        source: bigint,
        record: unknown,
      ) => record instanceof ProgressRecord && ui.writeProgress(BigInt(source), record),
      "string ReadLine()": () => ui.readLine(),
      "securestring ReadLineAsSecureString()": () => ui.readLineAsSecureString(),
      "int PromptForChoice(string caption, string message, System.Object[] choices, int defaultChoice)": (
        _: unknown,
        caption: string,
        message: string,
        choices: unknown[],
        byDefault: number,
      ) => ui.promptForChoice(caption ?? "", message ?? "", choices.map(choiceOf), byDefault),
      "System.Collections.Generic.Dictionary[string,psobject] Prompt(string caption, string message, System.Object[] descriptions)":
        (_: unknown, caption: string, message: string, fields: unknown[]) =>
          answersOf(ui.prompt(caption ?? "", message ?? "", fields.map(fieldOf))),
      "pscredential PromptForCredential(string caption, string message, string userName, string targetName)":
        credential,
      "pscredential PromptForCredential(string caption, string message, string userName, string targetName, System.Object allowedCredentialTypes, System.Object options)":
        credential,
    },
  };
}

function rawUserInterface(rt: Runtime): TypeSource {
  const { ui } = rt.host;
  let title = "";
  let front: unknown = consoleColor(-1);
  let back: unknown = consoleColor(-1);
  let cursor = new Pair("Coordinates", 0, 0);
  let cursorSize = 25;
  const size = (): Pair => new Pair("Size", ui.size().width, ui.size().height);
  const ignored = (): void => undefined;
  return {
    members: {
      "string WindowTitle": [
        () => title,
        (_: unknown, text: string) => {
          title = text ?? "";
          ui.setWindowTitle?.(title);
        },
      ],
      "System.Management.Automation.Host.Size WindowSize": [size, ignored],
      "System.Management.Automation.Host.Size BufferSize": [size, ignored],
      "System.Management.Automation.Host.Size MaxWindowSize": size,
      "System.Management.Automation.Host.Size MaxPhysicalWindowSize": size,
      "System.Management.Automation.Host.Coordinates WindowPosition": [() => new Pair("Coordinates", 0, 0), ignored],
      "System.Management.Automation.Host.Coordinates CursorPosition": [
        () => cursor,
        (_: unknown, at: Pair) => (cursor = at),
      ],
      "int CursorSize": [() => cursorSize, (_: unknown, percent: number) => (cursorSize = percent)],
      "System.ConsoleColor ForegroundColor": [() => front, (_: unknown, value: unknown) => (front = value)],
      "System.ConsoleColor BackgroundColor": [() => back, (_: unknown, value: unknown) => (back = value)],
      "bool KeyAvailable": () => false,
      "void FlushInputBuffer()": ignored,
    },
  };
}

function addParts(add: (name: string, source: TypeSource) => void): void {
  add(`${HOST}ChoiceDescription`, {
    members: {
      "new(string label)": (label: string) => new Choice(label),
      "new(string label, string helpMessage)": (label: string, help: string) => new Choice(label, help),
      "string Label": (choice: Choice) => choice.label,
      "string HelpMessage": [
        (choice: Choice) => choice.helpMessage,
        (choice: Choice, text: string) => (choice.helpMessage = text),
      ],
    },
  });
  add(`${HOST}FieldDescription`, {
    members: {
      "new(string name)": (name: string) => new Field(name),
      "string Name": (field: Field) => field.name,
      "string Label": [(field: Field) => field.label, (field: Field, text: string) => (field.label = text)],
      "string HelpMessage": [
        (field: Field) => field.helpMessage,
        (field: Field, text: string) => (field.helpMessage = text),
      ],
      "bool IsMandatory": [
        (field: Field) => field.isMandatory,
        (field: Field, yes: boolean) => (field.isMandatory = yes),
      ],
      "psobject DefaultValue": [
        (field: Field) => field.defaultValue,
        (field: Field, value: unknown) => (field.defaultValue = value),
      ],
      "string ParameterTypeFullName": (field: Field) => field.parameterTypeName,
      "string ParameterTypeName": (field: Field) =>
        field.parameterTypeName.slice(field.parameterTypeName.lastIndexOf(".") + 1),
      "void SetParameterType(type parameterType)": (field: Field, type: { readonly fullName?: string }) =>
        void (field.parameterTypeName = type.fullName ?? "System.String"),
    },
  });
  addPair(add, "Size", "Width", "Height");
  addPair(add, "Coordinates", "X", "Y");
}

function addPair(add: (name: string, source: TypeSource) => void, kind: string, first: string, second: string): void {
  const parameters = `int ${first.toLowerCase()}, int ${second.toLowerCase()}`;
  add(HOST + kind, {
    kind: "struct",
    members: {
      [`new(${parameters})`]: (a: number, b: number) => new Pair(kind, a, b),
      [`int ${first}`]: [(pair: Pair) => pair.first, (pair: Pair, value: number) => (pair.first = value)],
      [`int ${second}`]: [(pair: Pair) => pair.second, (pair: Pair, value: number) => (pair.second = value)],
    },
    text: (pair: Pair) => `${pair.first},${pair.second}`,
  });
}

/** A choice from what a script gives for one: a ChoiceDescription, or its label. */
function choiceOf(value: unknown): ChoiceDescription {
  const base = baseOf(value);
  if (base instanceof Choice) return { label: base.label, helpMessage: base.helpMessage };
  return { label: String(base), helpMessage: "" };
}

function fieldOf(value: unknown): FieldDescription {
  const base = baseOf(value);
  const field = base instanceof Field ? base : new Field(String(base));
  return {
    name: field.name,
    label: field.label,
    typeName: field.parameterTypeName,
    helpMessage: field.helpMessage,
    isMandatory: field.isMandatory,
    ...(field.defaultValue !== null && { defaultValue: field.defaultValue }),
  };
}

function answersOf(answers: ReadonlyMap<string, unknown>): Dictionary {
  const table = new Dictionary(
    "Dictionary",
    "System.Collections.Generic.Dictionary`2[[System.String],[System.Management.Automation.PSObject]]",
  );
  for (const [name, answer] of answers) table.set(name, answer);
  return table;
}

function color(value: unknown): ConsoleColor | undefined {
  const base = baseOf(value);
  return base instanceof EnumValue ? (base.text as ConsoleColor) : undefined;
}

function consoleColor(value: number): EnumValue {
  return new EnumValue("System.ConsoleColor", value, String(value));
}
