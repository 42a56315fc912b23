// Events of the engine: New-, Get-, Remove- and Wait-Event; Register-EngineEvent, Get-EventSubscriber, Unregister-Event.
//
// Rule: an event of the engine is raised by New-Event, and a subscriber's action runs there and then. What has no action
// waits in the queue for Get-Event. Jobs are the only objects that are watched (Register-ObjectEvent … StateChanged): nothing
// runs beside a script here, so their changes are seen when an event command next looks.

import type { CmdletContext, CmdletDefinition, ParameterDefinition } from "../../engine/index.js";
import { baseOf, DateTime, PSObject, TICKS_PER_MILLISECOND, UNIX_EPOCH_TICKS } from "../../objects/index.js";
import { EventJob, type EventState, RaisedEvent, STATE_CHANGED, Subscriber, type Watched } from "./event-objects.js";

const UTILITY = "Microsoft.PowerShell.Utility";
const POLL_MS = 50;

/** The event commands of one runspace. */
export function eventCmdlets(): readonly CmdletDefinition[] {
  const state: EventState = { queue: [], subscribers: [], nextEvent: 1, nextSubscription: 1 };
  return [
    newEvent(state),
    getEvent(state),
    removeEvent(state),
    waitEvent(state),
    registerEngineEvent(state),
    registerObjectEvent(state),
    getEventSubscriber(state),
    unregisterEvent(state),
  ];
}

const SOURCE: ParameterDefinition = { type: "string", position: 0, mandatory: true };

function newEvent(state: EventState): CmdletDefinition {
  return {
    name: "New-Event",
    module: UTILITY,
    synopsis: "Creates a new event.",
    parameters: {
      SourceIdentifier: SOURCE,
      Sender: { type: "psobject", position: 1 },
      EventArguments: { type: "psobject[]", position: 2 },
      MessageData: { type: "psobject", position: 3 },
    },
    outputTypes: ["System.Management.Automation.PSEventArgs"],
    examples: [
      { code: "New-Event -SourceIdentifier My.Event | Out-Null; (Get-Event).SourceIdentifier", output: "My.Event" },
    ],
    run: (context) => ({
      end() {
        const { bound } = context;
        const event = new RaisedEvent(
          state.nextEvent++,
          bound["SourceIdentifier"],
          bound["Sender"] ?? null,
          bound["EventArguments"] ?? [],
          bound["MessageData"] ?? null,
          localNow(context),
        );
        raise(context, state, event);
        context.write(event);
      },
    }),
  };
}

function localNow(context: CmdletContext): DateTime {
  const { host } = context.engine;
  const ms = host.now();
  const local = Math.round(ms + host.computer.utcOffsetMinutes(ms) * 60_000);
  return new DateTime(UNIX_EPOCH_TICKS + BigInt(local) * TICKS_PER_MILLISECOND, "Local");
}

