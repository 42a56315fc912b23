// $PSSenderInfo: by which a script knows that it runs for another computer. Its parts are what PowerShell says of clients over streams.

import { PSObject } from "../../objects/index.js";
import { decodeInitRunspacePool } from "../../protocol/index.js";

const REMOTING = "System.Management.Automation.Remoting";

/** `initPayload`: INIT_RUNSPACEPOOL as it came. */
export function senderInfo(initPayload: string | undefined): PSObject {
  const identity = typed(`${REMOTING}.PSIdentity`, {
    AuthenticationType: "",
    IsAuthenticated: true,
    Name: "",
    CertificateDetails: null,
  });
  return typed(`${REMOTING}.PSSenderInfo`, {
    UserInfo: typed(`${REMOTING}.PSPrincipal`, { Identity: identity, WindowsIdentity: null }),
    ClientTimeZone: null,
    ConnectedUser: "",
    RunAsUser: null,
    ConnectionString: "http://localhost",
    ApplicationArguments: applicationArguments(initPayload ?? ""),
  });
}

/** Most clients send none: what they say at the start is not read for them once more. */
function applicationArguments(payload: string): unknown {
  if (!/<Obj [^>]*N="ApplicationArguments"/.test(payload)) return null;
  return decodeInitRunspacePool(payload).applicationArguments;
}

function typed(name: string, properties: Readonly<Record<string, unknown>>): PSObject {
  const object = PSObject.of(properties);
  object.typeNames = [name, "System.Object"];
  object.text = name;
  return object;
}
