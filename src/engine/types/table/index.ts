// All families of types the table knows.

import type { Family } from "../define.js";
import { addressTypes } from "./addresses.js";
import { charTypes } from "./chars.js";
import { dateTypes } from "./dates.js";
import { dictionaryTypes } from "./dictionaries.js";
import { enumTypes } from "./enums.js";
import { exceptionTypes } from "./exceptions.js";
import { identifierTypes } from "./identifiers.js";
import { interfaceTypes } from "./interfaces.js";
import { IO } from "./io.js";
import { listTypes } from "./lists.js";
import { mathTypes } from "./math.js";
import { numberTypes } from "./numbers.js";
import { objectTypes } from "./object.js";
import { psObjectTypes } from "./ps-object.js";
import { randomTypes } from "./random.js";
import { recordTypes } from "./records.js";
import { regexTypes } from "./regexes.js";
import { spanTypes } from "./spans.js";
import { streamTypes } from "./streams.js";
import { builderTypes } from "./string-builder.js";
import { stringTypes } from "./strings.js";
import { systemTypes } from "./system.js";
import { uriTypes } from "./uri.js";
import { xmlTypes } from "./xml.js";

export const FAMILIES: readonly Family[] = [
  objectTypes,
  interfaceTypes,
  stringTypes,
  charTypes,
  builderTypes,
  numberTypes,
  mathTypes,
  randomTypes,
  dateTypes,
  spanTypes,
  dictionaryTypes,
  listTypes,
  psObjectTypes,
  recordTypes,
  exceptionTypes,
  regexTypes,
  uriTypes,
  identifierTypes,
  addressTypes,
  systemTypes,
  streamTypes,
  xmlTypes,
  IO,
  enumTypes,
];
