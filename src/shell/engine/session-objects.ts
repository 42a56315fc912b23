// PSSession objects on the engine thread: live proxies of the host thread's sessions.

import { readValue } from "../../clixml/index.js";
import type { Engine, PropertyDefinition, TypeDefinition } from "../../engine/index.js";
import { EnumValue, Guid, NetObject } from "../../objects/index.js";
import type { SessionView } from "../services/session-data.js";
import type { SessionClient } from "./client.js";
import { localDateTime } from "./job-objects.js";

export const PSSESSION = "System.Management.Automation.Runspaces.PSSession";

export class SessionObject extends NetObject {
  readonly typeName: string = PSSESSION;
  readonly id: number;
  readonly #sessions: SessionClient;
  #last: SessionView;
  constructor(view: SessionView, sessions: SessionClient) {
    super();
    this.id = view.id;
    this.#last = view;
    this.#sessions = sessions;
  }
  /** The session as it is now; one that was removed is closed. */
  get view(): SessionView {
    const now = this.#sessions.view(this.id);
    this.#last = now ?? { ...this.#last, state: "Closed", availability: "None" };
    return this.#last;
  }
  get computerName(): string {
    return this.#last.computerName;
  }
  get name(): string {
    return this.#last.name;
  }
  get instanceId(): string {
    return this.#last.instanceId;
  }
}

/** One object for each session. */
export interface SessionObjects {
  of(view: SessionView): SessionObject;
}

export function sessionObjects(sessions: SessionClient): SessionObjects {
  const known = new Map<string, SessionObject>();
  return {
    of(view) {
      let object = known.get(view.instanceId);
      if (!object) known.set(view.instanceId, (object = new SessionObject(view, sessions)));
      return object;
    },
  };
}

const STATES = [
  "BeforeOpen",
  "Opening",
  "Opened",
  "Closed",
  "Closing",
  "Broken",
  "Disconnecting",
  "Disconnected",
  "Connecting",
];
const AVAILABILITIES = ["None", "Available", "AvailableForNestedCommand", "Busy", "RemoteDebug"];

function enumeration(typeName: string, names: readonly string[], name: string): EnumValue {
  return new EnumValue(typeName, Math.max(0, names.indexOf(name)), name);
}

const STATE = "System.Management.Automation.Runspaces.RunspaceState";
const AVAILABILITY = "System.Management.Automation.Runspaces.RunspaceAvailability";

/** Milliseconds since 1970 at which a session that was left ends. */
function expiryMs({ disconnectedMs, kept }: SessionView): number | undefined {
  return disconnectedMs === undefined || !kept ? undefined : disconnectedMs + kept.idleTimeoutSec * 1000;
}

const WHEN = "System.Nullable`1[[System.DateTime]]";

type Get = (session: SessionObject, engine: Engine) => unknown;
const read = (type: string, get: Get): PropertyDefinition => ({ type, get });
const nothing = (type = "System.String"): PropertyDefinition => read(type, () => null);

export const sessionTypes: readonly TypeDefinition[] = [
  {
    name: PSSESSION,
    accelerators: ["PSSession"],
    extended: {
      State: {
        ...read(STATE, (session) => enumeration(STATE, STATES, session.view.state)),
        memberType: "ScriptProperty",
      },
      IdleTimeout: {
        ...read("System.Int32", ({ view: { kept } }) => (kept ? kept.idleTimeoutSec * 1000 : -1)),
        memberType: "ScriptProperty",
      },
      OutputBufferingMode: {
        ...read("System.String", ({ view }) => view.kept?.buffering ?? null),
        memberType: "ScriptProperty",
      },
      DisconnectedOn: {
        ...read(WHEN, (session, engine) => localDateTime(session.view.disconnectedMs, engine)),
        memberType: "ScriptProperty",
      },
      ExpiresOn: {
        ...read(WHEN, (session, engine) => localDateTime(expiryMs(session.view), engine)),
        memberType: "ScriptProperty",
      },
    },
    properties: {
      ComputerType: read("System.Management.Automation.Runspaces.TargetMachineType", () =>
        enumeration("System.Management.Automation.Runspaces.TargetMachineType", ["RemoteMachine"], "RemoteMachine"),
      ),
      ComputerName: read("System.String", (session) => session.computerName),
      ContainerId: nothing(),
      VMName: nothing(),
      VMId: nothing("System.Nullable`1[[System.Guid]]"),
      ConfigurationName: read("System.String", (session) => session.view.configurationName),
      InstanceId: read("System.Guid", (session) => new Guid(session.instanceId)),
      Id: read("System.Int32", (session) => session.id),
      Name: read("System.String", (session) => session.name),
      Availability: read(AVAILABILITY, (session) =>
        enumeration(AVAILABILITY, AVAILABILITIES, session.view.availability),
      ),
      ApplicationPrivateData: read("System.Management.Automation.PSPrimitiveDictionary", (session) => {
        const text = session.view.applicationPrivateData;
        const value = text === "" ? null : readValue(text);
        const inner = (value as { get?(name: string): unknown } | null)?.get?.("ApplicationPrivateData");
        return inner ?? value;
      }),
      Runspace: read("System.Management.Automation.Runspaces.Runspace", (session) => new RemoteRunspace(session)),
      Transport: read("System.String", (session) => session.view.transport),
    },
    text: (session: SessionObject) => `[PSSession]${session.name}`,
  },
  { name: STATE, enumValues: STATES.map((name, value) => [name, value] as const) },
  { name: AVAILABILITY, enumValues: AVAILABILITIES.map((name, value) => [name, value] as const) },
  {
    name: "System.Management.Automation.RemoteRunspace",
    base: "System.Management.Automation.Runspaces.Runspace",
    properties: {
      InstanceId: { type: "System.Guid", get: (runspace: RemoteRunspace) => new Guid(runspace.session.instanceId) },
    },
  },
];

class RemoteRunspace extends NetObject {
  readonly typeName: string = "System.Management.Automation.RemoteRunspace";
  readonly session: SessionObject;
  constructor(session: SessionObject) {
    super();
    this.session = session;
  }
}
