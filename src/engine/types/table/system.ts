// What scripts ask of the runtime itself: threads, pointers, the garbage collector.

import { NetObject } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import { INVARIANT } from "../text/culture.js";
import type { Family } from "../define.js";

/** An object that is little more than its type and a name. */
export class Named extends NetObject {
  readonly typeName: string;
  readonly name: string;
  constructor(typeName: string, name: string) {
    super();
    this.typeName = typeName;
    this.name = name;
  }
}

/** System.IntPtr. */
class Pointer extends NetObject {
  readonly typeName: string = "System.IntPtr";
  readonly address: bigint;
  constructor(address: bigint) {
    super();
    this.address = address;
  }
}

export const systemTypes: Family = {
  "System.IntPtr": () => ({
    kind: "struct",
    members: {
      "static System.IntPtr Zero": () => new Pointer(0n),
      "static int Size": () => 8,
      "new(long value)": (value) => new Pointer(value),
      "long ToInt64()": (self: Pointer) => self.address,
      "int ToInt32()": (self: Pointer) => Number(self.address),
      "string ToString()": (self: Pointer) => self.address.toString(),
    },
    text: (self: Pointer) => self.address.toString(),
  }),
  "System.GC": () => ({
    kind: "static",
    members: {
      "static void Collect()": () => {},
      "static void WaitForPendingFinalizers()": () => {},
      "static long GetTotalMemory(bool forceFullCollection)": () => 0n,
    },
  }),
  "System.Threading.Thread": () => ({
    members: {
      "static void Sleep(int millisecondsTimeout)": (ms, engine: Engine) => engine.host.sleep(ms),
      "static void Sleep(timespan timeout)": (span, engine: Engine) => engine.host.sleep(Number(span.ticks / 10_000n)),
      "static System.Threading.Thread CurrentThread": () => new Named("System.Threading.Thread", ""),
      "int ManagedThreadId": () => 1,
      "string Name": (self: Named) => self.name,
      "cultureinfo CurrentCulture": [() => INVARIANT, () => {}],
      "cultureinfo CurrentUICulture": [() => INVARIANT, () => {}],
      "bool IsAlive": () => true,
    },
  }),
  "System.Attribute": () => ({ kind: "abstract" }),
  "System.Nullable": () => ({ kind: "static" }),
  "System.EventArgs": () => ({ members: { "new()": () => new Named("System.EventArgs", "") } }),
};
