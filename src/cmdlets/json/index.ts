// ConvertTo-Json, ConvertFrom-Json and Test-Json.

import type { CmdletEntry } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { convertFromJson } from "./convert-from-json.js";
import { convertToJson } from "./convert-to-json.js";
import { testJson } from "./test-json.js";

export const jsonCmdlets: readonly CmdletEntry[] = entriesOf([convertToJson, convertFromJson, testJson]);
