// Invoke-WebRequest: an answer of the web as an object.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { isText } from "./content.js";
import { WEB_PARAMETERS } from "./parameters.js";
import { askTheWeb, sessionOf, type Answered } from "./request.js";
import { WebResponseObject } from "./response.js";

export const invokeWebRequest: CmdletDefinition = {
  name: "Invoke-WebRequest",
  module: UTILITY,
  synopsis: "Gets content from a web page on the internet.",
  aliases: ["iwr"],
  defaultParameterSet: "StandardMethod",
  parameters: {
    ...WEB_PARAMETERS,
    UseBasicParsing: { type: "switch", help: "Has no effect: pages are never rendered." },
  },
  outputTypes: ["Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject"],
  examples: [
    {
      code: "(Invoke-WebRequest https://example.com).StatusCode",
      note: "Asks for a page and shows how it was answered: 200.",
      runs: false,
    },
    {
      code: "Invoke-WebRequest https://example.com/backup.tar.gz -OutFile backup.tar.gz -Resume",
      note: "Loads a file, or what is missing of it.",
      runs: false,
    },
    {
      code: "try { Invoke-WebRequest https://example.com/none } catch { [int]$_.Exception.Response.StatusCode }",
      note: "An answer that is no success is an error; here its number is shown: 404.",
      runs: false,
    },
  ],
  run: (context) => ({
    process() {
      const answered = askTheWeb(context, sessionOf(context));
      if (context.bound["OutFile"] === undefined || context.bound["PassThru"])
        context.write(responseOf(context, answered));
      redirectionsLeft(context, answered);
    },
  }),
};

/** The answer as an object; what went to a file is read from there. */
export function responseOf(context: CmdletContext, { answer, message, outFile }: Answered): WebResponseObject {
  const isSaved = outFile !== undefined && answer.status >= 200 && answer.status < 300;
  const bytes = isSaved ? context.engine.host.files.read(outFile) : answer.body;
  return new WebResponseObject(message, bytes, isText(message.contentType));
}

/** A redirection that nobody may follow is an answer, and an error. */
export function redirectionsLeft(context: CmdletContext, { answer, message }: Answered): void {
  if (context.bound["MaximumRedirection"] !== 0 || answer.status < 300 || answer.status > 308) return;
  const record = context.error(
    "System.InvalidOperationException",
    "Operation is not valid due to the current state of the object.",
    "MaximumRedirectExceeded",
    "InvalidOperation",
    message.request,
  );
  record.errorDetails = {
    message:
      "The maximum redirection count has been exceeded. To increase the number of redirections allowed, supply a higher value to the -MaximumRedirection parameter.",
    recommendedAction: null,
  };
  context.writeError(record);
}
