// PSSessionOption: data that New-PSSessionOption makes and connections read.

import type { PropertyDefinition, TypeDefinition } from "../../engine/index.js";
import { type Dictionary, EnumValue, NetObject, TICKS_PER_MILLISECOND, TimeSpan } from "../../objects/index.js";

const SESSION_OPTION = "System.Management.Automation.Remoting.PSSessionOption";

/** Times are milliseconds. */
export class SessionOption extends NetObject {
  readonly typeName: string = SESSION_OPTION;
  skipCACheck = false;
  skipCNCheck = false;
  openTimeoutMs = 180_000;
  cancelTimeoutMs = 60_000;
  operationTimeoutMs = 180_000;
  idleTimeoutMs = -1;
  isOperationTimeoutGiven = false;
  outputBufferingMode: "None" | "Drop" | "Block" = "None";
  /** Attempts to mend a lost link; as many as there is time for where absent. */
  retryCount: number | undefined;
  maximumReceivedDataSizePerCommand: number | null = null;
  maximumReceivedObjectSize: number | null = 209_715_200;
  culture: unknown = null;
  uiCulture: unknown = null;
  /** A PSPrimitiveDictionary. */
  applicationArguments: Dictionary | null = null;
}

const BUFFERING_MODE = "System.Management.Automation.Runspaces.OutputBufferingMode";
const BUFFERING_MODES = ["None", "Drop", "Block"];

type Get = (option: SessionOption) => unknown;
const read = (type: string, get: Get): PropertyDefinition => ({ type, get });
const flag = (get: Get = () => false): PropertyDefinition => read("System.Boolean", get);
const time = (get: (option: SessionOption) => number): PropertyDefinition =>
  read("System.TimeSpan", (option) => new TimeSpan(BigInt(get(option)) * TICKS_PER_MILLISECOND));
const choice = (type: string, value: number, text: string): PropertyDefinition =>
  read(type, () => new EnumValue(type, value, text));

export const sessionOptionType: TypeDefinition = {
  name: SESSION_OPTION,
  properties: {
    MaximumConnectionRedirectionCount: read("System.Int32", () => 5),
    NoCompression: flag(),
    NoMachineProfile: flag(),
    ProxyAccessType: choice("System.Management.Automation.Remoting.ProxyAccessType", 0, "None"),
    ProxyAuthentication: choice("System.Management.Automation.Runspaces.AuthenticationMechanism", 4, "Negotiate"),
    ProxyCredential: read("System.Management.Automation.PSCredential", () => null),
    SkipCACheck: flag((option) => option.skipCACheck),
    SkipCNCheck: flag((option) => option.skipCNCheck),
    SkipRevocationCheck: flag(),
    OperationTimeout: time((option) => option.operationTimeoutMs),
    NoEncryption: flag(),
    UseUTF16: flag(),
    IncludePortInSPN: flag(),
    OutputBufferingMode: read(BUFFERING_MODE, (option) => {
      const name = option.outputBufferingMode;
      return new EnumValue(BUFFERING_MODE, BUFFERING_MODES.indexOf(name), name);
    }),
    MaxConnectionRetryCount: read("System.Int32", (option) => option.retryCount ?? 5),
    Culture: read("System.Globalization.CultureInfo", (option) => option.culture),
    UICulture: read("System.Globalization.CultureInfo", (option) => option.uiCulture),
    MaximumReceivedDataSizePerCommand: read(
      "System.Nullable`1[[System.Int32]]",
      (option) => option.maximumReceivedDataSizePerCommand,
    ),
    MaximumReceivedObjectSize: read("System.Nullable`1[[System.Int32]]", (option) => option.maximumReceivedObjectSize),
    ApplicationArguments: read(
      "System.Management.Automation.PSPrimitiveDictionary",
      (option) => option.applicationArguments,
    ),
    OpenTimeout: time((option) => option.openTimeoutMs),
    CancelTimeout: time((option) => option.cancelTimeoutMs),
    IdleTimeout: time((option) => option.idleTimeoutMs),
  },
};
