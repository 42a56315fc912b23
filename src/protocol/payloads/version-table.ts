// `$PSVersionTable` as each side tells it to the other: in the client's application arguments, in the server's private data.

import { Version, typedArray } from "../../objects/index.js";

export interface VersionFacts {
  /** The version this side stands for: "7.6.9". */
  readonly build: string;
  /** "Debian GNU/Linux 12 (bookworm)". */
  readonly os: string;
  readonly platform: "Unix" | "Win32NT";
}

const COMPATIBLE: readonly (readonly [number, number])[] = [
  [1, 0],
  [2, 0],
  [3, 0],
  [4, 0],
  [5, 0],
  [5, 1],
  [6, 0],
  [7, 0],
];

/** Its entries. A peer decides by PSRemotingProtocolVersion what it may ask for (RESET_RUNSPACE_STATE, for one). */
export function versionTable({ build, os, platform }: VersionFacts): [string, unknown][] {
  const [major = 0, minor = 0, patch = 0] = build.split(".").map((part) => Number.parseInt(part, 10));
  const compatible = COMPATIBLE.map(([one, two]) => new Version(one, two));
  return [
    ["PSVersion", new Version(major, minor, patch)],
    ["PSEdition", "Core"],
    ["PSSemanticVersion", build],
    ["GitCommitId", build],
    ["OS", os],
    ["Platform", platform],
    ["PSCompatibleVersions", typedArray("System.Version", compatible)],
    ["PSRemotingProtocolVersion", new Version(2, 4)],
    ["SerializationVersion", new Version(1, 1, 0, 1)],
    ["WSManStackVersion", new Version(3, 0)],
  ];
}
