// Values that cross the bridge inside an answer: as CLIXML, like everything else of PowerShell's.

export function encodeValue(value: unknown): string {
  return JSON.stringify(value);
}

export function decodeValue(text: string): unknown {
  return JSON.parse(text);
}
