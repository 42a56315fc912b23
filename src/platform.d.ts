// The few ambient names that the pure folders may use: they exist in every JavaScript host, do no input or
// output, and keep no time. Anything else (files, sockets, clocks, processes) comes in as an argument.

declare class TextEncoder {
  encode(text?: string): Uint8Array;
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
