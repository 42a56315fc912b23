// How events are raised and found: what the event commands share.

import type { CmdletContext, ParameterDefinition } from "../../../engine/index.js";
import { PSObject } from "../../../objects/index.js";
import { localNow } from "../time/clock.js";
import { type EventState, RaisedEvent, Subscriber, type Watched } from "./objects.js";

/** The source a new event or subscription is given. */
export const SOURCE: ParameterDefinition = { type: "string", position: 0, mandatory: true };

export type IdParameter = "EventIdentifier" | "SubscriptionId";

/** Parameters that say which ones are read: those of a source, or one by its number, or all. */
export function toRead(id: IdParameter): Readonly<Record<string, ParameterDefinition>> {
  const byId = { position: 0, mandatory: true, fromPipelineByPropertyName: true };
  return {
    SourceIdentifier: { type: "string", sets: { BySource: { position: 0, fromPipelineByPropertyName: true } } },
    [id]: { type: "int", aliases: ["Id"], sets: { ById: byId } },
  };
}

/** Parameters that say which ones are removed: those of a source, or one by its number, in the parameter set `idSet`. */
export function toRemove(id: IdParameter, idSet: string): Readonly<Record<string, ParameterDefinition>> {
  const named = { position: 0, mandatory: true, fromPipelineByPropertyName: true };
  return {
    SourceIdentifier: { type: "string", sets: { BySource: named } },
    [id]: { type: "int", sets: { [idSet]: named } },
  };
}

/** Runs the actions of those who wait for it; where nobody acts, the event is kept. */
export function raise(context: CmdletContext, state: EventState, event: RaisedEvent): void {
  const { engine } = context;
  const interested = state.subscribers.filter((each) => each.source.toLowerCase() === event.source.toLowerCase());
  for (const subscriber of interested) {
    if (subscriber.left !== undefined && --subscriber.left <= 0) drop(state, subscriber);
    if (subscriber.action === null) continue;
    const bind = engine.scriptBlock(
      "param($Event, $EventSubscriber, $Sender, $EventArgs, $action) & $action @($Event.SourceArgs)",
    );
    const { job } = subscriber;
    if (job) job.state = "Running";
    engine.invoke(bind, {
      args: [event, subscriber, event.sender, event.eventArgs ?? event.args[0] ?? null, subscriber.action],
      output: (value) => void job?.output.push(value),
    });
  }
  if (interested.every((subscriber) => subscriber.action === null)) state.queue.push(event);
}

/** Raises the events of the jobs whose state is not what it was. */
export function lookAtJobs(context: CmdletContext, state: EventState): void {
  const { values } = context.engine;
  // An action may end subscriptions.
  for (const subscriber of state.subscribers.slice()) {
    const { watched } = subscriber;
    const now = watched ? values.toText(values.getMember(watched.job, "State")) : "";
    if (!watched || now === watched.state) continue;
    // A job that was stopped was stopping before.
    if (now === "Stopped" && watched.state !== "Stopping") raiseChange(context, state, subscriber, watched, "Stopping");
    raiseChange(context, state, subscriber, watched, now);
  }
}

function raiseChange(
  context: CmdletContext,
  state: EventState,
  subscriber: Subscriber,
  watched: Watched,
  now: string,
): void {
  const info = (name: string): PSObject =>
    PSObject.of({ State: context.engine.values.convert(name, "System.Management.Automation.JobState") });
  const args = PSObject.of({ JobStateInfo: info(now), PreviousJobStateInfo: info(watched.state) });
  args.typeNames = ["System.Management.Automation.JobStateEventArgs", "System.EventArgs", "System.Object"];
  watched.state = now;
  const given = [watched.job, args];
  const time = localNow(context.engine);
  const { source, messageData } = subscriber;
  raise(context, state, new RaisedEvent(state.nextEvent++, source, watched.job, given, messageData, time, args));
}

export function drop<T>(state: EventState, item: Subscriber | RaisedEvent): void {
  const list = (item instanceof Subscriber ? state.subscribers : state.queue) as unknown[];
  const at = list.indexOf(item as T);
  if (at >= 0) list.splice(at, 1);
  if (item instanceof Subscriber && item.job) item.job.state = "Stopped";
}

/** Items by -SourceIdentifier (a pattern) or by their number; what is named and not there is an error. */
export function chosen<T extends RaisedEvent | Subscriber>(
  context: CmdletContext,
  items: readonly T[],
  idParameter: IdParameter,
): readonly T[] {
  const { bound, engine } = context;
  const what = idParameter === "EventIdentifier" ? "Event" : "Event subscription";
  const missing = (by: string, value: unknown, errorId: string): void =>
    context.writeError(
      context.error(
        "System.ArgumentException",
        `${what} with ${by} '${String(value)}' does not exist.`,
        errorId,
        "InvalidArgument",
      ),
    );
  if (bound[idParameter] !== undefined) {
    const found = items.filter((item) => item.id === bound[idParameter]);
    const errorId = idParameter === "EventIdentifier" ? "INVALID_EVENT_IDENTIFIER" : "INVALID_SUBSCRIPTION_IDENTIFIER";
    if (found.length === 0) missing("identifier", bound[idParameter], errorId);
    return found;
  }
  const pattern: string | undefined = bound["SourceIdentifier"];
  if (pattern === undefined) return [...items];
  const found = items.filter((item) => engine.values.like(item.source, pattern));
  if (found.length === 0 && !/[*?[]/.test(pattern)) missing("source identifier", pattern, "INVALID_SOURCE_IDENTIFIER");
  return found;
}
