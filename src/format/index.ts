// The door of format/: objects → lines of text, exactly as PowerShell prints them. Pure: no clock, no console, no files.
export type { ErrorView, FormatServices } from "./services.js";
export { defaultStyle, STYLE_COLORS, STYLE_SEQUENCES, type PSStyle } from "./style.js";
export { createFormatCommand, createFormatter, formatLines, type Formatter } from "./formatter.js";
export type { FormatParameters } from "./generators.js";
export { FormatArgumentError, readSpecs, type SpecUse } from "./property-spec.js";
export { isFormatRecord } from "./records.js";
export { errorLines } from "./error-view.js";
export { cellsOf, cutAtLineBreak, headOf, stripSequences, tailOf, wrapText } from "./width.js";
export { viewsFor } from "./front.js";
