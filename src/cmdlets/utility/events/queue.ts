// New-Event, Get-Event, Remove-Event, Wait-Event: the queue of events that nobody acted on.

import type { CmdletDefinition } from "../../../engine/index.js";
import { UTILITY } from "../../shared/modules.js";
import { localNow } from "../time/clock.js";
import { type EventState, RaisedEvent } from "./objects.js";
import { chosen, drop, lookAtJobs, raise, SOURCE, toRead, toRemove } from "./raising.js";

const POLL_MS = 50;

export function newEvent(state: EventState): CmdletDefinition {
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
          localNow(context.engine),
        );
        raise(context, state, event);
        context.write(event);
      },
    }),
  };
}

export function getEvent(state: EventState): CmdletDefinition {
  return {
    name: "Get-Event",
    module: UTILITY,
    synopsis: "Gets events from the PowerShell event queue.",
    defaultParameterSet: "BySource",
    parameters: toRead("EventIdentifier"),
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

export function removeEvent(state: EventState): CmdletDefinition {
  return {
    name: "Remove-Event",
    module: UTILITY,
    synopsis: "Deletes events from the event queue.",
    defaultParameterSet: "BySource",
    supportsShouldProcess: true,
    parameters: toRemove("EventIdentifier", "ByIdentifier"),
    examples: [{ code: "New-Event a | Out-Null; Remove-Event a; @(Get-Event).Count", output: "0" }],
    run: (context) => ({
      process() {
        for (const event of chosen(context, state.queue, "EventIdentifier"))
          if (context.shouldProcess(`Event '${event.source}'`, "Remove")) drop(state, event);
      },
    }),
  };
}

export function waitEvent(state: EventState): CmdletDefinition {
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
