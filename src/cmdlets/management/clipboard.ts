// Get-Clipboard and Set-Clipboard: the desktop's clipboard through its own tools; without them one that the runspace keeps.

import type { CmdletContext, CmdletDefinition, Engine } from "../../engine/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { runProgram } from "../shared/programs.js";
import { PASS_THRU } from "./parameters.js";

interface Clipboard {
  read(engine: Engine): string;
  write(engine: Engine, text: string): void;
}

interface Tool {
  readonly program: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Environment variable without which the tool has no desktop to speak to. */
  readonly needs: string;
}

const TOOLS: readonly Tool[] = [
  {
    program: "xclip",
    read: ["-selection", "clipboard", "-out"],
    write: ["-selection", "clipboard", "-in"],
    needs: "DISPLAY",
  },
];

/** The clipboard commands of one runspace. */
export function clipboardCmdlets(): readonly CmdletDefinition[] {
  const clipboard = makeClipboard();
  return [getClipboard(clipboard), setClipboard(clipboard)];
}

function makeClipboard(): Clipboard {
  let kept = "";
  return {
    read(engine) {
      const found = findTool(engine);
      return found ? runProgram(engine, found.path, found.tool.read).output : kept;
    },
    write(engine, text) {
      const found = findTool(engine);
      if (found) runProgram(engine, found.path, found.tool.write, text);
      else kept = text;
    },
  };
}

function findTool(engine: Engine): { readonly tool: Tool; readonly path: string } | undefined {
  const { environment, files } = engine.host;
  const folders = (environment.get("PATH") ?? "").split(":");
  for (const tool of TOOLS) {
    if (!environment.get(tool.needs)) continue;
    const path = folders
      .map((folder) => `${folder}/${tool.program}`)
      .find((candidate) => files.stat(candidate)?.isFile);
    if (path !== undefined) return { tool, path };
  }
  return undefined;
}

function getClipboard(clipboard: Clipboard): CmdletDefinition {
  return {
    name: "Get-Clipboard",
    module: MANAGEMENT,
    synopsis: "Gets the contents of the clipboard.",
    aliases: ["gcb"],
    parameters: {
      Raw: { type: "switch" },
      Delimiter: { type: "string[]", validate: [{ kind: "NotNull" }] },
    },
    outputTypes: ["System.String"],
    examples: [{ code: "Set-Clipboard one, two; (Get-Clipboard).Count", runs: false, note: "2" }],
    run: (context) => ({
      process() {
        const text = clipboard.read(context.engine);
        if (text === "") return;
        if (context.bound["Raw"]) context.write(text);
        else for (const line of splitAt(text, context.bound["Delimiter"] ?? ["\r\n", "\n"])) context.write(line);
      },
    }),
  };
}

function splitAt(text: string, delimiters: readonly string[]): string[] {
  const [first = "\n", ...others] = delimiters;
  return others.reduce((joined, delimiter) => joined.replaceAll(delimiter, first), text).split(first);
}

function setClipboard(clipboard: Clipboard): CmdletDefinition {
  return {
    name: "Set-Clipboard",
    module: MANAGEMENT,
    synopsis: "Sets the contents of the clipboard.",
    aliases: ["scb"],
    supportsShouldProcess: true,
    parameters: {
      Value: {
        type: "string[]",
        position: 0,
        mandatory: true,
        fromPipeline: true,
        fromPipelineByPropertyName: true,
        allowNull: true,
        allowEmptyString: true,
        allowEmptyCollection: true,
      },
      Append: { type: "switch" },
      ...PASS_THRU,
      AsOSC52: { type: "switch", aliases: ["ToLocalhost"] },
    },
    outputTypes: ["System.String"],
    examples: [{ code: "Set-Clipboard text", runs: false }],
    run(context) {
      const lines: string[] = [];
      return {
        process: () => void lines.push(...(context.bound["Value"] ?? [])),
        end: () => put(context, clipboard, lines),
      };
    },
  };
}

function put(context: CmdletContext, clipboard: Clipboard, lines: readonly string[]): void {
  const { bound, engine } = context;
  const before = bound["Append"] ? clipboard.read(engine) : "";
  const text = [...(before === "" ? [] : [before]), ...lines].join("\n");
  const shown = text.length > 20 ? `${text.slice(0, 20)}...` : text;
  if (!context.shouldProcess(`Set clipboard content: ${shown}`, "Set-Clipboard")) return;
  if (bound["AsOSC52"]) engine.host.ui.write(`\u001b]52;;${Buffer.from(text, "utf8").toString("base64")}\u0007`);
  else clipboard.write(engine, text);
  if (bound["PassThru"]) for (const line of lines) context.write(line);
}
