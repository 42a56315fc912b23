// Objects that come back alive: a few classes PowerShell builds again instead of leaving a bag of properties.

import { Dictionary, PSCredential, PSList, PSObject, SecureString, SwitchParameter, baseOf } from "../objects/index.js";

/** Classes without a counterpart in objects/: alive in name, with the properties that travelled. */
const LIVE_NAMES: ReadonlySet<string> = new Set([
  "System.Globalization.CultureInfo",
  "System.Net.IPAddress",
  "System.Net.Mail.MailAddress",
  "System.Security.Cryptography.X509Certificates.X509Certificate2",
  "System.Security.Cryptography.X509Certificates.X500DistinguishedName",
]);

const PREFIX = "Deserialized.";

/** The value an `<Obj>` stands for: mostly the object itself. */
export function rehydrate(object: PSObject): unknown {
  const names = object.typeNames;
  if (names === undefined || names.length === 0) return object.text === undefined ? unwrapped(object) : object;
  const first = names[0]!.slice(PREFIX.length);
  switch (first) {
    case "System.Management.Automation.PSCredential":
      return credential(object) ?? object;
    case "System.Management.Automation.SwitchParameter": {
      const isPresent = object.get("IsPresent");
      return typeof isPresent === "boolean" ? new SwitchParameter(isPresent) : object;
    }
    case "System.Management.Automation.PSPrimitiveDictionary":
      return object.base instanceof Dictionary ? primitiveDictionary(object.base) : object;
    default:
      if (LIVE_NAMES.has(first)) object.typeNames = names.map((name) => name.slice(PREFIX.length));
      return object;
  }
}

/** An `<Obj>` around a primitive and nothing else is that primitive. */
function unwrapped(object: PSObject): unknown {
  const { base, shape } = object;
  if (base === undefined || shape.size > 0 || base instanceof PSList || base instanceof Dictionary) return object;
  return base;
}

function credential(object: PSObject): PSCredential | undefined {
  const userName = object.get("UserName");
  const password = baseOf(object.get("Password"));
  return typeof userName === "string" && password instanceof SecureString
    ? new PSCredential(userName, password)
    : undefined;
}

function primitiveDictionary(source: Dictionary): Dictionary {
  const dictionary = new Dictionary(
    "PSPrimitiveDictionary",
    "System.Management.Automation.PSPrimitiveDictionary",
    source.keyOf,
  );
  for (const { key, value } of source) dictionary.set(key, value);
  return dictionary;
}
