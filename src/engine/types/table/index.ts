// All families of types the table knows.

import type { Family } from "../define.js";
import { addressTypes } from "./net/addresses.js";
import { arrayTypes } from "./collections/arrays.js";
import { bitArrayTypes } from "./collections/bit-arrays.js";
import { bitConverterTypes } from "./numbers/bit-converter.js";
import { charTypes } from "./text/chars.js";
import { consoleTypes } from "./io/consoles.js";
import { conversionTypes } from "./numbers/conversions.js";
import { credentialTypes } from "./powershell/credentials.js";
import { cultureTypes } from "./text/cultures.js";
import { dateTypes } from "./time/dates.js";
import { dictionaryTypes } from "./collections/dictionaries.js";
import { encodingTypes } from "./text/encodings.js";
import { enumerationTypes } from "./enumeration.js";
import { enumTypes } from "./enums.js";
import { environmentTypes } from "./environment.js";
import { exceptionTypes } from "./exceptions.js";
import { fileInfoTypes } from "./io/file-infos.js";
import { fileTypes } from "./io/files.js";
import { folderTypes } from "./io/folders.js";
import { genericDictionaryTypes } from "./collections/generic-dictionaries.js";
import { hashTypes } from "./hashes.js";
import { identifierTypes } from "./identifiers.js";
import { interfaceTypes } from "./interfaces.js";
import { linqTypes } from "./collections/linq.js";
import { listTypes } from "./collections/lists.js";
import { mathTypes } from "./numbers/math.js";
import { numberTypes } from "./numbers/numbers.js";
import { objectTypes } from "./object.js";
import { pathTypes } from "./io/paths.js";
import { powershellTypes } from "./powershell/values.js";
import { psObjectTypes } from "./powershell/ps-object.js";
import { queueTypes } from "./collections/queues.js";
import { randomTypes } from "./numbers/random.js";
import { recordTypes } from "./powershell/records.js";
import { reflectionTypes } from "./reflection.js";
import { regexTypes } from "./text/regexes.js";
import { setTypes } from "./collections/sets.js";
import { spanTypes } from "./time/spans.js";
import { streamTypes } from "./io/streams.js";
import { builderTypes } from "./text/string-builder.js";
import { comparerTypes } from "./text/string-comparers.js";
import { stringTypes } from "./text/strings.js";
import { syntaxTypes } from "./syntax/index.js";
import { systemTypes } from "./system.js";
import { tupleTypes } from "./collections/tuples.js";
import { uriTypes } from "./net/uri.js";
import { webTypes } from "./net/web-text.js";
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
  bitArrayTypes,
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
  syntaxTypes,
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
