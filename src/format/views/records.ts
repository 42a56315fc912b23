// Records of the streams: errors, warnings and the rest. They print wherever they come.

import { errorLines } from "../error-view.js";
import { extendedErrorLines } from "../error-details.js";
import type { ViewDefinition } from "../view.js";
import { text, textLines } from "./layout.js";

const AUTOMATION = "System.Management.Automation.";

export const recordViews: readonly ViewDefinition[] = [
  {
    name: "GetErrorInstance",
    types: [`${AUTOMATION}ErrorRecord#PSExtendedError`, "System.Exception#PSExtendedError"],
    outOfBand: true,
    body: { kind: "Complex", layout: (item, context) => textLines(extendedErrorLines(item, context).slice(1)) },
  },
  {
    name: "ErrorInstance",
    types: [`${AUTOMATION}ErrorRecord`],
    outOfBand: true,
    body: { kind: "Complex", layout: (item, context) => textLines(errorLines(item, context)) },
  },
  {
    name: "StreamRecord",
    types: ["WarningRecord", "VerboseRecord", "DebugRecord"].map((name) => AUTOMATION + name),
    outOfBand: true,
    body: { kind: "Complex", layout: (item, { get, textOf }) => [text(textOf(get(item, "Message")))] },
  },
  {
    name: "InformationRecord",
    types: [`${AUTOMATION}InformationRecord`],
    outOfBand: true,
    body: { kind: "Complex", layout: (item, { view }) => [text(view.text(item))] },
  },
];
