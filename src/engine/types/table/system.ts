// What scripts ask of the runtime itself: threads, pointers, the garbage collector.

import { NetObject } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import { INVARIANT } from "../text/culture.js";
import type { Family } from "../define.js";
import type { PSDelegate } from "../members/delegate.js";
import { closedName } from "../type-name.js";

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

/** System.Lazy: what is made when it is first asked for. */
class Later extends NetObject {
  readonly typeName: string;
  readonly #make: PSDelegate;
  isMade = false;
  #value: unknown = null;
  constructor(typeName: string, make: PSDelegate) {
    super();
    this.typeName = typeName;
    this.#make = make;
  }
  value(type: string, engine: Engine): unknown {
    if (!this.isMade) this.#value = engine.values.convert(this.#make.invoke(), type);
    this.isMade = true;
    return this.#value;
  }
}

/** Where the program is installed. */
function baseFolder(engine: Engine): string {
  const home = engine.values.toText(engine.getVariable("PSHOME") ?? "");
  return home.endsWith("/") || home.endsWith("\\")
    ? home
    : `${home}${engine.host.computer.platform === "win32" ? "\\" : "/"}`;
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
  "System.AppDomain": () => ({
    members: {
      "static System.AppDomain CurrentDomain": () => new Named("System.AppDomain", "remora"),
      "string FriendlyName": (self: Named) => self.name,
      "string BaseDirectory": (_, engine: Engine) => baseFolder(engine),
      "int Id": () => 1,
      "array GetAssemblies()": () => [],
    },
  }),
  "System.AppContext": () => ({
    kind: "static",
    members: {
      "static string BaseDirectory": (engine: Engine) => baseFolder(engine),
      "static string TargetFrameworkName": () => ".NETCoreApp,Version=v10.0",
      "static System.Object GetData(string name)": () => null,
    },
  }),
  "System.Lazy`1": (T = "System.Object") => ({
    members: {
      [`new(System.Func[${T}] valueFactory)`]: (make) => new Later(closedName("System.Lazy`1", [T]), make),
      [`${T} Value`]: (self: Later, engine) => self.value(T, engine),
      "bool IsValueCreated": (self: Later) => self.isMade,
    },
    text: (self: Later, engine) =>
      self.isMade ? engine.values.toText(self.value(T, engine)) : "Value is not created.",
  }),
  "System.Attribute": () => ({ kind: "abstract" }),
  "System.Nullable": () => ({ kind: "static" }),
  "System.EventArgs": () => ({ members: { "new()": () => new Named("System.EventArgs", "") } }),
};
