// The engine's user interface over PSRP's host calls: what each method of HostUI is on the wire, and back.

import type { PipelineEvents } from "../endpoint/index.js";
import type { FieldDescription } from "../protocol/index.js";
import type { HostCallItem } from "../runspace/index.js";
import { COLORS } from "./console-colors.js";

type Call = (events: PipelineEvents, args: readonly unknown[]) => void;

function color(name: unknown, fallback: number): number {
  const number = COLORS.findIndex((color) => color === name);
  return number < 0 ? fallback : number;
}

const GRAY = 7;
const BLACK = 0;

/** HostUI's methods without an answer → host calls. */
const TELL: Readonly<Record<string, Call>> = {
  write: (events, [text, front, back]) =>
    front || back
      ? events.hostCall("Write2", [color(front, GRAY), color(back, BLACK), String(text)])
      : events.hostCall("Write1", [String(text)]),
  writeLine: (events, [text, front, back]) =>
    front || back
      ? events.hostCall("WriteLine3", [color(front, GRAY), color(back, BLACK), String(text)])
      : events.hostCall("WriteLine2", [String(text)]),
  writeErrorLine: (events, [text]) => events.hostCall("WriteErrorLine", [String(text)]),
  writeWarningLine: (events, [text]) => events.hostCall("WriteWarningLine", [String(text)]),
  writeVerboseLine: (events, [text]) => events.hostCall("WriteVerboseLine", [String(text)]),
  writeDebugLine: (events, [text]) => events.hostCall("WriteDebugLine", [String(text)]),
  // What a server on Unix does: it runs `clear`, whose output goes to the client.
  clear: (events) => events.hostCall("Write1", ["\u001b[H\u001b[2J\u001b[3J"]),
  popRunspace: (events) => events.hostCall("PopRunspace", []),
  setWindowTitle: (events, [text]) => events.hostCall("SetWindowTitle", [String(text)]),
  writeProgress(events, [sourceId, record]) {
    const progress = record as Record<string, never> & { recordType: string };
    events.hostCall("WriteProgress", [
      BigInt(sourceId as number | bigint),
      {
        activity: String(progress["activity"]),
        activityId: Number(progress["activityId"]),
        statusDescription: String(progress["statusDescription"]),
        currentOperation: progress["currentOperation"] ?? null,
        parentActivityId: Number(progress["parentActivityId"]),
        percentComplete: Number(progress["percentComplete"]),
        type: progress.recordType === "Completed" ? 1 : 0,
        secondsRemaining: Number(progress["secondsRemaining"]),
      },
    ]);
  },
};

/** Tells the client's host; what PSRP has no method for is left out (the exit code travels with the pipeline's end). */
export function tellClient(events: PipelineEvents, call: HostCallItem): void {
  TELL[call.method]?.(events, call.args);
}

/** What crosses the bridge as the answer to a question: the CLIXML payload of the host response, decoded by the engine thread. */
export interface ClientAnswer {
  readonly response: string;
}

/** Asks the client's host; `reply` gets the response's payload. Throws for what no host is asked. */
export function askClient(
  events: PipelineEvents,
  method: string,
  args: readonly unknown[],
  reply: (answer: unknown) => void,
): void {
  const answered = (_: unknown, payload: string): void => reply({ response: payload } satisfies ClientAnswer);
  switch (method) {
    case "readLine":
      return events.hostCall("ReadLine", [], answered);
    case "readLineAsSecureString":
      return events.hostCall("ReadLineAsSecureString", [], answered);
    case "prompt":
      return events.hostCall(
        "Prompt",
        [String(args[0] ?? ""), String(args[1] ?? ""), (args[2] as readonly PlainField[]).map(fieldOf)],
        answered,
      );
    case "promptForChoice":
      return events.hostCall(
        "PromptForChoice",
        [String(args[0] ?? ""), String(args[1] ?? ""), args[2] as never, Number(args[3])],
        answered,
      );
    case "promptForCredential":
      return events.hostCall(
        "PromptForCredential1",
        [String(args[0] ?? ""), String(args[1] ?? ""), String(args[2] ?? ""), String(args[3] ?? "")],
        answered,
      );
    default:
      throw new Error(`The host knows no "${method}".`);
  }
}

interface PlainField {
  readonly name: string;
  readonly label: string;
  readonly typeName: string;
  readonly helpMessage: string;
  readonly isMandatory: boolean;
}

function fieldOf(field: PlainField): FieldDescription {
  return {
    name: field.name,
    label: field.label === field.name ? "" : field.label, // as PowerShell's Read-Host: an ampersand in a label is a key
    parameterTypeName: field.typeName.slice(field.typeName.lastIndexOf(".") + 1),
    parameterTypeFullName: field.typeName,
    parameterAssemblyFullName: `${field.typeName}, ${assemblyOf(field.typeName)}`,
    helpMessage: field.helpMessage,
    isMandatory: field.isMandatory,
  };
}

/** Where .NET has a type: a client takes a field whose type it cannot find for a text. */
function assemblyOf(typeName: string): string {
  return typeName.startsWith("System.Management.Automation.")
    ? "System.Management.Automation, Version=7.6.0.500, Culture=neutral, PublicKeyToken=31bf3856ad364e35"
    : "System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e";
}
