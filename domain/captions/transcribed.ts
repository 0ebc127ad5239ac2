import type { ConditionalWrite } from "../conditional-write";
import type { Instant } from "../time";
import { captionKey, CAPTION_MEDIA_TYPES, transcriptKey, type CaptionFormat } from "./caption-keys";
import { layoutCues } from "./cues";
import { MAX_ITEM_TEXT_BYTES, type CaptionItem, type MediaItem } from "./items";
import { languageRow } from "./language-table";
import { normalizeLanguage } from "./language-tag";
import { capabilities } from "./languages";
import { QUALITY_GATE } from "./parameters";
import { qualityOf } from "./quality";
import { toSrt, toVtt } from "./subtitles";
import { TranscriptProblem, type StoredTranscript } from "./transcript";
import { parseTranscript } from "./transcript-parse";

/** A file as it is to be published. */
export interface PublishedFile {
  readonly key: string;
  readonly body: string;
  readonly contentType: string;
  /** BCP 47. */
  readonly contentLanguage: string;
}

/** What a job's output file comes to. */
export type Reading =
  /** Nothing is said. */
  | { readonly kind: "silent" }
  /** It is no transcript that can be read: a sentence that says why. */
  | { readonly kind: "broken"; readonly reason: string }
  /** Speech of a language that Transcribe lacks was written down as another's: a sentence that says so. */
  | { readonly kind: "unheard"; readonly reason: string; readonly durationMs: number }
  | {
      readonly kind: "spoken";
      readonly stored: StoredTranscript;
      readonly transcriptKey: string;
      /** The captions of the spoken language. */
      readonly captions: CaptionItem;
      readonly files: readonly PublishedFile[];
    };

/** How long readers may keep caption files, which change when a cue is corrected, or when they are withdrawn. */
export const CAPTION_CACHING = "public, max-age=300";

/**
 * Makes captions of a job's output, whatever its variant.
 *
 * @param text of the file
 * @param languageCode what the job was given or has identified, for files that do not say it
 */
export function readOutput(item: MediaItem, text: string, languageCode: string | undefined, now: Instant): Reading {
  try {
    const { words, language = languageCode, text: said, confidence } = parseTranscript(JSON.parse(text));
    const last = words.at(-1);
    if (last === undefined) return { kind: "silent" };
    const code = language === undefined ? undefined : normalizeLanguage(language);
    if (language === undefined || code === undefined) {
      return { kind: "broken", reason: "The transcript does not say in which language it is." };
    }
    const durationMs = words.reduce((latest, { end }) => Math.max(latest, end), last.end);
    const reason = unheardReason(item.statedLanguage, code, confidence);
    if (reason !== undefined) return { kind: "unheard", reason, durationMs };
    const { postId, mediaVersion, jobName } = item;
    const cues = layoutCues(words, { language });
    const stored: StoredTranscript = {
      schema: "transcript/1",
      postId,
      mediaVersion,
      jobName,
      language,
      text: said,
      words,
      cues,
      ...(confidence === undefined ? {} : { confidence }),
      durationMs,
    };
    return {
      kind: "spoken",
      stored,
      transcriptKey: transcriptKey(postId, mediaVersion),
      captions: captionsOf(item, code, stored, now),
      files: spokenFiles(stored, code),
    };
  } catch (error) {
    if (error instanceof TranscriptProblem) return { kind: "broken", reason: error.message };
    if (error instanceof SyntaxError) return { kind: "broken", reason: `The transcript is no JSON: ${error.message}` };
    throw error;
  }
}

/**
 * Why words that were identified as another language's than the post's are not shown: Transcribe lacks the post's, and guessed
 * more than it heard. A post may well be mistaken about its language, so words that were heard well are.
 */
function unheardReason(stated: string | undefined, heardAs: string, confidence: number | undefined) {
  if (stated === undefined || confidence === undefined || confidence >= QUALITY_GATE.confidence) return undefined;
  const { state, reason } = capabilities(stated).transcribe;
  if (state !== "unsupported") return undefined;
  const name = languageRow(heardAs)?.name ?? heardAs;
  return `${reason} What it wrote down as ${name} is guessed more than heard.`;
}

function captionsOf(item: MediaItem, language: string, stored: StoredTranscript, now: Instant): CaptionItem {
  const { postId, postVersion, mediaVersion } = item;
  const file = { postId, mediaVersion, language };
  const { text } = stored;
  return {
    postId,
    language,
    postVersion,
    mediaVersion,
    state: "ready",
    source: "transcribed",
    revision: 0,
    vttKey: captionKey({ ...file, format: "vtt" }),
    srtKey: captionKey({ ...file, format: "srt" }),
    ...(Buffer.byteLength(text, "utf8") <= MAX_ITEM_TEXT_BYTES ? { text } : {}),
    quality: qualityOf(stored.cues, stored.words),
    updatedAt: now,
  };
}

/**
 * The files of the spoken language.
 *
 * @param code its ISO 639 code
 */
export function spokenFiles(
  { postId, mediaVersion, language, cues }: StoredTranscript,
  code: string,
): readonly PublishedFile[] {
  const file = (format: CaptionFormat, body: string): PublishedFile => ({
    key: captionKey({ postId, mediaVersion, language: code, format }),
    body,
    contentType: CAPTION_MEDIA_TYPES[format],
    contentLanguage: language,
  });
  return [file("vtt", toVtt(cues, { language })), file("srt", toSrt(cues))];
}

/**
 * Puts the captions of the spoken language, unless there are some of this media already: an author may have corrected those.
 */
export function captionsWrite(captions: CaptionItem): ConditionalWrite<"captions"> {
  return {
    table: "captions",
    item: { ...captions },
    condition:
      "attribute_not_exists(#postId) OR #postVersion < :postVersion OR " +
      "(#postVersion = :postVersion AND NOT (#mediaVersion = :mediaVersion AND #state = :ready))",
    names: {
      "#postId": "postId",
      "#postVersion": "postVersion",
      "#mediaVersion": "mediaVersion",
      "#state": "state",
    },
    values: {
      ":postVersion": captions.postVersion,
      ":mediaVersion": captions.mediaVersion,
      ":ready": "ready",
    },
  };
}
