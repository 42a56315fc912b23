// Get-TimeZone: this computer's zone, or those that Intl knows.

import type { CmdletContext, CmdletDefinition, Engine } from "../../../engine/index.js";
import { PSObject, TimeSpan } from "../../../objects/index.js";
import { MANAGEMENT } from "../../shared/modules.js";

export const getTimeZone: CmdletDefinition = {
  name: "Get-TimeZone",
  module: MANAGEMENT,
  synopsis: "Gets the current time zone or a list of available time zones.",
  aliases: ["gtz"],
  defaultParameterSet: "Name",
  parameters: {
    Id: { type: "string[]", sets: { Id: { mandatory: true, fromPipelineByPropertyName: true } } },
    ListAvailable: { type: "switch", sets: { ListAvailable: {} } },
    Name: { type: "string[]", sets: { Name: { position: 0, fromPipelineByPropertyName: true } } },
  },
  examples: [{ code: "(Get-TimeZone -Id UTC).Id", output: "UTC" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      const all = (): readonly string[] => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((id) => id !== "UTC")];
      if (bound["ListAvailable"]) for (const id of all()) context.write(timeZone(id, engine));
      else if (bound["Id"]) for (const id of bound["Id"]) writeZone(context, id, all());
      else if (bound["Name"])
        for (const name of bound["Name"])
          for (const id of all().filter((each) => engine.values.like(each, name))) context.write(timeZone(id, engine));
      else context.write(timeZone(engine.host.computer.timeZoneId, engine));
    },
  }),
};

function writeZone(context: CmdletContext, id: string, all: readonly string[]): void {
  const found = all.find((candidate) => candidate.toLowerCase() === id.toLowerCase());
  if (found !== undefined) context.write(timeZone(found, context.engine));
  else {
    const message = `The time zone ID '${id}' was not found on the local computer.`;
    context.writeError(
      context.error("System.TimeZoneNotFoundException", message, "TimeZoneNotFound", "InvalidArgument", id),
    );
  }
}

function timeZone(id: string, engine: Engine): PSObject {
  const year = new Date(engine.host.now()).getUTCFullYear();
  const january = offsetMinutes(id, Date.UTC(year, 0, 1));
  const july = offsetMinutes(id, Date.UTC(year, 6, 1));
  const base = Math.min(january, july);
  const name = (style: "long"): string =>
    new Intl.DateTimeFormat("en-US", { timeZone: id, timeZoneName: style })
      .formatToParts(engine.host.now())
      .find((each) => each.type === "timeZoneName")?.value ?? id;
  const zone = PSObject.of({
    Id: id,
    HasIanaId: true,
    DisplayName: `(UTC${base === 0 ? "" : signed(base)}) ${name("long")}`,
    StandardName: name("long"),
    DaylightName: name("long"),
    BaseUtcOffset: new TimeSpan(BigInt(base) * 600_000_000n),
    SupportsDaylightSavingTime: january !== july,
  });
  zone.typeNames = ["System.TimeZoneInfo", "System.Object"];
  return zone;
}

function signed(minutes: number): string {
  const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${hours}:${String(Math.abs(minutes) % 60).padStart(2, "0")}`;
}

/** Minutes that a zone is ahead of UTC at a moment. */
function offsetMinutes(zone: string, at: number): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map((each) => [each.type, Number(each.value)]));
  return (Date.UTC(parts["year"]!, parts["month"]! - 1, parts["day"], parts["hour"], parts["minute"]) - at) / 60_000;
}
