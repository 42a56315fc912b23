// ConvertTo-Html and ConvertTo-Xml.

import type { CmdletEntry } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { convertToHtml } from "./convert-to-html.js";
import { convertToXml } from "./convert-to-xml.js";

export const markupCmdlets: readonly CmdletEntry[] = entriesOf([convertToHtml, convertToXml]);
