import { languageRow } from "./language-table";

/** A language tag in parts (BCP 47): `hi-Deva-IN` is Hindi, written in Devanagari, of India. */
export interface LanguageTag {
  /** Canonical, without extensions: `hi-Deva-IN`. */
  readonly tag: string;
  /** ISO 639, shortest form: `hi` for `hin` too. */
  readonly language: string;
  /** ISO 15924, where the tag names one. */
  readonly script?: string;
  /** ISO 3166, where the tag names one. */
  readonly region?: string;
}

/** Codes of a macrolanguage's main member that CLDR does not map to it. */
const OTHER_CODES: Readonly<Record<string, string>> = { npi: "ne", gom: "kok" };

/**
 * Reads a language tag in any spelling: `HI-in`, `hi_IN`, `hin-IN`, `hi-Deva-IN`. Variants and extensions are left out.
 * `undefined` for what is no tag or names no language (`und`, `mul`, `x-private`).
 */
export function parseLanguage(text: string): LanguageTag | undefined {
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(text.trim().replaceAll("_", "-"));
  } catch {
    return undefined;
  }
  const language = OTHER_CODES[locale.language] ?? locale.language;
  // "und" has no language at all, whatever the types of Intl say.
  if (language === undefined || ["und", "mul", "mis", "zxx"].includes(language)) return undefined;
  const { script, region } = locale;
  return {
    tag: [language, script, region].filter((part) => part !== undefined).join("-"),
    language,
    ...(script === undefined ? {} : { script }),
    ...(region === undefined ? {} : { region }),
  };
}

/** The ISO 639 code that names a language's captions: `hi` for `hi-IN`; `undefined` for what is no language tag. */
export function normalizeLanguage(text: string): string | undefined {
  return parseLanguage(text)?.language;
}

/** Scripts that run from right to left, among those that the languages of the platform are written in. */
const RIGHT_TO_LEFT = new Set(["Arab", "Aran", "Hebr", "Thaa", "Syrc", "Nkoo"]);

/** The script that a language is written in: the one that its tag names, else the one that the services use. */
export function scriptOf(text: string): string | undefined {
  const tag = parseLanguage(text);
  if (tag === undefined) return undefined;
  return tag.script ?? languageRow(tag.language)?.script ?? new Intl.Locale(tag.tag).maximize().script;
}

/** The direction in which a language's text runs: `rtl` for Urdu, Sindhi, Kashmiri and `pa-Arab`. */
export function directionOf(text: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(scriptOf(text) ?? "") ? "rtl" : "ltr";
}
