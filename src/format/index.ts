// The door of format/: objects → lines of text, exactly as PowerShell prints them. Pure: no clock, no console, no files.
export type { ErrorView, FormatServices } from "./services.js";
export { defaultStyle, STYLE_COLORS, STYLE_SEQUENCES, type PSStyle } from "./style.js";
export {
  createFormatCommand,
  createFormatter,
  formatLines,
  type Formatter,
  type FormatterOptions,
} from "./formatter.js";
export type { FormatParameters } from "./generators.js";
export { FormatArgumentError, readSpecs, type PropertySpec, type SpecUse } from "./property-spec.js";
export {
  FormatEndData,
  FormatEntryData,
  FormatStartData,
  GroupEndData,
  GroupStartData,
  isFormatRecord,
  type FormatRecord,
} from "./records.js";
export { errorLines, type ErrorLinesOptions } from "./error-view.js";
export { extendedErrorLines } from "./error-details.js";
export { cellText } from "./cell.js";
export { cellsOf, cutAtLineBreak, headOf, stripSequences, tailOf, wrapText } from "./width.js";
export { viewsFor } from "./front.js";
export { type ViewDefinition } from "./view.js";
