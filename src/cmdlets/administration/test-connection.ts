// Test-Connection: does a computer answer? By ping's own program, or by opening a TCP port.

import { type CmdletContext, type CmdletDefinition, defineType, type TypeDefinition } from "../../engine/index.js";
import { NetObject, PSException } from "../../objects/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { findProgram, runProgram } from "../shared/programs.js";

const COMMANDS = "Microsoft.PowerShell.Commands.TestConnectionCommand+";

class PingStatus extends NetObject {
  readonly typeName: string = `${COMMANDS}PingStatus`;
  readonly ping: number;
  readonly source: string;
  readonly destination: string;
  readonly address: string;
  /** Milliseconds; undefined where nothing came back. */
  readonly latency: number | undefined;
  readonly bytes: number;
  constructor(facts: Omit<PingStatus, "typeName">) {
    super();
    this.ping = facts.ping;
    this.source = facts.source;
    this.destination = facts.destination;
    this.address = facts.address;
    this.latency = facts.latency;
    this.bytes = facts.bytes;
  }
}

class TcpPortStatus extends NetObject {
  readonly typeName: string = `${COMMANDS}TcpPortStatus`;
  readonly id: number;
  readonly source: string;
  readonly target: string;
  readonly address: string;
  readonly port: number;
  readonly latency: number | undefined;
  readonly status: string;
  constructor(facts: Omit<TcpPortStatus, "typeName">) {
    super();
    this.id = facts.id;
    this.source = facts.source;
    this.target = facts.target;
    this.address = facts.address;
    this.port = facts.port;
    this.latency = facts.latency;
    this.status = facts.status;
  }
}

export const connectionTypes: readonly TypeDefinition[] = [
  defineType(`${COMMANDS}PingStatus`, {
    members: {
      "uint Ping": (self: PingStatus) => self.ping,
      "string Source": (self: PingStatus) => self.source,
      "string Destination": (self: PingStatus) => self.destination,
      "ipaddress Address": (self: PingStatus, engine) => engine.values.tryConvert(self.address, "ipaddress") ?? null,
      "ipaddress DisplayAddress": (self: PingStatus) => self.address,
      "long Latency": (self: PingStatus) => Math.round(self.latency ?? 0),
      "int BufferSize": (self: PingStatus) => self.bytes,
      "string Status": (self: PingStatus) => (self.latency === undefined ? "TimedOut" : "Success"),
    },
  }),
  defineType(`${COMMANDS}TcpPortStatus`, {
    members: {
      "int Id": (self: TcpPortStatus) => self.id,
      "string Source": (self: TcpPortStatus) => self.source,
      "string Target": (self: TcpPortStatus) => self.target,
      "ipaddress TargetAddress": (self: TcpPortStatus, engine) =>
        engine.values.tryConvert(self.address, "ipaddress") ?? null,
      "int Port": (self: TcpPortStatus) => self.port,
      "long Latency": (self: TcpPortStatus) => Math.round(self.latency ?? 0),
      "bool Connected": (self: TcpPortStatus) => self.latency !== undefined,
      "string Status": (self: TcpPortStatus) => self.status,
    },
  }),
];

export const testConnection: CmdletDefinition = {
  name: "Test-Connection",
  module: MANAGEMENT,
  synopsis: "Sends ICMP echo request packets, or pings, to one or more computers, or tries a TCP port of them.",
  defaultParameterSet: "DefaultPing",
  parameters: {
    TargetName: {
      type: "string[]",
      aliases: ["ComputerName"],
      position: 0,
      mandatory: true,
      fromPipeline: true,
      fromPipelineByPropertyName: true,
      validate: [{ kind: "NotNullOrEmpty" }],
      help: "Names or addresses.",
    },
    TcpPort: {
      type: "int",
      sets: { TcpPort: { mandatory: true } },
      validate: [{ kind: "Range", min: 0, max: 65535 }],
      help: "The port to open instead of a ping.",
    },
    Count: {
      type: "int",
      validate: [{ kind: "Range", min: 1, max: 2147483647 }],
      help: "How often; 4 pings, 1 port.",
    },
    Delay: { type: "int", validate: [{ kind: "Range", min: 1, max: 2147483647 }], help: "Seconds between two tries." },
    TimeoutSeconds: {
      type: "int",
      validate: [{ kind: "Range", min: 1, max: 2147483647 }],
      help: "Seconds until a try has failed; 5 otherwise.",
    },
    BufferSize: {
      type: "int",
      aliases: ["Size", "Bytes", "BS"],
      sets: { DefaultPing: {} },
      validate: [{ kind: "Range", min: 0, max: 65500 }],
      help: "Bytes of a ping; 32 otherwise.",
    },
    MaxHops: {
      type: "int",
      aliases: ["Ttl", "TimeToLive", "Hops"],
      sets: { DefaultPing: {} },
      validate: [{ kind: "Range", min: 1, max: 128 }],
      help: "Hops a ping may take.",
    },
    IPv4: { type: "switch", help: "Uses IPv4 alone." },
    IPv6: { type: "switch", help: "Uses IPv6 alone." },
    Quiet: { type: "switch", help: "Gives True or False alone." },
    Detailed: { type: "switch", sets: { TcpPort: {} }, help: "Gives what a try of a port found out." },
    ResolveDestination: { type: "switch", help: "Accepted: names stay as they are." },
  },
  examples: [
    { code: "Test-Connection server01 -Quiet", note: "True where server01 answers pings.", runs: false },
    { code: "Test-Connection server01 -TcpPort 22", note: "True where something listens at the port.", runs: false },
  ],
  run: (context) => ({
    process() {
      const names: readonly string[] = context.bound["TargetName"];
      const probe = context.bound["TcpPort"] === undefined ? ping : tryPort;
      for (const name of names) probe(context, name);
    },
  }),
};

