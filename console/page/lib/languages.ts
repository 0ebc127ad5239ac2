/** Languages as a browser names them, and the direction in which their text runs. */

const rightToLeft = new Set(["ar", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]);
const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** `ltr`, `rtl`; `auto`, by the text itself, where the language is not known. */
export type Direction = "ltr" | "rtl" | "auto";

export function directionOf(language: string | undefined): Direction {
  if (language === undefined || language === "") return "auto";
  const [base = "", script = ""] = language.toLowerCase().split("-");
  if (script === "arab") return "rtl";
  if (script === "deva" || script === "guru") return "ltr";
  return rightToLeft.has(base) ? "rtl" : "ltr";
}

/** In English: `Hindi`; a tag that is none as it is. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What trends and searches can be asked for by: the platform's languages. */
export const scopeLanguages = ["hi", "bn", "ta", "te", "kn", "ml", "gu", "mr", "pa", "or", "ur", "as", "en"] as const;

const regions: Readonly<Record<string, string>> = {
  "IN-AS": "Assam",
  "IN-DL": "Delhi",
  "IN-GJ": "Gujarat",
  "IN-KA": "Karnataka",
  "IN-KL": "Kerala",
  "IN-MH": "Maharashtra",
  "IN-OD": "Odisha",
  "IN-PB": "Punjab",
  "IN-RJ": "Rajasthan",
  "IN-TG": "Telangana",
  "IN-TN": "Tamil Nadu",
  "IN-UP": "Uttar Pradesh",
  "IN-WB": "West Bengal",
};

export interface Scope {
  readonly value: string;
  readonly label: string;
}

/** Scopes of trends to choose from: everywhere, then languages, then states. */
export function scopes(): readonly { readonly label: string; readonly options: readonly Scope[] }[] {
  return [
    { label: "Everywhere", options: [{ value: "global", label: "Everywhere" }] },
    {
      label: "Languages",
      options: scopeLanguages.map((tag) => ({ value: `lang#${tag}`, label: languageName(tag) })),
    },
    {
      label: "States",
      options: Object.entries(regions).map(([code, label]) => ({ value: `region#${code}`, label })),
    },
  ];
}
