// Read-Host: a line from a person.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { joinObjects } from "./messages.js";

export const readHost: CmdletDefinition = {
  name: "Read-Host",
  module: UTILITY,
  synopsis: "Reads a line of input from the console.",
  defaultParameterSet: "AsString",
  parameters: {
    Prompt: { type: "object", position: 0, fromRemainingArguments: true, allowNull: true },
    AsSecureString: { type: "switch", sets: { AsSecureString: {} } },
    MaskInput: { type: "switch", sets: { AsString: {} } },
  },
  examples: [{ code: "Read-Host 'Your name'", runs: false }],
  run: (context) => ({ process: () => context.write(readAnswer(context)) }),
};

/** With a prompt it is a question with one field, whose label is the prompt: so a remote client shows it as its own. */
function readAnswer(context: CmdletContext): unknown {
  const { ui } = context.engine.host;
  const secure = context.bound["AsSecureString"] === true;
  const masked = context.bound["MaskInput"] === true;
  if (context.bound["Prompt"] === undefined) {
    if (!secure && !masked) return ui.readLine();
    const answer = ui.readLineAsSecureString();
    return secure ? answer : answer.reveal();
  }
  const label = joinObjects(context, context.bound["Prompt"], " ");
  const typeName = secure || masked ? "System.Security.SecureString" : "System.String";
  const answers = ui.prompt("", "", [{ name: label, label, typeName, helpMessage: "", isMandatory: true }]);
  const answer = [...answers.values()][0];
  return masked && typeof answer === "object" && answer !== null && "reveal" in answer
    ? (answer as { reveal(): string }).reveal()
    : answer;
}
