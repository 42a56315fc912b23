// The commands about the session itself that are the same for all runspaces.

import type { CmdletEntry } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { exportAlias, getAlias, importAlias, newAlias, removeAlias, setAlias } from "./aliases.js";
import { addMember } from "./add-member.js";
import { getError } from "./get-error.js";
import { getCommand } from "./get-command.js";
import { getHelp } from "./get-help.js";
import { getMember } from "./get-member.js";
import { getVerb } from "./get-verb.js";
import { getCulture, getHost, getUICulture } from "./host-facts.js";
import { newModuleManifest, testModuleManifest } from "./manifests.js";
import { exportModuleMember, getModule, importModule, newModule, removeModule } from "./modules.js";
import { setPSDebug } from "./set-ps-debug.js";
import { setStrictMode } from "./set-strict-mode.js";
import { clearVariable, getVariable, newVariable, removeVariable, setVariable } from "./variables.js";

export const sessionCmdlets: readonly CmdletEntry[] = entriesOf([
  getVariable,
  setVariable,
  newVariable,
  clearVariable,
  removeVariable,
  getAlias,
  setAlias,
  newAlias,
  removeAlias,
  exportAlias,
  importAlias,
  addMember,
  getMember,
  getCommand,
  getHelp,
  getVerb,
  getHost,
  getCulture,
  getUICulture,
  getModule,
  importModule,
  newModule,
  removeModule,
  exportModuleMember,
  newModuleManifest,
  testModuleManifest,
  getError,
  setStrictMode,
  setPSDebug,
]);
