// Environment, cultures, threads, console, Linq: what scripts ask of the process and the runtime.

import { Dictionary, EnumValue, KeyValue, NetObject, PSList, typedArray, Version } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { ConsoleColor } from "../../host.js";
import { CultureInfo, cultureNamed, INVARIANT } from "../culture.js";
import type { Family, Member } from "../define.js";
import { enumerate } from "../enumerate.js";
import { argumentError, argumentOutOfRange, checkedCount, invalidOperation, netError } from "../errors.js";
import { Double } from "../../../objects/index.js";
import { closedName } from "../type-name.js";
import { callBlock, defaultOrder, truth } from "./array-tools.js";
import { enumOf, numberOf, stringArray } from "./common.js";
import { identityKey } from "../../../objects/index.js";
import { toDouble } from "../numeric.js";

const FOLDERS: Readonly<Record<string, string>> = {
  UserProfile: "",
  MyDocuments: "Documents",
  Personal: "Documents",
  Desktop: "Desktop",
  DesktopDirectory: "Desktop",
  MyMusic: "Music",
  MyPictures: "Pictures",
  MyVideos: "Videos",
  ApplicationData: ".config",
  LocalApplicationData: ".local/share",
  Templates: "Templates",
};

function specialFolder(folder: EnumValue, engine: Engine): string {
  const home = engine.host.files.homeDirectory();
  if (folder.text === "CommonApplicationData") return "/usr/share";
  const name = FOLDERS[folder.text];
  if (name === undefined) return "";
  return name === "" ? home : `${home}/${name}`;
}

/** Environment.GetEnvironmentVariables. */
function variables(engine: Engine): Dictionary {
  const table = new Dictionary("Hashtable", "System.Collections.Hashtable", identityKey);
  for (const name of engine.host.environment.names()) table.set(name, engine.host.environment.get(name) ?? "");
  return table;
}

const expand = (text: string, engine: Engine): string =>
  text.replace(/%([^%]+)%/g, (whole, name: string) => engine.host.environment.get(name) ?? whole);

function cultureOrThrow(name: string): CultureInfo {
  const found = cultureNamed(name);
  if (!found)
    throw netError(
      "System.Globalization.CultureNotFoundException",
      `Culture is not supported. (Parameter 'name')\n${name} is an invalid culture identifier.`,
    );
  return found;
}

/** TextInfo of a culture. */
class TextInfo extends NetObject {
  readonly typeName: string = "System.Globalization.TextInfo";
  readonly culture: CultureInfo;
  constructor(culture: CultureInfo) {
    super();
    this.culture = culture;
  }
}

/** NumberFormatInfo and DateTimeFormatInfo: views of a culture. */
class FormatInfo extends NetObject {
  readonly typeName: string;
  readonly culture: CultureInfo;
  constructor(typeName: string, culture: CultureInfo) {
    super();
    this.typeName = `System.Globalization.${typeName}`;
    this.culture = culture;
  }
}

const titleCase = (text: string): string =>
  text.replace(/\p{L}[\p{L}\p{M}'’]*/gu, (word) =>
    word === word.toUpperCase() && word.length > 1 ? word : word[0]!.toUpperCase() + word.slice(1).toLowerCase(),
  );

const info = (self: FormatInfo): CultureInfo => self.culture;

const elements = (value: unknown): unknown[] => {
  const items = enumerate(value);
  if (!items) throw argumentError("Value cannot be null.", "source");
  return [...items];
};

const ENUMERABLE = "System.Collections.Generic.IEnumerable[System.Object]";
const listOf = (items: unknown[], type = "System.Object"): unknown => typedArray(type, items);

function noElements(): Error {
  return invalidOperation("Sequence contains no elements");
}

function distinct(items: unknown[]): unknown[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const key = identityKey(item);
    return !seen.has(key) && seen.add(key);
  });
}

function total(items: unknown[], engine: Engine): unknown {
  let sum: unknown = items.some((item) => item instanceof Double) ? new Double(0) : 0;
  for (const item of items) {
    const method = engine.values.convert(item, engine.values.typeNameOf(item));
    sum = addNumbers(sum, method);
  }
  return sum;
}

function addNumbers(a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (typeof a === "bigint" || typeof b === "bigint") return BigInt(toDouble(a)) + BigInt(toDouble(b));
  return new Double(toDouble(a) + toDouble(b));
}

