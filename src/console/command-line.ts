// The command line, read as `pwsh` reads it: parameters in any letter case, by their own short forms, until one of them
// (or the first argument that is no parameter) says what is to be run and takes the rest.

/** An argument of a script file: bound by name where one was given. */
export interface FileArgument {
  readonly name?: string;
  /** Absent for a switch, and for a name whose value is the next argument. */
  readonly value?: string | boolean;
}

/** What is to be run. */
export type Work =
  | { readonly type: "text"; readonly text: string; readonly args: readonly string[] }
  | { readonly type: "file"; readonly path: string; readonly args: readonly FileArgument[] }
  /** Commands come on standard input. */
  | { readonly type: "input" }
  | { readonly type: "nothing" };

export interface RunSettings {
  readonly noExit: boolean;
  readonly noLogo: boolean;
  readonly nonInteractive: boolean;
  readonly output: "Text" | "XML";
  readonly workingDirectory: string | undefined;
}

export type CommandLine =
  | { readonly type: "run"; readonly settings: RunSettings; readonly work: Work }
  | { readonly type: "help" }
  | { readonly type: "version" }
  | { readonly type: "error"; readonly message: string };

type Parameter =
  | "command"
  | "commandwithargs"
  | "encodedcommand"
  | "file"
  | "help"
  | "version"
  | "noexit"
  | "nologo"
  | "noninteractive"
  | "outputformat"
  | "workingdirectory"
  /** Says nothing here, and takes no value. */
  | "flag"
  /** Says nothing here, and takes a value. */
  | "setting";

/** Whole name, shortest form that is understood, further names; in the order PowerShell tries them. */
const PARAMETERS: readonly (readonly [Parameter, whole: string, shortest: string, ...others: string[]])[] = [
  ["version", "version", "v"],
  ["help", "help", "h", "?"],
  ["flag", "login", "l"],
  ["noexit", "noexit", "noe"],
  ["flag", "noprofile", "nop"],
  ["flag", "noprofileloadtime", "noprofileloadtime"],
  ["nologo", "nologo", "nol"],
  ["noninteractive", "noninteractive", "noni"],
  ["flag", "interactive", "i"],
  ["flag", "sta", "sta"],
  ["flag", "mta", "mta"],
  ["commandwithargs", "commandwithargs", "commandwithargs", "cwa"],
  ["command", "command", "c"],
  ["file", "file", "f"],
  ["outputformat", "outputformat", "o", "of"],
  ["setting", "inputformat", "inp", "if"],
  ["setting", "windowstyle", "w"],
  ["setting", "executionpolicy", "ex", "ep"],
  ["setting", "settingsfile", "settings"],
  ["setting", "configurationname", "config"],
  ["setting", "configurationfile", "configurationfile"],
  ["setting", "custompipename", "cus"],
  ["encodedcommand", "encodedcommand", "e", "ec"],
  ["workingdirectory", "workingdirectory", "wo", "wd"],
];

const INITIAL: RunSettings = {
  noExit: false,
  noLogo: false,
  nonInteractive: false,
  output: "Text",
  workingDirectory: undefined,
};

export function readCommandLine(args: readonly string[]): CommandLine {
  let settings = INITIAL;
  const run = (work: Work): CommandLine => ({ type: "run", settings, work });
  for (let at = 0; at < args.length; at++) {
    const parameter = parameterOf(args[at]!);
    if (parameter === undefined) return fileOf(args, at, run);
    switch (parameter) {
      case "version":
      case "help":
        return { type: parameter };
      case "command":
        return commandOf(args, at, run);
      case "commandwithargs":
        if (at + 1 === args.length) return missing("A command must follow -CommandWithArgs.");
        return run({ type: "text", text: args[at + 1]!, args: args.slice(at + 2) });
      case "file":
        return fileOf(args, at + 1, run);
      case "encodedcommand": {
        const text = args[at + 1] === undefined ? undefined : decodedCommand(args[at + 1]!);
        if (text === undefined) return { type: "error", message: BAD_ENCODING };
        return run({ type: "text", text, args: [] });
      }
      case "noexit":
        settings = { ...settings, noExit: true };
        break;
      case "nologo":
        settings = { ...settings, noLogo: true };
        break;
      case "noninteractive":
        settings = { ...settings, nonInteractive: true };
        break;
      case "outputformat": {
        const format = outputFormat(args[++at]);
        if (format === undefined) return missing("-OutputFormat must be followed by Text or XML.");
        settings = { ...settings, output: format };
        break;
      }
      case "workingdirectory":
        if (args[at + 1] === undefined) return missing("A folder must follow -WorkingDirectory.");
        settings = { ...settings, workingDirectory: args[++at] };
        break;
      case "setting":
        at++;
        break;
      default:
        break;
    }
  }
  return run({ type: "nothing" });
}

