// $PSStyle as scripts see it, and what of it the formatter uses at this moment.

import type { Engine } from "../../engine/index.js";
import { defaultStyle, STYLE_COLORS, STYLE_SEQUENCES, type PSStyle } from "../../format/index.js";
import { EnumValue, NetObject, type PSObject } from "../../objects/index.js";

/** The value of $PSStyle: the style, and what scripts may set in it. */
export class PSStyleObject extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSStyle";
  readonly style: PSStyle = defaultStyle();
}

/** The style to colour with; undefined where output is to be plain. */
export function currentStyle(engine: Engine): PSStyle | undefined {
  const value = engine.getVariable("PSStyle");
  const style = value instanceof PSStyleObject ? value.style : defaultStyle();
  const rendering = value instanceof PSStyleObject ? style.outputRendering : renderingOf(engine, value);
  if (rendering === "PlainText") return undefined;
  return rendering === "Ansi" || engine.host.ui.supportsVirtualTerminal ? style : undefined;
}

function renderingOf(engine: Engine, value: unknown): string {
  if (value === null || value === undefined) return "Host";
  const set = engine.values.getMember(value, "OutputRendering");
  return set instanceof EnumValue ? set.text : engine.values.toText(set ?? "Host");
}

/** The sequences of $PSStyle by name: `Bold`, `Foreground.Red` … */
export function styleSequence(name: string, part?: "Foreground" | "Background"): string | undefined {
  if (part === undefined) return STYLE_SEQUENCES[name];
  const codes = STYLE_COLORS[name];
  return codes === undefined ? undefined : `\u001b[${part === "Foreground" ? codes[0] : codes[1]}m`;
}

export type StyleValue = PSStyleObject | PSObject;
