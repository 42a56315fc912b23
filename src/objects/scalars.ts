// Values of well-known .NET types that are more than a string and less than an object with members.

/** System.Guid, as 36 lower-case characters. */
export class Guid {
  readonly value: string;
  constructor(value: string) {
    this.value = value.toLowerCase();
  }
  toString(): string {
    return this.value;
  }
}

/** System.Version: two to four numbers; build and revision are -1 where they were not given. */
export class Version {
  readonly major: number;
  readonly minor: number;
  readonly build: number;
  readonly revision: number;
  constructor(major: number, minor: number, build = -1, revision = -1) {
    this.major = major;
    this.minor = minor;
    this.build = build;
    this.revision = revision;
  }
  toString(): string {
    let text = `${this.major}.${this.minor}`;
    if (this.build >= 0) text += `.${this.build}`;
    if (this.revision >= 0) text += `.${this.revision}`;
    return text;
  }
}

/** System.Management.Automation.SemanticVersion. */
export class SemanticVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly preReleaseLabel: string | null;
  readonly buildLabel: string | null;
  constructor(
    major: number,
    minor: number,
    patch: number,
    preReleaseLabel: string | null = null,
    buildLabel: string | null = null,
  ) {
    this.major = major;
    this.minor = minor;
    this.patch = patch;
    this.preReleaseLabel = preReleaseLabel;
    this.buildLabel = buildLabel;
  }
  toString(): string {
    const pre = this.preReleaseLabel ? `-${this.preReleaseLabel}` : "";
    const build = this.buildLabel ? `+${this.buildLabel}` : "";
    return `${this.major}.${this.minor}.${this.patch}${pre}${build}`;
  }
}

/** System.Uri: the text it was made of. */
export class Uri {
  readonly original: string;
  constructor(original: string) {
    this.original = original;
  }
}

/** System.Xml.XmlDocument as CLIXML carries it: the text of the document. The engine parses it when a member is asked for. */
export class XmlText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A script block that has travelled: text only. Live script blocks belong to the engine. */
export class ScriptBlockText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** System.Security.SecureString. Held in the clear in memory, as on every platform but Windows; never printed. */
export class SecureString {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  /** The protected text; for encoders and for Get-Credential's network use only. */
  reveal(): string {
    return this.#text;
  }
  get length(): number {
    return this.#text.length;
  }
  toString(): string {
    return "System.Security.SecureString";
  }
}

/** System.Management.Automation.PSCredential. */
export class PSCredential {
  readonly userName: string;
  readonly password: SecureString;
  constructor(userName: string, password: SecureString) {
    this.userName = userName;
    this.password = password;
  }
}

/** System.Management.Automation.SwitchParameter. */
export class SwitchParameter {
  readonly isPresent: boolean;
  constructor(isPresent: boolean) {
    this.isPresent = isPresent;
  }
}

/** A value of a .NET enumeration: the type's full name, the number, and the text .NET prints for it ("A, B" for flags). */
export class EnumValue {
  readonly typeName: string;
  readonly value: number | bigint;
  readonly text: string;
  constructor(typeName: string, value: number | bigint, text: string) {
    this.typeName = typeName;
    this.value = value;
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}
