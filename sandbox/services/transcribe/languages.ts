import type { LanguageCode } from "@aws-sdk/client-transcribe";

let codes: ReadonlySet<string> | undefined;

/**
 * Every language of batch transcription, as the SDK lists them. The SDK is loaded when the first job asks, not with the model.
 * https://docs.aws.amazon.com/transcribe/latest/dg/supported-languages.html
 */
export function languageCodes(): ReadonlySet<string> {
  if (!codes) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loading a client takes longer than making a world
    const sdk = require("@aws-sdk/client-transcribe") as { LanguageCode: Record<string, string> };
    codes = new Set(Object.values(sdk.LanguageCode));
  }
  return codes;
}

/** `hi` of `hi-IN`. */
export function baseOf(tag: string): string {
  return tag.split("-")[0] as string;
}

/** Whether a recognizer for one language understands speech in another: regions of one language do each other. */
export function understands(code: string, spoken: string): boolean {
  return baseOf(code) === baseOf(spoken);
}

/**
 * The code that the service has for a spoken language: the same, else that of India, else the first of another region.
 * @param spoken BCP 47, with or without a region
 * @param options the codes to choose from; all when not given
 */
export function codeFor(spoken: string, options?: readonly LanguageCode[]): LanguageCode | undefined {
  const all = options ?? ([...languageCodes()] as LanguageCode[]);
  const fitting = all.filter((code) => understands(code, spoken));
  return (
    fitting.find((code) => code === spoken) ?? fitting.find((code) => code === `${baseOf(spoken)}-IN`) ?? fitting[0]
  );
}

const withoutSpaces = new Set(["ja", "km", "my", "th", "zh"]);

/** Whether the words of a language stand without spaces between them. */
export function isUnspaced(tag: string): boolean {
  return withoutSpaces.has(baseOf(tag));
}
