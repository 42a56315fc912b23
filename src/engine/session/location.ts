// Drives, the current location, and how a PowerShell path becomes a drive and a provider's path.
//
// Rule: nothing here touches the disk, but to find how a name is spelled on a drive that ignores case. Whether a path
// exists is the provider's business.

import type { Drive, LocationService } from "../engine.js";
import { runtimeError } from "../types/errors.js";
import type { Provider } from "./provider.js";

export interface LocationOptions {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly isWindows: boolean;
  readonly home: string;
  /** Native folder the runspace starts in. */
  readonly start: string;
  /** The names in a native folder; empty where it cannot be read. */
  readonly namesIn: (folder: string) => readonly string[];
  /** Called when the current location changed ($PWD). */
  readonly changed: () => void;
  /** The scope a new drive belongs to, by its name or number; undefined for the outermost, whose drives are seen everywhere. */
  readonly ownerOf?: (scope: string) => object | undefined;
  readonly isVisible?: (owner: object) => boolean;
}

/** The location service of a runspace. FileSystem drives: "/" (on Windows "C"), and whatever the host adds. */
export function createLocationService(options: LocationOptions): LocationService {
  const drives = new Map<string, Drive>();
  const owners = new Map<Drive, object>();
  const separator = options.isWindows ? "\\" : "/";
  let currentDrive: Drive;

  function driveOf(path: string): { drive: Drive; rest: string } | undefined {
    const providerMark = path.indexOf("::");
    if (providerMark > 0) return providerQualified(path.slice(0, providerMark), path.slice(providerMark + 2));
    const match = /^([^:/\\]+):(.*)$/s.exec(path);
    if (!match) return undefined;
    const drive = seen().get(match[1]!.toLowerCase());
    if (!drive) throw driveNotFound(match[1]!);
    return { drive, rest: match[2]! };
  }

  function providerQualified(providerName: string, rest: string): { drive: Drive; rest: string } {
    const name = providerName.slice(providerName.lastIndexOf("\\") + 1).toLowerCase();
    for (const drive of drives.values())
      if (drive.provider.toLowerCase() === name && (name !== "filesystem" || isUnder(rest, drive.root)))
        return { drive, rest: name === "filesystem" ? relativeTo(rest, drive.root) : separator + rest };
    throw runtimeError("ProviderNotFound", `Cannot find a provider with the name '${providerName}'.`, {
      exceptionType: "System.Management.Automation.ProviderNotFoundException",
      category: "ObjectNotFound",
      target: providerName,
    });
  }

  function within(drive: Drive, rest: string): string {
    const rooted = rest.startsWith("/") || rest.startsWith("\\");
    const base = rooted ? [] : split(drive.current);
    for (const part of split(rest)) {
      if (part === ".") continue;
      if (part === "..") base.pop();
      else base.push(part);
    }
    return base.join(separator);
  }

  function nativePath(drive: Drive, inner: string): string {
    if (drive.provider !== "FileSystem") return inner;
    if (inner === "") return drive.root;
    const parts = drive.ignoreCase ? asSpelled(drive.root, inner.split(separator)) : [inner];
    return [drive.root.endsWith(separator) ? drive.root.slice(0, -1) : drive.root, ...parts].join(separator);
  }

  /** The parts of a path as they are spelled on the disk; from the first that is not there on, as they were typed. */
  function asSpelled(root: string, parts: readonly string[]): string[] {
    const spelled: string[] = [];
    for (const part of parts) {
      const names = options.namesIn([root, ...spelled].join(separator));
      const found = names.includes(part) ? part : names.find((name) => name.toLowerCase() === part.toLowerCase());
      if (found === undefined) return [...spelled, ...parts.slice(spelled.length)];
      spelled.push(found);
    }
    return spelled;
  }

  function split(path: string): string[] {
    return path.split(options.isWindows || path.includes("/") ? /[/\\]+/ : /[\\/]+/).filter((part) => part !== "");
  }

  function isUnder(path: string, root: string): boolean {
    const [a, b] = options.isWindows ? [path.toLowerCase(), root.toLowerCase()] : [path, root];
    return a === b || a.startsWith(b.endsWith(separator) ? b : b + separator);
  }

  function relativeTo(path: string, root: string): string {
    return separator + path.slice(root.length).replace(/^[/\\]+/, "");
  }

  function locate(path: string): { drive: Drive; inner: string } {
    if (path === "~" || path.startsWith("~/") || path.startsWith("~\\")) {
      const home = options.providers.get(currentDrive.provider.toLowerCase())?.home ?? options.home;
      return locate(home + path.slice(1));
    }
    const qualified = driveOf(path);
    if (qualified) return { drive: qualified.drive, inner: within(qualified.drive, qualified.rest) };
    const rooted = path.startsWith("/") || (options.isWindows && path.startsWith("\\"));
    const drive = rooted && currentDrive.provider === "FileSystem" ? nativeDrive(path) : currentDrive;
    if (drive !== currentDrive || (rooted && isUnder(path, drive.root) && drive.root !== separator))
      return { drive, inner: within(drive, relativeTo(path, drive.root)) };
    return { drive, inner: within(drive, path) };
  }

  /** A native absolute path belongs to the drive whose root it is under: the current one before "/". */
  function nativeDrive(path: string): Drive {
    if (isUnder(path, currentDrive.root)) return currentDrive;
    let best = currentDrive;
    let length = -1;
    for (const drive of drives.values())
      if (
        drive.provider === "FileSystem" &&
        drive.name === separator &&
        isUnder(path, drive.root) &&
        drive.root.length > length
      ) {
        best = drive;
        length = drive.root.length;
      }
    return best;
  }

  function show(drive: Drive, inner: string): string {
    if (drive.provider === "FileSystem" && drive.name === separator) return separator + inner;
    return `${drive.name}:${separator}${inner}`;
  }

  if (options.isWindows) addDrive({ name: "C", provider: "FileSystem", root: "C:\\", current: "" });
  else addDrive({ name: "/", provider: "FileSystem", root: "/", current: "" });
  currentDrive = [...drives.values()][0]!;
  currentDrive.current = split(options.isWindows ? options.start.replace(/^[a-zA-Z]:/, "") : options.start).join(
    separator,
  );

  function addDrive(drive: Drive, scope?: string): void {
    drives.set(drive.name.toLowerCase(), drive);
    const owner = scope === undefined ? undefined : options.ownerOf?.(scope);
    if (owner) owners.set(drive, owner);
  }

  /** The drives of the scopes that are seen from here. */
  function seen(): Map<string, Drive> {
    if (owners.size === 0) return drives;
    const isSeen = (drive: Drive): boolean => {
      const owner = owners.get(drive);
      return owner === undefined || options.isVisible!(owner);
    };
    return new Map([...drives].filter(([, drive]) => isSeen(drive)));
  }

  return {
    get drives(): ReadonlyMap<string, Drive> {
      return seen();
    },
    get current(): string {
      return show(currentDrive, currentDrive.current);
    },
    get currentNative(): string {
      const drive = currentDrive.provider === "FileSystem" ? currentDrive : [...drives.values()][0]!;
      return nativePath(drive, drive.current);
    },
    setCurrent(path: string): void {
      const { drive, inner } = locate(path);
      currentDrive = drive;
      drive.current = inner;
      options.changed();
    },
    addDrive,
    removeDrive(name: string): void {
      const drive = seen().get(name.toLowerCase());
      if (!drive) throw driveNotFound(name);
      drives.delete(name.toLowerCase());
      owners.delete(drive);
    },
    resolve(path: string): { drive: Drive; path: string } {
      const { drive, inner } = locate(path);
      return { drive, path: nativePath(drive, inner) };
    },
  };
}

function driveNotFound(name: string): Error {
  return runtimeError("DriveNotFound", `Cannot find drive. A drive with the name '${name}' does not exist.`, {
    exceptionType: "System.Management.Automation.DriveNotFoundException",
    category: "ObjectNotFound",
    target: name,
  });
}
