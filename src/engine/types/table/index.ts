// All families of types the table knows.

import type { Family } from "../define.js";

export const FAMILIES: readonly Family[] = [];
