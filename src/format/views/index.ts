// All views, in the order in which they are tried.

import type { ViewDefinition } from "../view.js";

export const builtInViews: readonly ViewDefinition[] = [];
