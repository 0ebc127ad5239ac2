import type { MediaItem } from "../items";
import { normalizeLanguage } from "../language-tag";
import { capabilities, targets } from "../languages";

/**
 * Why a post will never have captions in a language; `undefined` when it may have them.
 *
 * @param language ISO 639
 * @param media with the language that was transcribed, once it is known; with the reason where nothing can be
 */
export function whyNever(language: string, media: MediaItem | undefined): string | undefined {
  if (media?.state === "unsupported" && media.reason !== undefined) return media.reason;
  const spoken = media?.spokenLanguage;
  if (spoken !== undefined && language === normalizeLanguage(spoken)) return undefined;
  if (spoken !== undefined) return targets([language], spoken).unsupported[0]?.reason;
  const { transcribe, translate } = capabilities(language);
  // What cannot be translated into may still turn out to be what is spoken.
  return translate.code === undefined && transcribe.code === undefined ? translate.reason : undefined;
}
