// USER_EVENT: an event raised at the far end and forwarded. MS-PSRP 2.2.2.12.

import { type DateTime, Guid, baseOf } from "../../objects/index.js";
import { intField, itemsOf, readObject, textField, writeObject } from "./fields.js";

export interface UserEvent {
  readonly eventIdentifier: number;
  readonly sourceIdentifier: string;
  readonly timeGenerated: DateTime;
  readonly sender: unknown;
  readonly sourceArgs: readonly unknown[];
  readonly messageData: unknown;
  readonly computerName: string | null;
  readonly runspaceId: string;
}

export function encodeUserEvent(event: UserEvent): string {
  return writeObject([
    ["PSEventArgs.EventIdentifier", event.eventIdentifier],
    ["PSEventArgs.SourceIdentifier", event.sourceIdentifier],
    ["PSEventArgs.TimeGenerated", event.timeGenerated],
    ["PSEventArgs.Sender", event.sender ?? null],
    ["PSEventArgs.SourceArgs", [...event.sourceArgs]],
    ["PSEventArgs.MessageData", event.messageData ?? null],
    ["PSEventArgs.ComputerName", event.computerName],
    ["PSEventArgs.RunspaceId", new Guid(event.runspaceId)],
  ]);
}

export function decodeUserEvent(payload: string): UserEvent {
  const object = readObject(payload);
  const runspaceId = baseOf(object.get("PSEventArgs.RunspaceId"));
  return {
    eventIdentifier: intField(object, "PSEventArgs.EventIdentifier"),
    sourceIdentifier: textField(object, "PSEventArgs.SourceIdentifier") ?? "",
    timeGenerated: baseOf(object.get("PSEventArgs.TimeGenerated")) as DateTime,
    sender: object.get("PSEventArgs.Sender") ?? null,
    sourceArgs: itemsOf(object.get("PSEventArgs.SourceArgs")) ?? [],
    messageData: object.get("PSEventArgs.MessageData") ?? null,
    computerName: textField(object, "PSEventArgs.ComputerName"),
    runspaceId: String(runspaceId ?? ""),
  };
}
