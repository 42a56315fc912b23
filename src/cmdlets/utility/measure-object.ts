// Measure-Object: counts, sums and other statistics of objects, or lines, words and characters of text.

import {
  defineType,
  type CmdletContext,
  type CmdletDefinition,
  type CmdletRun,
  type TypeDefinition,
} from "../../engine/index.js";
import { baseOf, Dictionary, Double, NetObject } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import { hasWildcard } from "../shared/wildcards.js";

export const measureObject: CmdletDefinition = {
  name: "Measure-Object",
  module: UTILITY,
  synopsis: "Calculates the numeric properties of objects, and the characters, words and lines in text.",
  aliases: ["measure"],
  defaultParameterSet: "GenericMeasure",
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true },
    Property: { type: "string[]", position: 0, validate: [{ kind: "NotNullOrEmpty" }] },
    StandardDeviation: { type: "switch", sets: { GenericMeasure: {} } },
    Sum: { type: "switch", sets: { GenericMeasure: {} } },
    AllStats: { type: "switch", sets: { GenericMeasure: {} } },
    Average: { type: "switch", sets: { GenericMeasure: {} } },
    Maximum: { type: "switch", sets: { GenericMeasure: {} } },
    Minimum: { type: "switch", sets: { GenericMeasure: {} } },
    Line: { type: "switch", sets: { TextMeasure: {} } },
    Word: { type: "switch", sets: { TextMeasure: {} } },
    Character: { type: "switch", sets: { TextMeasure: {} } },
    IgnoreWhiteSpace: { type: "switch", sets: { TextMeasure: {} } },
  },
  outputTypes: ["Microsoft.PowerShell.Commands.GenericMeasureInfo", "Microsoft.PowerShell.Commands.TextMeasureInfo"],
  examples: [
    { code: "(1..5 | Measure-Object -Sum).Sum", output: "15" },
    { code: "('one two', 'three' | Measure-Object -Word).Words", output: "3" },
  ],
  run: (context) => (context.parameterSetName === "TextMeasure" ? measureText(context) : measureValues(context)),
};

/** What was measured; what was not asked for is null. */
class MeasureInfo extends NetObject {
  readonly typeName: string;
  readonly facts: Record<string, unknown>;
  constructor(
    kind: "GenericMeasureInfo" | "GenericObjectMeasureInfo" | "TextMeasureInfo",
    facts: Record<string, unknown>,
  ) {
    super();
    this.typeName = `Microsoft.PowerShell.Commands.${kind}`;
    this.facts = facts;
  }
}

function measureType(kind: string, properties: Readonly<Record<string, string>>): TypeDefinition {
  const members = Object.entries(properties).map(
    ([name, type]) =>
      [
        `${type} ${name}`,
        [
          (info: MeasureInfo): unknown => info.facts[name],
          (info: MeasureInfo, value: unknown): void => void (info.facts[name] = value),
        ],
      ] as const,
  );
  return defineType(`Microsoft.PowerShell.Commands.${kind}`, {
    members: Object.fromEntries(members),
    ...(kind === "MeasureInfo" ? {} : { base: "Microsoft.PowerShell.Commands.MeasureInfo" }),
  });
}

const NUMBER = "System.Nullable[double]";
const WHOLE = "System.Nullable[int]";

export const measureTypes: readonly TypeDefinition[] = [
  measureType("MeasureInfo", { Property: "string" }),
  measureType("GenericMeasureInfo", {
    Count: "int",
    Average: NUMBER,
    Sum: NUMBER,
    Maximum: NUMBER,
    Minimum: NUMBER,
    StandardDeviation: NUMBER,
  }),
  measureType("GenericObjectMeasureInfo", {
    Count: "int",
    Average: NUMBER,
    Sum: NUMBER,
    Maximum: "System.Object",
    Minimum: "System.Object",
    StandardDeviation: NUMBER,
  }),
  measureType("TextMeasureInfo", { Lines: WHOLE, Words: WHOLE, Characters: WHOLE }),
];

interface Statistics {
  count: number;
  readonly numbers: number[];
  maximum: unknown;
  minimum: unknown;
}

function measureValues(context: CmdletContext): CmdletRun {
  const { bound } = context;
  const names: readonly string[] | undefined = bound["Property"];
  const every = bound["AllStats"] === true;
  const wants = (name: string): boolean => every || bound[name] === true;
  const numeric = wants("Sum") || wants("Average") || wants("StandardDeviation");
  const ordered = wants("Maximum") || wants("Minimum");
  const byName = new Map<string, Statistics>();
  const whole: Statistics = { count: 0, numbers: [], maximum: undefined, minimum: undefined };

  const add = (statistics: Statistics, value: unknown): void => {
    statistics.count++;
    if (numeric) addNumber(context, statistics, value);
    if (ordered) addExtremes(context, statistics, baseOf(value));
  };
  return {
    process() {
      const item = bound["InputObject"];
      if (item === null || item === undefined) return;
      if (names === undefined) add(whole, item);
      else for (const [name, value] of namedValues(context, item, names)) add(statisticsOf(byName, name), value);
    },
    end() {
      if (names === undefined) {
        context.write(genericInfo(whole, null, wants));
        return;
      }
      for (const name of names) {
        if (hasWildcard(name) || byName.has(name.toLowerCase())) continue;
        if (whole.count === 0 && byName.size === 0 && !context.expectingInput) continue;
        missingProperty(context, name);
      }
      for (const [key, statistics] of byName) context.write(genericInfo(statistics, displayName(names, key), wants));
    },
  };
}

