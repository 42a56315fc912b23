// PathInfo, PSDriveInfo and ProviderInfo: what location and drive commands write, and their members for scripts.

import { statfsSync } from "node:fs";
import type { Drive, Engine, PropertyDefinition, Provider, TypeDefinition } from "../../engine/index.js";
import { EnumValue, NetObject, PSList } from "../../objects/index.js";
import { CORE } from "../shared/modules.js";

export class ProviderInfo extends NetObject {
  readonly typeName: string = "System.Management.Automation.ProviderInfo";
  readonly provider: Provider;
  constructor(provider: Provider) {
    super();
    this.provider = provider;
  }
}

class PSDriveInfo extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSDriveInfo";
  readonly drive: Drive;
  readonly provider: ProviderInfo | null;
  constructor(drive: Drive, provider: ProviderInfo | null) {
    super();
    this.drive = drive;
    this.provider = provider;
  }
}

export class PathInfo extends NetObject {
  readonly typeName: string = "System.Management.Automation.PathInfo";
  readonly drive: PSDriveInfo;
  readonly path: string;
  readonly providerPath: string;
  constructor(drive: PSDriveInfo, path: string, providerPath: string) {
    super();
    this.drive = drive;
    this.path = path;
    this.providerPath = providerPath;
  }
}

export function providerInfo(provider: Provider): ProviderInfo {
  return new ProviderInfo(provider);
}

export function driveInfo(engine: Engine, drive: Drive): PSDriveInfo {
  const provider = engine.providers.get(drive.provider.toLowerCase()) ?? engine.providers.get(drive.provider);
  return new PSDriveInfo(drive, provider ? new ProviderInfo(provider) : null);
}

/** The current location as Get-Location writes it. */
export function currentLocation(engine: Engine): PathInfo {
  const path = engine.location.current;
  const { drive, path: providerPath } = engine.location.resolve(path);
  return new PathInfo(driveInfo(engine, drive), path, providerPath);
}

/** Bytes of the file system that a drive is on, used and free; undefined where there are none. */
function spaceOn(drive: Drive): { readonly used: bigint; readonly free: bigint } | undefined {
  if (drive.provider !== "FileSystem") return undefined;
  try {
    const { bsize, blocks, bfree, bavail } = statfsSync(drive.root, { bigint: true });
    return { used: (blocks - bfree) * bsize, free: bavail * bsize };
  } catch {
    return undefined;
  }
}

const read = <T>(type: string, get: (self: T, engine: Engine) => unknown): PropertyDefinition => ({ type, get });

export const infoTypes: readonly TypeDefinition[] = [
  {
    name: "System.Management.Automation.PathInfo",
    properties: {
      Drive: read<PathInfo>("System.Management.Automation.PSDriveInfo", (info) => info.drive),
      Provider: read<PathInfo>("System.Management.Automation.ProviderInfo", (info) => info.drive.provider),
      ProviderPath: read<PathInfo>("System.String", (info) => info.providerPath),
      Path: read<PathInfo>("System.String", (info) => info.path),
    },
    text: (info: PathInfo) => info.path,
    // $PWD: the engine says only that the location has changed.
    convertFrom: (value, engine) => (typeof value === "string" ? currentLocation(engine) : undefined),
  },
  {
    name: "System.Management.Automation.PSDriveInfo",
    properties: {
      CurrentLocation: read<PSDriveInfo>("System.String", (info) => info.drive.current),
      Name: read<PSDriveInfo>("System.String", (info) => info.drive.name),
      Provider: read<PSDriveInfo>("System.Management.Automation.ProviderInfo", (info) => info.provider),
      Root: read<PSDriveInfo>("System.String", (info) => info.drive.root),
      Description: read<PSDriveInfo>("System.String", (info) => info.drive.description ?? ""),
      MaximumSize: read<PSDriveInfo>("System.Nullable`1[[System.Int64]]", () => null),
      Credential: read<PSDriveInfo>("System.Management.Automation.PSCredential", () => null),
      DisplayRoot: read<PSDriveInfo>("System.String", () => null),
      VolumeSeparatedByColon: read<PSDriveInfo>("System.Boolean", (info) => info.drive.name !== "/"),
    },
    extended: {
      Used: {
        ...read<PSDriveInfo>("System.Int64", (info) => spaceOn(info.drive)?.used ?? null),
        memberType: "ScriptProperty",
      },
      Free: {
        ...read<PSDriveInfo>("System.Int64", (info) => spaceOn(info.drive)?.free ?? null),
        memberType: "ScriptProperty",
      },
    },
    text: (info: PSDriveInfo) => info.drive.name,
  },
  {
    name: "System.Management.Automation.ProviderInfo",
    properties: {
      Name: read<ProviderInfo>("System.String", (info) => info.provider.name),
      ModuleName: read<ProviderInfo>("System.String", () => CORE),
      Capabilities: read<ProviderInfo>("System.Management.Automation.Provider.ProviderCapabilities", (info) =>
        capabilities(info.provider),
      ),
      Home: read<ProviderInfo>("System.String", (info) => info.provider.home ?? ""),
      Drives: read<ProviderInfo>("System.Collections.ObjectModel.Collection`1", (info, engine) =>
        drivesOf(engine, info.provider),
      ),
    },
    text: (info: ProviderInfo) => info.provider.fullName,
  },
];

/** Numbers of System.Management.Automation.Provider.ProviderCapabilities. */
const CAPABILITY_NUMBERS: Readonly<Record<string, number>> = {
  Include: 1,
  Exclude: 2,
  Filter: 4,
  ExpandWildcards: 8,
  ShouldProcess: 16,
  Credentials: 32,
  Transactions: 64,
};

function capabilities(provider: Provider): EnumValue {
  const number = provider.capabilities.reduce((sum, name) => sum + (CAPABILITY_NUMBERS[name] ?? 0), 0);
  return new EnumValue(
    "System.Management.Automation.Provider.ProviderCapabilities",
    number,
    provider.capabilities.join(", ") || "None",
  );
}

function drivesOf(engine: Engine, provider: Provider): PSList {
  const drives = [...engine.location.drives.values()].filter((drive) => drive.provider === provider.name);
  return new PSList(
    "Collection",
    "System.Collections.ObjectModel.Collection`1[[System.Management.Automation.PSDriveInfo]]",
    drives.map((drive) => driveInfo(engine, drive)),
  );
}
