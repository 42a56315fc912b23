// What administrators ask of the computer and the session, apart from files and processes.

import type { CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { archiveCmdlets } from "./archive.js";
import { getExecutionPolicy, setExecutionPolicy } from "./execution-policy.js";
import { getCredential } from "./get-credential.js";
import { commandsNotHere } from "./not-here.js";
import { restartComputer, stopComputer } from "./power.js";
import { connectionTypes, testConnection } from "./test-connection.js";
import { unblockFile } from "./unblock-file.js";

export const administrationCmdlets: readonly CmdletEntry[] = entriesOf([
  ...archiveCmdlets,
  getCredential,
  getExecutionPolicy,
  setExecutionPolicy,
  restartComputer,
  stopComputer,
  testConnection,
  unblockFile,
  ...commandsNotHere,
]);

export const administrationTypes: readonly TypeDefinition[] = connectionTypes;
