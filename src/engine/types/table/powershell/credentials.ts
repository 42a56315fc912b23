// PSCredential, NetworkCredential and SecureString: passwords that show only where a script asks for them.

import { NetObject, PSCredential, SecureString } from "../../../../objects/index.js";
import type { Family } from "../../define.js";
import { argumentError } from "../../errors.js";

const A = "System.Management.Automation.";

/** System.Net.NetworkCredential. */
class NetworkCredential extends NetObject {
  readonly typeName: string = "System.Net.NetworkCredential";
  userName: string;
  password: string;
  domain: string;
  constructor(userName: string, password: string, domain = "") {
    super();
    this.userName = userName;
    this.password = password;
    this.domain = domain;
  }
}

function networkCredential(self: PSCredential): NetworkCredential {
  const [, domain, user] = /^(?:(.*?)\\)?(.*)$/.exec(self.userName)!;
  return new NetworkCredential(user ?? self.userName, self.password.reveal(), domain ?? "");
}

export const credentialTypes: Family = {
  "System.Security.SecureString": () => ({
    members: {
      "new()": () => new SecureString(""),
      "int Length": (self: SecureString) => self.length,
      "securestring Copy()": (self) => self,
      "void MakeReadOnly()": () => {},
      "bool IsReadOnly()": () => true,
      "void Dispose()": () => {},
    },
  }),
  [`${A}PSCredential`]: () => ({
    members: {
      "new(string userName, System.Security.SecureString password)": (user, password) => {
        if (user === "")
          throw argumentError(
            'Cannot process argument because the value of argument "userName" is not valid. Change the value of the "userName" argument and run the operation again.',
            "userName",
          );
        return new PSCredential(user, password);
      },
      "string UserName": (self: PSCredential) => self.userName,
      "System.Security.SecureString Password": (self: PSCredential) => self.password,
      "System.Net.NetworkCredential GetNetworkCredential()": networkCredential,
      "static pscredential Empty": () => null,
    },
  }),
  "System.Net.NetworkCredential": () => ({
    members: {
      "new()": () => new NetworkCredential("", ""),
      "new(string userName, string password)": (user, password) => new NetworkCredential(user, password ?? ""),
      "new(string userName, System.Security.SecureString password)": (user, password: SecureString) =>
        new NetworkCredential(user, password.reveal()),
      "new(string userName, string password, string domain)": (user, password, domain) =>
        new NetworkCredential(user, password ?? "", domain),
      "string UserName": [(self) => self.userName, (self, value) => (self.userName = value)],
      "string Password": [(self) => self.password, (self, value) => (self.password = value)],
      "System.Security.SecureString SecurePassword": (self) => new SecureString(self.password),
      "string Domain": [(self) => self.domain, (self, value) => (self.domain = value)],
    },
  }),
};
