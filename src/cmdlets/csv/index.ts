// ConvertTo-, ConvertFrom-, Export- and Import-Csv.

import type { CmdletEntry } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { convertFromCsv } from "./convert-from-csv.js";
import { convertToCsv } from "./convert-to-csv.js";
import { exportCsv } from "./export-csv.js";
import { importCsv } from "./import-csv.js";

export const csvCmdlets: readonly CmdletEntry[] = entriesOf([convertToCsv, convertFromCsv, exportCsv, importCsv]);
