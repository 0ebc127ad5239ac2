/** Why a translation will not come, as a sentence for the post's author. */
export interface TranslationEnd {
  readonly state: "unsupported" | "failed";
  readonly reason: string;
}

/** Errors of TranslateText that another try would only repeat: https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html */
const FINAL_ERRORS: Readonly<Record<string, TranslationEnd>> = {
  UnsupportedLanguagePairException: {
    state: "unsupported",
    reason: "Amazon Translate does not translate between these languages.",
  },
  DetectedLanguageLowConfidenceException: {
    state: "failed",
    reason: "Amazon Translate does not recognize the language.",
  },
  InvalidRequestException: { state: "failed", reason: "Amazon Translate refuses the text." },
  TextSizeLimitExceededException: { state: "failed", reason: "Amazon Translate takes no text of this length." },
  ValidationException: { state: "failed", reason: "Amazon Translate refuses the text." },
};

/** The translator will not translate this, however often it is asked. */
export class TranslationRefused extends Error {
  override readonly name = "TranslationRefused";

  constructor(
    readonly end: TranslationEnd,
    cause: unknown,
  ) {
    super(end.reason, { cause });
  }

  /** What an error of the service is to whoever asked: this, or the error itself when a later try may succeed. */
  static from(error: unknown): unknown {
    const name = typeof error === "object" && error !== null && "name" in error ? String(error.name) : "";
    const end = Object.hasOwn(FINAL_ERRORS, name) ? FINAL_ERRORS[name] : undefined;
    return end === undefined ? error : new TranslationRefused(end, error);
  }
}

/** Why captions wait, as a sentence for the post's author. */
export function translationParkedReason(characters: number, limit: number): string {
  if (characters > limit) {
    return `The speech has ${characters} characters to translate, more than the ${limit} of a whole day.`;
  }
  return `The day's limit of ${limit} translated characters is used up: it goes on tomorrow.`;
}
