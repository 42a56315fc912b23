// The cmdlets that show objects.

import type { CmdletEntry } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { formatCustom } from "./format-custom.js";
import { formatHex } from "./format-hex.js";
import { formatList } from "./format-list.js";
import { formatTable } from "./format-table.js";
import { formatWide } from "./format-wide.js";
import { getFormatData } from "./get-format-data.js";
import { clearHost, outDefault, outHost, outNull } from "./out-default.js";
import { outFile } from "./out-file.js";
import { outString } from "./out-string.js";

export const displayCmdlets: readonly CmdletEntry[] = entriesOf([
  formatTable,
  formatList,
  formatWide,
  formatCustom,
  formatHex,
  outString,
  outDefault,
  outHost,
  outNull,
  clearHost,
  outFile,
  getFormatData,
]);
