// Get-Random and Get-SecureRandom: a number, or some of the objects.

import { type CmdletContext, type CmdletDefinition, type Host, seededNumbers } from "../../engine/index.js";
import { Double, INT32_MAX } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

/** A number from 0 up to 1, without 1. */
type Random = () => number;

export const getRandom: CmdletDefinition = randomCmdlet(
  "Get-Random",
  "Gets a random number, or selects objects randomly from a collection.",
);
export const getSecureRandom: CmdletDefinition = randomCmdlet(
  "Get-SecureRandom",
  "Gets a random number from a cryptographically secure generator, or selects objects with it.",
);

function randomCmdlet(name: string, synopsis: string): CmdletDefinition {
  const seeded = name === "Get-Random";
  return {
    name,
    module: UTILITY,
    synopsis,
    defaultParameterSet: "RandomNumberParameterSet",
    parameters: {
      ...(seeded ? { SetSeed: { type: "int" } } : {}),
      Maximum: { type: "object", sets: { RandomNumberParameterSet: { position: 0 } } },
      Minimum: { type: "object", sets: { RandomNumberParameterSet: {} } },
      InputObject: {
        type: "object[]",
        sets: {
          RandomListItemParameterSet: { position: 0, mandatory: true, fromPipeline: true },
          ShuffleParameterSet: { position: 0, mandatory: true, fromPipeline: true },
        },
      },
      Count: {
        type: "int",
        sets: { RandomNumberParameterSet: {}, RandomListItemParameterSet: {} },
        validate: [{ kind: "Range", min: 1, max: INT32_MAX }],
      },
      Shuffle: { type: "switch", sets: { ShuffleParameterSet: { mandatory: true } } },
    },
    examples: [{ code: `(${name} -Minimum 3 -Maximum 4)`, output: "3" }],
    run(context) {
      const random =
        context.bound["SetSeed"] === undefined
          ? secureRandom(context.engine.host)
          : seededRandom(context.bound["SetSeed"]);
      const items: unknown[] = [];
      return {
        process() {
          if (context.parameterSetName === "RandomNumberParameterSet") return;
          for (const item of context.bound["InputObject"]) items.push(item);
        },
        end() {
          if (context.parameterSetName === "RandomNumberParameterSet") writeNumbers(context, random);
          else
            for (const item of pick(
              items,
              context.bound["Shuffle"] ? items.length : (context.bound["Count"] ?? 1),
              random,
            ))
              context.write(item);
        },
      };
    },
  };
}

function secureRandom(host: Host): Random {
  return () => {
    const bytes = host.randomBytes(7);
    const high = ((bytes[0]! & 0x1f) * 256 + bytes[1]!) * 256 + bytes[2]!;
    const low = ((bytes[3]! * 256 + bytes[4]!) * 256 + bytes[5]!) * 256 + bytes[6]!;
    return (high * 2 ** 32 + low) / 2 ** 53;
  };
}

/** The numbers that .NET gives for a seed, taken as PowerShell takes them. */
function seededRandom(seed: number): Random {
  const next = seededNumbers(seed);
  const nextByte = (): number => next() & 0xff;
  const sample = (): number => nextByte() | (nextByte() << 8) | (nextByte() << 16) | (nextByte() << 24);
  return () => {
    let number: number;
    do number = sample();
    while (number === INT32_MAX);
    return (number < 0 ? number + INT32_MAX : number) * (1 / INT32_MAX);
  };
}

/** Some of the items, in any order: a reservoir of `count`, then drawn one by one. */
function pick(items: readonly unknown[], count: number, random: Random): unknown[] {
  const next = (from: number, to: number): number => Math.floor(random() * (to - from)) + from;
  const chosen: unknown[] = [];
  items.forEach((item, seen) => {
    if (seen < count) chosen.push(item);
    else if (next(0, seen + 1) < count) chosen[next(0, chosen.length)] = item;
  });
  return chosen.map((item, i) => {
    const at = next(i, chosen.length);
    const drawn = chosen[at];
    chosen[at] = item;
    return drawn;
  });
}

function writeNumbers(context: CmdletContext, random: Random): void {
  const count: number = context.bound["Count"] ?? 1;
  const minimum = bound(context, context.bound["Minimum"], 0);
  const maximum = bound(context, context.bound["Maximum"], INT32_MAX);
  if (Number(limit(minimum)) >= Number(limit(maximum))) {
    const text = (value: unknown): string => context.engine.values.toText(value);
    const message = `The Minimum value (${text(minimum)}) cannot be greater than or equal to the Maximum value (${text(maximum)}).`;
    context.throwTerminating(
      context.error("System.ArgumentException", message, "MinGreaterThanOrEqualMax", "InvalidArgument"),
    );
  }
  for (let i = 0; i < count; i++) context.write(between(minimum, maximum, random));
}

/** Limits are Int32 where they fit, else Int64, or Double where either is one. */
function bound(context: CmdletContext, value: unknown, byDefault: number): number | bigint | Double {
  if (value === undefined || value === null) return byDefault;
  const { values } = context.engine;
  const converted =
    typeof value === "string"
      ? (values.tryConvert(value, "int") ?? values.tryConvert(value, "long") ?? values.convert(value, "double"))
      : value;
  if (converted instanceof Double || typeof converted === "number" || typeof converted === "bigint") return converted;
  return values.convert(converted, "double") as Double;
}

function limit(value: number | bigint | Double): number | bigint {
  return value instanceof Double ? value.value : value;
}

function between(minimum: number | bigint | Double, maximum: number | bigint | Double, random: Random): unknown {
  const from = Number(limit(minimum));
  const to = Number(limit(maximum));
  if (minimum instanceof Double || maximum instanceof Double) return new Double(from + random() * (to - from));
  if (typeof minimum === "bigint" || typeof maximum === "bigint") {
    const low = BigInt(limit(minimum));
    const range = BigInt(limit(maximum)) - low;
    return low + (((BigInt(Math.floor(random() * 2 ** 32)) << 32n) | BigInt(Math.floor(random() * 2 ** 32))) % range);
  }
  return from + Math.floor(random() * (to - from));
}
