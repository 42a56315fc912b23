// Events of the engine: New-, Get-, Remove- and Wait-Event; Register-EngineEvent, Get-EventSubscriber, Unregister-Event.
//
// Rule: an event is raised by New-Event only, and a subscriber's action runs there and then. What has no action waits in
// the queue for Get-Event. Register-ObjectEvent is not here: no object of this engine raises events of its own.

import {
  defineType,
  type CmdletContext,
  type CmdletDefinition,
  type ParameterDefinition,
  type TypeDefinition,
} from "../../engine/index.js";
import { DateTime, Guid, NetObject, TICKS_PER_MILLISECOND, UNIX_EPOCH_TICKS } from "../../objects/index.js";

const UTILITY = "Microsoft.PowerShell.Utility";
const POLL_MS = 50;

/** System.Management.Automation.PSEventArgs. */
class RaisedEvent extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSEventArgs";
  readonly id: number;
  readonly source: string;
  readonly sender: unknown;
  readonly args: unknown[];
  readonly messageData: unknown;
  readonly time: DateTime;
  constructor(id: number, source: string, sender: unknown, args: unknown[], messageData: unknown, time: DateTime) {
    super();
    this.id = id;
    this.source = source;
    this.sender = sender;
    this.args = args;
    this.messageData = messageData;
    this.time = time;
  }
}

/** System.Management.Automation.PSEventSubscriber. */
class Subscriber extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSEventSubscriber";
  readonly id: number;
  readonly source: string;
  readonly action: unknown;
  readonly messageData: unknown;
  readonly isSupport: boolean;
  readonly isForwarded: boolean;
  /** Events it is still to get; undefined without a limit. */
  left: number | undefined;
  constructor(facts: Omit<Subscriber, "typeName">) {
    super();
    this.id = facts.id;
    this.source = facts.source;
    this.action = facts.action;
    this.messageData = facts.messageData;
    this.isSupport = facts.isSupport;
    this.isForwarded = facts.isForwarded;
    this.left = facts.left;
  }
}

export const eventTypes: readonly TypeDefinition[] = [
  defineType("System.Management.Automation.PSEventArgs", {
    base: "System.EventArgs",
    members: {
      "string ComputerName": () => null,
      "guid RunspaceId": (_event: RaisedEvent, engine) => new Guid(engine.host.instanceId),
      "int EventIdentifier": (event: RaisedEvent) => event.id,
      "System.Object Sender": (event: RaisedEvent) => event.sender,
      "System.EventArgs SourceEventArgs": () => null,
      "System.Object[] SourceArgs": (event: RaisedEvent) => event.args,
      "string SourceIdentifier": (event: RaisedEvent) => event.source,
      "datetime TimeGenerated": (event: RaisedEvent) => event.time,
      "psobject MessageData": (event: RaisedEvent) => event.messageData,
    },
  }),
  defineType("System.Management.Automation.PSEventSubscriber", {
    members: {
      "int SubscriptionId": (subscriber: Subscriber) => subscriber.id,
      "System.Object SourceObject": () => null,
      "string EventName": () => null,
      "string SourceIdentifier": (subscriber: Subscriber) => subscriber.source,
      "System.Object Action": (subscriber: Subscriber) => subscriber.action,
      "System.Object HandlerDelegate": () => null,
      "bool SupportEvent": (subscriber: Subscriber) => subscriber.isSupport,
      "bool ForwardEvent": (subscriber: Subscriber) => subscriber.isForwarded,
    },
  }),
];

interface EventState {
  readonly queue: RaisedEvent[];
  readonly subscribers: Subscriber[];
  nextEvent: number;
  nextSubscription: number;
}

/** The event commands of one runspace. */
export function eventCmdlets(): readonly CmdletDefinition[] {
  const state: EventState = { queue: [], subscribers: [], nextEvent: 1, nextSubscription: 1 };
  return [
    newEvent(state),
    getEvent(state),
    removeEvent(state),
    waitEvent(state),
    registerEngineEvent(state),
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
    engine.invoke(bind, { args: [event, subscriber, event.sender, event.args[0] ?? null, subscriber.action] });
  }
  if (interested.every((subscriber) => subscriber.action === null)) state.queue.push(event);
}

function drop<T>(state: EventState, item: Subscriber | RaisedEvent): void {
  const list = (item instanceof Subscriber ? state.subscribers : state.queue) as unknown[];
  const at = list.indexOf(item as T);
  if (at >= 0) list.splice(at, 1);
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
        code: "Register-EngineEvent Tick -Action { $global:got = $args[0] }; New-Event Tick -EventArguments 7 | Out-Null; $got",
        output: "7",
      },
    ],
    run: (context) => ({ end: () => subscribe(context, state) }),
  };
}

function subscribe(context: CmdletContext, state: EventState): void {
  const { bound } = context;
  const source: string = bound["SourceIdentifier"];
  if (state.subscribers.some((each) => each.source.toLowerCase() === source.toLowerCase())) {
    const message = `Cannot subscribe to the specified event. A subscriber with the source identifier '${source}' already exists.`;
    context.writeError(
      context.error("System.ArgumentException", message, "SUBSCRIBER_EXISTS", "InvalidArgument", source),
    );
    return;
  }
  const most: number = bound["MaxTriggerCount"] ?? 0;
  state.subscribers.push(
    new Subscriber({
      id: state.nextSubscription++,
      source,
      action: bound["Action"] ?? null,
      messageData: bound["MessageData"] ?? null,
      isSupport: bound["SupportEvent"] === true,
      isForwarded: bound["Forward"] === true,
      left: most > 0 ? most : undefined,
    }),
  );
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
