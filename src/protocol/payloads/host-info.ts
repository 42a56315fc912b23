// HostInfo: what a client's host is, sent when a pool is opened and with each pipeline. MS-PSRP 2.2.3.14.

import { Dictionary, PSObject, baseOf } from "../../objects/index.js";
import { bag, boolField, dictionaryOf, intField, objectField, toInt } from "./fields.js";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Coordinates {
  readonly x: number;
  readonly y: number;
}

/** What RawUI answers at the far end without asking. Colours are ConsoleColor numbers, -1 where there is none. */
export interface HostDefaultData {
  readonly foregroundColor: number;
  readonly backgroundColor: number;
  readonly cursorPosition: Coordinates;
  readonly windowPosition: Coordinates;
  readonly cursorSize: number;
  readonly bufferSize: Size;
  readonly windowSize: Size;
  readonly maxWindowSize: Size;
  readonly maxPhysicalWindowSize: Size;
  readonly windowTitle: string;
}

export interface HostInfo {
  readonly isHostNull: boolean;
  readonly isHostUINull: boolean;
  readonly isHostRawUINull: boolean;
  /** True for a pipeline that uses the host its pool was opened with. */
  readonly useRunspaceHost: boolean;
  readonly defaultData: HostDefaultData | undefined;
}

/** No host of its own: the pool's, if it has one. */
export const NO_HOST: HostInfo = {
  isHostNull: true,
  isHostUINull: true,
  isHostRawUINull: true,
  useRunspaceHost: true,
  defaultData: undefined,
};

const COLOR = "System.ConsoleColor";
const COORDINATES = "System.Management.Automation.Host.Coordinates";
const SIZE = "System.Management.Automation.Host.Size";

/** Keys of `_hostDefaultData.data`: the place in this list. */
const DEFAULT_DATA: readonly (readonly [keyof HostDefaultData, string])[] = [
  ["foregroundColor", COLOR],
  ["backgroundColor", COLOR],
  ["cursorPosition", COORDINATES],
  ["windowPosition", COORDINATES],
  ["cursorSize", "System.Int32"],
  ["bufferSize", SIZE],
  ["windowSize", SIZE],
  ["maxWindowSize", SIZE],
  ["maxPhysicalWindowSize", SIZE],
  ["windowTitle", "System.String"],
];

export function hostInfoObject(info: HostInfo): PSObject {
  return bag([
    ["_isHostUINull", info.isHostUINull],
    ["_isHostRawUINull", info.isHostRawUINull],
    ["_isHostNull", info.isHostNull],
    ["_hostDefaultData", info.defaultData && bag([["data", defaultDataTable(info.defaultData)]])],
    ["_useRunspaceHost", info.useRunspaceHost],
  ]);
}

function defaultDataTable(data: HostDefaultData): Dictionary {
  const table = new Dictionary();
  for (let key = DEFAULT_DATA.length - 1; key >= 0; key--) {
    const [name, type] = DEFAULT_DATA[key]!;
    const entry = bag([
      ["T", type],
      ["V", memberValue(data[name])],
    ]);
    table.set(key, entry);
  }
  return table;
}

function memberValue(value: HostDefaultData[keyof HostDefaultData]): unknown {
  return typeof value === "object" ? bag(Object.entries(value)) : value;
}

export function readHostInfo(object: PSObject): HostInfo {
  const isHostRawUINull = boolField(object, "_isHostRawUINull");
  return {
    isHostNull: boolField(object, "_isHostNull"),
    isHostUINull: boolField(object, "_isHostUINull"),
    isHostRawUINull,
    useRunspaceHost: boolField(object, "_useRunspaceHost"),
    defaultData: object.has("_hostDefaultData") ? readDefaultData(objectField(object, "_hostDefaultData")) : undefined,
  };
}

function readDefaultData(object: PSObject): HostDefaultData | undefined {
  const table = dictionaryOf(object.get("data"));
  if (table === undefined) return undefined;
  const at = (key: number): unknown => {
    const entry = table.get(key);
    return entry instanceof PSObject ? entry.get("V") : undefined;
  };
  return {
    foregroundColor: toInt(at(0)) ?? -1,
    backgroundColor: toInt(at(1)) ?? -1,
    cursorPosition: readCoordinates(at(2)),
    windowPosition: readCoordinates(at(3)),
    cursorSize: toInt(at(4)) ?? 0,
    bufferSize: readSize(at(5)),
    windowSize: readSize(at(6)),
    maxWindowSize: readSize(at(7)),
    maxPhysicalWindowSize: readSize(at(8)),
    windowTitle: String(baseOf(at(9)) ?? ""),
  };
}

export function readSize(value: unknown): Size {
  if (!(value instanceof PSObject)) return { width: 0, height: 0 };
  return { width: intField(value, "width"), height: intField(value, "height") };
}

export function readCoordinates(value: unknown): Coordinates {
  if (!(value instanceof PSObject)) return { x: 0, y: 0 };
  return { x: intField(value, "x"), y: intField(value, "y") };
}
