import type { DetectDominantLanguageResponse } from "@aws-sdk/client-comprehend";
import { AwsError } from "../../kernel/errors";
import type { CallContext } from "../../kernel/service";

/** The source language of who does not know it. */
export const AUTO = "auto";

/** The service as it says it is when it calls others. */
const SERVICE = "translate.amazonaws.com";

/** Less sure than this, a language is not translated from. AWS publishes no number. */
const LEAST = 0.5;

/**
 * Asks Comprehend in the caller's name, who therefore needs `comprehend:DetectDominantLanguage`.
 * https://docs.aws.amazon.com/translate/latest/dg/access-control-managing-permissions.html
 * @throws AwsError AccessDeniedException; DetectedLanguageLowConfidenceException, which says the language all the same
 */
export async function detectSource(text: string, { cloud, principal, place }: CallContext): Promise<string> {
  const { Languages = [] } = await cloud.call<DetectDominantLanguageResponse>({
    principal,
    place,
    service: "comprehend",
    operation: "DetectDominantLanguage",
    input: { Text: text },
    via: SERVICE,
  });
  const [surest] = Languages;
  const { LanguageCode = "", Score = 0 } = surest ?? {};
  if (Score >= LEAST) return LanguageCode;
  throw new AwsError(
    "DetectedLanguageLowConfidenceException",
    `The source language could not be detected with confidence; it may be ${LanguageCode}.`,
    400,
    { DetectedLanguageCode: LanguageCode },
  );
}
