// Objects that come back alive: a few classes PowerShell builds again instead of leaving a bag of properties.

import { baseOf, Dictionary, PSCredential, PSList, PSObject, SecureString, SwitchParameter } from "../objects/index.js";

/** Makes of an object what it stands for; the object itself where it lacks what that takes. */
export type Revive = (object: PSObject) => unknown;

const PREFIX = "Deserialized.";

/** Classes without a counterpart in objects/: alive in name, with the properties that travelled. */
const LIVE_NAMES: ReadonlySet<string> = new Set([
  "System.Globalization.CultureInfo",
  "System.Net.IPAddress",
  "System.Net.Mail.MailAddress",
  "System.Security.Cryptography.X509Certificates.X509Certificate2",
  "System.Security.Cryptography.X509Certificates.X500DistinguishedName",
]);

const REVIVERS: Readonly<Record<string, Revive>> = {
  "System.Management.Automation.PSCredential": credential,
  "System.Management.Automation.SwitchParameter": (object) => {
    const isPresent = object.get("IsPresent");
    return typeof isPresent === "boolean" ? new SwitchParameter(isPresent) : object;
  },
  "System.Management.Automation.PSPrimitiveDictionary": (object) =>
    object.base instanceof Dictionary ? primitiveDictionary(object.base) : object,
};

/** How objects of these type names come alive; undefined where they stay what they are. */
export function reviverOf(typeNames: readonly string[]): Revive | undefined {
  if (typeNames.length === 0) return unwrapped;
  const name = typeNames[0]!.slice(PREFIX.length);
  if (LIVE_NAMES.has(name)) return withLiveNames;
  return Object.hasOwn(REVIVERS, name) ? REVIVERS[name] : undefined;
}

function withLiveNames(object: PSObject): PSObject {
  object.typeNames = object.typeNames?.map((name) => name.slice(PREFIX.length));
  return object;
}

/** An `<Obj>` around a primitive and nothing else is that primitive. */
function unwrapped(object: PSObject): unknown {
  const { base, shape, text } = object;
  const isMore = text !== undefined || shape.size > 0 || object.typeNames !== undefined;
  return base === undefined || isMore || base instanceof PSList || base instanceof Dictionary ? object : base;
}

function credential(object: PSObject): PSCredential | PSObject {
  const userName = object.get("UserName");
  const password = baseOf(object.get("Password"));
  return typeof userName === "string" && password instanceof SecureString
    ? new PSCredential(userName, password)
    : object;
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
