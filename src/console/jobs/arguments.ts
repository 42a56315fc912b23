// The arguments of a command about jobs: `--name value`, `--name=value`, `-n value`, and `--` before what is not one.

import type { CommandOption, JobCommand } from "./commands.js";

export interface Arguments {
  readonly words: readonly string[];
  /** What follows `--`; the words, where there is none. */
  readonly rest: readonly string[];
  /** By the option's long name; true for a switch. */
  readonly options: Readonly<Record<string, string | true>>;
}

/** What is not understood: a sentence for the person. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

export function readArguments(command: JobCommand, args: readonly string[]): Arguments {
  const words: string[] = [];
  const options: Record<string, string | true> = {};
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    if (argument === "--") return { words, options, rest: args.slice(at + 1) };
    if (!argument.startsWith("-") || argument === "-") {
      words.push(argument);
      // A script's own words are not ours to read.
      if (command.name === "start") return { words, options, rest: args.slice(at) };
      continue;
    }
    const [name, inline] = splitValue(argument);
    const option = optionOf(command, name);
    if (!option.value) {
      if (inline !== undefined) throw new UsageError(`${name} takes no value.`);
      options[option.long] = true;
      continue;
    }
    const value = inline ?? args[++at];
    if (value === undefined || value === "--") throw new UsageError(`A value must follow ${name}: ${option.value}.`);
    const before = options[option.long];
    options[option.long] = option.long === "host" && typeof before === "string" ? `${before},${value}` : value;
  }
  return { words, options, rest: words };
}

function splitValue(argument: string): [name: string, value: string | undefined] {
  const at = argument.indexOf("=");
  return argument.startsWith("--") && at > 0 ? [argument.slice(0, at), argument.slice(at + 1)] : [argument, undefined];
}

function optionOf(command: JobCommand, name: string): CommandOption {
  const found = command.options.find(({ long, short }) => name === `--${long}` || (short && name === `-${short}`));
  if (found) return found;
  throw new UsageError(`remora ${command.name} knows no option ${name}.`);
}

/** Seconds of an option, as milliseconds; undefined where it was not given. */
export function milliseconds(options: Arguments["options"], name: string): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (text === "" || !Number.isFinite(seconds) || seconds < 0)
    throw new UsageError(`--${name} must be a number of seconds.`);
  return Math.round(seconds * 1000);
}

/** How long a computer may take to answer where --connect-timeout does not say it. */
export const CONNECT_TIMEOUT_MS = 15_000;

export function openTimeoutMs({ options }: Arguments): number {
  return milliseconds(options, "connect-timeout") ?? CONNECT_TIMEOUT_MS;
}
