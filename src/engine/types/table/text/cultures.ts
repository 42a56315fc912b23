// System.Globalization: cultures and their views of numbers, dates and text. The current culture is the invariant one.

import { NetObject } from "../../../../objects/index.js";
import { CultureInfo, cultureNamed, INVARIANT } from "../../text/culture.js";
import type { Family } from "../../define.js";
import { netError } from "../../errors.js";
import { numberOf, stringArray } from "../common.js";

function cultureOrThrow(name: string): CultureInfo {
  const found = cultureNamed(name);
  if (!found)
    throw netError(
      "System.Globalization.CultureNotFoundException",
      `Culture is not supported. (Parameter 'name')\n${name} is an invalid culture identifier.`,
    );
  return found;
}

/** TextInfo of a culture. */
class TextInfo extends NetObject {
  readonly typeName: string = "System.Globalization.TextInfo";
  readonly culture: CultureInfo;
  constructor(culture: CultureInfo) {
    super();
    this.culture = culture;
  }
}

/** NumberFormatInfo and DateTimeFormatInfo: views of a culture. */
class FormatInfo extends NetObject {
  readonly typeName: string;
  readonly culture: CultureInfo;
  constructor(typeName: string, culture: CultureInfo) {
    super();
    this.typeName = `System.Globalization.${typeName}`;
    this.culture = culture;
  }
}

