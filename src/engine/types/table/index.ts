// All families of types the table knows.

import type { Family } from "../define.js";
import { addressTypes } from "./addresses.js";
import { arrayTypes } from "./arrays.js";
import { bitConverterTypes } from "./bit-converter.js";
import { charTypes } from "./chars.js";
import { consoleTypes } from "./consoles.js";
import { conversionTypes } from "./conversions.js";
import { credentialTypes } from "./credentials.js";
import { cultureTypes } from "./cultures.js";
import { dateTypes } from "./dates.js";
import { dictionaryTypes } from "./dictionaries.js";
import { encodingTypes } from "./encodings.js";
import { enumerationTypes } from "./enumeration.js";
import { enumTypes } from "./enums.js";
import { environmentTypes } from "./environment.js";
import { exceptionTypes } from "./exceptions.js";
import { fileInfoTypes } from "./file-infos.js";
import { fileTypes } from "./files.js";
import { folderTypes } from "./folders.js";
import { genericDictionaryTypes } from "./generic-dictionaries.js";
import { hashTypes } from "./hashes.js";
import { identifierTypes } from "./identifiers.js";
import { interfaceTypes } from "./interfaces.js";
import { linqTypes } from "./linq.js";
import { listTypes } from "./lists.js";
import { mathTypes } from "./math.js";
import { numberTypes } from "./numbers.js";
import { objectTypes } from "./object.js";
import { pathTypes } from "./paths.js";
import { powershellTypes } from "./powershell-values.js";
import { psObjectTypes } from "./ps-object.js";
import { queueTypes } from "./queues.js";
import { randomTypes } from "./random.js";
import { recordTypes } from "./records.js";
import { reflectionTypes } from "./reflection.js";
import { regexTypes } from "./regexes.js";
import { setTypes } from "./sets.js";
import { spanTypes } from "./spans.js";
import { streamTypes } from "./streams.js";
import { builderTypes } from "./string-builder.js";
import { comparerTypes } from "./string-comparers.js";
import { stringTypes } from "./strings.js";
import { systemTypes } from "./system.js";
import { tupleTypes } from "./tuples.js";
import { uriTypes } from "./uri.js";
import { webTypes } from "./web-text.js";
import { xmlTypes } from "./xml.js";

export const FAMILIES: readonly Family[] = [
  objectTypes,
  enumerationTypes,
  arrayTypes,
  reflectionTypes,
  interfaceTypes,
  stringTypes,
  comparerTypes,
  charTypes,
  builderTypes,
  numberTypes,
  mathTypes,
  conversionTypes,
  bitConverterTypes,
  randomTypes,
  dateTypes,
  spanTypes,
  dictionaryTypes,
  genericDictionaryTypes,
  listTypes,
  queueTypes,
  setTypes,
  tupleTypes,
  psObjectTypes,
  credentialTypes,
  powershellTypes,
  recordTypes,
  exceptionTypes,
  regexTypes,
  uriTypes,
  webTypes,
  identifierTypes,
  addressTypes,
  systemTypes,
  environmentTypes,
  cultureTypes,
  consoleTypes,
  linqTypes,
  streamTypes,
  encodingTypes,
  hashTypes,
  xmlTypes,
  pathTypes,
  fileTypes,
  folderTypes,
  fileInfoTypes,
  enumTypes,
];
