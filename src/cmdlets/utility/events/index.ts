// Events of the engine: New-, Get-, Remove- and Wait-Event; Register-EngineEvent, Get-EventSubscriber, Unregister-Event.
//
// Rule: an event of the engine is raised by New-Event, and a subscriber's action runs there and then. What has no action
// waits in the queue for Get-Event. Jobs are the only objects that are watched (Register-ObjectEvent … StateChanged): nothing
// runs beside a script here, so their changes are seen when an event command next looks.

import type { CmdletDefinition } from "../../../engine/index.js";
import { getEvent, newEvent, removeEvent, waitEvent } from "./queue.js";
import type { EventState } from "./objects.js";
import { getEventSubscriber, registerEngineEvent, registerObjectEvent, unregisterEvent } from "./subscribers.js";

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
