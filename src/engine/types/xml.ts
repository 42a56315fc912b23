import type { XmlText } from "../../objects/index.js";

export function liveXml(value: XmlText): unknown {
  return value;
}
