// Get-Credential: a name and a password, asked of the person.

import type { CmdletDefinition } from "../../engine/index.js";
import { PSCredential } from "../../objects/index.js";
import { SECURITY } from "../shared/modules.js";

const TITLE = "PowerShell credential request";
const MESSAGE = "Enter your credentials.";

export const getCredential: CmdletDefinition = {
  name: "Get-Credential",
  module: SECURITY,
  synopsis: "Gets a credential object based on a user name and password.",
  defaultParameterSet: "CredentialSet",
  parameters: {
    Credential: {
      type: "object",
      allowNull: true,
      sets: { CredentialSet: { position: 0 } },
      help: "A user name, whose password is asked for; a credential is given back as it is.",
    },
    Message: { type: "string", sets: { MessageSet: {} }, help: "What the person is told." },
    UserName: {
      type: "string",
      sets: { MessageSet: { position: 0 } },
      help: "The name, where only the password is to be asked for.",
    },
    Title: { type: "string", sets: { MessageSet: {} }, help: "The line above the question." },
  },
  outputTypes: ["System.Management.Automation.PSCredential"],
  examples: [
    {
      code: "$credential = Get-Credential -UserName admin",
      note: "Asks for the password of admin and keeps both.",
      runs: false,
    },
    {
      code: "$secure = ConvertTo-SecureString 'secret' -AsPlainText -Force; (Get-Credential ([pscredential]::new('me', $secure))).UserName",
      output: "me",
    },
  ],
  run: (context) => ({
    begin() {
      const { bound, engine } = context;
      if (bound["Credential"] instanceof PSCredential) return context.write(bound["Credential"]);
      const user = bound["Credential"] ?? bound["UserName"];
      const name = user === undefined || user === null ? "" : engine.values.toText(user);
      const credential = engine.host.ui.promptForCredential(
        bound["Title"] ?? TITLE,
        bound["Message"] ?? MESSAGE,
        name,
        "",
      );
      if (credential !== null) context.write(credential);
    },
  }),
};
