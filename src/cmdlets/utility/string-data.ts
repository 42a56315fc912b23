// ConvertFrom-StringData and the secure strings of ConvertTo-/ConvertFrom-SecureString.

import { createCipheriv, createDecipheriv } from "node:crypto";
import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { Dictionary, SecureString } from "../../objects/index.js";

export const convertFromStringData: CmdletDefinition = {
  name: "ConvertFrom-StringData",
  module: "Microsoft.PowerShell.Utility",
  synopsis: "Converts a string containing one or more key and value pairs to a hash table.",
  parameters: {
    StringData: { type: "string", position: 0, mandatory: true, fromPipeline: true, allowEmptyString: true },
    Delimiter: { type: "char", position: 1 },
  },
  outputTypes: ["System.Collections.Hashtable"],
  examples: [{ code: "(ConvertFrom-StringData 'a = 1').a", output: "1" }],
  run: (context) => ({
    process() {
      const delimiter =
        context.bound["Delimiter"] === undefined ? "=" : context.engine.values.toText(context.bound["Delimiter"]);
      context.write(readPairs(context, context.bound["StringData"], delimiter));
    },
  }),
};

function readPairs(context: CmdletContext, text: string, delimiter: string): Dictionary {
  const table = new Dictionary();
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const at = line.indexOf(delimiter);
    if (at <= 0) {
      const message = `Data line '${line}' is not in 'name${delimiter}value' format.`;
      context.throwTerminating(
        context.error(
          "System.Management.Automation.PSInvalidOperationException",
          message,
          "InvalidOperation",
          "InvalidOperation",
        ),
      );
    }
    const name = line.slice(0, at).trim();
    if (table.has(name)) {
      const message = `Data item '${name}' in line '${line}' is already defined.`;
      context.throwTerminating(
        context.error(
          "System.Management.Automation.PSInvalidOperationException",
          message,
          "InvalidOperation",
          "InvalidOperation",
        ),
      );
    }
    table.set(name, unescape(line.slice(at + 1).trim()));
  }
  return table;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
  e: "\u001b",
  "0": "\0",
};

/** The escapes of a .NET regular expression: \t, \\, \u0041. */
function unescape(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g,
    (_, wide: string, narrow: string, single: string) => {
      if (wide ?? narrow) return String.fromCharCode(Number.parseInt(wide ?? narrow, 16));
      return ESCAPES[single] ?? single;
    },
  );
}

/** What an encrypted text begins with: "76492d1116743f0423413b16050a5345" marks the form of PowerShell's own. */
const HEADER = "76492d1116743f0423413b16050a5345";

export const convertToSecureString: CmdletDefinition = {
  name: "ConvertTo-SecureString",
  module: "Microsoft.PowerShell.Security",
  synopsis: "Converts plain text or encrypted strings to secure strings.",
  defaultParameterSet: "Secure",
  parameters: {
    String: { type: "string", position: 0, mandatory: true, fromPipeline: true },
    AsPlainText: { type: "switch", sets: { PlainText: { position: 1 } } },
    Force: { type: "switch", sets: { PlainText: { position: 2 } } },
    SecureKey: { type: "securestring", sets: { Secure: { position: 1 } } },
    Key: { type: "byte[]", sets: { Open: {} } },
  },
  outputTypes: ["System.Security.SecureString"],
  examples: [{ code: "(ConvertTo-SecureString secret -AsPlainText).Length", output: "6" }],
  run: (context) => ({
    process() {
      const { bound } = context;
      if (bound["AsPlainText"]) context.write(new SecureString(bound["String"]));
      else context.write(new SecureString(decrypt(context, bound["String"], keyOf(context))));
    },
  }),
};

export const convertFromSecureString: CmdletDefinition = {
  name: "ConvertFrom-SecureString",
  module: "Microsoft.PowerShell.Security",
  synopsis: "Converts a secure string to an encrypted standard string.",
  defaultParameterSet: "Secure",
  parameters: {
    SecureString: { type: "securestring", position: 0, mandatory: true, fromPipeline: true },
    SecureKey: { type: "securestring", sets: { Secure: { position: 1 } } },
    AsPlainText: { type: "switch", sets: { AsPlainText: {} } },
    Key: { type: "byte[]", sets: { Open: {} } },
  },
  outputTypes: ["System.String"],
  examples: [{ code: "ConvertTo-SecureString p -AsPlainText | ConvertFrom-SecureString -AsPlainText", output: "p" }],
  run: (context) => ({
    process() {
      const text = (context.bound["SecureString"] as SecureString).reveal();
      context.write(context.bound["AsPlainText"] ? text : encrypt(context, text, keyOf(context)));
    },
  }),
};

/** 16, 24 or 32 bytes; undefined where the command was given none. */
function keyOf(context: CmdletContext): Uint8Array | undefined {
  const { bound } = context;
  const key = bound["Key"]
    ? Uint8Array.from(bound["Key"])
    : bound["SecureKey"]
      ? Buffer.from((bound["SecureKey"] as SecureString).reveal(), "utf16le")
      : undefined;
  if (key === undefined || [16, 24, 32].includes(key.length)) return key;
  return context.throwTerminating(
    context.error(
      "System.ArgumentException",
      "The specified key is not valid. Valid key length settings are either 128 bits, 192 bits, or 256 bits.",
      "Argument",
      "InvalidArgument",
    ),
  );
}

/** Without a key PowerShell on Unix writes the text's UTF-16 as hexadecimal digits: hidden from a glance, no more. */
function encrypt(context: CmdletContext, text: string, key: Uint8Array | undefined): string {
  const plain = Buffer.from(text, "utf16le");
  if (!key) return plain.toString("hex");
  const iv = context.engine.host.randomBytes(16);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]).toString("hex");
  return HEADER + Buffer.from(`2|${Buffer.from(iv).toString("base64")}|${sealed}`, "utf16le").toString("base64");
}

function decrypt(context: CmdletContext, text: string, key: Uint8Array | undefined): string {
  try {
    if (!key) {
      if (!/^(?:[0-9a-f]{4})*$/i.test(text)) throw new Error("not hexadecimal");
      return Buffer.from(text, "hex").toString("utf16le");
    }
    if (!text.startsWith(HEADER)) throw new Error("no header");
    const [, iv, sealed] = Buffer.from(text.slice(HEADER.length), "base64").toString("utf16le").split("|");
    const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.from(iv!, "base64"));
    return Buffer.concat([decipher.update(Buffer.from(sealed!, "hex")), decipher.final()]).toString("utf16le");
  } catch {
    return context.throwTerminating(
      context.error(
        "System.FormatException",
        "Input string was not in a correct format.",
        "ImportSecureString_InvalidArgument",
        "InvalidArgument",
        text,
      ),
    );
  }
}
