// All families of types the table knows.

import type { Family } from "../define.js";
import { IO } from "./io.js";

export const FAMILIES: readonly Family[] = [IO];
