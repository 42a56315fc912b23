// Jobs, sessions, runspaces.

import type { ViewDefinition } from "../view.js";
import { column, labelled } from "./layout.js";

export const jobViews: readonly ViewDefinition[] = [
  {
    name: "Job",
    types: ["System.Management.Automation.Job"],
    body: {
      kind: "Table",
      columns: [
        column("Id", 6),
        column("Name", 15),
        column("PSJobTypeName", 15),
        column("State", 13),
        column("HasMoreData", 15),
        column("Location", 20),
        labelled("Command", (item, { get }) => shownCommand(get(item, "Command")), 25),
      ],
    },
  },
  {
    name: "PSSession",
    types: ["System.Management.Automation.Runspaces.PSSession"],
    body: {
      kind: "Table",
      columns: [
        column("Id", 3, "Right"),
        column("Name", 15),
        column("Transport", 9),
        column("ComputerName", 15),
        column("ComputerType", 15),
        column("State", 13),
        column("ConfigurationName", 20),
        column("Availability", 13, "Right"),
      ],
    },
  },
  {
    name: "PSRunspace",
    types: ["System.Management.Automation.Runspaces.Runspace"],
    body: {
      kind: "Table",
      columns: [
        column("Id", 3, "Right"),
        column("Name", 15),
        labelled(
          "ComputerName",
          (item, { get }) => {
            const connection = get(item, "ConnectionInfo");
            return connection === null ? "localhost" : get(connection, "ComputerName");
          },
          15,
        ),
        labelled("Type", (item, { get }) => (get(item, "ConnectionInfo") === null ? "Local" : "Remote"), 13),
        labelled("State", (item, { get }) => get(get(item, "RunspaceStateInfo"), "State"), 13),
        labelled("Availability", "RunspaceAvailability", 15),
      ],
    },
  },
  {
    name: "PSSessionConfiguration",
    types: ["Microsoft.PowerShell.Commands.PSSessionConfigurationCommands#PSSessionConfiguration"],
    body: {
      kind: "List",
      items: ["Name", "PSVersion", "StartupScript", "RunAsUser", "Permission"].map((value) => ({ value })),
    },
  },
];

/** A script that begins with a line break is shown by its first line that has something; PowerShell shows just "…" (about_Remote_Jobs shows the line). */
function shownCommand(command: unknown): unknown {
  return typeof command === "string" && /^\s*\n/.test(command) ? command.trim().split(/\r?\n/, 1)[0] : command;
}
