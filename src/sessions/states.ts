// The states of a session. State and availability are what PSSession shows; the table is all that moves them.

/** RunspaceState. */
export type SessionState = "BeforeOpen" | "Opening" | "Opened" | "Closing" | "Closed" | "Broken";
/** RunspaceAvailability. */
export type SessionAvailability = "None" | "Available" | "Busy";
export type SessionEvent = "open" | "opened" | "close" | "closed" | "break";

export const SESSION: Readonly<Record<SessionState, Readonly<Partial<Record<SessionEvent, SessionState>>>>> = {
  BeforeOpen: { open: "Opening", close: "Closed", break: "Broken" },
  Opening: { opened: "Opened", close: "Closing", closed: "Closed", break: "Broken" },
  Opened: { close: "Closing", closed: "Closed", break: "Broken" },
  Closing: { close: "Closing", closed: "Closed", break: "Closed" },
  Closed: {},
  Broken: {},
};
