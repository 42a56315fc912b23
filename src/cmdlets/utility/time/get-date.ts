// Get-Date: the date and time, whole or in parts, as an object or as text.

import {
  defineType,
  type CmdletContext,
  type CmdletDefinition,
  type Engine,
  type TypeDefinition,
} from "../../../engine/index.js";
import {
  DateTime,
  Double,
  EnumValue,
  PSObject,
  TICKS_PER_MILLISECOND,
  UNIX_EPOCH_TICKS,
} from "../../../objects/index.js";
import { UTILITY } from "../../shared/modules.js";
import { localNow } from "./clock.js";
import { formatUnixDate } from "./unix-date-format.js";

const DATE_SETS = {
  DateAndFormat: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true },
  DateAndUFormat: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true },
};
const UNIX_SETS = {
  UnixTimeSecondsAndFormat: { mandatory: true, fromPipelineByPropertyName: true },
  UnixTimeSecondsAndUFormat: { mandatory: true, fromPipelineByPropertyName: true },
};
const part = (min: number, max: number) => ({ type: "int", validate: [{ kind: "Range", min, max }] }) as const;

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
