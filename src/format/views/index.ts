// All views, in the order in which they are tried.

import { viewTable, type ViewDefinition, type ViewTable } from "../view.js";
import { commandViews } from "./commands.js";
import { fileViews } from "./files.js";
import { helpViews } from "./help.js";
import { jobViews } from "./jobs.js";
import { processViews } from "./processes.js";
import { recordViews } from "./records.js";
import { valueViews } from "./values.js";

export const builtInViews: readonly ViewDefinition[] = [
  ...valueViews,
  ...fileViews,
  ...processViews,
  ...commandViews,
  ...helpViews,
  ...jobViews,
  ...recordViews,
];

export const builtInTable: ViewTable = viewTable(builtInViews);
