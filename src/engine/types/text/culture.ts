// Cultures: the invariant one and the few whose numbers and dates scripts ask for by name.

import { NetObject } from "../../../objects/index.js";

export interface NumberCulture {
  readonly decimal: string;
  readonly group: string;
  readonly currency: string;
  /** Patterns with n for the number: positive and negative currency, positive and negative percent. */
  readonly currencyPositive: string;
  readonly currencyNegative: string;
  readonly percentPositive: string;
  readonly percentNegative: string;
}

export interface DateCulture {
  readonly days: readonly string[];
  readonly shortDays: readonly string[];
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  readonly am: string;
  readonly pm: string;
  readonly dateSeparator: string;
  readonly timeSeparator: string;
  /** The custom format behind each standard letter. */
  readonly shortDate: string;
  readonly longDate: string;
  readonly shortTime: string;
  readonly longTime: string;
  readonly monthDay: string;
  readonly yearMonth: string;
  /** Order of the parts in an all-number date: "mdy", "dmy" or "ymd". */
  readonly order: "mdy" | "dmy" | "ymd";
}

/** System.Globalization.CultureInfo. */
export class CultureInfo extends NetObject {
  readonly typeName: string = "System.Globalization.CultureInfo";
  readonly name: string;
  readonly displayName: string;
  readonly numbers: NumberCulture;
  readonly dates: DateCulture;
  constructor(name: string, displayName: string, numbers: NumberCulture, dates: DateCulture) {
    super();
    this.name = name;
    this.displayName = displayName;
    this.numbers = numbers;
    this.dates = dates;
  }
}

const words = (text: string): string[] => text.split(" ");

const INVARIANT_NUMBERS: NumberCulture = {
  decimal: ".",
  group: ",",
  currency: "¤",
  currencyPositive: "$n",
  currencyNegative: "($n)",
  percentPositive: "n %",
  percentNegative: "-n %",
};

const INVARIANT_DATES: DateCulture = {
  days: words("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
  shortDays: words("Sun Mon Tue Wed Thu Fri Sat"),
  months: words("January February March April May June July August September October November December"),
  shortMonths: words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
  am: "AM",
  pm: "PM",
  dateSeparator: "/",
  timeSeparator: ":",
  shortDate: "MM/dd/yyyy",
  longDate: "dddd, dd MMMM yyyy",
  shortTime: "HH:mm",
  longTime: "HH:mm:ss",
  monthDay: "MMMM dd",
  yearMonth: "yyyy MMMM",
  order: "mdy",
};

export const INVARIANT: CultureInfo = new CultureInfo(
  "",
  "Invariant Language (Invariant Country)",
  INVARIANT_NUMBERS,
  INVARIANT_DATES,
);

const GERMAN_DATES: DateCulture = {
  ...INVARIANT_DATES,
  days: words("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"),
  shortDays: words("So Mo Di Mi Do Fr Sa"),
  months: words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
  shortMonths: words("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
  dateSeparator: ".",
  shortDate: "dd.MM.yyyy",
  longDate: "dddd, d. MMMM yyyy",
  monthDay: "d. MMMM",
  yearMonth: "MMMM yyyy",
  order: "dmy",
};

const FRENCH_DATES: DateCulture = {
  ...INVARIANT_DATES,
  days: words("dimanche lundi mardi mercredi jeudi vendredi samedi"),
  shortDays: words("dim. lun. mar. mer. jeu. ven. sam."),
  months: words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
  shortMonths: words("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
  shortDate: "dd/MM/yyyy",
  longDate: "dddd d MMMM yyyy",
  monthDay: "d MMMM",
  yearMonth: "MMMM yyyy",
  order: "dmy",
};

const AMERICAN_DATES: DateCulture = {
  ...INVARIANT_DATES,
  shortDate: "M/d/yyyy",
  longDate: "dddd, MMMM d, yyyy",
  shortTime: "h:mm\u202ftt",
  longTime: "h:mm:ss\u202ftt",
  monthDay: "MMMM d",
  yearMonth: "MMMM yyyy",
};

const BRITISH_DATES: DateCulture = {
  ...INVARIANT_DATES,
  shortDate: "dd/MM/yyyy",
  longDate: "dddd, d MMMM yyyy",
  monthDay: "d MMMM",
  yearMonth: "MMMM yyyy",
  am: "am",
  pm: "pm",
  order: "dmy",
};

const euro = (decimal: string, group: string): NumberCulture => ({
  decimal,
  group,
  currency: "€",
  currencyPositive: "n\u00a0$",
  currencyNegative: "-n\u00a0$",
  percentPositive: "n\u00a0%",
  percentNegative: "-n\u00a0%",
});

const pound = (currency: string): NumberCulture => ({
  ...INVARIANT_NUMBERS,
  currency,
  currencyPositive: "$n",
  currencyNegative: "-$n",
  percentPositive: "n%",
  percentNegative: "-n%",
});

const KNOWN: readonly CultureInfo[] = [
  INVARIANT,
  new CultureInfo("en-US", "English (United States)", pound("$"), AMERICAN_DATES),
  new CultureInfo("en", "English", pound("$"), AMERICAN_DATES),
  new CultureInfo("en-GB", "English (United Kingdom)", pound("£"), BRITISH_DATES),
  new CultureInfo("de-DE", "German (Germany)", euro(",", "."), GERMAN_DATES),
  new CultureInfo("de", "German", euro(",", "."), GERMAN_DATES),
  new CultureInfo("fr-FR", "French (France)", euro(",", "\u202f"), FRENCH_DATES),
  new CultureInfo("fr", "French", euro(",", "\u202f"), FRENCH_DATES),
];

/** The culture of that name; one we have no data for prints as the invariant culture does; undefined where the name is none. */
export function cultureNamed(name: string): CultureInfo | undefined {
  const known = KNOWN.find((culture) => culture.name.toLowerCase() === name.toLowerCase());
  if (known) return known;
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(name)) return undefined;
  return new CultureInfo(name, name, INVARIANT_NUMBERS, INVARIANT_DATES);
}
