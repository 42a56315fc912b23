// Objects ⇄ CLIXML text. Nothing here knows of messages, streams or files.

export { ClixmlError, DEFAULT_LIMITS, type Limits } from "./error.js";
export { readClixml, type ReadOptions, readValue, valueReader } from "./read.js";
export { writeClixml, type WriteOptions, writeValue, valueWriter } from "./write.js";
export { type Utf8Decoder, utf8Decoder } from "./byte-decoder.js";
export {
  bag,
  categoryMessage,
  errorRecordObject,
  informationalRecordObject,
  informationRecordObject,
  progressRecordObject,
} from "./records-out.js";
export { itemsOf, toErrorRecord, toInformationalRecord, toInformationRecord, toProgressRecord } from "./records-in.js";
export { decodeBase64, encodeBase64 } from "./primitives.js";
export { deserializedName } from "./type-names.js";
export { type LocalOffset, systemOffset } from "./dates.js";
