// The utilities that are the same for all runspaces.

import type { CmdletEntry, TypeDefinition } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { addType } from "./add-type.js";
import { convertFromClixml, convertToClixml, exportClixml, importClixml } from "./clixml-files.js";
import { compareObject } from "./compare-object.js";
import { convertFromStringData } from "./convert-from-string-data.js";
import { getFileHash } from "./get-file-hash.js";
import { getRandom, getSecureRandom } from "./get-random.js";
import { getUnique } from "./get-unique.js";
import { groupObject, groupTypes } from "./group-object.js";
import { importPowerShellDataFile } from "./import-data-file.js";
import { importLocalizedData } from "./import-localized-data.js";
import { invokeExpression } from "./invoke-expression.js";
import { joinString } from "./join-string.js";
import { measureObject, measureTypes } from "./measure-object.js";
import { newGuid } from "./new-guid.js";
import { newObject } from "./new-object.js";
import { newTemporaryFile } from "./new-temporary-file.js";
import { serializerType } from "./ps-serializer.js";
import { selectObject } from "./select-object.js";
import { sortObject } from "./sort-object.js";
import { convertFromSecureString, convertToSecureString } from "./secure-strings.js";
import { teeObject } from "./tee-object.js";
import { displayHintType, getDate } from "./time/get-date.js";
import { getTimeZone } from "./time/get-time-zone.js";
import { getUptime } from "./time/get-uptime.js";
import { measureCommand } from "./time/measure-command.js";
import { newTimeSpan } from "./time/new-time-span.js";
import { setDate } from "./time/set-date.js";
import { startSleep } from "./time/start-sleep.js";
import { updateList } from "./update-list.js";

export const plainUtilityCmdlets: readonly CmdletEntry[] = entriesOf([
  addType,
  compareObject,
  convertFromClixml,
  convertFromSecureString,
  convertFromStringData,
  convertToClixml,
  convertToSecureString,
  exportClixml,
  getDate,
  getFileHash,
  getRandom,
  getSecureRandom,
  getTimeZone,
  getUnique,
  getUptime,
  groupObject,
  importClixml,
  importLocalizedData,
  importPowerShellDataFile,
  invokeExpression,
  joinString,
  measureCommand,
  measureObject,
  newGuid,
  newObject,
  newTemporaryFile,
  newTimeSpan,
  selectObject,
  setDate,
  sortObject,
  startSleep,
  teeObject,
  updateList,
]);

export const plainUtilityTypes: readonly TypeDefinition[] = [
  serializerType,
  displayHintType,
  ...groupTypes,
  ...measureTypes,
];