const DEFAULT_TIMEOUT_S = 5;

/** The first address of a name; undefined, after an error, where it has none. */
function addressOf(context: CmdletContext, name: string): string | undefined {
  const { bound, engine } = context;
  const wanted = bound["IPv6"] ? /:/ : bound["IPv4"] ? /^[\d.]+$/ : /./;
  try {
    const found = engine.host.network?.lookUp(name).find((address) => wanted.test(address));
    if (found !== undefined) return found;
  } catch {
    engine.checkStop();
  }
  if (bound["Quiet"]) return undefined;
  const why = "Cannot resolve the target name.";
  const record = context.error(
    "System.Net.NetworkInformation.PingException",
    `Testing connection to computer '${name}' failed: ${why}`,
    "TestConnectionException",
    "ResourceUnavailable",
    name,
  );
  if (record.exception instanceof PSException)
    record.exception.innerException = new PSException("System.Net.Sockets.SocketException", why);
  context.writeError(record);
  return undefined;
}

function tryPort(context: CmdletContext, name: string): void {
  const { bound, engine } = context;
  const address = addressOf(context, name);
  if (address === undefined) return bound["Detailed"] ? undefined : context.write(false);
  const { computer } = engine.host;
  const count: number = bound["Count"] ?? 1;
  let connected = false;
  for (let id = 1; id <= count; id++) {
    if (id > 1) engine.host.sleep((bound["Delay"] ?? 1) * 1000);
    engine.checkStop();
    let latency: number | undefined;
    let status = "Success";
    try {
      latency = engine.host.network!.connect(
        address,
        bound["TcpPort"],
        (bound["TimeoutSeconds"] ?? DEFAULT_TIMEOUT_S) * 1000,
      );
      connected = true;
    } catch (error) {
      engine.checkStop();
      const { code } = error as { code?: string };
      status = code === "ECONNREFUSED" ? "ConnectionRefused" : code === "ETIMEDOUT" ? "TimedOut" : (code ?? "Failed");
    }
    const facts = { id, source: computer.name, target: name, address, port: bound["TcpPort"], latency, status };
    if (bound["Detailed"]) context.write(new TcpPortStatus(facts));
  }
  if (!bound["Detailed"]) context.write(connected);
}

function ping(context: CmdletContext, name: string): void {
  const { bound, engine } = context;
  const address = addressOf(context, name);
  if (address === undefined) return bound["Quiet"] ? context.write(false) : undefined;
  const program = findProgram(engine, "ping");
  if (program === undefined)
    return context.throwTerminating(
      context.error(
        "System.PlatformNotSupportedException",
        "There is no ping program on this computer. Install one, or try a port: -TcpPort.",
        "PingProgramNotFound",
        "NotInstalled",
        name,
      ),
    );
  const bytes: number = bound["BufferSize"] ?? 32;
  const timeout = String(bound["TimeoutSeconds"] ?? DEFAULT_TIMEOUT_S);
  const hops = bound["MaxHops"] === undefined ? [] : ["-t", String(bound["MaxHops"])];
  const count: number = bound["Count"] ?? 4;
  let all = true;
  for (let number = 1; number <= count; number++) {
    if (number > 1) engine.host.sleep((bound["Delay"] ?? 1) * 1000);
    engine.checkStop();
    const done = runProgram(engine, program, ["-n", "-c", "1", "-W", timeout, "-s", String(bytes), ...hops, address]);
    const time = /time[=<]([\d.]+)/.exec(done.output)?.[1];
    const latency = done.code === 0 ? Number(time ?? 0) : undefined;
    if (latency === undefined) all = false;
    const facts = { ping: number, source: engine.host.computer.name, destination: name, address, latency, bytes };
    if (!bound["Quiet"]) context.write(new PingStatus(facts));
  }
  if (bound["Quiet"]) context.write(all);
}
