// The two functions of the clixml door that payload codecs use.

import * as door from "../clixml/index.js";

const { readValue: read, writeValue: write } = door as unknown as {
  readValue(text: string): unknown;
  writeValue(value: unknown): string;
};

export function readValue(text: string): unknown {
  return read(text);
}

export function writeValue(value: unknown): string {
  return write(value);
}
