import { MEDIA_ITEM, type CaptionItem, type MediaItem } from "../items";
import { LANGUAGE_TABLE } from "../language-table";
import { normalizeLanguage } from "../language-tag";
import { isOf } from "../translation-items";

/** What the table `captions` holds of a post's present media. */
export interface FoundCaptions {
  readonly media?: MediaItem;
  /** Those of the spoken language first, then in the order of the language table. */
  readonly captions: readonly CaptionItem[];
}

/** Sort keys of everything but corrections. They are read one by one: a post may have thousands of corrections between them. */
export function captionSortKeys(): readonly string[] {
  return [MEDIA_ITEM, ...LANGUAGE_TABLE.map(({ language }) => language)];
}

/**
 * Sorts items out. Captions of other media than the present one, or of an earlier time that the post had it, are left out: they say what
 * nobody hears any more.
 */
export function foundCaptions(items: readonly (MediaItem | CaptionItem)[]): FoundCaptions {
  const media = items.find((item) => item.language === MEDIA_ITEM) as MediaItem | undefined;
  if (media === undefined) return { captions: [] };
  const captions = items.filter(
    (item): item is CaptionItem => item.language !== MEDIA_ITEM && isOf(media, item as CaptionItem),
  );
  const rank = ({ language, source }: CaptionItem) =>
    source === "transcribed" ? -1 : LANGUAGE_TABLE.findIndex((row) => row.language === language);
  return { media, captions: captions.toSorted((a, b) => rank(a) - rank(b)) };
}

export function captionsIn({ captions }: FoundCaptions, language: string): CaptionItem | undefined {
  return captions.find((item) => item.language === language);
}

/** Languages that there are files in, the spoken one first. */
export function readyLanguages({ captions }: FoundCaptions): readonly string[] {
  return captions.filter(({ state }) => state === "ready").map(({ language }) => language);
}

/** The ISO 639 code of the spoken language, once it is known. */
export function spokenLanguageOf({ media, captions }: FoundCaptions): string | undefined {
  const transcribed = captions.find(({ source }) => source === "transcribed")?.language;
  return transcribed ?? (media?.spokenLanguage === undefined ? undefined : normalizeLanguage(media.spokenLanguage));
}
