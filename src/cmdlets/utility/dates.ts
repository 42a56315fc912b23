// Get-Date, New-TimeSpan, Start-Sleep, Measure-Command, Get-Uptime, Get-TimeZone: what has to do with time.

import {
  defineType,
  type CmdletContext,
  type CmdletDefinition,
  type Engine,
  type TypeDefinition,
} from "../../engine/index.js";
import {
  DateTime,
  Double,
  EnumValue,
  PSObject,
  TICKS_PER_MILLISECOND,
  TimeSpan,
  UNIX_EPOCH_TICKS,
} from "../../objects/index.js";
import { formatUnixDate } from "./unix-date-format.js";

const UTILITY = "Microsoft.PowerShell.Utility";
const TICKS_PER_SECOND = 10_000_000n;
const DATE_SETS = {
  DateAndFormat: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true },
  DateAndUFormat: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true },
};
const UNIX_SETS = {
  UnixTimeSecondsAndFormat: { mandatory: true, fromPipelineByPropertyName: true },
  UnixTimeSecondsAndUFormat: { mandatory: true, fromPipelineByPropertyName: true },
};
const part = (min: number, max: number) => ({ type: "int", validate: [{ kind: "Range", min, max }] }) as const;

/** The moment as this computer's clock shows it. */
export function localNow(engine: Engine): DateTime {
  const ms = engine.host.now();
  const local = ms + engine.host.computer.utcOffsetMinutes(ms) * 60_000;
  return new DateTime(UNIX_EPOCH_TICKS + BigInt(Math.floor(local * 10_000)), "Local");
}

export const getDate: CmdletDefinition = {
  name: "Get-Date",
  module: UTILITY,
  synopsis: "Gets the current date and time.",
  defaultParameterSet: "DateAndFormat",
  parameters: {
    Date: { type: "datetime", aliases: ["LastWriteTime"], sets: DATE_SETS },
    UnixTimeSeconds: { type: "double", aliases: ["UnixTime"], sets: UNIX_SETS },
    Year: part(1, 9999),
    Month: part(1, 12),
    Day: part(1, 31),
    Hour: part(0, 23),
    Minute: part(0, 59),
    Second: part(0, 59),
    Millisecond: part(0, 999),
    DisplayHint: { type: "string", validate: [{ kind: "Set", values: ["Date", "Time", "DateTime"] }] },
    UFormat: {
      type: "string",
      sets: { DateAndUFormat: { mandatory: true }, UnixTimeSecondsAndUFormat: { mandatory: true } },
    },
    Format: {
      type: "string",
      sets: { DateAndFormat: {}, UnixTimeSecondsAndFormat: {} },
      complete: () => ["FileDate", "FileDateUniversal", "FileDateTime", "FileDateTimeUniversal"],
    },
    AsUTC: { type: "switch" },
  },
  outputTypes: ["System.String", "System.DateTime"],
  examples: [{ code: "Get-Date 2024-02-03 -Format yyyyMMdd", output: "20240203" }],
  run: (context) => ({ process: () => writeDate(context) }),
};

function writeDate(context: CmdletContext): void {
  const { bound, engine } = context;
  let date = adjust(context, startingDate(context));
  if (bound["AsUTC"]) date = engine.values.invokeMethod(date, "ToUniversalTime", []) as DateTime;
  if (bound["UFormat"] !== undefined) context.write(formatUnixDate(date, bound["UFormat"], engine));
  else if (bound["Format"] !== undefined) context.write(formatDate(date, bound["Format"], engine));
  else context.write(withHint(date, bound["DisplayHint"]));
}

function startingDate(context: CmdletContext): DateTime {
  const { bound, engine } = context;
  if (bound["UnixTimeSeconds"] !== undefined) {
    const ms = (bound["UnixTimeSeconds"] as Double).value * 1000;
    const local = ms + engine.host.computer.utcOffsetMinutes(ms) * 60_000;
    return new DateTime(UNIX_EPOCH_TICKS + BigInt(Math.round(local)) * TICKS_PER_MILLISECOND, "Local");
  }
  return bound["Date"] ?? localNow(engine);
}

/** Given parts replace the date's own; a day the month lacks runs over into the next. */
function adjust(context: CmdletContext, date: DateTime): DateTime {
  const { bound, engine } = context;
  const steps: readonly [name: string, method: string][] = [
    ["Year", "AddYears"],
    ["Month", "AddMonths"],
    ["Day", "AddDays"],
    ["Hour", "AddHours"],
    ["Minute", "AddMinutes"],
    ["Second", "AddSeconds"],
    ["Millisecond", "AddMilliseconds"],
  ];
  let result = date;
  for (const [name, method] of steps) {
    if (bound[name] === undefined) continue;
    const difference = bound[name] - (engine.values.getMember(result, name) as number);
    result = engine.values.invokeMethod(result, method, [difference]) as DateTime;
  }
  if (bound["Millisecond"] === undefined) return result;
  return new DateTime(result.ticks - (result.ticks % TICKS_PER_MILLISECOND), result.kind);
}

function formatDate(date: DateTime, format: string, engine: Engine): string {
  const universal = (): unknown => engine.values.invokeMethod(date, "ToUniversalTime", []);
  switch (format.toLowerCase()) {
    case "filedate":
      return engine.values.format("{0:yyyyMMdd}", [date]);
    case "filedateuniversal":
      return engine.values.format("{0:yyyyMMdd}Z", [universal()]);
    case "filedatetime":
      return engine.values.format("{0:yyyyMMddTHHmmssffff}", [date]);
    case "filedatetimeuniversal":
      return engine.values.format("{0:yyyyMMddTHHmmssffff}Z", [universal()]);
    default:
      return engine.values.invokeMethod(date, "ToString", [format]) as string;
  }
}

