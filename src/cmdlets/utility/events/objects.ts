// What the event commands hand around: events, subscriptions, and the jobs of actions.

import { defineType, type TypeDefinition } from "../../../engine/index.js";
import { type DateTime, Guid, NetObject } from "../../../objects/index.js";

export const STATE_CHANGED = "StateChanged";

/** System.Management.Automation.PSEventArgs. */
export class RaisedEvent extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSEventArgs";
  readonly id: number;
  readonly source: string;
  readonly sender: unknown;
  readonly args: unknown[];
  readonly messageData: unknown;
  readonly time: DateTime;
  readonly eventArgs: unknown;
  constructor(
    id: number,
    source: string,
    sender: unknown,
    args: unknown[],
    messageData: unknown,
    time: DateTime,
    eventArgs: unknown = null,
  ) {
    super();
    this.eventArgs = eventArgs;
    this.id = id;
    this.source = source;
    this.sender = sender;
    this.args = args;
    this.messageData = messageData;
    this.time = time;
  }
}

/** System.Management.Automation.PSEventSubscriber. */
export class Subscriber extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSEventSubscriber";
  readonly id: number;
  readonly source: string;
  readonly action: unknown;
  readonly messageData: unknown;
  readonly isSupport: boolean;
  readonly isForwarded: boolean;
  /** What Register-ObjectEvent watches. */
  readonly watched: Watched | undefined;
  /** The job of the action. */
  readonly job: EventJob | undefined;
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
    this.watched = facts.watched;
    this.job = facts.job;
  }
}

/** System.Management.Automation.PSEventJob: an action of a subscription, and what it wrote. */
export class EventJob extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSEventJob";
  readonly id: number;
  readonly name: string;
  readonly command: string;
  readonly output: unknown[] = [];
  state: "NotStarted" | "Running" | "Stopped" = "NotStarted";
  constructor(id: number, name: string, command: string) {
    super();
    this.id = id;
    this.name = name;
    this.command = command;
  }
}

/** A job that is watched, and the state it was last seen in. */
export interface Watched {
  readonly job: unknown;
  state: string;
}

export const eventTypes: readonly TypeDefinition[] = [
  defineType("System.Management.Automation.PSEventJob", {
    base: "System.Management.Automation.Job",
    members: {
      "int Id": (job: EventJob) => job.id,
      "string Name": (job: EventJob) => job.name,
      "string PSJobTypeName": () => "",
      "string State": (job: EventJob) => job.state,
      "bool HasMoreData": (job: EventJob) => job.output.length > 0,
      "string Location": () => "",
      "string StatusMessage": () => "",
      "string Command": (job: EventJob) => job.command,
      "System.Object[] ChildJobs": () => [],
      "void StopJob()": (job: EventJob) => void (job.state = "Stopped"),
    },
  }),
  defineType("System.Management.Automation.PSEventArgs", {
    base: "System.EventArgs",
    members: {
      "string ComputerName": () => null,
      "guid RunspaceId": (_event: RaisedEvent, engine) => new Guid(engine.host.instanceId),
      "int EventIdentifier": (event: RaisedEvent) => event.id,
      "System.Object Sender": (event: RaisedEvent) => event.sender,
      "System.EventArgs SourceEventArgs": (event: RaisedEvent) => event.eventArgs,
      "System.Object[] SourceArgs": (event: RaisedEvent) => event.args,
      "string SourceIdentifier": (event: RaisedEvent) => event.source,
      "datetime TimeGenerated": (event: RaisedEvent) => event.time,
      "psobject MessageData": (event: RaisedEvent) => event.messageData,
    },
  }),
  defineType("System.Management.Automation.PSEventSubscriber", {
    members: {
      "int SubscriptionId": (subscriber: Subscriber) => subscriber.id,
      "System.Object SourceObject": (subscriber: Subscriber) => subscriber.watched?.job ?? null,
      "string EventName": (subscriber: Subscriber) => (subscriber.watched ? STATE_CHANGED : null),
      "string SourceIdentifier": (subscriber: Subscriber) => subscriber.source,
      "System.Object Action": (subscriber: Subscriber) => subscriber.job ?? null,
      "System.Object HandlerDelegate": () => null,
      "bool SupportEvent": (subscriber: Subscriber) => subscriber.isSupport,
      "bool ForwardEvent": (subscriber: Subscriber) => subscriber.isForwarded,
    },
  }),
];

export interface EventState {
  readonly queue: RaisedEvent[];
  readonly subscribers: Subscriber[];
  nextEvent: number;
  nextSubscription: number;
}
