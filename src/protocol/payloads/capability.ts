// SESSION_CAPABILITY: the first message from each side, and what the two agree on. MS-PSRP 2.2.2.1, 3.1.5.4.1, 3.2.5.4.1.

import { Version, baseOf } from "../../objects/index.js";
import { ProtocolError, remoteFault } from "../errors.js";
import { readObject, writeObject } from "./fields.js";

export interface SessionCapability {
  readonly protocolVersion: Version;
  /** 2.0 from every PowerShell, whatever it really is. */
  readonly psVersion: Version;
  readonly serializationVersion: Version;
}

/** What Remora speaks: what PowerShell 7.6 says of itself. */
export function ownCapability(protocolVersion: Version = new Version(2, 4)): SessionCapability {
  return { protocolVersion, psVersion: new Version(2, 0), serializationVersion: new Version(1, 1, 0, 1) };
}

export function encodeSessionCapability(capability: SessionCapability): string {
  return writeObject([
    ["protocolversion", capability.protocolVersion],
    ["PSVersion", capability.psVersion],
    ["SerializationVersion", capability.serializationVersion],
  ]);
}

export function decodeSessionCapability(payload: string): SessionCapability {
  const object = readObject(payload);
  const version = (name: string): Version => {
    const value = baseOf(object.get(name));
    if (value instanceof Version) return value;
    throw remoteFault(`Remoting data is missing ${name} property.`);
  };
  return {
    protocolVersion: version("protocolversion"),
    psVersion: version("PSVersion"),
    serializationVersion: version("SerializationVersion"),
  };
}

/** The version a server of 2.4 answers a client with: the older of the two. Undefined for another major version. */
export function negotiatedVersion(own: Version, peer: Version): Version | undefined {
  if (peer.major !== own.major) return undefined;
  return peer.minor < own.minor ? new Version(peer.major, peer.minor) : own;
}

export function isOlder(version: Version, major: number, minor: number): boolean {
  return version.major < major || (version.major === major && version.minor < minor);
}

/** PowerShell's refusal of a server that speaks another protocol. `build` is this side's version. */
export function unsupportedServer(version: Version, build: string, own: Version): ProtocolError {
  return new ProtocolError(
    "remote",
    `PowerShell client does not support the protocolversion ${version} negotiated by the server. Make sure the server ` +
      `is compatible with the build ${build} and the protocol version ${own} of PowerShell.`,
    "PSSessionOpenFailed",
    "OpenError",
  );
}

export function failedNegotiation(reason: string, build: string, own: Version): string {
  return (
    `${reason}. Negotiation with the client failed. Make sure the client is compatible with the build ${build} and ` +
    `the protocol version ${own} of PowerShell.`
  );
}
