// HostUI on the engine thread. What wants no answer joins the run's output, in order; what wants one crosses the bridge and blocks.
//
// Who answers is the host thread's business: a console asks the person, an endpoint asks its client.

import { encodeValue, decodeValue } from "./values.js";
import type { HostUI } from "../../engine/index.js";
import { PSCredential, SecureString } from "../../objects/index.js";
import type { EngineBridge } from "../bridge/engine-side.js";
import { ITEM } from "../bridge/messages.js";

/** The name of the host thread's service that answers. */
export const UI_SERVICE = "ui";

/** What the host thread knows of its user interface before anyone asks; sent with `open` and with each run. */
export interface UISettings {
  width: number;
  height: number;
  supportsVirtualTerminal: boolean;
}

/** Reads an answer that came over the wire; gives a plain one back as it is. */
export type ReadAnswer = (method: string, answer: unknown) => unknown;

export function bridgeUserInterface(
  bridge: EngineBridge,
  settings: UISettings,
  readAnswer: ReadAnswer = (_, answer) => answer,
): HostUI {
  const say = (method: string, ...args: unknown[]): void =>
    bridge.emit(ITEM.host, { method, args }, typeof args[0] === "string" ? args[0].length : 64);
  const ask = (method: string, ...args: unknown[]): unknown =>
    readAnswer(method, bridge.call(UI_SERVICE, method, ...args));
  return {
    write: (text, foreground, background) => say("write", text, foreground, background),
    writeLine: (text, foreground, background) => say("writeLine", text, foreground, background),
    writeErrorLine: (text) => say("writeErrorLine", text),
    writeWarningLine: (text) => say("writeWarningLine", text),
    writeVerboseLine: (text) => say("writeVerboseLine", text),
    writeDebugLine: (text) => say("writeDebugLine", text),
    writeProgress: (sourceId, record) => say("writeProgress", sourceId, { ...record }),
    readLine: () => ask("readLine") as string | null,
    readLineAsSecureString() {
      const answer = ask("readLineAsSecureString");
      return answer instanceof SecureString ? answer : new SecureString(String(answer ?? ""));
    },
    prompt(caption, message, fields) {
      const plain = fields.map(({ defaultValue, ...field }) => ({
        ...field,
        ...(defaultValue !== undefined && { defaultValue: encodeValue(defaultValue) }),
      }));
      const answers = ask("prompt", caption, message, plain);
      if (answers instanceof Map) return answers as Map<string, unknown>;
      return new Map((answers as [string, string][]).map(([name, clixml]) => [name, decodeValue(clixml)]));
    },
    promptForChoice(caption, message, choices, defaultChoice) {
      return ask("promptForChoice", caption, message, choices, defaultChoice) as number;
    },
    promptForCredential(caption, message, userName, targetName) {
      const answer = ask("promptForCredential", caption, message, userName, targetName);
      if (answer === null || answer instanceof PSCredential) return answer;
      const { userName: name, password } = answer as { userName: string; password: string };
      return new PSCredential(name, new SecureString(password));
    },
    size: () => settings,
    setWindowTitle: (title) => say("setWindowTitle", title),
    clear: () => say("clear"),
    get supportsVirtualTerminal() {
      return settings.supportsVirtualTerminal;
    },
  };
}
