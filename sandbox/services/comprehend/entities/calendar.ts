import type { Language } from "../languages";

/** Codes of countries and territories (ISO 3166-1): ICU knows their names in every language. */
const REGIONS = (
  "AE AF AL AM AO AR AT AU AZ BA BB BD BE BG BH BO BR BT BW BY CA CH CL CN CO CR CU CY CZ DE DK DO DZ EC EE EG ES ET FI FJ FR " +
  "GB GE GH GR GT GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KP KR KW KZ LA LB LK LT LU LV LY MA MD MG MK MM " +
  "MN MT MU MV MW MX MY MZ NA NG NI NL NO NP NZ OM PA PE PG PH PK PL PS PT PY QA RO RS RU RW SA SD SE SG SI SK SN SO SY TH TJ " +
  "TM TN TR TT TW TZ UA UG US UY UZ VE VN YE ZA ZM ZW"
).split(" ");

/** Names that a language has for times and for countries. Lower case, NFC. */
export interface Calendar {
  readonly months: ReadonlySet<string>;
  readonly days: ReadonlySet<string>;
  /** Today, yesterday, tomorrow. */
  readonly near: ReadonlySet<string>;
  readonly countries: ReadonlySet<string>;
}

const calendars = new Map<Language, Calendar>();

/** ICU's names of months, weekdays, near days and countries. */
export function calendarOf(language: Language): Calendar {
  let calendar = calendars.get(language);
  if (!calendar) calendars.set(language, (calendar = make(language)));
  return calendar;
}

function make(language: Language): Calendar {
  const months = Array.from({ length: 12 }, (_, month) => Date.UTC(2024, month, 15));
  // The first of January 2024 was a Monday.
  const days = Array.from({ length: 7 }, (_, day) => Date.UTC(2024, 0, 1 + day));
  const told = (dates: readonly number[], style: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC" });
    return folded(dates.map((date) => format.format(date)));
  };
  const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const names = new Intl.DisplayNames(language, { type: "region" });
  return {
    months: told(months, { month: "long" }),
    days: told(days, { weekday: "long" }),
    near: folded([-1, 0, 1].map((day) => near.format(day, "day"))),
    countries: folded(REGIONS.map((region) => names.of(region) ?? region)),
  };
}

function folded(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(fold));
}

export function fold(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
