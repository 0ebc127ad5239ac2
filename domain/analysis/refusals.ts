/** Errors of Comprehend and Translate that another try would only repeat, by the name of the error or of a batch's entry. */
const FINAL: Readonly<Record<string, string>> = {
  UnsupportedLanguageException: "Amazon Comprehend does not have the language.",
  UnsupportedLanguagePairException: "Amazon Translate does not translate from the language into English.",
  DetectedLanguageLowConfidenceException: "Amazon Translate does not recognize the language.",
  TextSizeLimitExceededException: "The text is too long for the service.",
  InvalidRequestException: "The service refuses the text.",
  ValidationException: "The service refuses the text.",
};

/** Why the service will never answer, as a sentence; `undefined` when a later try may succeed. */
export function finalReason(name: unknown): string | undefined {
  return typeof name === "string" && Object.hasOwn(FINAL, name) ? FINAL[name] : undefined;
}
