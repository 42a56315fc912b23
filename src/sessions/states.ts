// The states of a session. State and availability are what PSSession shows; the table is all that moves them.
//
// Rule: only a session that its endpoint keeps is ever Disconnected; a lost link breaks any other.

/** RunspaceState. */
export type SessionState =
  | "BeforeOpen"
  | "Opening"
  | "Opened"
  | "Closing"
  | "Closed"
  | "Broken"
  | "Disconnecting"
  | "Disconnected"
  | "Connecting";
/** RunspaceAvailability. Of a Disconnected session Busy says that another client is connected to it. */
export type SessionAvailability = "None" | "Available" | "Busy";
export type SessionEvent =
  | "open"
  | "opened"
  | "close"
  | "closed"
  | "break"
  | "disconnect"
  | "disconnected"
  | "lose"
  | "connect"
  | "connected";

export const SESSION: Readonly<Record<SessionState, Readonly<Partial<Record<SessionEvent, SessionState>>>>> = {
  BeforeOpen: { open: "Opening", close: "Closed", break: "Broken" },
  Opening: { opened: "Opened", close: "Closing", closed: "Closed", break: "Broken" },
  Opened: {
    close: "Closing",
    closed: "Closed",
    break: "Broken",
    disconnect: "Disconnecting",
    lose: "Disconnected",
  },
  Closing: { close: "Closing", closed: "Closed", break: "Closed" },
  Closed: {},
  Broken: {},
  Disconnecting: {
    disconnected: "Disconnected",
    lose: "Disconnected",
    close: "Closing",
    closed: "Closed",
    break: "Broken",
  },
  Disconnected: { connect: "Connecting", close: "Closing", closed: "Closed", break: "Broken" },
  Connecting: { connected: "Opened", lose: "Disconnected", close: "Closing", closed: "Closed", break: "Broken" },
};
