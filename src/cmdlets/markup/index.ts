// ConvertTo-Html, ConvertTo-Xml and Select-Xml.

import type { CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { convertToHtml } from "./convert-to-html.js";
import { convertToXml } from "./convert-to-xml.js";
import { selectXml, selectXmlTypes } from "./select-xml.js";

export const markupCmdlets: readonly CmdletEntry[] = entriesOf([convertToHtml, convertToXml, selectXml]);

export const markupTypes: readonly TypeDefinition[] = selectXmlTypes;
