// The cmdlets' door: everything a plain runspace knows. Families are folders; a cmdlet is found by its noun or its family.

import type { CmdletEntry, Engine } from "../engine/index.js";
import { administrationCmdlets, administrationTypes } from "./administration/index.js";
import { coreInfoCmdlets, coreInfoTypes } from "./core-info/index.js";
import { csvCmdlets } from "./csv/index.js";
import { displayCmdlets, PSStyleObject, styleTypes } from "./display/index.js";
import { eventLogCmdlets, eventLogTypes } from "./event-log/index.js";
import { jsonCmdlets } from "./json/index.js";
import { createFileSystemProvider, managementCmdlets, managementTypes } from "./management/index.js";
import { markupCmdlets, markupTypes } from "./markup/index.js";
import { selectStringCmdlets, selectStringTypes } from "./select-string/index.js";
import { utilityCmdlets, utilityTypes } from "./utility/index.js";
import { webCmdlets, webTypes } from "./web/index.js";
import { writeCmdlets } from "./write/index.js";

/** The cmdlets of one runspace. */
export function cmdletEntries(): readonly CmdletEntry[] {
  return [
    ...administrationCmdlets,
    ...coreInfoCmdlets(),
    ...csvCmdlets,
    ...displayCmdlets,
    ...eventLogCmdlets,
    ...jsonCmdlets,
    ...managementCmdlets(),
    ...markupCmdlets,
    ...selectStringCmdlets,
    ...utilityCmdlets(),
    ...webCmdlets,
    ...writeCmdlets,
  ];
}

/** Gives an engine its cmdlets, their types and the FileSystem provider. */
export function installCmdlets(engine: Engine): void {
  engine.addProvider(createFileSystemProvider(engine));
  for (const type of [
    ...coreInfoTypes,
    ...managementTypes,
    ...eventLogTypes,
    ...selectStringTypes,
    ...markupTypes,
    ...styleTypes,
    ...utilityTypes,
    ...webTypes,
    ...administrationTypes,
  ])
    engine.types.add(type);
  engine.location.addDrive({
    name: "Temp",
    provider: "FileSystem",
    root: engine.host.files.temporaryDirectory(),
    current: "",
  });
  engine.addCmdlets(cmdletEntries());
  // $PWD is a PathInfo from now on.
  engine.location.setCurrent(engine.location.current);
  engine.setVariable("PSStyle", new PSStyleObject(), "Global");
}

export { openOperationalLog, operationalLogPath, type OperationalLog } from "./event-log/operational-log.js";
export { EventJob } from "./utility/events/objects.js";
export { createHostFormatter, formatServices, lineWidth } from "./display/index.js";
export {
  copiedObject,
  copyDestination,
  copySources,
  type CopySource,
  isCopyWanted,
  writeCopied,
} from "./management/copy-sources.js";
