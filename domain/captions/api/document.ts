import { captionKey, CAPTION_FORMATS, type CaptionFormat } from "../caption-keys";
import type { TimedLines } from "../subtitles";
import type { CaptionItem, CorrectionItem } from "../items";
import { languageRow } from "../language-table";
import { directionOf } from "../language-tag";
import { capabilities } from "../languages";
import type { FoundCaptions } from "./found";

/** Where files are read. */
export interface DocumentContext {
  /** The path of the API's captions of the post. */
  readonly path: string;
  /** `https://…` of what publishes the files, without a slash at its end; absent: they are read through the API. */
  readonly publicUrl?: string | undefined;
}

/** A cue of the document. Cues of a translation that share a number show one cue of the speech, split because it is long. */
export interface DocumentCue extends TimedLines {
  /** From 1; what a correction names. */
  readonly n: number;
  /** Counts its corrections; what a correction must name, too. */
  readonly revision: number;
}

/** What is known of a post's captions, without their cues: every language, with its state. */
export function overview(found: FoundCaptions, context: DocumentContext) {
  const { media, captions } = found;
  return {
    ...(media === undefined ? {} : { postId: media.postId, mediaVersion: media.mediaVersion, state: media.state }),
    ...(media?.mediaKey === undefined ? {} : { mediaKey: media.mediaKey }),
    ...(media?.spokenLanguage === undefined ? {} : { spokenLanguage: media.spokenLanguage }),
    ...(media?.durationMs === undefined ? {} : { durationMs: media.durationMs }),
    ...(media?.reason === undefined ? {} : { reason: media.reason }),
    capabilities: capabilities(media?.spokenLanguage ?? media?.statedLanguage),
    languages: captions.map((item) => languageEntry(item, context)),
  };
}

function languageEntry(item: CaptionItem, context: DocumentContext) {
  const { language, state, source, revision, reason, quality, updatedAt } = item;
  const name = languageRow(language)?.name;
  return {
    language,
    ...(name === undefined ? {} : { name }),
    direction: directionOf(language),
    state,
    source,
    ...(reason === undefined ? {} : { reason }),
    ...(state === "ready" ? { revision, files: filesOf(item, context) } : {}),
    ...(quality === undefined ? {} : { passes: quality.passes, flags: quality.flags }),
    updatedAt,
  };
}

function filesOf(item: CaptionItem, { path, publicUrl }: DocumentContext): Readonly<Record<CaptionFormat, string>> {
  const { language } = item;
  const entries = CAPTION_FORMATS.map((format) => [
    format,
    publicUrl === undefined ? `${path}?language=${language}&format=${format}` : `${publicUrl}/${fileKey(item, format)}`,
  ]);
  return Object.fromEntries(entries) as Readonly<Record<CaptionFormat, string>>;
}

/** The key of a file in the published bucket: as the item says, else as it is named by rule. */
export function fileKey(item: CaptionItem, format: CaptionFormat): string {
  const { postId, mediaVersion, language, vttKey, srtKey } = item;
  const stored = format === "vtt" ? vttKey : srtKey;
  return stored ?? captionKey({ postId, mediaVersion, language, format });
}

/** Captions with their cues. */
export interface CaptionsContent {
  readonly item: CaptionItem;
  readonly cues: readonly TimedLines[];
  /** Cues of the spoken language: what numbers are counted by. Those of `item` itself where it is the spoken one. */
  readonly spoken: readonly TimedLines[];
  readonly corrections: readonly CorrectionItem[];
}

/** The document that `format=json` answers. */
export function captionsDocument(found: FoundCaptions, content: CaptionsContent, context: DocumentContext) {
  const { item, cues, spoken, corrections } = content;
  const { language, source, revision, quality } = item;
  const revisions = new Map(
    corrections
      .filter(({ mediaVersion }) => mediaVersion === item.mediaVersion)
      .map((correction) => [correction.cue, correction.revision]),
  );
  return {
    ...overview(found, context),
    language,
    direction: directionOf(language),
    source,
    revision,
    ...(quality === undefined ? {} : { quality }),
    cues: numbered(cues, spoken).map(({ index, cue }): DocumentCue => ({
      n: index + 1,
      start: cue.start,
      end: cue.end,
      lines: cue.lines,
      revision: revisions.get(index) ?? 0,
    })),
  };
}

/** Each cue with the place of the spoken one in whose time it begins. */
function numbered(cues: readonly TimedLines[], spoken: readonly TimedLines[]) {
  let index = 0;
  return cues.map((cue) => {
    while (index + 1 < spoken.length && (spoken[index + 1]?.start ?? Infinity) <= cue.start) index += 1;
    return { index, cue };
  });
}
