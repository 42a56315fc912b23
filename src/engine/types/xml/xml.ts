// XML that came as text, brought to life when somebody looks into it.

import type { XmlText } from "../../../objects/index.js";
import { parseXml } from "./parse.js";
import { XmlNode } from "./node.js";

const LIVE: WeakMap<XmlText, XmlNode> = new WeakMap();

/** The tree of a document that arrived as text; the same one every time. */
export function liveXml(value: XmlText): XmlNode {
  let document = LIVE.get(value);
  if (!document) {
    try {
      document = parseXml(value.text);
    } catch {
      document = new XmlNode("Document", "#document");
    }
    LIVE.set(value, document);
  }
  return document;
}