/** Runs the actions of those who wait for it; where nobody acts, the event is kept. */
function raise(context: CmdletContext, state: EventState, event: RaisedEvent): void {
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
function lookAtJobs(context: CmdletContext, state: EventState): void {
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
  const time = localNow(context);
  const { source, messageData } = subscriber;
  raise(context, state, new RaisedEvent(state.nextEvent++, source, watched.job, given, messageData, time, args));
}

function drop<T>(state: EventState, item: Subscriber | RaisedEvent): void {
  const list = (item instanceof Subscriber ? state.subscribers : state.queue) as unknown[];
  const at = list.indexOf(item as T);
  if (at >= 0) list.splice(at, 1);
  if (item instanceof Subscriber && item.job) item.job.state = "Stopped";
}

/** Items by -SourceIdentifier (a pattern) or by their number; what is named and not there is an error. */
function chosen<T extends RaisedEvent | Subscriber>(
  context: CmdletContext,
  items: readonly T[],
  idParameter: "EventIdentifier" | "SubscriptionId",
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

function getEvent(state: EventState): CmdletDefinition {
  return {
    name: "Get-Event",
    module: UTILITY,
    synopsis: "Gets events from the PowerShell event queue.",
    defaultParameterSet: "BySource",
    parameters: {
      SourceIdentifier: { type: "string", sets: { BySource: { position: 0, fromPipelineByPropertyName: true } } },
      EventIdentifier: {
        type: "int",
        aliases: ["Id"],
        sets: { ById: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
      },
    },
    outputTypes: ["System.Management.Automation.PSEventArgs"],
    examples: [{ code: "New-Event a | Out-Null; New-Event b | Out-Null; (Get-Event a).EventIdentifier", output: "1" }],
    run: (context) => ({
      end() {
        lookAtJobs(context, state);
        for (const event of chosen(context, state.queue, "EventIdentifier")) context.write(event);
      },
    }),
  };
}

function removeEvent(state: EventState): CmdletDefinition {
  return {
    name: "Remove-Event",
    module: UTILITY,
    synopsis: "Deletes events from the event queue.",
    defaultParameterSet: "BySource",
    supportsShouldProcess: true,
    parameters: {
      SourceIdentifier: {
        type: "string",
        sets: { BySource: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
      },
      EventIdentifier: {
        type: "int",
        sets: { ByIdentifier: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
      },
    },
    examples: [{ code: "New-Event a | Out-Null; Remove-Event a; @(Get-Event).Count", output: "0" }],
    run: (context) => ({
      process() {
        for (const event of chosen(context, state.queue, "EventIdentifier"))
          if (context.shouldProcess(`Event '${event.source}'`, "Remove")) drop(state, event);
      },
    }),
  };
}

function waitEvent(state: EventState): CmdletDefinition {
  return {
    name: "Wait-Event",
    module: UTILITY,
    synopsis: "Waits until a particular event is raised before continuing to run.",
    parameters: {
      SourceIdentifier: { type: "string", position: 0, fromPipelineByPropertyName: true },
      Timeout: { type: "int", aliases: ["TimeoutSec"], validate: [{ kind: "Range", min: -1, max: 2147483647 }] },
    },
    outputTypes: ["System.Management.Automation.PSEventArgs"],
    examples: [{ code: "New-Event a | Out-Null; (Wait-Event a -Timeout 1).SourceIdentifier", output: "a" }],
    run: (context) => ({
      process() {
        const { bound, engine } = context;
        const seconds: number = bound["Timeout"] ?? -1;
        const until = seconds < 0 ? Infinity : engine.host.monotonic() + seconds * 1000;
        for (;;) {
          lookAtJobs(context, state);
          const pattern: string = bound["SourceIdentifier"] ?? "*";
          const event = state.queue.find((each) => engine.values.like(each.source, pattern));
          if (event) return context.write(event);
          engine.checkStop();
          const left = until - engine.host.monotonic();
          if (left <= 0) return;
          engine.host.sleep(Math.min(left, POLL_MS));
        }
      },
    }),
  };
}

function registerEngineEvent(state: EventState): CmdletDefinition {
  return {
    name: "Register-EngineEvent",
    module: UTILITY,
    synopsis: "Subscribes to events that are generated by the PowerShell engine and by New-Event.",
    parameters: {
      SourceIdentifier: SOURCE,
      Action: { type: "scriptblock", position: 101 },
      MessageData: { type: "psobject" },
      SupportEvent: { type: "switch" },
      Forward: { type: "switch" },
      MaxTriggerCount: { type: "int" },
    },
    examples: [
      {
        code: "$null = Register-EngineEvent Tick -Action { $global:got = $args[0] }; New-Event Tick -EventArguments 7 | Out-Null; $got",
        output: "7",
      },
    ],
    run: (context) => ({ end: () => subscribe(context, state, context.bound["SourceIdentifier"], undefined) }),
  };
}

function registerObjectEvent(state: EventState): CmdletDefinition {
  return {
    name: "Register-ObjectEvent",
    module: UTILITY,
    synopsis: "Subscribes to the events that are generated by an object: the changes of a job's state.",
    parameters: {
      InputObject: { type: "psobject", position: 0, mandatory: true, help: "The job." },
      EventName: { type: "string", position: 1, mandatory: true, help: "StateChanged." },
      SourceIdentifier: { type: "string", position: 100 },
      Action: { type: "scriptblock", position: 101 },
      MessageData: { type: "psobject" },
      SupportEvent: { type: "switch" },
      Forward: { type: "switch" },
      MaxTriggerCount: { type: "int" },
    },
    examples: [
      {
        code: "Register-ObjectEvent (Start-Job { 1 }) StateChanged -SourceIdentifier Done; (Wait-Event Done).SourceEventArgs.JobStateInfo.State",
        note: "Waits until the job is over.",
        runs: false,
      },
    ],
    run: (context) => ({ end: () => watch(context, state) }),
  };
}

function watch(context: CmdletContext, state: EventState): void {
  const { bound, engine } = context;
  const job: unknown = bound["InputObject"];
  const name: string = bound["EventName"];
  const isJob = engine.values.typeNameOf(baseOf(job)).endsWith("Job") && engine.values.hasMember(job, "JobStateInfo");
  if (!isJob || name.toLowerCase() !== STATE_CHANGED.toLowerCase())
    return context.writeError(
      context.error(
        "System.ArgumentException",
        `Cannot register for the specified event. An event with the name '${name}' does not exist. (Parameter 'eventName')`,
        "INVALID_REGISTRATION",
        "InvalidArgument",
        name,
      ),
    );
  const now = engine.values.toText(engine.values.getMember(job, "State"));
  subscribe(context, state, bound["SourceIdentifier"] ?? engine.host.newGuid(), { job, state: now });
}

function subscribe(context: CmdletContext, state: EventState, source: string, watched: Watched | undefined): void {
  const { bound } = context;
  if (state.subscribers.some((each) => each.source.toLowerCase() === source.toLowerCase())) {
    const message = `Cannot subscribe to the specified event. A subscriber with the source identifier '${source}' already exists.`;
    context.writeError(
      context.error("System.ArgumentException", message, "SUBSCRIBER_EXISTS", "InvalidArgument", source),
    );
    return;
  }
  const most: number = bound["MaxTriggerCount"] ?? 0;
  const id = state.nextSubscription++;
  const action: unknown = bound["Action"] ?? null;
  const job = action === null ? undefined : new EventJob(id, source, context.engine.values.toText(action));
  state.subscribers.push(
    new Subscriber({
      id,
      source,
      action,
      messageData: bound["MessageData"] ?? null,
      isSupport: bound["SupportEvent"] === true,
      isForwarded: bound["Forward"] === true,
      left: most > 0 ? most : undefined,
      watched,
      job,
    }),
  );
  if (job) context.write(job);
}

function getEventSubscriber(state: EventState): CmdletDefinition {
  return {
    name: "Get-EventSubscriber",
    module: UTILITY,
    synopsis: "Gets the event subscribers in the current session.",
    defaultParameterSet: "BySource",
    parameters: {
      SourceIdentifier: { type: "string", sets: { BySource: { position: 0, fromPipelineByPropertyName: true } } },
      SubscriptionId: {
        type: "int",
        aliases: ["Id"],
        sets: { ById: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
      },
      Force: { type: "switch", position: 1 },
    },
    outputTypes: ["System.Management.Automation.PSEventSubscriber"],
    examples: [{ code: "Register-EngineEvent Tick; (Get-EventSubscriber).SourceIdentifier", output: "Tick" }],
    run: (context) => ({
      process() {
        for (const subscriber of chosen(context, state.subscribers, "SubscriptionId"))
          if (!subscriber.isSupport || context.bound["Force"]) context.write(subscriber);
      },
    }),
  };
}

function unregisterEvent(state: EventState): CmdletDefinition {
  return {
    name: "Unregister-Event",
    module: UTILITY,
    synopsis: "Cancels an event subscription.",
    defaultParameterSet: "BySource",
    supportsShouldProcess: true,
    parameters: {
      SourceIdentifier: {
        type: "string",
        sets: { BySource: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
      },
      SubscriptionId: {
        type: "int",
        sets: { ById: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
      },
      Force: { type: "switch" },
    },
    examples: [{ code: "Register-EngineEvent Tick; Unregister-Event Tick; @(Get-EventSubscriber).Count", output: "0" }],
    run: (context) => ({
      process() {
        for (const subscriber of chosen(context, state.subscribers, "SubscriptionId")) {
          if (subscriber.isSupport && !context.bound["Force"]) continue;
          if (context.shouldProcess(`Event subscription '${subscriber.source}'`, "Unsubscribe"))
            drop(state, subscriber);
        }
      },
    }),
  };
}
