// $PSStyle as scripts see it, and what of it the formatter uses at this moment.

import type { Engine, PropertyDefinition, TypeDefinition } from "../../engine/index.js";
import { defaultStyle, STYLE_COLORS, STYLE_SEQUENCES, type PSStyle } from "../../format/index.js";
import { baseOf, EnumValue, NetObject } from "../../objects/index.js";

const AUTOMATION = "System.Management.Automation.";
const RENDERINGS = ["Host", "PlainText", "Ansi"] as const;

/** The value of $PSStyle: the style, and what scripts may set in it. */
export class PSStyleObject extends NetObject {
  readonly typeName: string = `${AUTOMATION}PSStyle`;
  readonly style: PSStyle = defaultStyle();
}

// $PSStyle.Formatting and its like: a view on a part of the style.
class PSStylePart extends NetObject {
  readonly typeName: string;
  readonly style: PSStyle;
  constructor(typeName: string, style: PSStyle) {
    super();
    this.typeName = typeName;
    this.style = style;
  }
}

/** Where output goes: to the host's screen, or on as text (Out-String, a file). */
export type OutputTarget = "Host" | "Text";

/** The style to colour with; undefined where output is to be plain: $PSStyle.OutputRendering decides. */
export function currentStyle(engine: Engine, target: OutputTarget = "Host"): PSStyle | undefined {
  const value = baseOf(engine.getVariable("PSStyle"));
  const style = value instanceof PSStyleObject ? value.style : defaultStyle();
  if (style.outputRendering === "PlainText") return undefined;
  if (style.outputRendering === "Ansi") return style;
  return target === "Host" && engine.host.ui.supportsVirtualTerminal ? style : undefined;
}

const text = (get: (style: PSStyle) => string, set?: (style: PSStyle, value: string) => void): PropertyDefinition => ({
  type: "System.String",
  get: (self: PSStyleObject | PSStylePart) => get(self.style),
  ...(set ? { set: (self: PSStylePart, value: unknown) => set(self.style, value as string) } : {}),
});

const part = (name: string): PropertyDefinition => ({
  type: `${AUTOMATION}PSStyle+${name}`,
  get: (self: PSStyleObject) => new PSStylePart(`${AUTOMATION}PSStyle+${name}`, self.style),
});

const colours = (index: 0 | 1): Readonly<Record<string, PropertyDefinition>> =>
  Object.fromEntries(
    Object.entries(STYLE_COLORS).map(([name, codes]) => [name, text(() => `\u001b[${codes[index]}m`)]),
  );

function colourMethods(lead: number): NonNullable<TypeDefinition["methods"]> {
  const sequence = (red: number, green: number, blue: number): string => `\u001b[${lead};2;${red};${green};${blue}m`;
  return {
    FromRgb: [
      {
        parameters: ["System.Int32"],
        returns: "System.String",
        call: (_, [rgb]) => sequence((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255),
      },
      {
        parameters: ["System.Byte", "System.Byte", "System.Byte"],
        returns: "System.String",
        call: (_, [red, green, blue]) => sequence(red.value, green.value, blue.value),
      },
    ],
  };
}

type TextKey =
  | "formatAccent"
  | "tableHeader"
  | "customTableHeaderLabel"
  | "errorAccent"
  | "error"
  | "warning"
  | "verbose"
  | "debug"
  | "feedbackName"
  | "feedbackText"
  | "feedbackAction";

const FORMATTING: Readonly<Record<string, TextKey>> = {
  FormatAccent: "formatAccent",
  ErrorAccent: "errorAccent",
  Error: "error",
  Warning: "warning",
  Verbose: "verbose",
  Debug: "debug",
  TableHeader: "tableHeader",
  CustomTableHeaderLabel: "customTableHeaderLabel",
  FeedbackName: "feedbackName",
  FeedbackText: "feedbackText",
  FeedbackAction: "feedbackAction",
};

export const styleTypes: readonly TypeDefinition[] = [
  {
    name: `${AUTOMATION}OutputRendering`,
    base: "System.Enum",
    isValueType: true,
    enumValues: RENDERINGS.map((name, value) => [name, value] as const),
  },
  {
    name: `${AUTOMATION}PSStyle`,
    properties: {
      ...Object.fromEntries(Object.entries(STYLE_SEQUENCES).map(([name, value]) => [name, text(() => value)])),
      OutputRendering: {
        type: `${AUTOMATION}OutputRendering`,
        get: ({ style }: PSStyleObject) =>
          new EnumValue(
            `${AUTOMATION}OutputRendering`,
            RENDERINGS.indexOf(style.outputRendering),
            style.outputRendering,
          ),
        set: ({ style }: PSStyleObject, value: unknown) => {
          const wanted = value instanceof EnumValue ? value.text : String(value);
          style.outputRendering = RENDERINGS.find((name) => name.toLowerCase() === wanted.toLowerCase()) ?? "Host";
        },
      },
      Formatting: part("FormattingData"),
      Progress: part("ProgressConfiguration"),
      FileInfo: part("FileInfoFormatting"),
      Foreground: part("ForegroundColor"),
      Background: part("BackgroundColor"),
    },
    methods: {
      FormatHyperlink: [
        {
          parameters: ["System.String", "System.Uri"],
          returns: "System.String",
          call: (_, [shown, link]) => `\u001b]8;;${link.original}\u001b\\${shown}\u001b]8;;\u001b\\`,
        },
      ],
    },
  },
  {
    name: `${AUTOMATION}PSStyle+FormattingData`,
    properties: Object.fromEntries(
      Object.entries(FORMATTING).map(([name, key]) => [
        name,
        text(
          (style) => style[key],
          (style, value) => (style[key] = value),
        ),
      ]),
    ),
  },
  {
    name: `${AUTOMATION}PSStyle+ProgressConfiguration`,
    properties: {
      Style: text(
        ({ progress }) => progress.style,
        ({ progress }, value) => (progress.style = value),
      ),
      MaxWidth: {
        type: "System.Int32",
        get: ({ style }: PSStylePart) => style.progress.maxWidth,
        set: ({ style }: PSStylePart, value: unknown) => (style.progress.maxWidth = value as number),
      },
      View: text(
        ({ progress }) => progress.view,
        ({ progress }, value) => (progress.view = /^classic$/i.test(value) ? "Classic" : "Minimal"),
      ),
      UseOSCIndicator: {
        type: "System.Boolean",
        get: ({ style }: PSStylePart) => style.progress.useOSCIndicator,
        set: ({ style }: PSStylePart, value: unknown) => (style.progress.useOSCIndicator = value === true),
      },
    },
  },
  {
    name: `${AUTOMATION}PSStyle+FileInfoFormatting`,
    properties: {
      Directory: text(
        ({ fileInfo }) => fileInfo.directory,
        ({ fileInfo }, value) => (fileInfo.directory = value),
      ),
      SymbolicLink: text(
        ({ fileInfo }) => fileInfo.symbolicLink,
        ({ fileInfo }, value) => (fileInfo.symbolicLink = value),
      ),
      Executable: text(
        ({ fileInfo }) => fileInfo.executable,
        ({ fileInfo }, value) => (fileInfo.executable = value),
      ),
    },
  },
  { name: `${AUTOMATION}PSStyle+ForegroundColor`, properties: colours(0), methods: colourMethods(38) },
  { name: `${AUTOMATION}PSStyle+BackgroundColor`, properties: colours(1), methods: colourMethods(48) },
];
