// The commands that write to streams: Write-Host, -Information, -Warning, -Verbose, -Debug, -Error, -Progress; Read-Host.

import type { CmdletEntry } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { writeDebug, writeVerbose, writeWarning } from "./messages.js";
import { readHost } from "./read-host.js";
import { writeError } from "./write-error.js";
import { writeHost } from "./write-host.js";
import { writeInformation } from "./write-information.js";
import { writeProgress } from "./write-progress.js";

export const writeCmdlets: readonly CmdletEntry[] = entriesOf([
  writeWarning,
  writeVerbose,
  writeDebug,
  writeInformation,
  writeHost,
  writeError,
  writeProgress,
  readHost,
]);
