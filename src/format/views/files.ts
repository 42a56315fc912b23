// Files, directories, drives, paths, hashes, bytes.

import { baseOf, PSObject } from "../../objects/index.js";
import type { CellSource, ViewContext, ViewDefinition } from "../view.js";
import { column, frame, labelled, NEWLINE, text, toNumber, twoDecimals } from "./layout.js";

const FILES = ["System.IO.DirectoryInfo", "System.IO.FileInfo"];
const PROVIDER_PREFIX = "Microsoft.PowerShell.Core\\FileSystem::";

function parentOf(item: unknown, { get, textOf }: ViewContext): string {
  return textOf(get(item, "PSParentPath")).replace(PROVIDER_PREFIX, "");
}

// Name as the table shows it: coloured by kind where there is a style, links with their target.
const fileName: CellSource = (item, context) => {
  const { get, textOf, style } = context;
  const name = textOf(get(item, "Name"));
  const target = textOf(get(item, "LinkTarget"));
  const shown = target === "" ? name : `${name} -> ${target}`;
  if (!style) return shown;
  const { fileInfo } = style;
  const extension = textOf(get(item, "Extension")).toLowerCase();
  const colour =
    target !== ""
      ? fileInfo.symbolicLink
      : get(item, "PSIsContainer") === true
        ? fileInfo.directory
        : (fileInfo.extension.get(extension) ?? (/x/.test(textOf(get(item, "UnixMode"))) ? fileInfo.executable : ""));
  return colour === "" ? shown : `${colour}${name}${style.reset}${target === "" ? "" : ` -> ${target}`}`;
};

const writeTime: CellSource = (item, { get, textOf, format }) => {
  const time = get(item, "LastWriteTime");
  if (time === null) return "";
  return format ? format("{0:d} {0:HH}:{0:mm}", time) : textOf(time).replace(/:\d\d$/, "");
};

const size: CellSource = (item, { get }) => get(item, "Size") ?? get(item, "Length");
const mode: CellSource = (item, { get }) => get(item, "UnixMode") ?? get(item, "Mode");

export const fileViews: readonly ViewDefinition[] = [
  {
    name: "childrenWithUnixStat",
    types: FILES,
    groupBy: {
      value: "PSParentPath",
      heading: (item, context) => [frame(4, [text(`Directory: ${parentOf(item, context)}`), NEWLINE])],
    },
    body: {
      kind: "Table",
      columns: [
        labelled("UnixMode", mode, 10),
        column("User", 10, "Right"),
        column("Group", 10),
        labelled("LastWriteTime", writeTime, 16, "Right"),
        labelled("Size", size, 12, "Right"),
        labelled("Name", fileName),
      ],
    },
  },
  {
    name: "children",
    types: FILES,
    groupBy: {
      value: "PSParentPath",
      heading: (item, context) => [frame(4, [text(`Directory: ${parentOf(item, context)}`), NEWLINE])],
    },
    body: {
      kind: "List",
      items: [
        { value: "Name" },
        { value: "Length", when: (item, { get }) => get(item, "PSIsContainer") !== true },
        { value: "CreationTime" },
        { value: "LastWriteTime" },
        { value: "LastAccessTime" },
        { value: "Mode" },
        { value: "LinkType" },
        { value: "Target" },
        { value: "VersionInfo", when: (item, { get }) => get(item, "PSIsContainer") !== true },
      ],
    },
  },
  {
    name: "children",
    types: FILES,
    groupBy: {
      value: "PSParentPath",
      heading: (item, context) => [frame(4, [text(`Directory: ${parentOf(item, context)}`), NEWLINE])],
    },
    body: {
      kind: "Wide",
      value: (item, { get, textOf }) =>
        get(item, "PSIsContainer") === true ? `[${textOf(get(item, "Name"))}]` : get(item, "Name"),
    },
  },
  {
    name: "PathInfo",
    types: ["System.Management.Automation.PathInfo"],
    body: { kind: "Table", columns: [column("Path")] },
  },
  {
    name: "drive",
    types: ["System.Management.Automation.PSDriveInfo"],
    body: {
      kind: "Table",
      columns: [
        column("Name", 10),
        labelled("Used (GB)", (item, { get }) => gigabytes(get(item, "Used")), 13, "Right"),
        labelled("Free (GB)", (item, { get }) => gigabytes(get(item, "Free")), 13, "Right"),
        labelled("Provider", (item, { get }) => get(get(item, "Provider"), "Name"), 13),
        labelled("Root", (item, { get }) => get(item, "DisplayRoot") ?? get(item, "Root"), 35),
        column("CurrentLocation", 0, "Right"),
      ],
    },
  },
  {
    name: "provider",
    types: ["System.Management.Automation.ProviderInfo"],
    body: { kind: "Table", columns: [column("Name", 20), column("Capabilities", 55), column("Drives")] },
  },
  {
    name: "FileHash",
    types: ["Microsoft.PowerShell.Commands.FileHashInfo", "Microsoft.Powershell.Utility.FileHash"],
    body: { kind: "Table", columns: [column("Algorithm", 15), column("Hash", 70), column("Path")] },
  },
  {
    name: "ByteCollection",
    types: ["Microsoft.PowerShell.Commands.ByteCollection"],
    groupBy: { value: "Label", label: "Label" },
    body: {
      kind: "Table",
      columns: [
        labelled("Offset", "HexOffset", 16, "Right"),
        labelled(`${"Bytes".padEnd(47)}00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F`, "HexBytes", 47),
        labelled("Ascii", "Ascii", 16),
      ],
    },
  },
];

function gigabytes(value: unknown): unknown {
  if (value === null || value === undefined || (value instanceof PSObject && baseOf(value) === undefined)) return null;
  const bytes = toNumber(value);
  return Number.isNaN(bytes) ? null : twoDecimals(bytes / 1024 ** 3);
}
