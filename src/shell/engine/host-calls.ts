// A host call that came from another computer, played on this side's user interface.

import type { Host } from "../../engine/index.js";
import { Dictionary, ProgressRecord } from "../../objects/index.js";
import { decodeHostResponse, encodeHostResponse, type HostCall } from "../../protocol/index.js";
import { COLORS } from "../console-colors.js";

/** Plays it. For a call that wants an answer: the payload to send back. */
export function playHostCall(host: Host, call: HostCall): string | undefined {
  const { method, callId } = call;
  const result = play(host, call);
  if (callId === -100n) return undefined;
  return encodeHostResponse({ method, callId, result: result === undefined ? null : result });
}

function play(host: Host, call: HostCall): unknown {
  const { ui } = host;
  switch (call.method) {
    case "Write1":
      return ui.write(call.parameters[0]);
    case "Write2":
      return ui.write(call.parameters[2], COLORS[call.parameters[0]], COLORS[call.parameters[1]]);
    case "WriteLine1":
      return ui.writeLine("");
    case "WriteLine2":
      return ui.writeLine(call.parameters[0]);
    case "WriteLine3":
      return ui.writeLine(call.parameters[2], COLORS[call.parameters[0]], COLORS[call.parameters[1]]);
    case "WriteErrorLine":
      return ui.writeErrorLine(call.parameters[0]);
    case "WriteDebugLine":
      return ui.writeDebugLine(call.parameters[0]);
    case "WriteVerboseLine":
      return ui.writeVerboseLine(call.parameters[0]);
    case "WriteWarningLine":
      return ui.writeWarningLine(call.parameters[0]);
    case "WriteProgress":
      return ui.writeProgress(call.parameters[0], progressRecord(call.parameters[1]));
    case "ReadLine":
      return ui.readLine() ?? "";
    case "ReadLineAsSecureString":
      return ui.readLineAsSecureString();
    case "Prompt": {
      const [caption, message, fields] = call.parameters;
      const answers = ui.prompt(
        caption,
        message,
        fields.map((field) => ({
          name: field.name,
          label: field.label,
          typeName: field.parameterTypeFullName,
          helpMessage: field.helpMessage,
          isMandatory: field.isMandatory,
          ...("defaultValue" in field && { defaultValue: field.defaultValue }),
        })),
      );
      const table = new Dictionary();
      for (const [name, value] of answers) table.set(name, value);
      return table;
    }
    case "PromptForChoice": {
      const [caption, message, choices, defaultChoice] = call.parameters;
      return ui.promptForChoice(caption, message, choices, defaultChoice);
    }
    case "PromptForCredential1":
    case "PromptForCredential2": {
      const [caption, message, userName, targetName] = call.parameters;
      return ui.promptForCredential(caption, message, userName, targetName);
    }
    case "SetWindowTitle":
      return ui.setWindowTitle?.(call.parameters[0]);
    case "GetName":
      return host.name;
    case "GetWindowSize":
    case "GetBufferSize":
    case "GetMaxWindowSize":
    case "GetMaxPhysicalWindowSize":
      return ui.size();
    case "GetForegroundColor":
      return COLORS.indexOf("Gray");
    case "GetBackgroundColor":
      return COLORS.indexOf("Black");
    case "GetIsRunspacePushed":
    case "GetKeyAvailable":
      return false;
    default:
      return undefined;
  }
}

function progressRecord(data: Extract<HostCall, { method: "WriteProgress" }>["parameters"][1]): ProgressRecord {
  const record = new ProgressRecord(data.activityId, data.activity, data.statusDescription);
  record.currentOperation = data.currentOperation;
  record.parentActivityId = data.parentActivityId;
  record.percentComplete = data.percentComplete;
  record.secondsRemaining = data.secondsRemaining;
  record.recordType = data.type === 1 ? "Completed" : "Processing";
  return record;
}

/** Reads what a client answered to a question of this endpoint: the host response's payload → what HostUI gives. */
export function readClientAnswer(method: string, answer: unknown): unknown {
  const payload = (answer as { response?: string } | null)?.response;
  if (payload === undefined) return answer;
  const { result } = decodeHostResponse(payload);
  if (method === "prompt" && result instanceof Dictionary)
    return new Map([...result].map(({ key, value }) => [String(key), value]));
  return result ?? null;
}
