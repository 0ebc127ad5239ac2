import { normalizeLanguage } from "../language-tag";
import { capabilities, targets } from "../languages";

/**
 * Why a post will never have captions in a language; `undefined` when it may have them.
 *
 * @param language ISO 639
 * @param spoken the language that was transcribed; `undefined` while it is not known
 */
export function whyNever(language: string, spoken: string | undefined): string | undefined {
  if (spoken !== undefined && language === normalizeLanguage(spoken)) return undefined;
  if (spoken !== undefined) return targets([language], spoken).unsupported[0]?.reason;
  const { transcribe, translate } = capabilities(language);
  // What cannot be translated into may still turn out to be what is spoken.
  return translate.code === undefined && transcribe.code === undefined ? translate.reason : undefined;
}