const linq: Record<string, Member> = {
  "static System.Object Range(int start, int count)": (start, count) => {
    if (count < 0) throw argumentOutOfRange("Specified argument was out of the range of valid values.", "count");
    return typedArray(
      "System.Int32",
      Array.from({ length: checkedCount(count) }, (_, i) => start + i),
    );
  },
  "static System.Object Repeat(System.Object element, int count)": (element, count) =>
    listOf(new Array(checkedCount(count)).fill(element)),
  "static System.Object Empty()": () => [],
  [`static System.Object Where(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    listOf(elements(source).filter((item) => truth(match, item, engine))),
  [`static System.Object Select(${ENUMERABLE} source, System.Object selector)`]: (source, block, engine) =>
    listOf(elements(source).map((item) => callBlock(block, [item], engine))),
  [`static System.Object SelectMany(${ENUMERABLE} source, System.Object selector)`]: (source, block, engine) =>
    listOf(elements(source).flatMap((item) => [...(enumerate(callBlock(block, [item], engine)) ?? [])])),
  [`static System.Object Sum(${ENUMERABLE} source)`]: (source, engine) => total(elements(source), engine),
  [`static System.Object Sum(${ENUMERABLE} source, System.Object selector)`]: (source, block, engine) =>
    total(
      elements(source).map((item) => callBlock(block, [item], engine)),
      engine,
    ),
  [`static double Average(${ENUMERABLE} source)`]: (source) => {
    const items = elements(source);
    if (items.length === 0) throw noElements();
    return items.reduce((sum: number, item) => sum + toDouble(item), 0) / items.length;
  },
  [`static System.Object Max(${ENUMERABLE} source)`]: (source, engine) =>
    elements(source).reduce((a, b) => (defaultOrder(a, b, engine) >= 0 ? a : b)),
  [`static System.Object Min(${ENUMERABLE} source)`]: (source, engine) =>
    elements(source).reduce((a, b) => (defaultOrder(a, b, engine) <= 0 ? a : b)),
  [`static bool Any(${ENUMERABLE} source)`]: (source) => elements(source).length > 0,
  [`static bool Any(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    elements(source).some((item) => truth(match, item, engine)),
  [`static bool All(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    elements(source).every((item) => truth(match, item, engine)),
  [`static int Count(${ENUMERABLE} source)`]: (source) => elements(source).length,
  [`static int Count(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    elements(source).filter((item) => truth(match, item, engine)).length,
  [`static bool Contains(${ENUMERABLE} source, System.Object value)`]: (source, value) =>
    elements(source).some((item) => identityKey(item) === identityKey(value)),
  [`static System.Object First(${ENUMERABLE} source)`]: (source) => {
    const items = elements(source);
    if (items.length === 0) throw noElements();
    return items[0];
  },
  [`static System.Object First(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) => {
    const found = elements(source).find((item) => truth(match, item, engine));
    if (found === undefined) throw invalidOperation("Sequence contains no matching element");
    return found;
  },
  [`static System.Object FirstOrDefault(${ENUMERABLE} source)`]: (source) => elements(source)[0] ?? null,
  [`static System.Object FirstOrDefault(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    elements(source).find((item) => truth(match, item, engine)) ?? null,
  [`static System.Object Last(${ENUMERABLE} source)`]: (source) => {
    const items = elements(source);
    if (items.length === 0) throw noElements();
    return items.at(-1);
  },
  [`static System.Object LastOrDefault(${ENUMERABLE} source)`]: (source) => elements(source).at(-1) ?? null,
  [`static System.Object ElementAt(${ENUMERABLE} source, int index)`]: (source, index) => {
    const items = elements(source);
    if (index < 0 || index >= items.length)
      throw argumentOutOfRange(
        "Index was out of range. Must be non-negative and less than the size of the collection.",
        "index",
      );
    return items[index];
  },
  [`static System.Object Skip(${ENUMERABLE} source, int count)`]: (source, count) =>
    listOf(elements(source).slice(count)),
  [`static System.Object Take(${ENUMERABLE} source, int count)`]: (source, count) =>
    listOf(elements(source).slice(0, count)),
  [`static System.Object Reverse(${ENUMERABLE} source)`]: (source) => listOf(elements(source).reverse()),
  [`static System.Object Distinct(${ENUMERABLE} source)`]: (source) => listOf(distinct(elements(source))),
  [`static System.Object Union(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) =>
    listOf(distinct([...elements(a), ...elements(b)])),
  [`static System.Object Intersect(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) => {
    const keys = new Set(elements(b).map(identityKey));
    return listOf(distinct(elements(a)).filter((item) => keys.has(identityKey(item))));
  },
  [`static System.Object Except(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) => {
    const keys = new Set(elements(b).map(identityKey));
    return listOf(distinct(elements(a)).filter((item) => !keys.has(identityKey(item))));
  },
  [`static System.Object Concat(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) =>
    listOf([...elements(a), ...elements(b)]),
  [`static System.Object Zip(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) => {
    const other = elements(b);
    return listOf(
      elements(a)
        .slice(0, other.length)
        .map((item, i) => new KeyValue(item, other[i])),
    );
  },
  [`static bool SequenceEqual(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) => {
    const [x, y] = [elements(a), elements(b)];
    return x.length === y.length && x.every((item, i) => identityKey(item) === identityKey(y[i]));
  },
  [`static System.Object OrderBy(${ENUMERABLE} source, System.Object keySelector)`]: (source, block, engine) =>
    orderBy(elements(source), block, 1, engine),
  [`static System.Object OrderByDescending(${ENUMERABLE} source, System.Object keySelector)`]: (
    source,
    block,
    engine,
  ) => orderBy(elements(source), block, -1, engine),
  [`static System.Object ToArray(${ENUMERABLE} source)`]: (source, _engine, args) =>
    listOf(elements(source), args?.[0]),
  [`static System.Object ToList(${ENUMERABLE} source)`]: (source, _engine, args) => {
    const type = args?.[0] ?? "System.Object";
    return new PSList("List", closedName("System.Collections.Generic.List`1", [type]), elements(source), type);
  },
  ["static System.Object Cast(System.Collections.IEnumerable source)"]: (source, engine: Engine, args) => {
    const type = args?.[0] ?? "System.Object";
    return typedArray(
      type,
      elements(source).map((item) => engine.values.convert(item, type)),
    );
  },
  ["static System.Object OfType(System.Collections.IEnumerable source)"]: (source, engine: Engine, args) => {
    const type = args?.[0] ?? "System.Object";
    return typedArray(
      type,
      elements(source).filter((item) => engine.values.isInstance(item, type)),
    );
  },
  [`static System.Object Aggregate(${ENUMERABLE} source, System.Object func)`]: (source, block, engine) =>
    elements(source).reduce((sum, item) => callBlock(block, [sum, item], engine)),
};

function orderBy(items: unknown[], block: unknown, direction: number, engine: Engine): unknown {
  const keyed = items.map((item) => [callBlock(block, [item], engine), item] as const);
  keyed.sort((a, b) => direction * defaultOrder(a[0], b[0], engine));
  return listOf(keyed.map(([, item]) => item));
}

const say = (engine: Engine, text: string): void => engine.host.ui.write(text);

// Numbers Windows gave to cultures; those it has none for are 4096.
const LCIDS: Readonly<Record<string, number>> = {
  "": 127,
  "en-US": 1033,
  "en-GB": 2057,
  "de-DE": 1031,
  "fr-FR": 1036,
  "es-ES": 3082,
  "it-IT": 1040,
  "nl-NL": 1043,
  "sv-SE": 1053,
  "pt-BR": 1046,
  "pl-PL": 1045,
  "ru-RU": 1049,
  "ja-JP": 1041,
  "ko-KR": 1042,
  "zh-CN": 2052,
};

/** [Console]::Out and [Console]::Error. */
class ConsoleWriter extends NetObject {
  readonly typeName: string = "System.IO.TextWriter+SyncTextWriter";
  readonly #isError: boolean;
  constructor(isError: boolean) {
    super();
    this.#isError = isError;
  }
  write(engine: Engine, text: string): void {
    if (!this.#isError) say(engine, text);
    else if (text !== "") engine.host.ui.writeErrorLine(text.replace(/\n$/, ""));
  }
}

export const systemTypes: Family = {
  "System.Environment": () => ({
    kind: "static",
    members: {
      "static string CurrentDirectory": [
        (engine: Engine) => engine.location.currentNative,
        (value, engine: Engine) => engine.location.setCurrent(value),
      ],
      "static string CommandLine": (engine: Engine) => engine.host.computer.executable,
      "static int CurrentManagedThreadId": () => 1,
      "static int ExitCode": [() => 0, () => {}],
      "static bool HasShutdownStarted": () => false,
      "static bool Is64BitOperatingSystem": () => true,
      "static bool Is64BitProcess": () => true,
      "static bool IsPrivilegedProcess": () => false,
      "static string MachineName": (engine: Engine) => engine.host.computer.name,
      "static string NewLine": (engine: Engine) => (engine.host.computer.platform === "win32" ? "\r\n" : "\n"),
      "static System.OperatingSystem OSVersion": (engine: Engine) => new OperatingSystem(engine),
      "static int ProcessId": (engine: Engine) => engine.host.computer.processId,
      "static string ProcessPath": (engine: Engine) => engine.host.computer.executable,
      "static int ProcessorCount": (engine: Engine) => engine.host.computer.processorCount,
      "static string StackTrace": () => "",
      "static string SystemDirectory": () => "",
      "static int SystemPageSize": () => 4096,
      "static int TickCount": (engine: Engine) => Math.trunc(engine.host.monotonic()) | 0,
      "static long TickCount64": (engine: Engine) => BigInt(Math.trunc(engine.host.monotonic())),
      "static string UserDomainName": (engine: Engine) => engine.host.computer.name,
      "static bool UserInteractive": () => true,
      "static string UserName": (engine: Engine) => engine.host.computer.userName,
      "static version Version": () => new Version(10, 0, 0),
      "static long WorkingSet": () => 0n,
      "static void Exit(int exitCode)": (code, engine: Engine) => engine.host.setShouldExit(code),
      "static string ExpandEnvironmentVariables(string name)": expand,
      "static string[] GetCommandLineArgs()": (engine: Engine) => stringArray([engine.host.computer.executable]),
      "static string GetEnvironmentVariable(string variable)": (name, engine: Engine) =>
        engine.host.environment.get(name) ?? null,
      "static string GetEnvironmentVariable(string variable, System.EnvironmentVariableTarget target)": (
        name,
        target,
        engine: Engine,
      ) => (numberOf(target) === 0 ? (engine.host.environment.get(name) ?? null) : null),
      "static System.Collections.IDictionary GetEnvironmentVariables()": variables,
      "static string GetFolderPath(System.Environment+SpecialFolder folder)": (folder, engine) =>
        specialFolder(folder, engine),
      "static string GetFolderPath(System.Environment+SpecialFolder folder, System.Object option)": (
        folder,
        _option,
        engine,
      ) => specialFolder(folder, engine),
      "static string[] GetLogicalDrives()": () => stringArray(["/"]),
      "static void SetEnvironmentVariable(string variable, string value)": (name, value, engine: Engine) =>
        engine.host.environment.set(name, value === null || value === "" ? undefined : value),
      "static void SetEnvironmentVariable(string variable, string value, System.EnvironmentVariableTarget target)": (
        name,
        value,
        _target,
        engine: Engine,
      ) => engine.host.environment.set(name, value === null || value === "" ? undefined : value),
    },
  }),
  "System.OperatingSystem": () => ({
    members: {
      "System.PlatformID Platform": (_self, engine) => enumOf(engine, "System.PlatformID", "Unix"),
      "string ServicePack": () => "",
      "version Version": (self: OperatingSystem) => self.version,
      "string VersionString": (self: OperatingSystem) => self.text,
      "static bool IsLinux()": (engine: Engine) => engine.host.computer.platform === "linux",
      "static bool IsMacOS()": (engine: Engine) => engine.host.computer.platform === "darwin",
      "static bool IsWindows()": (engine: Engine) => engine.host.computer.platform === "win32",
    },
    text: (self: OperatingSystem) => self.text,
  }),
  "System.Runtime.InteropServices.OSPlatform": () => ({
    members: Object.fromEntries(
      ["Linux", "OSX", "Windows"].map((name): [string, Member] => [
        `static System.Runtime.InteropServices.OSPlatform ${name}`,
        () => new Named("System.Runtime.InteropServices.OSPlatform", name.toUpperCase()),
      ]),
    ),
    text: (self: Named) => self.name,
  }),
  "System.Runtime.InteropServices.RuntimeInformation": () => ({
    kind: "static",
    members: {
      "static string OSDescription": (engine: Engine) => engine.host.computer.osDescription,
      "static string FrameworkDescription": () => ".NET 10.0.0",
      "static System.Runtime.InteropServices.Architecture OSArchitecture": (engine) =>
        enumOf(engine, "System.Runtime.InteropServices.Architecture", "X64"),
      "static System.Runtime.InteropServices.Architecture ProcessArchitecture": (engine) =>
        enumOf(engine, "System.Runtime.InteropServices.Architecture", "X64"),
      "static bool IsOSPlatform(System.Runtime.InteropServices.OSPlatform osPlatform)": (
        platform: Named,
        engine: Engine,
      ) => platform.name === { linux: "LINUX", darwin: "OSX", win32: "WINDOWS" }[engine.host.computer.platform],
    },
  }),
  "System.IntPtr": () => ({
    kind: "struct",
    members: {
      "static System.IntPtr Zero": () => new Pointer(0n),
      "static int Size": () => 8,
      "new(long value)": (value) => new Pointer(value),
      "long ToInt64()": (self: Pointer) => self.address,
      "int ToInt32()": (self: Pointer) => Number(self.address),
      "string ToString()": (self: Pointer) => self.address.toString(),
    },
    text: (self: Pointer) => self.address.toString(),
  }),
  "System.GC": () => ({
    kind: "static",
    members: {
      "static void Collect()": () => {},
      "static void WaitForPendingFinalizers()": () => {},
      "static long GetTotalMemory(bool forceFullCollection)": () => 0n,
    },
  }),
  "System.Threading.Thread": () => ({
    members: {
      "static void Sleep(int millisecondsTimeout)": (ms, engine: Engine) => engine.host.sleep(ms),
      "static void Sleep(timespan timeout)": (span, engine: Engine) => engine.host.sleep(Number(span.ticks / 10_000n)),
      "static System.Threading.Thread CurrentThread": () => new Named("System.Threading.Thread", ""),
      "int ManagedThreadId": () => 1,
      "string Name": (self: Named) => self.name,
      "cultureinfo CurrentCulture": [() => INVARIANT, () => {}],
      "cultureinfo CurrentUICulture": [() => INVARIANT, () => {}],
      "bool IsAlive": () => true,
    },
  }),
  "System.IO.TextWriter+SyncTextWriter": () => ({
    base: "System.IO.TextWriter",
    members: {
      "void Write(System.Object value)": (self: ConsoleWriter, value, engine: Engine) =>
        self.write(engine, engine.values.format("{0}", [value])),
      "void Write(string format, Params System.Object[] arg)": (self: ConsoleWriter, format, args, engine: Engine) =>
        self.write(engine, args.length === 0 ? format : engine.values.format(format, args)),
      "void WriteLine()": (self: ConsoleWriter, engine: Engine) => self.write(engine, "\n"),
      "void WriteLine(System.Object value)": (self: ConsoleWriter, value, engine: Engine) =>
        self.write(engine, `${engine.values.format("{0}", [value])}\n`),
      "void WriteLine(string format, Params System.Object[] arg)": (
        self: ConsoleWriter,
        format,
        args,
        engine: Engine,
      ) => self.write(engine, `${args.length === 0 ? format : engine.values.format(format, args)}\n`),
      "void Flush()": () => {},
    },
  }),
  "System.Console": () => ({
    kind: "static",
    members: {
      "static void Write(System.Object value)": (value, engine: Engine) =>
        say(engine, engine.values.format("{0}", [value])),
      "static void Write(string format, Params System.Object[] arg)": (format, args, engine: Engine) =>
        say(engine, args.length === 0 ? format : engine.values.format(format, args)),
      "static void WriteLine()": (engine: Engine) => say(engine, "\n"),
      "static void WriteLine(System.Object value)": (value, engine: Engine) =>
        say(engine, `${engine.values.format("{0}", [value])}\n`),
      "static void WriteLine(string format, Params System.Object[] arg)": (format, args, engine: Engine) =>
        say(engine, `${args.length === 0 ? format : engine.values.format(format, args)}\n`),
      "static string ReadLine()": (engine: Engine) => engine.host.ui.readLine(),
      "static System.IO.TextWriter Out": () => new ConsoleWriter(false),
      "static System.IO.TextWriter Error": () => new ConsoleWriter(true),
      "static int WindowWidth": (engine: Engine) => engine.host.ui.size().width,
      "static int WindowHeight": (engine: Engine) => engine.host.ui.size().height,
      "static int BufferWidth": (engine: Engine) => engine.host.ui.size().width,
      "static bool IsOutputRedirected": (engine: Engine) => !engine.host.ui.supportsVirtualTerminal,
      "static bool IsInputRedirected": (engine: Engine) => !engine.host.ui.supportsVirtualTerminal,
      "static bool KeyAvailable": () => false,
      "static System.ConsoleColor ForegroundColor": [
        (engine) => enumOf(engine, "System.ConsoleColor", "Gray" satisfies ConsoleColor),
        () => {},
      ],
      "static System.ConsoleColor BackgroundColor": [
        (engine) => enumOf(engine, "System.ConsoleColor", "Black"),
        () => {},
      ],
      "static string Title": [() => "", (value, engine: Engine) => engine.host.ui.setWindowTitle?.(value)],
      "static void Beep()": () => {},
      "static void Clear()": (engine: Engine) => engine.host.ui.clear?.(),
      "static void ResetColor()": () => {},
      "static bool CursorVisible": [() => true, () => {}],
      "static bool TreatControlCAsInput": [() => false, () => {}],
      "static System.Object OutputEncoding": [
        (engine: Engine) => engine.values.getStatic("System.Text.Encoding", "UTF8"),
        () => {},
      ],
      "static System.Object InputEncoding": [
        (engine: Engine) => engine.values.getStatic("System.Text.Encoding", "UTF8"),
        () => {},
      ],
    },
  }),
  "System.Globalization.CultureInfo": () => ({
    interfaces: "System.IFormatProvider System.ICloneable",
    members: {
      "new(string name)": cultureOrThrow,
      "new(string name, bool useUserOverride)": (name) => cultureOrThrow(name),
      "int LCID": (self: CultureInfo) => LCIDS[self.name] ?? 4096,
      "string Name": (self: CultureInfo) => self.name,
      "string IetfLanguageTag": (self: CultureInfo) => self.name,
      "string DisplayName": (self: CultureInfo) => self.displayName,
      "string NativeName": (self: CultureInfo) => self.displayName,
      "string EnglishName": (self: CultureInfo) => self.displayName,
      "string TwoLetterISOLanguageName": (self: CultureInfo) => self.name.split("-")[0] || "iv",
      "string ThreeLetterISOLanguageName": () => "ivl",
      "bool IsNeutralCulture": (self: CultureInfo) => self.name !== "" && !self.name.includes("-"),
      "bool IsReadOnly": () => true,
      "cultureinfo Parent": (self: CultureInfo) =>
        self.name.includes("-") ? cultureNamed(self.name.split("-")[0]!) : INVARIANT,
      "System.Globalization.TextInfo TextInfo": (self: CultureInfo) => new TextInfo(self),
      "System.Globalization.NumberFormatInfo NumberFormat": (self: CultureInfo) =>
        new FormatInfo("NumberFormatInfo", self),
      "System.Globalization.DateTimeFormatInfo DateTimeFormat": (self: CultureInfo) =>
        new FormatInfo("DateTimeFormatInfo", self),
      "System.Object Clone()": (self) => self,
      "bool Equals(System.Object value)": (self: CultureInfo, other) =>
        other instanceof CultureInfo && other.name === self.name,
      "string ToString()": (self: CultureInfo) => self.name,
      "static cultureinfo InvariantCulture": () => INVARIANT,
      "static cultureinfo CurrentCulture": [() => INVARIANT, () => {}],
      "static cultureinfo CurrentUICulture": [() => INVARIANT, () => {}],
      "static cultureinfo InstalledUICulture": () => INVARIANT,
      "static cultureinfo DefaultThreadCurrentCulture": [() => null, () => {}],
      "static cultureinfo GetCultureInfo(string name)": cultureOrThrow,
      "static cultureinfo CreateSpecificCulture(string name)": cultureOrThrow,
    },
    convertFrom: (value) => (typeof value === "string" ? cultureOrThrow(value) : undefined),
    text: (self: CultureInfo) => self.name,
    defaultDisplay: "LCID Name DisplayName",
  }),
  "System.Globalization.CultureNotFoundException": () => ({ base: "System.ArgumentException" }),
  "System.Globalization.TextInfo": () => ({
    members: {
      "string ToTitleCase(string str)": (_self, text) => titleCase(text),
      "string ToUpper(string str)": (_self, text: string) => text.toUpperCase(),
      "string ToLower(string str)": (_self, text: string) => text.toLowerCase(),
      "string CultureName": (self: TextInfo) => self.culture.name,
      "string ListSeparator": (self: TextInfo) => (self.culture.numbers.decimal === "," ? ";" : ","),
    },
  }),
  "System.Globalization.NumberFormatInfo": () => ({
    interfaces: "System.IFormatProvider",
    members: {
      "string NumberDecimalSeparator": (self) => info(self).numbers.decimal,
      "string NumberGroupSeparator": (self) => info(self).numbers.group,
      "string CurrencySymbol": (self) => info(self).numbers.currency,
      "string CurrencyDecimalSeparator": (self) => info(self).numbers.decimal,
      "string NegativeSign": () => "-",
      "string PercentSymbol": () => "%",
      "int NumberDecimalDigits": () => 2,
      "static System.Globalization.NumberFormatInfo InvariantInfo": () => new FormatInfo("NumberFormatInfo", INVARIANT),
      "static System.Globalization.NumberFormatInfo CurrentInfo": () => new FormatInfo("NumberFormatInfo", INVARIANT),
    },
  }),
  "System.Globalization.DateTimeFormatInfo": () => ({
    interfaces: "System.IFormatProvider",
    members: {
      "string ShortDatePattern": (self) => info(self).dates.shortDate,
      "string LongDatePattern": (self) => info(self).dates.longDate,
      "string ShortTimePattern": (self) => info(self).dates.shortTime,
      "string LongTimePattern": (self) => info(self).dates.longTime,
      "string[] DayNames": (self) => stringArray(info(self).dates.days),
      "string[] AbbreviatedDayNames": (self) => stringArray(info(self).dates.shortDays),
      "string[] MonthNames": (self) => stringArray([...info(self).dates.months, ""]),
      "string[] AbbreviatedMonthNames": (self) => stringArray([...info(self).dates.shortMonths, ""]),
      "string GetMonthName(int month)": (self, month) => info(self).dates.months[month - 1] ?? "",
      "string GetAbbreviatedMonthName(int month)": (self, month) => info(self).dates.shortMonths[month - 1] ?? "",
      "string GetDayName(System.DayOfWeek dayofweek)": (self, day) => info(self).dates.days[numberOf(day)] ?? "",
      "static System.Globalization.DateTimeFormatInfo InvariantInfo": () =>
        new FormatInfo("DateTimeFormatInfo", INVARIANT),
      "static System.Globalization.DateTimeFormatInfo CurrentInfo": () =>
        new FormatInfo("DateTimeFormatInfo", INVARIANT),
    },
  }),
  "System.Linq.Enumerable": () => ({ kind: "static", members: linq }),
  "System.Attribute": () => ({ kind: "abstract" }),
  "System.Nullable": () => ({ kind: "static" }),
  "System.EventArgs": () => ({ members: { "new()": () => new Named("System.EventArgs", "") } }),
};

/** Environment.OSVersion. */
class OperatingSystem extends NetObject {
  readonly typeName: string = "System.OperatingSystem";
  readonly version: Version;
  constructor(engine: Engine) {
    super();
    const found = /(\d+)\.(\d+)(?:\.(\d+))?(?:[.-](\d+))?/.exec(engine.host.computer.osDescription);
    this.version = new Version(
      Number(found?.[1] ?? 0),
      Number(found?.[2] ?? 0),
      Number(found?.[3] ?? 0),
      Number(found?.[4] ?? 0),
    );
  }
  get text(): string {
    return `Unix ${this.version.toString()}`;
  }
}

/** An object that is little more than its type and a name. */
class Named extends NetObject {
  readonly typeName: string;
  readonly name: string;
  constructor(typeName: string, name: string) {
    super();
    this.typeName = typeName;
    this.name = name;
  }
}

/** System.IntPtr. */
class Pointer extends NetObject {
  readonly typeName: string = "System.IntPtr";
  readonly address: bigint;
  constructor(address: bigint) {
    super();
    this.address = address;
  }
}