function displayName(names: readonly string[], key: string): string {
  return names.find((name) => name.toLowerCase() === key) ?? key;
}

function statisticsOf(byName: Map<string, Statistics>, name: string): Statistics {
  const key = name.toLowerCase();
  let statistics = byName.get(key);
  if (!statistics) byName.set(key, (statistics = { count: 0, numbers: [], maximum: undefined, minimum: undefined }));
  return statistics;
}

function* namedValues(
  context: CmdletContext,
  item: unknown,
  names: readonly string[],
): Iterable<readonly [string, unknown]> {
  const { values } = context.engine;
  for (const name of names) {
    if (hasWildcard(name)) {
      for (const found of values.view.propertyNames(item)) {
        if (values.like(found, name)) yield [found, values.getMember(item, found)];
      }
      continue;
    }
    const base = baseOf(item);
    const value =
      base instanceof Dictionary && base.has(name)
        ? base.get(name)
        : values.hasMember(item, name)
          ? values.getMember(item, name)
          : undefined;
    if (value !== undefined && value !== null) yield [name, value];
  }
}

function addNumber(context: CmdletContext, statistics: Statistics, value: unknown): void {
  const number = context.engine.values.tryConvert(value, "double");
  if (number instanceof Double) statistics.numbers.push(number.value);
  else {
    const text = context.engine.values.toText(value);
    context.writeError(
      context.error(
        "System.Management.Automation.PSInvalidCastException",
        `Input object "${text}" is not numeric.`,
        "NonNumericInputObject",
        "InvalidType",
        value,
      ),
    );
  }
}

function addExtremes(context: CmdletContext, statistics: Statistics, value: unknown): void {
  const { values } = context.engine;
  if (statistics.maximum === undefined || values.compare(value, statistics.maximum) > 0) statistics.maximum = value;
  if (statistics.minimum === undefined || values.compare(value, statistics.minimum) < 0) statistics.minimum = value;
}

function missingProperty(context: CmdletContext, name: string): void {
  context.writeError(
    context.error(
      "System.Management.Automation.PSArgumentException",
      `The property "${name}" cannot be found in the input for any objects.`,
      "GenericMeasurePropertyNotFound",
      "InvalidArgument",
    ),
  );
}

function genericInfo(statistics: Statistics, property: string | null, wants: (name: string) => boolean): MeasureInfo {
  const { numbers } = statistics;
  const sum = numbers.reduce((total, number) => total + number, 0);
  const average = numbers.length > 0 ? sum / numbers.length : undefined;
  const number = (name: string, value: number | undefined): Double | null =>
    wants(name) && value !== undefined ? new Double(value) : null;
  const maximum = wants("Maximum") ? asDouble(statistics.maximum) : null;
  const minimum = wants("Minimum") ? asDouble(statistics.minimum) : null;
  const isNumeric = [maximum, minimum].every((extreme) => extreme === null || extreme instanceof Double);
  return new MeasureInfo(isNumeric ? "GenericMeasureInfo" : "GenericObjectMeasureInfo", {
    Count: statistics.count,
    Average: number("Average", average),
    Sum: number("Sum", sum),
    Maximum: maximum,
    Minimum: minimum,
    StandardDeviation: number("StandardDeviation", standardDeviation(numbers, average)),
    Property: property,
  });
}

/** Extremes of numbers are doubles, as all of Measure-Object's numbers are; others stay what they are. */
function asDouble(value: unknown): unknown {
  if (value === undefined) return null;
  return typeof value === "number" || typeof value === "bigint" ? new Double(Number(value)) : value;
}

/** The sample's deviation (n - 1); of one number it is 0. */
function standardDeviation(numbers: readonly number[], average: number | undefined): number | undefined {
  if (average === undefined) return undefined;
  if (numbers.length < 2) return 0;
  const squares = numbers.reduce((total, number) => total + (number - average) ** 2, 0);
  return Math.sqrt(squares / (numbers.length - 1));
}

function measureText(context: CmdletContext): CmdletRun {
  const { bound } = context;
  const names: readonly string[] | undefined = bound["Property"];
  let lines = 0;
  let words = 0;
  let characters = 0;
  const add = (text: string): void => {
    lines += text.length === 0 ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
    words += text.split(/\s+/).filter((word) => word !== "").length;
    characters += bound["IgnoreWhiteSpace"] ? text.replace(/\s/g, "").length : text.length;
  };
  return {
    process() {
      const item = bound["InputObject"];
      if (item === null || item === undefined) return;
      if (names === undefined) add(context.engine.values.toText(item));
      else for (const [, value] of namedValues(context, item, names)) add(context.engine.values.toText(value));
    },
    end() {
      const info = new MeasureInfo("TextMeasureInfo", {
        Lines: bound["Line"] ? lines : null,
        Words: bound["Word"] ? words : null,
        Characters: bound["Character"] ? characters : null,
        Property: names?.join(", ") ?? null,
      });
      context.write(info);
    },
  };
}