const HINT_TYPE = "Microsoft.PowerShell.Commands.DisplayHintType";
const HINTS = ["Date", "Time", "DateTime"] as const;

export const displayHintType: TypeDefinition = defineType(HINT_TYPE, {
  enumValues: HINTS.map((name, value) => [name, value] as const),
});

/** Every date of Get-Date says how much of it is to be shown. */
function withHint(date: DateTime, given = "DateTime"): PSObject {
  const value = HINTS.findIndex((name) => name.toLowerCase() === given.toLowerCase());
  const object = new PSObject(date);
  object.set("DisplayHint", new EnumValue(HINT_TYPE, value, HINTS[value]!));
  return object;
}

const span = { type: "int" } as const;

export const newTimeSpan: CmdletDefinition = {
  name: "New-TimeSpan",
  module: UTILITY,
  synopsis: "Creates a TimeSpan object.",
  defaultParameterSet: "Date",
  parameters: {
    Start: {
      type: "datetime",
      aliases: ["LastWriteTime"],
      sets: { Date: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } },
    },
    End: { type: "datetime", sets: { Date: { position: 1, fromPipelineByPropertyName: true } } },
    Days: { ...span, sets: { Time: {} } },
    Hours: { ...span, sets: { Time: {} } },
    Minutes: { ...span, sets: { Time: {} } },
    Seconds: { ...span, sets: { Time: {} } },
    Milliseconds: { ...span, sets: { Time: {} } },
  },
  outputTypes: ["System.TimeSpan"],
  examples: [{ code: "(New-TimeSpan -Minutes 90).TotalHours", output: "1.5" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      if (context.parameterSetName === "Time") {
        const ms = (name: string, each: number): bigint => BigInt(bound[name] ?? 0) * BigInt(each);
        const total =
          ms("Days", 86_400_000) +
          ms("Hours", 3_600_000) +
          ms("Minutes", 60_000) +
          ms("Seconds", 1000) +
          ms("Milliseconds", 1);
        context.write(new TimeSpan(total * TICKS_PER_MILLISECOND));
        return;
      }
      const now = localNow(engine);
      const start: DateTime = bound["Start"] ?? now;
      const end: DateTime = bound["End"] ?? now;
      context.write(new TimeSpan(end.ticks - start.ticks));
    },
  }),
};

export const startSleep: CmdletDefinition = {
  name: "Start-Sleep",
  module: UTILITY,
  synopsis: "Suspends the activity in a script or session for the specified period of time.",
  aliases: ["sleep"],
  defaultParameterSet: "Seconds",
  parameters: {
    Seconds: {
      type: "double",
      sets: { Seconds: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
      validate: [{ kind: "Range", min: 0, max: 2147483.647 }],
    },
    Milliseconds: {
      type: "int",
      aliases: ["ms"],
      sets: { Milliseconds: { mandatory: true, fromPipelineByPropertyName: true } },
      validate: [{ kind: "Range", min: 0, max: 2147483647 }],
    },
    Duration: {
      type: "timespan",
      aliases: ["ts"],
      sets: { FromTimeSpan: { mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
    },
  },
  examples: [{ code: "Start-Sleep -Milliseconds 1; 'rested'", output: "rested" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      const seconds: Double | undefined = bound["Seconds"];
      const duration: TimeSpan | undefined = bound["Duration"];
      const ms = seconds
        ? seconds.value * 1000
        : duration
          ? Number(duration.ticks / TICKS_PER_MILLISECOND)
          : bound["Milliseconds"];
      engine.host.sleep(ms);
      engine.checkStop();
    },
  }),
};

export const measureCommand: CmdletDefinition = {
  name: "Measure-Command",
  module: UTILITY,
  synopsis: "Measures the time it takes to run script blocks and cmdlets.",
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true },
    Expression: { type: "scriptblock", position: 0, mandatory: true },
  },
  outputTypes: ["System.TimeSpan"],
  examples: [{ code: "(Measure-Command { Start-Sleep -Milliseconds 20 }).TotalMilliseconds -ge 15", output: "True" }],
  run(context) {
    let ms = 0;
    return {
      process() {
        const { engine, bound } = context;
        const start = engine.host.monotonic();
        engine.invoke(bound["Expression"], { dollarUnder: bound["InputObject"] ?? null, newScope: false });
        ms += engine.host.monotonic() - start;
      },
      end: () => context.write(new TimeSpan(BigInt(Math.round(ms * 10_000)))),
    };
  },
};

export const getUptime: CmdletDefinition = {
  name: "Get-Uptime",
  module: UTILITY,
  synopsis: "Gets the TimeSpan since last boot.",
  defaultParameterSet: "Timespan",
  parameters: { Since: { type: "switch", sets: { Since: {} } } },
  outputTypes: ["System.TimeSpan", "System.DateTime"],
  examples: [{ code: "(Get-Uptime).GetType().Name", output: "TimeSpan" }],
  run: (context) => ({
    process() {
      const { engine } = context;
      const seconds = BigInt(Math.floor(engine.host.computer.uptimeSeconds()));
      if (context.bound["Since"])
        context.write(new DateTime(localNow(engine).ticks - seconds * TICKS_PER_SECOND, "Local"));
      else context.write(new TimeSpan(seconds * TICKS_PER_SECOND));
    },
  }),
};

export const getTimeZone: CmdletDefinition = {
  name: "Get-TimeZone",
  module: "Microsoft.PowerShell.Management",
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
