// Invoke-WebRequest and Invoke-RestMethod, and the .NET types of their sessions and answers.

import type { CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { invokeRestMethod } from "./invoke-rest-method.js";
import { invokeWebRequest } from "./invoke-web-request.js";
import { responseTypes } from "./response.js";
import { sessionTypes } from "./session.js";

export const webCmdlets: readonly CmdletEntry[] = entriesOf([invokeWebRequest, invokeRestMethod]);

export const webTypes: readonly TypeDefinition[] = [...sessionTypes, ...responseTypes];
