// Parameters that the item commands share.

import type { ParameterDefinition } from "../../engine/index.js";

type Parameters = Readonly<Record<string, ParameterDefinition>>;

/** -Path at position 0 and -LiteralPath, each mandatory in its set. */
export const PATHS: Parameters = {
  Path: {
    type: "string[]",
    sets: { Path: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
  },
  LiteralPath: {
    type: "string[]",
    aliases: ["PSPath", "LP"],
    sets: { LiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
  },
};

/** The same for commands whose -Path takes its pipeline input by property name only (content, properties). */
export const PATHS_BY_NAME: Parameters = {
  Path: { type: "string[]", sets: { Path: { position: 0, mandatory: true, fromPipelineByPropertyName: true } } },
  LiteralPath: {
    type: "string[]",
    aliases: ["PSPath", "LP"],
    sets: { LiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
  },
};

export const FILTERS: Parameters = {
  Filter: { type: "string" },
  Include: { type: "string[]" },
  Exclude: { type: "string[]" },
};

export const FORCE: Parameters = { Force: { type: "switch" } };
export const PASS_THRU: Parameters = { PassThru: { type: "switch" } };
