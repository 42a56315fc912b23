// System.Environment and the operating system, as the host's computer describes them.

import { Dictionary, EnumValue, identityKey, NetObject, Version } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { Family, Member } from "../define.js";
import { enumOf, numberOf, stringArray } from "./common.js";
import { Named } from "./system.js";

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

export const environmentTypes: Family = {
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
};