const BAD_ENCODING =
  "Cannot process the command because the value specified with -EncodedCommand is not properly encoded. The value must be Base64 encoded.";

function missing(what: string): CommandLine {
  return { type: "error", message: `Cannot process the command because of a missing parameter. ${what}` };
}

/** What an argument with a dash in front names; undefined for any other, and for a name nobody knows. */
function parameterOf(argument: string): Parameter | undefined {
  const match = /^(?:--?|\u2013|\u2014|\u2015)(.+)$/s.exec(argument);
  const name = match?.[1]!.toLowerCase();
  if (name === undefined) return argument === "/?" ? "help" : undefined;
  return PARAMETERS.find(
    ([, whole, shortest, ...others]) =>
      (whole.startsWith(name) && name.length >= shortest.length && name.startsWith(shortest)) || others.includes(name),
  )?.[0];
}

function commandOf(args: readonly string[], at: number, run: (work: Work) => CommandLine): CommandLine {
  const rest = args.slice(at + 1);
  if (rest.length === 0) return missing("A command must follow -Command.");
  if (rest[0] !== "-") return run({ type: "text", text: rest.join(" "), args: [] });
  if (rest.length === 1) return run({ type: "input" });
  return {
    type: "error",
    message: "'-' was specified with the -Command parameter; no other arguments to -Command are permitted.",
  };
}

function fileOf(args: readonly string[], at: number, run: (work: Work) => CommandLine): CommandLine {
  const path = args[at];
  if (path === undefined) return missing("A file path must follow -File.");
  if (path === "-") return run({ type: "input" });
  if (path.startsWith("-")) return { type: "error", message: notAScript(path) };
  return run({ type: "file", path, args: fileArguments(args.slice(at + 1)) });
}

/** PowerShell's words for a path that leads to no script. */
export function notAScript(path: string): string {
  return `The argument '${path}' is not recognized as the name of a script file. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`;
}

/** `-Name value`, `-Name:value`, `-Switch`, `-Switch:$false`; anything else is taken by position. */
export function fileArguments(args: readonly string[]): FileArgument[] {
  const read: FileArgument[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    const match = /^-([^:]+)(?:(:)(.*))?$/s.exec(argument);
    if (!match) read.push({ value: argument });
    else if (match[2] === undefined) read.push({ name: match[1]! });
    else if (match[3] === "" && at + 1 < args.length) read.push({ name: match[1]!, value: args[++at]! });
    else read.push({ name: match[1]!, value: switchValue(match[3]!) });
  }
  return read;
}

function switchValue(text: string): string | boolean {
  const lower = text.toLowerCase();
  return lower === "$true" || lower === "$false" ? lower === "$true" : text;
}

function outputFormat(text: string | undefined): "Text" | "XML" | undefined {
  switch (text?.toLowerCase()) {
    case "text":
    case "t":
      return "Text";
    case "xml":
    case "x":
      return "XML";
    default:
      return undefined;
  }
}

/** Base64 of UTF-16LE; undefined where it is not. */
function decodedCommand(text: string): string | undefined {
  const bytes = Buffer.from(text, "base64");
  const same = bytes.toString("base64").replace(/=+$/, "") === text.trim().replace(/=+$/, "");
  return same && bytes.length % 2 === 0 ? bytes.toString("utf16le") : undefined;
}
