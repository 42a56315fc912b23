// ConvertTo-SecureString and ConvertFrom-SecureString: text that shows only where a script asks for it, and its sealed form.

import { createCipheriv, createDecipheriv } from "node:crypto";
import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { SecureString } from "../../objects/index.js";
import { SECURITY } from "../shared/modules.js";

/** What an encrypted text begins with: "76492d1116743f0423413b16050a5345" marks the form of PowerShell's own. */
const HEADER = "76492d1116743f0423413b16050a5345";

export const convertToSecureString: CmdletDefinition = {
  name: "ConvertTo-SecureString",
  module: SECURITY,
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
  module: SECURITY,
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
