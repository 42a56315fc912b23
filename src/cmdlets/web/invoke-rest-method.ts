// Invoke-RestMethod: an answer of the web as what it says: JSON as objects, XML as a document, a feed as its entries.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { readOptions } from "../json/convert-from-json.js";
import { JsonError, readJson } from "../json/read-json.js";
import { UTILITY } from "../shared/modules.js";
import { answerText, isJson } from "./content.js";
import { redirectionsLeft, responseOf } from "./invoke-web-request.js";
import { WEB_PARAMETERS } from "./parameters.js";
import { type Answered, askTheWeb, sessionOf } from "./request.js";
import { relationLinks } from "./response.js";

export const invokeRestMethod: CmdletDefinition = {
  name: "Invoke-RestMethod",
  module: UTILITY,
  synopsis: "Sends an HTTP or HTTPS request to a RESTful web service.",
  aliases: ["irm"],
  defaultParameterSet: "StandardMethod",
  parameters: {
    ...WEB_PARAMETERS,
    FollowRelLink: { type: "switch", aliases: ["FL"], help: "Asks for the next page where the answer links to one." },
    MaximumFollowRelLink: {
      type: "int",
      aliases: ["ML"],
      validate: [{ kind: "Range", min: 1, max: 2147483647 }],
      help: "How many pages are asked for.",
    },
    ResponseHeadersVariable: {
      type: "string",
      aliases: ["RHV"],
      help: "The name of a variable that gets the answer's headers.",
    },
    StatusCodeVariable: { type: "string", help: "The name of a variable that gets the answer's number." },
  },
  examples: [
    {
      code: "Invoke-RestMethod https://example.com/api/users | Where-Object Active",
      note: "What JSON says as objects.",
      runs: false,
    },
    {
      code: "Invoke-RestMethod https://example.com/api/users -Method Post -Body (@{ name = 'Ada' } | ConvertTo-Json) -ContentType application/json",
      note: "Sends JSON.",
      runs: false,
    },
  ],
  run: (context) => ({
    process() {
      const session = sessionOf(context);
      let at: URL | undefined;
      const pages: number = context.bound["FollowRelLink"] ? (context.bound["MaximumFollowRelLink"] ?? Infinity) : 1;
      for (let page = 0; page < pages; page++) {
        const answered = askTheWeb(context, session, at);
        writeAnswer(context, answered);
        const next = relationLinks(answered.message).get("next");
        if (next === undefined) return;
        at = new URL(next);
      }
    },
  }),
};

function writeAnswer(context: CmdletContext, answered: Answered): void {
  const { bound, engine } = context;
  const { message, answer } = answered;
  if (bound["StatusCodeVariable"] !== undefined)
    engine.setVariable(bound["StatusCodeVariable"], answer.status, "Local");
  if (bound["ResponseHeadersVariable"] !== undefined)
    engine.setVariable(bound["ResponseHeadersVariable"], message.headers(), "Local");
  if (bound["OutFile"] === undefined || bound["PassThru"]) {
    const text = answerText(responseOf(context, answered).bytes, message.contentType);
    for (const value of valuesOf(context, text, message.contentType)) context.write(value);
  }
  redirectionsLeft(context, answered);
}

/** An array of JSON is one object; entries of a feed are many. */
function valuesOf(context: CmdletContext, text: string, contentType: string | undefined): readonly unknown[] {
  if (isJson(contentType)) return jsonOf(context, text) ?? xmlOf(context, text) ?? [text];
  return xmlOf(context, text) ?? jsonOf(context, text) ?? [text];
}

function jsonOf(context: CmdletContext, text: string): readonly unknown[] | undefined {
  if (text.trim() === "") return undefined;
  try {
    return readJson(text, readOptions(context));
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function xmlOf(context: CmdletContext, text: string): readonly unknown[] | undefined {
  if (!text.trimStart().startsWith("<")) return undefined;
  const { values } = context.engine;
  const document = values.tryConvert(text, "System.Xml.XmlDocument");
  if (document === undefined) return undefined;
  const root = values.getMember(document, "DocumentElement");
  const name = values.toText(values.getMember(root, "LocalName"));
  const path = name === "rss" ? "//item" : name === "feed" ? "//*[local-name()='entry']" : undefined;
  return path === undefined
    ? [document]
    : [...(values.enumerate(values.invokeMethod(document, "SelectNodes", [path])) ?? [])];
}
