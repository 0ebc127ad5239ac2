/** What Huut's services know of a language. Codes are the services' own. */
export interface LanguageRow {
  /** ISO 639, shortest form: the sort key of its captions. */
  readonly language: string;
  readonly name: string;
  /** ISO 15924: the script that the services write and read it in. */
  readonly script: string;
  /**
   * Language codes of batch transcription, the one for India first where there is one.
   * https://docs.aws.amazon.com/transcribe/latest/dg/supported-languages.html
   */
  readonly transcribe: readonly string[];
  /** https://docs.aws.amazon.com/translate/latest/dg/what-is-languages.html */
  readonly translate?: string;
  /** https://docs.aws.amazon.com/comprehend/latest/dg/supported-languages.html */
  readonly sentiment?: string;
}

const row = (
  language: string,
  name: string,
  script: string,
  transcribe: string,
  translate?: string,
  sentiment?: string,
): LanguageRow => ({
  language,
  name,
  script,
  transcribe: transcribe === "" ? [] : transcribe.split(" "),
  ...(translate === undefined ? {} : { translate }),
  ...(sentiment === undefined ? {} : { sentiment }),
});

/**
 * The languages of the platform: English, the 22 of the Eighth Schedule of India's constitution, and Sinhala. A language
 * that is not here is unsupported by every service.
 */
export const LANGUAGE_TABLE: readonly LanguageRow[] = [
  row("en", "English", "Latn", "en-IN en-US en-GB en-AU en-IE en-NZ en-ZA en-AB en-WL", "en", "en"),
  row("hi", "Hindi", "Deva", "hi-IN", "hi", "hi"),
  row("bn", "Bengali", "Beng", "bn-IN", "bn"),
  row("ta", "Tamil", "Taml", "ta-IN", "ta"),
  row("te", "Telugu", "Telu", "te-IN", "te"),
  row("mr", "Marathi", "Deva", "mr-IN", "mr"),
  row("gu", "Gujarati", "Gujr", "gu-IN", "gu"),
  row("kn", "Kannada", "Knda", "kn-IN", "kn"),
  row("ml", "Malayalam", "Mlym", "ml-IN", "ml"),
  row("pa", "Punjabi", "Guru", "pa-IN", "pa"),
  row("or", "Odia", "Orya", "or-IN"),
  row("ur", "Urdu", "Arab", "", "ur"),
  row("ne", "Nepali", "Deva", "ne-NP"),
  row("si", "Sinhala", "Sinh", "si-LK", "si"),
  row("as", "Assamese", "Beng", ""),
  row("brx", "Bodo", "Deva", ""),
  row("doi", "Dogri", "Deva", ""),
  row("kok", "Konkani", "Deva", ""),
  row("ks", "Kashmiri", "Arab", ""),
  row("mai", "Maithili", "Deva", ""),
  row("mni", "Manipuri", "Beng", ""),
  row("sa", "Sanskrit", "Deva", ""),
  row("sat", "Santali", "Olck", ""),
  row("sd", "Sindhi", "Arab", ""),
];

const ROWS = new Map(LANGUAGE_TABLE.map((each) => [each.language, each]));

/** The row of a language by its ISO 639 code, without script or region. */
export function languageRow(language: string): LanguageRow | undefined {
  return ROWS.get(language);
}