const titleCase = (text: string): string =>
  text.replace(/\p{L}[\p{L}\p{M}'’]*/gu, (word) =>
    word === word.toUpperCase() && word.length > 1 ? word : word[0]!.toUpperCase() + word.slice(1).toLowerCase(),
  );

const info = (self: FormatInfo): CultureInfo => self.culture;

// Numbers Windows gave to cultures; those it has none for are 4096.
const LCIDS: Readonly<Record<string, number>> = {
  "": 127,
  "en-US": 1033,
  "en-GB": 2057,
  "de-DE": 1031,
  "fr-FR": 1036,
  "es-ES": 3082,
  "it-IT": 1040,
  "nl-NL": 1043,
  "sv-SE": 1053,
  "pt-BR": 1046,
  "pl-PL": 1045,
  "ru-RU": 1049,
  "ja-JP": 1041,
  "ko-KR": 1042,
  "zh-CN": 2052,
};

export const cultureTypes: Family = {
  "System.Globalization.CultureInfo": () => ({
    interfaces: "System.IFormatProvider System.ICloneable",
    members: {
      "new(string name)": cultureOrThrow,
      "new(string name, bool useUserOverride)": (name) => cultureOrThrow(name),
      "int LCID": (self: CultureInfo) => LCIDS[self.name] ?? 4096,
      "string Name": (self: CultureInfo) => self.name,
      "string IetfLanguageTag": (self: CultureInfo) => self.name,
      "string DisplayName": (self: CultureInfo) => self.displayName,
      "string NativeName": (self: CultureInfo) => self.displayName,
      "string EnglishName": (self: CultureInfo) => self.displayName,
      "string TwoLetterISOLanguageName": (self: CultureInfo) => self.name.split("-")[0] || "iv",
      "string ThreeLetterISOLanguageName": () => "ivl",
      "bool IsNeutralCulture": (self: CultureInfo) => self.name !== "" && !self.name.includes("-"),
      "bool IsReadOnly": () => true,
      "cultureinfo Parent": (self: CultureInfo) =>
        self.name.includes("-") ? cultureNamed(self.name.split("-")[0]!) : INVARIANT,
      "System.Globalization.TextInfo TextInfo": (self: CultureInfo) => new TextInfo(self),
      "System.Globalization.NumberFormatInfo NumberFormat": (self: CultureInfo) =>
        new FormatInfo("NumberFormatInfo", self),
      "System.Globalization.DateTimeFormatInfo DateTimeFormat": (self: CultureInfo) =>
        new FormatInfo("DateTimeFormatInfo", self),
      "System.Object Clone()": (self) => self,
      "bool Equals(System.Object value)": (self: CultureInfo, other) =>
        other instanceof CultureInfo && other.name === self.name,
      "string ToString()": (self: CultureInfo) => self.name,
      "static cultureinfo InvariantCulture": () => INVARIANT,
      "static cultureinfo CurrentCulture": [() => INVARIANT, () => {}],
      "static cultureinfo CurrentUICulture": [() => INVARIANT, () => {}],
      "static cultureinfo InstalledUICulture": () => INVARIANT,
      "static cultureinfo DefaultThreadCurrentCulture": [() => null, () => {}],
      "static cultureinfo GetCultureInfo(string name)": cultureOrThrow,
      "static cultureinfo CreateSpecificCulture(string name)": cultureOrThrow,
    },
    convertFrom: (value) => (typeof value === "string" ? cultureOrThrow(value) : undefined),
    text: (self: CultureInfo) => self.name,
    defaultDisplay: "LCID Name DisplayName",
  }),
  "System.Globalization.CultureNotFoundException": () => ({ base: "System.ArgumentException" }),
  "System.Globalization.TextInfo": () => ({
    members: {
      "string ToTitleCase(string str)": (_self, text) => titleCase(text),
      "string ToUpper(string str)": (_self, text: string) => text.toUpperCase(),
      "string ToLower(string str)": (_self, text: string) => text.toLowerCase(),
      "string CultureName": (self: TextInfo) => self.culture.name,
      "string ListSeparator": (self: TextInfo) => (self.culture.numbers.decimal === "," ? ";" : ","),
    },
  }),
  "System.Globalization.NumberFormatInfo": () => ({
    interfaces: "System.IFormatProvider",
    members: {
      "string NumberDecimalSeparator": (self) => info(self).numbers.decimal,
      "string NumberGroupSeparator": (self) => info(self).numbers.group,
      "string CurrencySymbol": (self) => info(self).numbers.currency,
      "string CurrencyDecimalSeparator": (self) => info(self).numbers.decimal,
      "string NegativeSign": () => "-",
      "string PercentSymbol": () => "%",
      "int NumberDecimalDigits": () => 2,
      "static System.Globalization.NumberFormatInfo InvariantInfo": () => new FormatInfo("NumberFormatInfo", INVARIANT),
      "static System.Globalization.NumberFormatInfo CurrentInfo": () => new FormatInfo("NumberFormatInfo", INVARIANT),
    },
  }),
  "System.Globalization.DateTimeFormatInfo": () => ({
    interfaces: "System.IFormatProvider",
    members: {
      "string ShortDatePattern": (self) => info(self).dates.shortDate,
      "string LongDatePattern": (self) => info(self).dates.longDate,
      "string ShortTimePattern": (self) => info(self).dates.shortTime,
      "string LongTimePattern": (self) => info(self).dates.longTime,
      "string[] DayNames": (self) => stringArray(info(self).dates.days),
      "string[] AbbreviatedDayNames": (self) => stringArray(info(self).dates.shortDays),
      "string[] MonthNames": (self) => stringArray([...info(self).dates.months, ""]),
      "string[] AbbreviatedMonthNames": (self) => stringArray([...info(self).dates.shortMonths, ""]),
      "string GetMonthName(int month)": (self, month) => info(self).dates.months[month - 1] ?? "",
      "string GetAbbreviatedMonthName(int month)": (self, month) => info(self).dates.shortMonths[month - 1] ?? "",
      "string GetDayName(System.DayOfWeek dayofweek)": (self, day) => info(self).dates.days[numberOf(day)] ?? "",
      "static System.Globalization.DateTimeFormatInfo InvariantInfo": () =>
        new FormatInfo("DateTimeFormatInfo", INVARIANT),
      "static System.Globalization.DateTimeFormatInfo CurrentInfo": () =>
        new FormatInfo("DateTimeFormatInfo", INVARIANT),
    },
  }),
};
