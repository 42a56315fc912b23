// MatchInfo: a line that matched, where it was, and what stood around it.

import type { Engine, PropertyDefinition, TypeDefinition } from "../../engine/index.js";
import { NetObject } from "../../objects/index.js";

/** The lines around a match; the display leaves out those that another match shows. */
export interface MatchContext {
  readonly pre: string[];
  readonly post: string[];
  readonly displayPre: string[];
  readonly displayPost: string[];
}

export class MatchInfo extends NetObject {
  readonly typeName: string = "Microsoft.PowerShell.Commands.MatchInfo";
  readonly ignoreCase: boolean;
  readonly lineNumber: number;
  readonly line: string;
  /** Full path of the file, or "InputStream". */
  readonly path: string;
  readonly pattern: string;
  readonly context: MatchContext | undefined;
  readonly matches: readonly unknown[];
  /** What matched is shown in inverse video at a terminal. */
  readonly emphasize: boolean;
  constructor(facts: Omit<MatchInfo, "typeName" | "fileName">) {
    super();
    this.ignoreCase = facts.ignoreCase;
    this.lineNumber = facts.lineNumber;
    this.line = facts.line;
    this.path = facts.path;
    this.pattern = facts.pattern;
    this.context = facts.context;
    this.matches = facts.matches;
    this.emphasize = facts.emphasize;
  }
  get fileName(): string {
    return this.path.slice(Math.max(this.path.lastIndexOf("/"), this.path.lastIndexOf("\\")) + 1);
  }
}

class MatchInfoContext extends NetObject {
  readonly typeName: string = "Microsoft.PowerShell.Commands.MatchInfoContext";
  readonly context: MatchContext;
  constructor(context: MatchContext) {
    super();
    this.context = context;
  }
}

const read = <T>(type: string, get: (self: T, engine: Engine) => unknown): PropertyDefinition => ({ type, get });

/** As Select-String prints it: `path:line:text`; with context the line itself is marked by ">". A line of the input stream is bare. */
function matchText(match: MatchInfo, folder?: string, matched: string = match.line): string {
  const path = folder === undefined ? match.path : relative(match.path, folder);
  const isStream = match.path === "InputStream";
  if (!match.context) return isStream ? matched : `${path}:${match.lineNumber}:${matched}`;
  const { displayPre, displayPost } = match.context;
  const first = match.lineNumber - displayPre.length;
  const prefix = (number: number, mark: string): string => mark + (isStream ? "" : `${path}:${number}:`);
  return [
    ...displayPre.map((line, i) => prefix(first + i, "  ") + line),
    prefix(match.lineNumber, "> ") + matched,
    ...displayPost.map((line, i) => prefix(match.lineNumber + 1 + i, "  ") + line),
  ].join("\n");
}

/** What the view shows: the path from here, and what matched in inverse video. */
function shownText(match: MatchInfo, engine: Engine): string {
  return matchText(match, engine.location.currentNative, emphasized(match, engine));
}

function emphasized(match: MatchInfo, engine: Engine): string {
  if (!match.emphasize) return match.line;
  let text = "";
  let end = 0;
  for (const found of match.matches) {
    const index = engine.values.getMember(found, "Index") as number;
    const length = engine.values.getMember(found, "Length") as number;
    text += `${match.line.slice(end, index)}\u001b[7m${match.line.slice(index, index + length)}\u001b[0m`;
    end = index + length;
  }
  return text + match.line.slice(end);
}

export const matchInfoTypes: readonly TypeDefinition[] = [
  {
    name: "Microsoft.PowerShell.Commands.MatchInfo",
    properties: {
      IgnoreCase: read<MatchInfo>("System.Boolean", (match) => match.ignoreCase),
      LineNumber: read<MatchInfo>("System.Int32", (match) => match.lineNumber),
      Line: read<MatchInfo>("System.String", (match) => match.line),
      Filename: read<MatchInfo>("System.String", (match) => match.fileName),
      Path: read<MatchInfo>("System.String", (match) => match.path),
      Pattern: read<MatchInfo>("System.String", (match) => match.pattern),
      Context: read<MatchInfo>("Microsoft.PowerShell.Commands.MatchInfoContext", (match) =>
        match.context ? new MatchInfoContext(match.context) : null,
      ),
      DisplayText: { ...read<MatchInfo>("System.String", shownText), hidden: true },
      Matches: read<MatchInfo>("System.Text.RegularExpressions.Match[]", (match) => [...match.matches]),
    },
    methods: {
      RelativePath: [
        {
          parameters: ["System.String"],
          returns: "System.String",
          call: (self: MatchInfo, [folder]) => relative(self.path, folder),
        },
      ],
      ToString: [
        { parameters: [], returns: "System.String", call: (self: MatchInfo) => matchText(self) },
        {
          parameters: ["System.String"],
          returns: "System.String",
          call: (self: MatchInfo, [folder]) => matchText(self, folder),
        },
      ],
    },
    text: (match: MatchInfo, _engine: Engine) => matchText(match),
  },
  {
    name: "Microsoft.PowerShell.Commands.MatchInfoContext",
    properties: {
      PreContext: read<MatchInfoContext>("System.String[]", (self) => self.context.pre),
      PostContext: read<MatchInfoContext>("System.String[]", (self) => self.context.post),
      DisplayPreContext: read<MatchInfoContext>("System.String[]", (self) => self.context.displayPre),
      DisplayPostContext: read<MatchInfoContext>("System.String[]", (self) => self.context.displayPost),
    },
  },
];

function relative(path: string, folder: string): string {
  const base = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(base) ? path.slice(base.length) : path;
}
