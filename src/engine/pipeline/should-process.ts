// ShouldProcess: -WhatIf, -Confirm and their preferences.

import { EnumValue, SwitchParameter } from "../../objects/index.js";
import type { Invocation } from "../run/invocation.js";
import { PipelineStopped } from "../run/flow.js";
import type { Runtime, Streams } from "../run/runtime.js";
import { type CommonParameters, writeMessage } from "./streams.js";

export interface Question {
  readonly streams: Streams;
  readonly common: CommonParameters;
  readonly invocation: Invocation;
  readonly supports: boolean;
  readonly confirmImpact: string;
  readonly commandName: string;
  readonly target: string;
  readonly action: string | undefined;
}

const IMPACT: readonly string[] = ["none", "low", "medium", "high"];

const CHOICES = [
  { label: "&Yes", helpMessage: "Continue with only the next step of the operation." },
  { label: "Yes to &All", helpMessage: "Continue with all the steps of the operation." },
  { label: "&No", helpMessage: "Skip this operation and proceed with the next operation." },
  { label: "No to A&ll", helpMessage: "Skip this operation and all subsequent operations." },
  { label: "&Suspend", helpMessage: "Pause the current pipeline and return to the command prompt." },
];

/** True where the operation is to be done. */
export function askToProcess(rt: Runtime, question: Question): boolean {
  const { target, common } = question;
  const action = question.action ?? question.commandName;
  const whatIf = common.whatIf ?? truth(rt.preference("WhatIfPreference"));
  const description = `Performing the operation "${action}" on target "${target}".`;
  if (whatIf) {
    rt.host.ui.writeLine(`What if: ${description}`);
    return false;
  }
  if (mustAsk(rt, question)) {
    const choice = rt.host.ui.promptForChoice(
      "Confirm",
      `Are you sure you want to perform this action?\n${description}`,
      CHOICES,
      0,
    );
    if (choice === 4) throw new PipelineStopped();
    return choice === 0 || choice === 1;
  }
  writeMessage(rt, question.streams, "Verbose", description, common, question.invocation, question.commandName);
  return true;
}

function mustAsk(rt: Runtime, question: Question): boolean {
  if (question.common.confirm !== undefined) return question.common.confirm;
  const preference = rank(rt.preference("ConfirmPreference"), 3);
  const impact = rank(question.confirmImpact, 2);
  return preference > 0 && impact >= preference && question.supports;
}

function rank(value: unknown, otherwise: number): number {
  if (typeof value === "number") return value;
  const text = value instanceof EnumValue ? value.text : typeof value === "string" ? value : "";
  const at = IMPACT.indexOf(text.toLowerCase());
  return at < 0 ? otherwise : at;
}

function truth(value: unknown): boolean {
  return value === true || (value instanceof SwitchParameter && value.isPresent) || value === 1;
}
